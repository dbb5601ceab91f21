"""A small application behind the real worker, whose limits a test may make small as well."""

import json
import logging
import os
import time

from candour.config import buffering

# Read before the processes part (--preload), so that all of them have it.
for limit, value in json.loads(os.environ.get("SMALL_LIMITS", "{}")).items():
    assert hasattr(buffering, limit), limit
    setattr(buffering, limit, value)

logging.getLogger("waitress").setLevel("ERROR")  # as the settings have it

LONG = b"x" * 3_000_000  # more than the system keeps of a connection that nobody reads
WHOLE = b"whole." * 2_000


def application(environ, start_response):
    path = environ["PATH_INFO"]
    body = {"/long": LONG, "/whole": WHOLE, "/who": str(os.getpid()).encode()}.get(path, b"ok")
    if path == "/sleep":
        time.sleep(float(environ["QUERY_STRING"]))
    if path == "/whole":
        time.sleep(0.05)  # so that a stop finds answers under way
    if environ["REQUEST_METHOD"] == "POST":
        body = environ["wsgi.input"].read()
    headers = [("Content-Type", "text/plain")]
    if path != "/parts":
        headers.append(("Content-Length", str(len(body))))
    start_response("200 OK", headers)
    return [body[:1], body[1:]]
