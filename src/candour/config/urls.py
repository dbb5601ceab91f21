"""Which part answers which address."""

from django.urls import include, path

handler500 = "candour.config.faults.server_error"

urlpatterns = [
    path("api/", include("candour.api.urls")),
    path("", include("candour.web.urls")),
]
