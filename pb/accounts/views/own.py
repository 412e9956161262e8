"""One's own account: what is kept, where one is signed in, changing and leaving."""

import json

from flask import Response, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db
from pb.access import Permission, public, requires
from pb.accounts import actions, belongings, queries, sessions, throttle
from pb.accounts.actions import Purpose
from pb.accounts.errors import WrongOwnPassword
from pb.accounts.forms import ChangeAddressForm, ChangePasswordForm, ConfirmForm, PresentPasswordForm
from pb.accounts.models import Account
from pb.accounts.queries import Visitor
from pb.accounts.rules import email_key
from pb.accounts.secrets import matches
from pb.accounts.sessions import keys, visitor
from pb.accounts.views.joining import dead_link, look_into_mail
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import Link, Sheet, said
from pb.errors import Refused


def me() -> Visitor:
    """Whoever is signed in; only for pages that nobody else gets into."""
    found = visitor()
    assert found is not None and found.account is not None  # noqa: PT018, S101 - the guard let them in
    return found


def my_account() -> Account:
    return db.session().get_one(Account, me().account)


@blueprint.get("/account")
@requires(Permission.KEEP_ACCOUNT)
def overview() -> str:
    account = my_account()
    return render_template(
        "accounts/overview.html",
        account=account,
        offices=sorted(queries.offices(db.session(), account.id)),
        browsers=queries.browsers(db.session(), account.id, clock.now()),
        district=me().district,
        codes_left=queries.codes_left(db.session(), account.id),
        this=me().signed_in,
    )


@blueprint.post("/account/browsers/<int:signed_in>/end")
@requires(Permission.KEEP_ACCOUNT)
def end_browser(signed_in: int) -> ResponseReturnValue:
    sessions.end_one(db.session(), my_account().id, signed_in)
    return redirect(url_for(".overview"))


@blueprint.post("/account/browsers/end")
@requires(Permission.KEEP_ACCOUNT)
def end_everywhere() -> ResponseReturnValue:
    sessions.end_all(db.session(), my_account().id)
    sessions.end_this(db.session())
    return said(
        _("You are signed out everywhere"),
        _("No browser is signed in to your account any more."),
        _("Whenever you like, sign in again."),
        Link(_("Sign in"), "accounts.sign_in"),
    )


@blueprint.route("/account/password", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def change_password() -> ResponseReturnValue:
    sheet = Sheet(
        _("Change the password"),
        _("Afterwards all your other browsers are signed out."),
        _("Change the password"),
        (Link(_("Back to my account"), "accounts.overview"),),
    )
    form = ChangePasswordForm(me().email)
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        account = proved(form.typed("present"))
    except Refused as why:
        return sheet.refuse(form, "present", why)
    actions.set_password(db.session(), account, form.typed("password"), clock.now())
    sessions.end_all(db.session(), account.id)
    sessions.renew(db.session(), me().second_factor)
    return redirect(url_for(".overview"))


def proved(password: str) -> Account:
    """One's own account, once the password was typed again. Raises TooManyTries, WrongPassword."""
    throttle.count(throttle.GUESSES, "password", email_key(me().email))
    account = my_account()
    if not matches(account.password, password):
        raise WrongOwnPassword
    return account


@blueprint.route("/account/address", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def change_address() -> ResponseReturnValue:
    sheet = Sheet(
        _("Change the e-mail address"),
        _("We send a link to the new address. Until you open it, nothing changes."),
        _("Send the link"),
        (Link(_("Back to my account"), "accounts.overview"),),
    )
    form = ChangeAddressForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.MAILS, "address", str(me().account))
        account = proved(form.typed("present"))
    except Refused as why:
        return sheet.refuse(form, "present", why)
    actions.ask_for_address(db.session(), keys(), account, form.typed("email"), clock.now())
    return look_into_mail()


@blueprint.route("/new-address/<token>", methods=["GET", "POST"])
@public
def new_address(token: str) -> ResponseReturnValue:
    """A page with a button, since programs that look into mails open links by themselves."""
    sheet = Sheet(_("Confirm your new address"), "", _("Sign in with this address from now on"))
    rows = db.session()
    try:
        actions.see_link(rows, keys(), Purpose.ADDRESS, token, clock.now())
        form = ConfirmForm()
        if not form.validate_on_submit():
            return sheet.show(form)
        actions.change_address(rows, keys(), token, clock.now())
    except Refused as why:
        return dead_link(why)
    return said(
        _("Your address is changed"),
        _("From now on you sign in with the new address."),
        "",
        Link(_("My account"), "accounts.overview"),
    )


@blueprint.get("/account/data.json")
@requires(Permission.KEEP_ACCOUNT)
def data() -> Response:
    kept = actions.own_data(db.session(), my_account(), clock.now())
    kept |= belongings.tell(db.session(), me().person)
    text = json.dumps(kept, ensure_ascii=False, indent=2)
    return Response(
        text,
        mimetype="application/json",
        headers={"Content-Disposition": "attachment; filename=my-data.json", "Cache-Control": "no-store"},
    )


@blueprint.route("/account/delete", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def delete() -> ResponseReturnValue:
    sheet = Sheet(
        _("Delete my account"),
        _("Your address, your password and all else about the account are deleted at once, for good."),
        _("Delete my account"),
        (Link(_("No, back to my account"), "accounts.overview"),),
        grave=True,
    )
    form = PresentPasswordForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        account = proved(form.typed("present"))
        person = account.person_id
        actions.delete_account(db.session(), account)
    except Refused as why:
        return sheet.refuse(form, "present", why)
    belongings.forget(db.session(), person)
    sessions.end_this(db.session())
    return said(
        _("Your account is deleted"),
        _("Nothing is kept but a number without a name. What you handed in stays to be read."),
        _("You can come back whenever you like."),
    )
