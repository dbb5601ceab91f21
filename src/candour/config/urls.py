"""Which part answers which address."""

from django.urls import include, path

urlpatterns = [
    path("api/", include("candour.api.urls")),
    path("", include("candour.web.urls")),
]
