"""The page of a fault of ours. It needs nothing: no database, no template, no file, no setting."""

from django.http import HttpRequest, HttpResponse

PAGE = """<!doctype html>
<html lang="en-GB">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<title>Something went wrong here – Candour</title>
</head>
<body>
<main>
<h1>Something went wrong here</h1>
<p>The fault is ours, and where it happened has been written down: nothing of what you asked or
typed. Nothing of yours was kept.</p>
<p>Try again in a minute, or go to the <a href="/">first page</a>.</p>
</main>
</body>
</html>
"""


def server_error(request: HttpRequest) -> HttpResponse:
    return HttpResponse(PAGE, status=500, headers={"Cache-Control": "no-store"})
