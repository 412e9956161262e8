"""Setting up the second factor, its recovery codes, and turning it off."""

from flask import current_app, redirect, render_template, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db
from pb.access import Permission, requires
from pb.accounts import factors, sessions
from pb.accounts.forms import PresentPasswordForm, SetUpForm
from pb.accounts.sessions import keys
from pb.accounts.views.own import me, proved
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import WRONG, Link, Sheet
from pb.config import Settings
from pb.errors import Refused

# The secret that is being set up, as long as its owner has not shown that the phone has it.
NEW_SECRET = "new_secret"  # noqa: S105 - the cookie's field


@blueprint.route("/account/second-factor", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def second_factor() -> ResponseReturnValue:
    form = SetUpForm()
    if not form.validate_on_submit():
        return show_secret(form)
    try:
        account = proved(form.typed("present"))
    except Refused as why:
        form.refuse("present", why)
        return show_secret(form)
    try:
        secret = session.get(NEW_SECRET, "")
        codes = factors.set_up(db.session(), keys(), account, secret, form.typed("code"), clock.now())
    except Refused as why:
        form.refuse("code", why)
        return show_secret(form)
    sessions.end_all(db.session(), account.id)
    sessions.renew(db.session(), second_factor=True)
    return show_codes(codes)


def show_secret(form: SetUpForm) -> tuple[str, int]:
    secret = session.setdefault(NEW_SECRET, factors.new_secret())
    settings: Settings = current_app.extensions["pb.settings"]
    page = render_template(
        "accounts/second_factor.html",
        form=form,
        picture=factors.picture(secret, me().email, settings.town_en),
        secret=" ".join(secret[start : start + 4] for start in range(0, len(secret), 4)),
        required=bool(me().offices),
    )
    return page, WRONG if form.errors else 200


def show_codes(codes: list[str]) -> str:
    return render_template("accounts/recovery_codes.html", codes=codes)


@blueprint.route("/account/second-factor/codes", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def new_codes() -> ResponseReturnValue:
    sheet = Sheet(
        _("New recovery codes"),
        _("The codes you have now stop working."),
        _("Show me new codes"),
        (Link(_("Back to my account"), "accounts.overview"),),
    )
    form = PresentPasswordForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        account = proved(form.typed("present"))
    except Refused as why:
        return sheet.refuse(form, "present", why)
    if account.secret is None:
        return redirect(url_for(".second_factor"))
    return show_codes(factors.new_codes(db.session(), keys(), account))


@blueprint.route("/account/second-factor/off", methods=["GET", "POST"])
@requires(Permission.KEEP_ACCOUNT)
def second_factor_off() -> ResponseReturnValue:
    sheet = Sheet(
        _("Sign in without a second factor"),
        _("Then the password alone opens your account. Whoever holds an office cannot turn it off."),
        _("Turn it off"),
        (Link(_("Back to my account"), "accounts.overview"),),
        grave=True,
    )
    form = PresentPasswordForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        factors.turn_off(db.session(), proved(form.typed("present")), clock.now())
    except Refused as why:
        return sheet.refuse(form, "present", why)
    sessions.renew(db.session(), second_factor=False)
    return redirect(url_for(".overview"))
