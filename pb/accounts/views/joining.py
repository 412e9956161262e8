"""Signing up, and choosing a new password: both by a link in a mail, both silent about who has an account."""

from flask import redirect, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db
from pb.access import public
from pb.accounts import actions, throttle
from pb.accounts.actions import Purpose
from pb.accounts.errors import DeadLink
from pb.accounts.forms import AddressForm, NewPasswordForm
from pb.accounts.rules import email_key
from pb.accounts.sessions import keys
from pb.accounts.views.entering import enter, first_page
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import Link, Sheet, said
from pb.errors import Refused
from pb.web.preferences import way_back

LONGEST_WAY = 200


@blueprint.route("/sign-up", methods=["GET", "POST"])
@public
def sign_up() -> ResponseReturnValue:
    sheet = Sheet(
        _("Sign up"),
        _("An account needs only an e-mail address. We send you a link to go on."),
        _("Send me the link"),
        (Link(_("I have an account: sign in"), "accounts.sign_in", goes_on=True),),
    )
    form = AddressForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.MAILS, "sign-up", email_key(form.typed("email")))
    except Refused as why:
        return sheet.refuse(form, "email", why)
    actions.ask_to_join(db.session(), keys(), form.typed("email"), clock.now(), wanted())
    return look_into_mail()


def wanted() -> str | None:
    """The page to which the newcomer was on the way: one of ours, and short enough for a mail."""
    page = way_back(request.args.get("next", "/"))
    return page if page != "/" and len(page) <= LONGEST_WAY else None


@blueprint.route("/forgotten", methods=["GET", "POST"])
@public
def forgotten() -> ResponseReturnValue:
    sheet = Sheet(
        _("Forgot your password?"),
        _("Type your address: we send you a link to choose a new password."),
        _("Send me the link"),
        (Link(_("Back to signing in"), "accounts.sign_in"),),
    )
    form = AddressForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.MAILS, "reset", email_key(form.typed("email")))
    except Refused as why:
        return sheet.refuse(form, "email", why)
    actions.ask_to_reset(db.session(), keys(), form.typed("email"), clock.now())
    return look_into_mail()


def look_into_mail() -> str:
    """The same words whether the address is known or not."""
    return said(
        _("Look into your mail"),
        _("We sent a mail to this address. It says how to go on."),
        _("Nothing there after five minutes? Look into the spam folder, or check the address and try again."),
        Link(_("Type the address again"), "accounts.sign_up", goes_on=True),
        Link(_("Forgot your password?"), "accounts.forgotten"),
    )


@blueprint.route("/welcome/<token>", methods=["GET", "POST"])
@public
def welcome(token: str) -> ResponseReturnValue:
    sheet = Sheet(
        _("Choose a password"),
        _("Your address is confirmed. Choose a password, and your account is ready."),
        _("Open my account"),
    )
    return by_link(sheet, Purpose.JOIN, token)


@blueprint.route("/reset/<token>", methods=["GET", "POST"])
@public
def reset(token: str) -> ResponseReturnValue:
    sheet = Sheet(
        _("Choose a new password"),
        _("Afterwards you are signed out everywhere and can sign in with the new password."),
        _("Keep this password"),
    )
    return by_link(sheet, Purpose.RESET, token)


def by_link(sheet: Sheet, purpose: Purpose, token: str) -> ResponseReturnValue:
    rows = db.session()
    try:
        email = actions.see_link(rows, keys(), purpose, token, clock.now()).email
        form = NewPasswordForm(email)
        if not form.validate_on_submit():
            return sheet.show(form)
        return USES[purpose](token, form.typed("password"))
    except Refused as why:
        return dead_link(why)


def use_to_join(token: str, password: str) -> ResponseReturnValue:
    account = actions.join(db.session(), keys(), token, password, clock.now())
    enter(account, second_factor=False)
    return redirect(first_page(account.id, request.args.get("next", "")))


def use_to_reset(token: str, password: str) -> ResponseReturnValue:
    actions.reset(db.session(), keys(), token, password, clock.now())
    return said(
        _("Your password is changed"),
        _("You are signed out everywhere."),
        _("Sign in with the new password."),
        Link(_("Sign in"), "accounts.sign_in"),
    )


USES = {Purpose.JOIN: use_to_join, Purpose.RESET: use_to_reset}


def dead_link(why: Refused) -> tuple[str, int]:
    page = said(
        str(why),
        _("Each link works once and for an hour."),
        _("Ask for a new one:"),
        Link(_("Sign up"), "accounts.sign_up"),
        Link(_("Forgot your password?"), "accounts.forgotten"),
    )
    return page, 410 if isinstance(why, DeadLink) else 409
