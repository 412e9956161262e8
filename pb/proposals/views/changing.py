"""After it was handed in: changing it, comparing its versions, taking it back."""

from flask import abort, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, public, requires
from pb.errors import Refused
from pb.proposals import queries
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.proposals.text import Text
from pb.proposals.versions.actions import amend
from pb.proposals.versions.difference import Piece
from pb.proposals.versions.forms import EditForm, WithdrawForm, kept
from pb.proposals.versions.rules import NewerVersion
from pb.proposals.versions.told import compared, said
from pb.proposals.views.own import me, mine, mine_to_change
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import CONFLICT, WRONG
from pb.proposals.withdrawal.actions import UNDECIDED, withdraw


@blueprint.route("/<int:number>/edit", methods=["GET", "POST"])
@requires(Permission.WRITE_PROPOSAL)
def edit(number: int) -> ResponseReturnValue:
    proposal = mine_to_change(number, lock=request.method == "POST")
    if proposal.state == State.DRAFT.value:
        return redirect(url_for(".one", number=number))
    rows = db.session()
    present, filed = queries.text_of(rows, proposal), Filing.of(proposal)
    form = EditForm(data={**vars(present), **kept(filed), "base": str(proposal.version)})
    form.offer(rows, filed)
    if not form.validate_on_submit():
        return show_edit(proposal, form), WRONG if form.errors else 200
    try:
        if form.typed("base") != str(proposal.version):
            form["base"].data = str(proposal.version)
            raise NewerVersion
        amend(rows, proposal, form.text(), form.filed(), me().person, clock.now())
    except Refused as why:
        form.refuse("title", why)
        newer = isinstance(why, NewerVersion)
        mine = compared(said(rows, present, filed), said(rows, form.text(), form.filed())) if newer else []
        return show_edit(proposal, form, mine), CONFLICT
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
        parts_of=compared(whole(old), whole(new)),
    )


def chosen(every: list[ProposalVersion], name: str, otherwise: int) -> ProposalVersion:
    wanted = request.args.get(name, otherwise, type=int)
    return next((one for one in every if one.number == wanted), every[otherwise - 1])


def whole(version: ProposalVersion) -> dict[str, str]:
    return said(db.session(), Text.of(version), Filing.of(version))


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
