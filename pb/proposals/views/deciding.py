"""What the coordinator decides about a proposal that needs no review: merging, and sending on."""

from dataclasses import dataclass

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy import select

from pb import db
from pb.access import Permission, may, requires
from pb.errors import Refused
from pb.journal.pen import Pen
from pb.proposals.filing import Filing
from pb.proposals.finding import asked
from pb.proposals.finding.queries import Card, cards, numbers, present
from pb.proposals.finding.rules import Sort, Wish
from pb.proposals.finding.similar import similar
from pb.proposals.forwarding.actions import forward as send_on
from pb.proposals.forwarding.forms import forward_form
from pb.proposals.forwarding.models import Forwarding
from pb.proposals.merging.actions import merge as join
from pb.proposals.merging.forms import merge_form
from pb.proposals.merging.models import Merger
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.queries import text_of
from pb.proposals.rules import ON_THE_WAY, STEPS
from pb.proposals.support.models import OwedAnswer
from pb.proposals.versions.actions import refile as file_elsewhere
from pb.proposals.versions.forms import RefileForm, kept
from pb.proposals.views.own import me
from pb.proposals.views.page import blueprint
from pb.town.models import Department
from pb.town.queries import listed
from pb.web.texts import masked

WRONG = 400
FOUND = 10


@dataclass(frozen=True)
class Decided:
    """What was decided here, for the page of the proposal, and what an official may decide now."""

    merger: Merger | None
    merged: tuple[int, str] | None
    # What became a part of it: number and title of each.
    parts: list[tuple[int, str]]
    forwarding: Forwarding | None
    department: Department | None
    may_merge: bool
    may_forward: bool
    may_refile: bool
    may_answer: bool

    @property
    def may_anything(self) -> bool:
        return self.may_merge or self.may_forward or self.may_refile or self.may_answer


@blueprint.app_template_global("decided_about")
def decided_about(proposal: Proposal) -> Decided:
    rows, state = db.session(), State(proposal.state)
    sent = rows.get(Forwarding, proposal.id) if state is State.FORWARDED else None
    owed = rows.get(OwedAnswer, proposal.id) if may(Permission.ANSWER_PROPOSAL) else None
    return Decided(
        merger=rows.get(Merger, proposal.id) if state is State.MERGED else None,
        merged=came_from(proposal),
        parts=parts_of(proposal),
        forwarding=sent,
        department=rows.get(Department, sent.department_id) if sent else None,
        may_merge=state in ON_THE_WAY and may(Permission.MERGE),
        may_refile=state in ON_THE_WAY and may(Permission.REFILE),
        may_forward=State.FORWARDED in STEPS[state] and may(Permission.FORWARD),
        may_answer=owed is not None and owed.answer is None,
    )


def came_from(proposal: Proposal) -> tuple[int, str] | None:
    """The merged proposal whose address led here: its number and its title."""
    number = asked.number(request.args.get("merged", ""))
    before = db.session().get(Proposal, number) if number else None
    if before is None or before.merged_into_id != proposal.id:
        return None
    return before.id, text_of(db.session(), before).title


def parts_of(proposal: Proposal) -> list[tuple[int, str]]:
    titles = present(select(Proposal.id, ProposalVersion.title))
    its = titles.where(Proposal.merged_into_id == proposal.id).order_by(Proposal.id)
    return [(number, title) for number, title in db.session().execute(its)]


def found(number: int) -> Proposal:
    """The proposal of this address; for an act nobody else may touch it until the answer is sent."""
    proposal = db.session().get(Proposal, number, with_for_update=request.method == "POST")
    if proposal is None or proposal.state == State.DRAFT.value:
        abort(404)
    return proposal


@blueprint.route("/<int:number>/merge", methods=["GET", "POST"])
@requires(Permission.MERGE)
def merge(number: int) -> ResponseReturnValue:
    rows = db.session()
    proposal = rows.get(Proposal, number)
    if proposal is None or proposal.state == State.DRAFT.value:
        abort(404)
    text, words = text_of(rows, proposal), masked(request.args.get("q", ""))
    choice = candidates(proposal, words, " ".join((text.title, text.problem, text.idea)))
    form = merge_form(choice)
    if form.validate_on_submit():
        try:
            into = join(Pen.of(form, Permission.MERGE), number, int(form.typed("into")))
        except Refused as why:
            form.refuse("into", why)
        else:
            return redirect(url_for(".one", number=into.id, merged=number))
    about = {str(card.number): card for card in choice}
    page = render_template(
        "proposals/merge.html", form=form, number=number, text=text, words=words, about=about
    )
    return page, WRONG if form.errors else 200


def candidates(proposal: Proposal, words: str, said: str) -> list[Card]:
    """What it could go into: what was searched for, by words or by number, else what resembles it."""
    rows = db.session()
    if not words:
        found = similar(rows, proposal.cycle_id, said, but=proposal.id)
    else:
        number = asked.number(words)
        wish = Wish(proposal.cycle_id, text=words, sort=Sort.SUPPORTS)
        found = cards(rows, [number] if number else numbers(rows, wish, 0)[: FOUND + 1])
    return [card for card in found if card.number != proposal.id and State(card.state) in ON_THE_WAY][:FOUND]


@blueprint.route("/<int:number>/forward", methods=["GET", "POST"])
@requires(Permission.FORWARD)
def forward(number: int) -> ResponseReturnValue:
    rows, proposal = db.session(), found(number)
    form = forward_form(listed(rows, Department))
    if form.validate_on_submit():
        department = rows.get_one(Department, int(form.typed("department")))
        try:
            send_on(Pen.of(form, Permission.FORWARD), proposal, department, form.typed("answer"))
        except Refused as why:
            form.refuse("department", why)
        else:
            return redirect(url_for(".one", number=number))
    page = render_template("proposals/forward.html", form=form, number=number, text=text_of(rows, proposal))
    return page, WRONG if form.errors else 200


@blueprint.route("/<int:number>/refile", methods=["GET", "POST"])
@requires(Permission.REFILE)
def refile(number: int) -> ResponseReturnValue:
    """Another district, kind or pin, with the reason for everyone to read."""
    rows, proposal = db.session(), found(number)
    filed = Filing.of(proposal)
    form = RefileForm(data=kept(filed))
    form.offer(rows, filed)
    if form.validate_on_submit():
        try:
            file_elsewhere(Pen.of(form, Permission.REFILE), proposal, form.filed(), me().person)
        except Refused as why:
            form.refuse("district", why)
        else:
            return redirect(url_for(".one", number=number))
    page = render_template("proposals/refile.html", form=form, number=number, text=text_of(rows, proposal))
    return page, WRONG if form.errors else 200
