"""What a page may ask of a reader's device: nothing; and pages made small on their way."""

import re
from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.middleware.csrf import CsrfViewMiddleware
from django.middleware.gzip import GZipMiddleware

CLOSED_FEATURES = (
    "accelerometer",
    "ambient-light-sensor",
    "attribution-reporting",
    "autoplay",
    "battery",
    "bluetooth",
    "browsing-topics",
    "camera",
    "display-capture",
    "encrypted-media",
    "fullscreen",
    "gamepad",
    "geolocation",
    "gyroscope",
    "hid",
    "identity-credentials-get",
    "idle-detection",
    "local-fonts",
    "magnetometer",
    "microphone",
    "midi",
    "otp-credentials",
    "payment",
    "picture-in-picture",
    "publickey-credentials-create",
    "publickey-credentials-get",
    "screen-wake-lock",
    "serial",
    "storage-access",
    "usb",
    "web-share",
    "window-management",
    "xr-spatial-tracking",
)
PERMISSIONS_POLICY = ", ".join(f"{feature}=()" for feature in CLOSED_FEATURES)


class PermissionsPolicy:
    """Close every feature of the device to our own pages too."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS_POLICY)
        return response


NEVER_COMPRESSED = "/routes/"


class Compression(GZipMiddleware):
    """Compress what everybody may see, and nothing that someone told of themselves.

    The length of a compressed page can betray what is in it to whoever can make a browser ask for
    it with guesses (BREACH, Gluck, Harris and Prado 2013). Public pages hold no secret. The pages
    of help hold what a reader said, so they go as they are; so does any answer to what was sent, or
    that nobody is to keep, or that sets a cookie. The others get Django's random padding besides.
    """

    def process_response(
        self, request: HttpRequest, response: HttpResponseBase
    ) -> HttpResponseBase:
        if request.path.startswith(NEVER_COMPRESSED) or may_hold_a_secret(request, response):
            return response
        return super().process_response(request, response)


def may_hold_a_secret(request: HttpRequest, response: HttpResponseBase) -> bool:
    """Whether an answer may repeat what was sent, is to be kept by nobody, or sets a cookie."""
    is_to_something_sent = request.method not in {"GET", "HEAD"}
    is_kept_by_nobody = "no-store" in response.get("Cache-Control", "")
    return is_to_something_sent or is_kept_by_nobody or bool(getattr(response, "cookies", None))


SECRET = re.compile(r"[A-Za-z0-9]{32}(?:[A-Za-z0-9]{32})?", re.ASCII)


class Tokens(CsrfViewMiddleware):
    """Django's guard against forged requests, which sets a cookie only where a form needs one.

    Django answers a cookie that it can't read with a new one, on any page and for a year. Here it
    is as though that cookie had not come: nothing on a page that is only read depends on it.
    """

    def process_request(self, request: HttpRequest) -> None:
        name = settings.CSRF_COOKIE_NAME
        if not SECRET.fullmatch(request.COOKIES.get(name, "")):
            request.COOKIES.pop(name, None)
        super().process_request(request)
