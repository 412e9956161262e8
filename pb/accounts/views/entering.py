"""Signing in and out."""

from flask import redirect, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb import clock, db
from pb.access import public
from pb.accounts import actions, factors, queries, sessions, throttle
from pb.accounts.forms import CodeForm, SignInForm
from pb.accounts.models import Account
from pb.accounts.roll.actions import join_persons
from pb.accounts.rules import email_key
from pb.accounts.sessions import keys, visitor
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import Link, Sheet
from pb.accounts.views.ways import by_identity
from pb.errors import Refused
from pb.web.preferences import way_back

# Between password and code the browser holds these, signed by us; nobody is signed in yet.
HALF, HALF_SINCE = "half", "half_since"
HALF_LASTS = 600


@blueprint.route("/sign-in", methods=["GET", "POST"])
@public
def sign_in() -> ResponseReturnValue:
    sheet = Sheet(
        _("Sign in"),
        _("With the address and password of your account."),
        _("Sign in"),
        (
            Link(_("Forgot your password?"), "accounts.forgotten"),
            Link(_("No account yet? Sign up"), "accounts.sign_up", goes_on=True),
            *by_identity(),
        ),
    )
    form = SignInForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.GUESSES, "password", email_key(form.typed("email")))
        account = known(form.typed("email"), form.typed("password"))
    except Refused as why:
        return sheet.refuse(form, "password", why)
    return let_in(account, form.typed("password"))


def known(email: str, password: str) -> Account:
    """Checked while nothing is locked: hashing takes its time, and SQLite has one writer."""
    with Session(db.database().engine) as reading:
        return actions.check_password(reading, email, password)


def let_in(account: Account, password: str) -> ResponseReturnValue:
    actions.strengthen(db.session(), account.id, password)
    return admit(account, request.args.get("next", ""))


def admit(account: Account, wanted: str) -> ResponseReturnValue:
    """Whoever has shown to be the holder comes in, or is asked for the second factor first."""
    if account.secret:
        keep_guest()
        session[HALF], session[HALF_SINCE] = account.id, int(clock.now().timestamp())
        return redirect(url_for(".code", next=wanted or None))
    enter(account, second_factor=False)
    return redirect(first_page(account.id, wanted))


def keep_guest() -> None:
    """Sign out whoever was here before, but for somebody without an account, who may be the same person."""
    before = visitor()
    if before is None or before.account is not None:
        sessions.end_this(db.session())


def enter(account: Account, second_factor: bool) -> None:
    """Sign this browser in. A residence shown in it without an account becomes the account's."""
    rows, before = db.session(), visitor()
    if before is not None and before.account is None:
        join_persons(rows, before.person, account.person_id)
    sessions.begin(rows, account.person_id, account.id, second_factor)


def first_page(account: int, next_page: str) -> str:
    """Where the person wanted to go; officials without a second factor set it up first."""
    if queries.offices(db.session(), account):
        found = db.session().get(Account, account)
        if found is None or found.secret is None:
            return url_for(".second_factor")
    wanted = way_back(next_page)
    return wanted if wanted != "/" else url_for(".overview")


@blueprint.route("/sign-in/code", methods=["GET", "POST"])
@public
def code() -> ResponseReturnValue:
    account = half_in()
    if account is None:
        return redirect(url_for(".sign_in"))
    sheet = Sheet(
        _("Second step: the code"),
        _("Your account asks for a code besides the password."),
        _("Sign in"),
        (Link(_("Start again"), "accounts.sign_in"),),
    )
    form = CodeForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    try:
        throttle.count(throttle.GUESSES, "code", str(account))
        return second_step(account, form.typed("code"))
    except Refused as why:
        return sheet.refuse(form, "code", why)


def half_in() -> int | None:
    """The account whose password this browser gave a moment ago."""
    fresh = clock.now().timestamp() - session.get(HALF_SINCE, 0) < HALF_LASTS
    account: int | None = session.get(HALF) if fresh else None
    return account


def second_step(account: int, code: str) -> ResponseReturnValue:
    rows = db.session()
    found = rows.get(Account, account)
    if found is None:
        return redirect(url_for(".sign_in"))
    factors.check(rows, keys(), found, code, clock.now())
    enter(found, second_factor=True)
    return redirect(first_page(found.id, request.args.get("next", "")))


@blueprint.post("/sign-out")
@public
def sign_out() -> ResponseReturnValue:
    sessions.end_this(db.session())
    return redirect(url_for("web.home"))
