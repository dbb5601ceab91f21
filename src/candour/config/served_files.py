"""Files served as they are: style sheets, scripts, fonts and pictures of the site itself."""

from wsgiref.headers import Headers


def add_headers(headers: Headers, path: str, url: str) -> None:
    """What a file needs from a browser: nothing. A font is then asked for without a referrer."""
    headers["Referrer-Policy"] = "no-referrer"
    headers["X-Content-Type-Options"] = "nosniff"
