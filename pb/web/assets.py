"""Static files: an address that changes when the file does, so that browsers may keep it for a year; and the
compressed copies that `tools/assets.mjs` makes.
"""

import hashlib
import mimetypes
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, current_app, request
from werkzeug.security import safe_join

YEAR = 365 * 24 * 60 * 60
# The better first. Nothing in these files is secret, so that their size may tell what it likes.
BINARY = "application/octet-stream"
COPIES = (("br", ".br"), ("gzip", ".gz"))


def init_app(app: Flask) -> None:
    folder = Path(app.static_folder or "")

    @cache
    def version(name: str) -> str:
        path = folder / name
        return hashlib.sha256(path.read_bytes()).hexdigest()[:10] if path.is_file() else "none"

    @app.url_defaults
    def add_version(endpoint: str, values: dict[str, Any]) -> None:
        if endpoint == "static" and "filename" in values:
            values["v"] = version(values["filename"])

    app.view_functions["static"] = static
    app.after_request(say_how_long)


def static(filename: str) -> Response:
    """A static file, as its smallest copy that this browser understands."""
    for encoding, ending in COPIES:
        if request.accept_encodings.quality(encoding) and has_copy(filename + ending):
            found = current_app.send_static_file(filename + ending)
            found.mimetype = mimetypes.guess_type(filename)[0] or BINARY
            found.content_encoding = encoding
            break
    else:
        found = current_app.send_static_file(filename)
    found.vary.add("Accept-Encoding")
    return found


def has_copy(name: str) -> bool:
    path = safe_join(current_app.static_folder or "", name)
    return path is not None and Path(path).is_file()


def say_how_long(response: Response) -> Response:
    """Static files with a version are kept; a page is asked for anew, and no cache between holds it."""
    if request.endpoint == "static" and "v" in request.args and response.status_code == 200:
        response.cache_control.public = True
        response.cache_control.max_age = YEAR
        response.cache_control.immutable = True
    elif "Cache-Control" not in response.headers:
        response.cache_control.private = True
        response.cache_control.no_cache = True
    return response
