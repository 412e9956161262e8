"""Who holds which office; giving and taking back, each with a reason for the journal."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from pb import clock, db, journal
from pb.access import OFFICES, Permission, Role, requires
from pb.accounts import appointments, queries, sessions
from pb.accounts.errors import NoSuchAccount
from pb.accounts.forms import GiveForm, TakeForm
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.accounts.views.own import me
from pb.accounts.views.page import blueprint
from pb.accounts.views.sheet import WRONG, Link, Sheet
from pb.errors import Refused
from pb.journal.kinds import OFFICES as TITLES
from pb.journal.kinds import Office


@blueprint.route("/officials", methods=["GET", "POST"])
@requires(Permission.APPOINT)
def officials() -> ResponseReturnValue:
    form = GiveForm()
    if form.validate_on_submit():
        try:
            return give(form)
        except Refused as why:
            db.session().rollback()
            form.refuse("email", why)
    found = queries.officials(db.session())
    reads.note(What.OFFICIALS, Permission.APPOINT, [one.person for one in found])
    page = render_template("accounts/officials.html", form=form, officials=found)
    return page, WRONG if form.errors else 200


def give(form: GiveForm) -> ResponseReturnValue:
    rows, now = db.session(), clock.now()
    account = queries.by_email(rows, form.typed("email"))
    if account is None:
        raise NoSuchAccount
    role = Role(form.typed("role"))
    appointments.give(rows, journal.seal(), account, role, Office.ADMINISTRATOR, form.typed("reason"), now)
    return stay_signed_in(account.id)


def stay_signed_in(changed: int) -> ResponseReturnValue:
    """Who changed an office of their own goes on, under a new session."""
    if changed == me().account:
        sessions.renew(db.session(), me().second_factor)
    return redirect(url_for(".officials"))


@blueprint.route("/officials/<int:account>/<role>/take", methods=["GET", "POST"])
@requires(Permission.APPOINT)
def take(account: int, role: str) -> ResponseReturnValue:
    found = [one for one in queries.officials(db.session()) if (one.account, one.role) == (account, role)]
    if not found or role not in OFFICES:
        abort(404)
    sheet = Sheet(
        _("Take back the office"),
        f"{TITLES[Office(role)]}: {found[0].email}",
        _("Take back the office"),
        (Link(_("No, back to the officials"), "accounts.officials"),),
        grave=True,
    )
    form = TakeForm()
    if not form.validate_on_submit():
        return sheet.show(form)
    reason = form.typed("reason")
    try:
        appointments.take(
            db.session(), journal.seal(), account, Role(role), Office.ADMINISTRATOR, reason, clock.now()
        )
    except Refused as why:
        return sheet.refuse(form, "reason", why)
    return stay_signed_in(account)
