"""Headers that every answer carries, whoever made it: a view, an error page, a static file."""

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING, Any

from flask import Response

if TYPE_CHECKING:
    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

# Nothing inline, nothing from elsewhere. `data:` pictures let a page show a chart that is kept nowhere.
CONTENT_POLICY = "; ".join(
    (
        "default-src 'none'",
        "script-src 'self'",
        "style-src 'self'",
        "img-src 'self' data:",
        "font-src 'self'",
        "connect-src 'self'",
        "worker-src 'self'",
        "form-action 'self'",
        "frame-ancestors 'none'",
        "base-uri 'none'",
    )
)
ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
}
A_DAY = 24 * 60 * 60
WITH_TLS = {"Strict-Transport-Security": "max-age=31536000"}


def policy(tiles: str) -> str:
    """The content policy that also lets pictures come from the host of `tiles`, if there is one."""
    if not tiles:
        return CONTENT_POLICY
    scheme, _, rest = tiles.partition("://")
    return CONTENT_POLICY.replace("img-src 'self'", f"img-src 'self' {scheme}://{rest.partition('/')[0]}")


def kept_for_a_day(answer: Response) -> Response:
    """For what never changes under its number."""
    answer.cache_control.max_age = A_DAY
    answer.cache_control.no_cache = None
    return answer


class SecurityHeaders:
    """A WSGI layer that adds the headers which an answer does not bring itself."""

    def __init__(self, inner: "WSGIApplication", https: bool, tiles: str = "") -> None:
        """`tiles` is the address of a map's tiles, if they come from another host."""
        self.inner = inner
        self.headers = {"Content-Security-Policy": policy(tiles)} | ALWAYS | (WITH_TLS if https else {})

    def __call__(self, environ: "WSGIEnvironment", start_response: "StartResponse") -> Iterable[bytes]:
        def start(status: str, headers: list[tuple[str, str]], *rest: Any) -> Callable[[bytes], object]:
            given = {name.lower() for name, _ in headers}
            missing = [(name, value) for name, value in self.headers.items() if name.lower() not in given]
            return start_response(status, headers + missing, *rest)

        return self.inner(environ, start)
