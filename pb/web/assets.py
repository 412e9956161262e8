"""Addresses of static files that change when the file does, so that browsers may keep them for a year."""

import hashlib
from functools import cache
from pathlib import Path
from typing import Any

from flask import Flask, Response, request

YEAR = 365 * 24 * 60 * 60


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

    app.after_request(say_how_long)


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
