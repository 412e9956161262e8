"""Short forms beside a dossier: asking a department, asking the proposer, starting anew."""

from collections.abc import Callable

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from pb import db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.reviews.assigning import actions as assigning
from pb.reviews.assigning import queries as assignments
from pb.reviews.assigning.forms import choices
from pb.reviews.assigning.rules import USUAL
from pb.reviews.deciding import actions
from pb.reviews.deciding.actions import Signature
from pb.reviews.deciding.forms import AskForm, ConsultForm, ReopenForm
from pb.reviews.views.dossier import back, concerning_me, desk, official
from pb.reviews.views.page import Words, blueprint, short, today
from pb.web.forms import Form

CONSULT = Words(
    _l("Ask another department"),
    _l("The question stands in the journal; the answer is for officials alone."),
    _l("Ask"),
)
ASK = Words(
    _l("Ask the proposer for a change"),
    _l("The proposer gets your words by mail and may change the text until the day. You can ask twice."),
    _l("Ask"),
)
REOPEN = Words(
    _l("Have it examined anew"),
    _l("The decision stays in the history. A new one takes its place when it is confirmed."),
    _l("Have it examined anew"),
)


@blueprint.route("/reviews/<int:number>/consult", methods=["GET", "POST"])
@requires(Permission.OPEN_DOSSIER)
def consult(number: int) -> ResponseReturnValue:
    """Ask another department."""
    found, form = concerning_me(number), ConsultForm(due=today() + USUAL / 2)
    here = desk(found, official())
    if not here.may_write or here.lead is None:
        abort(403)

    def act() -> None:
        pen = Pen.of(form, Permission.OPEN_DOSSIER)
        assigning.consult(pen, found, int(form.typed("department")), form["due"].data)

    return answered(form, CONSULT, number, act)


@blueprint.route("/reviews/<int:number>/ask", methods=["GET", "POST"])
@requires(Permission.OPEN_DOSSIER)
def ask(number: int) -> ResponseReturnValue:
    """Ask the proposer to change the text."""
    found, form = concerning_me(number), AskForm(due=today() + USUAL / 2)
    if not desk(found, official()).may_write:
        abort(403)

    def act() -> None:
        review = actions.open_form(Signature.of(official()), found)
        actions.ask_proposer(Pen.of(form, Permission.OPEN_DOSSIER), found, review, form["due"].data)

    return answered(form, ASK, number, act)


@blueprint.route("/reviews/<int:number>/reopen", methods=["GET", "POST"])
@requires(Permission.ASSIGN_REVIEW)
def reopen(number: int) -> ResponseReturnValue:
    """Have a decision examined anew: the only way to another one."""
    found, form = concerning_me(number), ReopenForm(due=today() + USUAL)

    def act() -> None:
        pen = Pen.of(form, Permission.ASSIGN_REVIEW)
        actions.reopen(pen, found, int(form.typed("department")), form["due"].data)

    return answered(form, REOPEN, number, act)


def answered(form: Form, words: Words, number: int, act: Callable[[], None]) -> ResponseReturnValue:
    """The page, or what was sent done and the way back to the dossier; a refusal stands at the day."""
    rows = db.session()
    if "department" in form:
        form["department"].choices = choices(assignments.departments(rows), form["department"].label.text)
    if form.validate_on_submit():
        try:
            act()
        except Refused as why:
            rows.rollback()
            form.refuse("due", why)
        else:
            return back(number)
    case = assignments.case(rows, number)
    return short(form, words, url_for(".dossier", number=number), case.title if case else "")
