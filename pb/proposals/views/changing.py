"""After it was handed in: changing it, comparing its versions, taking it back."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, public, requires
from pb.errors import Refused
from pb.proposals import queries
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.text import Text
from pb.proposals.versions.actions import amend
from pb.proposals.versions.difference import Piece, compare
from pb.proposals.versions.forms import EditForm, WithdrawForm
from pb.proposals.versions.rules import NewerVersion
from pb.proposals.views.own import me, mine, mine_to_change
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import CONFLICT, WRONG
from pb.proposals.withdrawal.actions import UNDECIDED, withdraw
from pb.web.formats import won

PARTS: dict[str, LazyString] = {
    "title": _l("Title"),
    "problem": _l("What is not good today"),
    "idea": _l("What the town should do"),
    "beneficiaries": _l("Who has something of it"),
    "place": _l("The place in words"),
    "cost": _l("Rough cost"),
}


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def edit(number: int) -> ResponseReturnValue:
    proposal = mine_to_change(number, lock=request.method == "POST")
    if proposal.state == State.DRAFT.value:
        return redirect(url_for(".one", number=number))
    present = queries.text_of(db.session(), proposal)
    form = EditForm(data={**vars(present), "base": str(proposal.version)})
    if not form.validate_on_submit():
        return show_edit(proposal, form), WRONG if form.errors else 200
    try:
        if form.typed("base") != str(proposal.version):
            form["base"].data = str(proposal.version)
            raise NewerVersion
        amend(db.session(), proposal, form.text(), me().person, clock.now())
    except Refused as why:
        form.refuse("title", why)
        newer = compared(present, form.text()) if isinstance(why, NewerVersion) else []
        return show_edit(proposal, form, newer), CONFLICT
    return redirect(url_for(".one", number=number))


def show_edit(proposal: Proposal, form: EditForm, newer: list[tuple[str, list[Piece]]] | None = None) -> str:
    """With `newer`, what stands now is shown beside what was typed."""
    return render_template("proposals/edit.html", proposal=proposal, form=form, newer=newer or [])


@blueprint.get("/<int:number>/versions")
@public
def versions(number: int) -> str:
    rows = db.session()
    proposal = rows.get(Proposal, number)
    if proposal is None or proposal.state == State.DRAFT.value:
        abort(404)
    every = queries.versions(rows, proposal)
    new = chosen(every, "new", every[-1].number)
    old = chosen(every, "old", max(new.number - 1, 1))
    return render_template(
        "proposals/versions.html",
        proposal=proposal,
        text=Text.of(every[-1]),
        versions=every,
        old=old,
        new=new,
        parts_of=compared(Text.of(old), Text.of(new)),
    )


def chosen(every: list[ProposalVersion], name: str, otherwise: int) -> ProposalVersion:
    wanted = request.args.get(name, otherwise, type=int)
    return next((one for one in every if one.number == wanted), every[otherwise - 1])


def compared(old: Text, new: Text) -> list[tuple[str, list[Piece]]]:
    """(title, pieces) of each part that either says something about."""
    pairs = [(title, said(old, name), said(new, name)) for name, title in PARTS.items()]
    return [(str(title), compare(before, after)) for title, before, after in pairs if before or after]


def said(text: Text, part: str) -> str:
    if part == "cost":
        return won(text.cost) if text.cost is not None else ""
    return str(getattr(text, part))


@blueprint.route("/<int:number>/withdraw", methods=["GET", "POST"], endpoint="withdraw")
@requires(Permission.WRITE_PROPOSAL)
def withdraw_page(number: int) -> ResponseReturnValue:
    proposal, form = mine(number, lock=request.method == "POST"), WithdrawForm()
    if proposal.state not in UNDECIDED or proposal.person_id != me().person:
        return redirect(url_for(".one", number=number))
    if not form.validate_on_submit():
        page = render_template(
            "proposals/withdraw.html", form=form, text=queries.text_of(db.session(), proposal), number=number
        )
        return page, WRONG if form.errors else 200
    withdraw(db.session(), proposal, me().person, form.typed("reason"), clock.now())
    return redirect(url_for(".one", number=number))
