"""The letters about an account, in the language of whoever caused them."""

from typing import Any

from flask import current_app, url_for
from flask_babel import gettext as _

from pb.config import Settings
from pb.mail import Letter


def link(endpoint: str, **values: Any) -> str:
    """A whole address. Never from the request's own host name, which a stranger can choose."""
    settings: Settings = current_app.extensions["pb.settings"]
    return settings.address + url_for(endpoint, **values)


def letter(email: str, subject: str, *paragraphs: str) -> Letter:
    ending = _(
        "You get this mail because somebody typed this address on our pages. If it was not you, do nothing."
    )
    return Letter(email, subject, "\n\n".join((*paragraphs, ending)) + "\n")


def join(email: str, token: str, wanted: str | None) -> Letter:
    """`wanted` is the page to which the newcomer was on the way."""
    return letter(
        email,
        _("Finish signing up"),
        _("Open this link within an hour and choose a password. Then your account is ready."),
        link("accounts.welcome", token=token, next=wanted),
    )


def already_here(email: str, wanted: str | None) -> Letter:
    return letter(
        email,
        _("You already have an account"),
        _("Somebody wanted to sign up with this address, but it has an account. You can sign in here:"),
        link("accounts.sign_in", next=wanted),
        _("If you forgot the password, choose a new one here:"),
        link("accounts.forgotten"),
    )


def reset(email: str, token: str) -> Letter:
    return letter(
        email,
        _("Choose a new password"),
        _("Open this link within an hour and choose a new password. You will be signed out everywhere."),
        link("accounts.reset", token=token),
    )


def nobody_here(email: str) -> Letter:
    return letter(
        email,
        _("There is no account with this address"),
        _("Somebody asked for a new password, but this address has no account. You can sign up here:"),
        link("accounts.sign_up"),
    )


def confirm_address(email: str, token: str) -> Letter:
    return letter(
        email,
        _("Confirm your new address"),
        _("Open this link within an hour, and from then on you sign in with this address."),
        link("accounts.new_address", token=token),
    )


def address_taken(email: str) -> Letter:
    return letter(
        email,
        _("You already have an account"),
        _("Somebody wanted to move another account to this address. It has an account, so nothing changed."),
    )


def address_changed(email: str, new: str) -> Letter:
    return Letter(
        email,
        _("Your address was changed"),
        _(
            "From now on you sign in with %(new)s. If you did not do this, write to the town at once.\n",
            new=new,
        ),
    )


def password_changed(email: str) -> Letter:
    return Letter(
        email,
        _("Your password was changed"),
        _("If you did not do this, choose a new one at once: %(link)s\n", link=link("accounts.forgotten")),
    )


def second_factor_changed(email: str) -> Letter:
    return Letter(
        email,
        _("Your second factor was changed"),
        _(
            "If you did not do this, choose a new password at once: %(link)s\n",
            link=link("accounts.forgotten"),
        ),
    )
