"""The coordinator's pages: the elections, and the way of each from the first step to the opened box."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import clock, db
from pb.access import Permission, requires
from pb.config import Settings
from pb.cycles import queries as cycles
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.voting import checks, members, opening, preparing, queries, sizes, steps
from pb.voting import hall as halls
from pb.voting.forms import TRUSTEES, ActForm, GroupForm, PrepareForm, SmallestForm
from pb.voting.hall import settings
from pb.voting.models import Election, Kind, State
from pb.voting.scoring import actions as scoring
from pb.voting.trustees import ceremony
from pb.voting.views.page import WRONG, blueprint
from pb.web.forms import Form


@dataclass(frozen=True)
class Act:
    """What a press does: what it is called, what it means, and what the button says."""

    title: LazyString
    lead: LazyString
    button: LazyString


ACTS = {
    "draw": Act(
        _l("Draw the places on the roll"),
        _l(
            "Everyone on the roll gets a numbered place by lot. The list of numbers is published, the names "
            "are not. Until the rules are frozen you can draw again."
        ),
        _l("Draw now"),
    ),
    "key": Act(
        _l("Begin making the key"),
        _l(
            "The server makes its own part. Then each trustee makes theirs at home and hands in four small "
            "files."
        ),
        _l("Begin"),
    ),
    "key-again": Act(
        _l("Make the key anew"),
        _l("All that the trustees have handed in is thrown away, and everybody makes new keys."),
        _l("Begin again"),
    ),
    "freeze": Act(
        _l("Freeze the rules"),
        _l(
            "Projects, costs, rules, places and keys are fixed and get one fingerprint, for the poster. "
            "Nothing of it can be changed afterwards by anybody."
        ),
        _l("Freeze"),
    ),
    "open": Act(
        _l("Open voting"),
        _l("From now on ballots are taken. Opening is refused if something is not in order."),
        _l("Open voting now"),
    ),
    "close": Act(
        _l("Close the box"),
        _l(
            "Type in all paper ballots first. Nothing can be put in afterwards; then the trustees mix and "
            "open."
        ),
        _l("Close the box for good"),
    ),
}


@blueprint.route("/elections", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def elections() -> ResponseReturnValue:
    """All elections; below, the beginning of a new one for a published plan."""
    rows, form = db.session(), PrepareForm()
    cycle = next(iter(cycles.published(rows)), None)
    if cycle is not None and form.validate_on_submit():
        try:
            return redirect(url_for(".election", number=begin(cycle, form).id))
        except Refused as why:
            form.refuse("kind", why)
    answer = render_template(
        "voting/elections.html",
        form=form,
        cycle=cycle,
        elections=[(one, rows.get_one(Cycle, one.cycle_id)) for one in queries.every(rows)],
        states=steps.STATES,
        kinds=steps.KINDS,
    )
    return answer, WRONG if form.errors else 200


def begin(cycle: Cycle, form: PrepareForm) -> Election:
    trustees, threshold = TRUSTEES[form.typed("trustees")]
    kind, smallest = Kind(form.typed("kind")), int(form["smallest"].data)
    return preparing.prepare(pen(form), settings(), cycle, kind, trustees, threshold, smallest)


@blueprint.get("/elections/<int:number>")
@requires(Permission.RUN_ELECTION)
def election(number: int) -> ResponseReturnValue:
    """Step by step: what is done, what is missing, and the one thing to do next."""
    rows, one = db.session(), found(number)
    return render_template(
        "voting/election.html",
        election=one,
        cycle=rows.get_one(Cycle, one.cycle_id),
        steps=steps.of(rows, settings(), one),
        next=steps.next_act(rows, settings(), one),
        acts=ACTS,
        checks=opening_checks(rows, one),
        states=steps.STATES,
        kinds=steps.KINDS,
        opening=steps.opening_of(rows, settings(), one),
        groups=members.counts(rows, one),
        sizes=sizes.sizes(rows, one) if one.state == State.PREPARING else [],
        expecting=sizes.told,
        short=sizes.short(rows, one),
        sheets=[
            (each, scoring.sheet(rows, one.cycle_id, each.place))
            for each in scoring.groups(rows, one.cycle_id)
        ],
    )


def opening_checks(rows: Session, one: Election) -> list[checks.Check]:
    if one.state != State.READY:
        return []
    return checks.before_opening(rows, settings(), one, halls.of(rows, one), clock.now())


@blueprint.route(
    "/elections/<int:number>/<any(draw, key, 'key-again', freeze, open, close):what>", methods=["GET", "POST"]
)
@requires(Permission.RUN_ELECTION)
def act(number: int, what: str) -> ResponseReturnValue:
    form, one = ActForm(), found(number, acting=True)
    if form.validate_on_submit():
        try:
            DOING[what](pen(form), settings(), one)
        except Refused as why:
            form.refuse("reason", why)
        else:
            return redirect(url_for(".election", number=number))
    answer = render_template(
        "voting/act.html",
        form=form,
        act=ACTS[what],
        election=one,
        short=sizes.short(db.session(), one) if what == "close" else [],
    )
    return answer, WRONG if form.errors else 200


DOING: dict[str, Callable[[Pen, Settings, Election], object]] = {
    "draw": lambda by, _, one: preparing.draw_slots(by, one),
    "key": ceremony.begin,
    "key-again": ceremony.begin_again,
    "freeze": preparing.freeze,
    "open": opening.open_voting,
    "close": opening.close_box,
}


@blueprint.route("/elections/<int:number>/smallest", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def smallest(number: int) -> ResponseReturnValue:
    """What to expect of each ballot, and the least number that is opened together."""
    form, one = SmallestForm(), found(number, acting=True)
    if form.validate_on_submit():
        try:
            preparing.set_smallest(pen(form), one, int(form["smallest"].data))
        except Refused as why:
            form.refuse("smallest", why)
        else:
            return redirect(url_for(".election", number=number))
    if not form.is_submitted():
        form["smallest"].data = one.smallest
    listed = sizes.sizes(db.session(), one)
    page = render_template(
        "voting/smallest.html", form=form, election=one, sizes=listed, expecting=sizes.told(listed)
    )
    return page, WRONG if form.errors else 200


@blueprint.route("/elections/<int:number>/groups", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def groups(number: int) -> ResponseReturnValue:
    """Who votes in another group than the first."""
    form, one = GroupForm(), found(number, acting=True)
    known = cycles.voting_groups(db.session(), one.cycle_id)
    form["place"].choices = [
        SelectChoice(group.place, f"{group.name_ko} / {group.name_en}") for group in known[1:]
    ]
    taken = None
    if form.validate_on_submit():
        try:
            taken = members.take_in(pen(form), one, int(form["place"].data), form.file.data.read())
        except Refused as why:
            form.refuse("file", why)
    answer = render_template("voting/groups.html", form=form, election=one, taken=taken)
    return answer, WRONG if form.errors else 200


def found(number: int, acting: bool = False) -> Election:
    """The election of this address; for an act nobody else may touch it until the answer is sent."""
    one = db.session().get(Election, number, with_for_update={"key_share": True} if acting else None)
    if one is None:
        abort(404)
    return one


def pen(form: Form) -> Pen:
    return Pen.of(form, Permission.RUN_ELECTION)
