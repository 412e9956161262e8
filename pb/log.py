"""The operator's log: one JSON object a line on standard error, never a secret and never a person.

Who did what for the town stands in the journal; this says how the machine fares. A request is named by an
id that the error page shows too, so that a resident can quote it.
"""

import logging
import secrets
import sys
import time
from typing import TextIO

import structlog
from flask import Flask, Response, g, request
from structlog.typing import EventDict, Processor, WrappedLogger

PRIVATE = frozenset(
    (
        "password",
        "token",
        "secret",
        "cookie",
        "authorization",
        "csrf_token",
        "email",
        "phone",
        "address",
        "name",
    )
)
HIDDEN = "(hidden)"


def hide_private(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Blank whatever is filed under a private name: a last net below the rule not to log it at all."""
    return {key: HIDDEN if key.lower() in PRIVATE else value for key, value in event.items()}


def configure(stream: TextIO = sys.stderr) -> None:
    """Send our own lines and those of every library through the same JSON writer."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        hide_private,
    ]
    last: list[Processor] = [
        structlog.stdlib.ProcessorFormatter.remove_processors_meta,
        structlog.processors.format_exc_info,
        structlog.processors.JSONRenderer(ensure_ascii=False),
    ]
    handler = logging.StreamHandler(stream)
    handler.setFormatter(structlog.stdlib.ProcessorFormatter(foreign_pre_chain=shared, processors=last))
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
    )


def init_app(app: Flask) -> None:
    app.before_request(start)
    app.after_request(finish)


def start() -> None:
    g.request_id = secrets.token_hex(6)
    g.started = time.perf_counter()
    structlog.contextvars.clear_contextvars()
    structlog.contextvars.bind_contextvars(request=g.request_id)


def finish(response: Response) -> Response:
    """One line a request: the page's own name instead of the address, which may hold what a person typed."""
    if "request_id" in g:
        response.headers["X-Request-Id"] = g.request_id
        structlog.get_logger().info(
            "request",
            method=request.method,
            page=request.endpoint,
            status=response.status_code,
            ms=round(1000 * (time.perf_counter() - g.started)),
        )
    return response
