"""Counting and publishing, for two officials."""

from flask import abort, current_app, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, requires
from pb.accounts.sessions import visitor
from pb.config import Settings
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.cycles.queries import plan_of
from pb.cycles.sentences import name
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.results import actions, gate, queries, sentences
from pb.results.forms import CountForm, PressForm
from pb.results.views.page import blueprint
from pb.voting import queries as voting
from pb.voting.models import Election
from pb.voting.models import State as Standing

WRONG = 400
# Both forms stand on one page: their fields may not be called alike.
COUNT = "count"
# Seconds until a page that shows progress is loaded again.
LOOK_AGAIN = "5"


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


@blueprint.get("/results/publish")
@requires(Permission.PUBLISH_RESULT)
def latest() -> ResponseReturnValue:
    """The newest cycle that has an election."""
    for cycle in cycles.published(db.session()):
        if voting.real(db.session(), cycle.id):
            return redirect(url_for(".publish", cycle=cycle.id))
    return render_template("results/none.html")


@blueprint.get("/results/<int:cycle>/publish")
@requires(Permission.PUBLISH_RESULT)
def publish(cycle: int) -> ResponseReturnValue:
    of, election = found(cycle)
    row = queries.count_of(db.session(), election.id)
    again = {"Refresh": LOOK_AGAIN} if row and row.state == "running" else {}
    return overview(of, election, CountForm(formdata=None, prefix=COUNT), PressForm(formdata=None)), again


@blueprint.post("/results/<int:cycle>/count")
@requires(Permission.PUBLISH_RESULT)
def count(cycle: int) -> ResponseReturnValue:
    """Ask for the count; the page that follows shows how far it is."""
    of, election = found(cycle)
    form = CountForm(prefix=COUNT)
    if form.validate_on_submit():
        try:
            actions.begin(Pen.of(form, Permission.PUBLISH_RESULT), of, election)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".publish", cycle=cycle))
    return overview(of, election, form, PressForm(formdata=None)), WRONG


@blueprint.post("/results/<int:cycle>/press")
@requires(Permission.PUBLISH_RESULT)
def press(cycle: int) -> ResponseReturnValue:
    of, election = found(cycle)
    form = PressForm()
    if form.validate_on_submit():
        try:
            actions.press(Pen.of(form, Permission.PUBLISH_RESULT), settings(), of, election, account())
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".publish", cycle=cycle))
    return overview(of, election, CountForm(formdata=None, prefix=COUNT), form), WRONG


def account() -> int:
    """Whose account presses; the guard let nobody in without one."""
    me = visitor()
    if me is None or me.account is None:
        abort(403)
    return me.account


def overview(cycle: Cycle, election: Election, counting: CountForm, pressing: PressForm) -> str:
    row = queries.count_of(db.session(), election.id)
    publication = queries.publication_of(db.session(), election.id)
    checks = queries.checks(row) if row else ()
    silent = row is not None and row.state == "running" and row.seen <= clock.now() - actions.SILENCE
    return render_template(
        "results/publish.html",
        cycle=cycle,
        title=name(plan_of(cycle)),
        opened=election.state == Standing.UNSEALED,
        row=row,
        running=row is not None and row.state == "running" and not silent,
        silent=silent,
        stage=sentences.STAGES[row.stage] if row else "",
        checks=[(sentences.TELLS[one.code], one.part, numbers(one), one.holds) for one in checks],
        refused=[(sentences.TELLS[one.code], one.part, sentences.sides(one)) for one in gate.refused(checks)],
        publication=publication,
        mine=publication is not None and publication.first_id == account(),
        counting=counting,
        pressing=pressing,
    )


def numbers(check: gate.Check) -> str:
    """Before the publication; what does not hold is told in any case."""
    return "" if gate.is_telling(check) else sentences.sides(check)


def found(number: int) -> tuple[Cycle, Election]:
    """The cycle of this address and its election; for an act nobody else may touch it until the answer."""
    cycle = db.session().get(Cycle, number, with_for_update=request.method == "POST")
    election = voting.real(db.session(), number) if cycle else None
    if cycle is None or election is None:
        abort(404)
    return cycle, election
