"""Other ways to come in than a password and a code, as far as the town has them."""

from flask import current_app
from flask_babel import gettext as _

from pb.accounts.identity import provider
from pb.accounts.views.sheet import Link
from pb.config import Settings
from pb.web.formats import korean


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


def by_identity() -> tuple[Link, ...]:
    """The link to the identity service, if there is one."""
    if provider.client() is None:
        return ()
    name = settings().oidc_name_ko if korean() else settings().oidc_name_en
    return (Link(_("With %(service)s instead", service=name), "accounts.identity", goes_on=True),)
