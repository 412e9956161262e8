"""What offices keep: the summary on top of a discussion, and the list of verified experts."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, requires
from pb.accounts.errors import NoSuchAccount
from pb.accounts.queries import by_email
from pb.accounts.reads import actions as reads
from pb.accounts.reads.models import What
from pb.discussion import experts, places, summaries
from pb.discussion.forms import ExpertForm, SummaryForm, WithdrawForm
from pb.discussion.models import Expert
from pb.discussion.views.page import blueprint, proposal_of, status
from pb.errors import Refused
from pb.journal.pen import Pen


@blueprint.route("/proposals/<int:number>/discussion/summary/write", methods=["GET", "POST"])
@requires(Permission.SUMMARISE)
def summarise(number: int) -> ResponseReturnValue:
    proposal, rows = proposal_of(number), db.session()
    present = summaries.newest(rows, number)
    seen = str(present.number if present else 0)
    form = SummaryForm(text=present.text if present else "", seen=seen)
    if form.validate_on_submit():
        typed = form.typed("seen")
        try:
            pen = Pen.of(form, Permission.SUMMARISE)
            summaries.write(pen, number, form.typed("text"), int(typed) if typed.isdecimal() else -1)
        except Refused as why:
            form.refuse("text", why)
            form["seen"].data = seen
        else:
            return redirect(url_for(".of_proposal", number=number))
    shown = render_template(
        "discussion/summarise.html",
        form=form,
        number=number,
        title=places.title(rows, proposal),
        present=present,
    )
    return shown, status(form)


@blueprint.route("/discussion/experts", methods=["GET", "POST"])
@requires(Permission.NAME_EXPERT)
def expert_list() -> ResponseReturnValue:
    form, rows = ExpertForm(), db.session()
    if form.validate_on_submit():
        account = by_email(rows, form.typed("email"))
        if account is None:
            form.refuse("email", NoSuchAccount())
        else:
            experts.name(Pen.of(form, Permission.NAME_EXPERT), account, form.typed("field"))
            return redirect(url_for(".expert_list"))
    found = experts.listed(rows)
    reads.note(What.EXPERTS, Permission.NAME_EXPERT, [expert.person_id for expert, _ in found])
    return render_template("discussion/experts.html", form=form, experts=found), status(form)


@blueprint.route("/discussion/experts/<int:person>/withdraw", methods=["GET", "POST"])
@requires(Permission.NAME_EXPERT)
def withdraw(person: int) -> ResponseReturnValue:
    found, form = db.session().get(Expert, person), WithdrawForm()
    if found is None or found.withdrawn is not None:
        abort(404)
    if form.validate_on_submit():
        experts.withdraw(Pen.of(form, Permission.NAME_EXPERT), found)
        return redirect(url_for(".expert_list"))
    return render_template("discussion/withdraw.html", form=form, expert=found), status(form)
