"""Talking to the identity service that the settings name: OpenID Connect, with Authlib."""

from collections.abc import Mapping
from typing import Any, Protocol, cast

import structlog
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import OAuth
from flask import Flask, current_app
from flask_babel import lazy_gettext as _l
from joserfc.errors import JoseError
from requests import RequestException
from werkzeug.wrappers import Response

from pb.config import Settings
from pb.errors import Refused

KEY = "pb.accounts.identity"
DISCOVERY = "/.well-known/openid-configuration"
# In seconds: a service that is asleep must not hold our workers.
PATIENCE = 5


class NotConfirmed(Refused):
    why = _l(
        "The identity service did not confirm who you are, or could not be reached. Nothing was kept. "
        "Try again, or use the code from the town's letter."
    )


class Client(Protocol):
    """What is used of Authlib's client, which has no types."""

    def load_server_metadata(self) -> dict[str, Any]: ...
    def authorize_redirect(self, redirect_uri: str) -> Response: ...
    def authorize_access_token(self) -> dict[str, Any]: ...
    def userinfo(self, *, token: dict[str, Any]) -> dict[str, Any]: ...


def init_app(app: Flask, settings: Settings) -> None:
    """Nothing, where the settings name no service."""
    if not settings.oidc_issuer:
        return
    oauth = OAuth(app)
    oauth.register(
        "identity",
        client_id=settings.oidc_client,
        client_secret=settings.oidc_secret,
        server_metadata_url=settings.oidc_issuer + DISCOVERY,
        client_kwargs={
            "scope": settings.oidc_scope,
            "code_challenge_method": "S256",
            "default_timeout": PATIENCE,
        },
    )
    app.extensions[KEY] = oauth.create_client("identity")


def client() -> Client | None:
    return cast("Client | None", current_app.extensions.get(KEY))


def begin(service: Client, back: str) -> Response:
    """Send the visitor to the service. Raises NotConfirmed."""
    try:
        return service.authorize_redirect(back)
    except (AuthlibBaseError, RequestException, RuntimeError, ValueError) as why:
        raise failed(why) from None


def finish(service: Client, issuer: str) -> Mapping[str, object]:
    """What the service says of whoever came back, its signature, its nonce and its issuer checked.

    Raises NotConfirmed.
    """
    try:
        if service.load_server_metadata().get("issuer", "").rstrip("/") != issuer:
            raise ValueError("another issuer than in the settings")
        token = service.authorize_access_token()
        found = dict(token["userinfo"])
        more = service.userinfo(token=token)
        if more["sub"] != found["sub"]:
            raise ValueError("another subject in the user info")
    except (AuthlibBaseError, JoseError, RequestException, RuntimeError, ValueError, KeyError) as why:
        raise failed(why) from None
    return {**more, **found}


def failed(why: Exception) -> NotConfirmed:
    """What went wrong is for the operator; nothing of the person is in it."""
    structlog.get_logger().warning("identity service", error=type(why).__name__, why=str(why)[:200])
    return NotConfirmed()
