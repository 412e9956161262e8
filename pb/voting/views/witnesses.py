"""The coordinator's page of the witnesses."""

from flask import abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from pb import db
from pb.access import Permission, requires
from pb.errors import Refused
from pb.voting import freezing, witnessing
from pb.voting.errors import NotAKey
from pb.voting.forms import ActForm, QuorumForm, WitnessForm
from pb.voting.models import Election
from pb.voting.views.elections import found, pen
from pb.voting.views.page import WRONG, blueprint


@blueprint.route("/elections/<int:number>/witnesses", methods=["GET", "POST"])
@requires(Permission.RUN_ELECTION)
def witnesses(number: int) -> ResponseReturnValue:
    """The witnesses there are, one more, and how many of them must sign."""
    form, one = WitnessForm(), found(number, acting=True)
    if form.validate_on_submit():
        try:
            witnessing.name_witness(pen(form), one, form.typed("name"), bytes.fromhex(form.typed("key")))
        except NotAKey as why:
            form.refuse("key", why)
        except Refused as why:
            form.refuse("name", why)
        else:
            return redirect(url_for(".witnesses", number=number))
    return listed_witnesses(one, form, QuorumForm(formdata=None, prefix="of"))


@blueprint.post("/elections/<int:number>/witnesses/quorum")
@requires(Permission.RUN_ELECTION)
def quorum(number: int) -> ResponseReturnValue:
    form, one = QuorumForm(prefix="of"), found(number, acting=True)
    if form.validate_on_submit():
        try:
            witnessing.set_quorum(pen(form), one, int(form["quorum"].data))
        except Refused as why:
            form.refuse("quorum", why)
        else:
            return redirect(url_for(".witnesses", number=number))
    return listed_witnesses(one, WitnessForm(formdata=None), form)


@blueprint.post("/elections/<int:number>/witnesses/<path:name>/drop")
@requires(Permission.RUN_ELECTION)
def drop_witness(number: int, name: str) -> ResponseReturnValue:
    """Take a witness off the list, with a reason."""
    form, one = ActForm(prefix="drop"), found(number, acting=True)
    if form.validate_on_submit():
        try:
            witnessing.drop_witness(pen(form), one, name)
        except Refused:
            abort(409)
        return redirect(url_for(".witnesses", number=number))
    return listed_witnesses(one, WitnessForm(formdata=None), QuorumForm(formdata=None, prefix="of"), form)


def listed_witnesses(
    one: Election, form: WitnessForm, quorum_form: QuorumForm, drop_form: ActForm | None = None
) -> ResponseReturnValue:
    if not quorum_form.is_submitted() or quorum_form["quorum"].data is None:
        quorum_form["quorum"].data = one.quorum
    drop_form = drop_form or ActForm(formdata=None, prefix="drop")
    page = render_template(
        "voting/witness.html",
        form=form,
        quorum_form=quorum_form,
        drop_form=drop_form,
        election=one,
        witnesses=freezing.witnesses(db.session(), one),
    )
    return page, WRONG if form.errors or quorum_form.errors or drop_form.errors else 200
