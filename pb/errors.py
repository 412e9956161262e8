"""Error pages that say what happened and what to do next, and the only catch-all.

A person never meets a stack trace; the operator finds it in the log under the number that the page shows.
"""

from collections.abc import Callable
from dataclasses import dataclass

import structlog
from flask import Flask, g, render_template
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.exc import OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from werkzeug.exceptions import HTTPException, InternalServerError, ServiceUnavailable

RETRY_AFTER = 30
BARE = "<!doctype html><html lang=ko><meta charset=utf-8><title>오류 · Error</title><h1>오류 · Error</h1>"


class Refused(Exception):
    """The parent of every refusal of an act: `why` tells the person the reason, and what to do instead."""

    why: LazyString

    def __str__(self) -> str:
        return str(self.why)


@dataclass(frozen=True)
class Advice:
    """What an error page says: what happened, and what the person can do now."""

    title: LazyString
    what: LazyString
    next: LazyString


ADVICE = {
    400: Advice(
        _l("This request did not arrive whole"),
        _l("The page may have been open for a long time, or something was missing from what was sent."),
        _l("Go back, load the page again and send it once more. What you typed is usually still there."),
    ),
    403: Advice(
        _l("This page is not open to you"),
        _l("It is for people with another role, or it is not open right now."),
        _l("If you think you should see it, ask the town's participatory budgeting team."),
    ),
    404: Advice(
        _l("There is no page at this address"),
        _l("The address may be mistyped, or the page has moved."),
        _l("Start from the home page: everything can be reached from there."),
    ),
    405: Advice(
        _l("This address is not for opening by itself"),
        _l("It only receives a form that another page sends."),
        _l("Start from the home page and open the form again."),
    ),
    413: Advice(
        _l("This file is too large"),
        _l("The file is larger than this page takes in."),
        _l("Choose a smaller file. Nothing of it was kept."),
    ),
    429: Advice(
        _l("Too many tries in a short time"),
        _l("To keep the service quick for everyone, each address may do this only so often."),
        _l("Wait a minute, then try again. Nothing is lost."),
    ),
    500: Advice(
        _l("Something broke on our side"),
        _l("It is not your fault, and it has been written down for the people who run this service."),
        _l("Try again in a moment. If it happens again, tell the town the number below."),
    ),
    503: Advice(
        _l("The service is catching its breath"),
        _l("It could not reach its records just now. What was not confirmed was not kept."),
        _l("Wait half a minute, then try again."),
    ),
}


def init_app(app: Flask) -> None:
    app.register_error_handler(HTTPException, refused)
    app.register_error_handler(OperationalError, unreachable)
    app.register_error_handler(PoolTimeout, unreachable)
    app.register_error_handler(Exception, broken)


def refused(error: HTTPException) -> ResponseReturnValue:
    """An answer of HTTP's own kind: shown in our words, with the headers that it brings."""
    code = error.code or 500
    if code < 400:
        return error.get_response()
    # What breaks after the view, as the commit does, comes here wrapped.
    broke = getattr(error, "original_exception", None)
    if isinstance(broke, OperationalError | PoolTimeout):
        return unreachable(broke)
    kept = [(name, value) for name, value in error.get_headers() if name not in ("Content-Type",)]
    limit = getattr(error, "limit", None)
    if limit is not None:
        kept.append(("Retry-After", str(limit.limit.get_expiry())))
    return page(code), code, kept


def unreachable(error: Exception) -> ResponseReturnValue:
    structlog.get_logger().error("database", exc_info=error)
    return page(503), ServiceUnavailable.code, {"Retry-After": str(RETRY_AFTER)}


def broken(error: Exception) -> ResponseReturnValue:
    structlog.get_logger().error("broken", exc_info=error)
    return page(500), InternalServerError.code


def goes_on(work: Callable[[], bool]) -> bool:
    """Do a piece of work that must not stop its caller: what breaks is logged, and the answer is no."""
    try:
        return work()
    except Exception as error:
        structlog.get_logger().error("work", exc_info=error)
        return False


def page(code: int) -> str:
    advice = ADVICE.get(code) or ADVICE[400 if code < 500 else 500]
    try:
        return render_template("errors/page.html", code=code, advice=advice, request_id=g.get("request_id"))
    except Exception as error:
        structlog.get_logger().error("error page", exc_info=error)
        return f"{BARE}<p>{code} · {g.get('request_id', '')}</p>"
