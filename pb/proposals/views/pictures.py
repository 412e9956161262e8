"""Photos and documents: adding, describing and taking away; and giving them out."""

import io
from dataclasses import replace
from typing import TypeVar

from flask import Response, abort, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from pb import clock, db
from pb.access import Permission, public, requires
from pb.accounts.sessions import visitor
from pb.errors import Refused
from pb.proposals.attached import actions, papers, pictures, queries
from pb.proposals.attached.forms import PicturesForm, pictures_form
from pb.proposals.attached.models import Document, Photo
from pb.proposals.attached.papers import Paper
from pb.proposals.attached.pictures import Picture
from pb.proposals.filing import Filing
from pb.proposals.models import Proposal, State
from pb.proposals.queries import text_of
from pb.proposals.versions.actions import amend
from pb.proposals.views.own import me, mine_to_change
from pb.proposals.views.page import blueprint
from pb.proposals.views.ways import STAY, WRONG, onward, place_of
from pb.proposals.writing.queries import is_author
from pb.web.headers import kept_for_a_day
from pb.web.limits import limited

PAGE = "pictures"
Kept = TypeVar("Kept", Photo, Document)


@blueprint.route("/<int:number>/pictures", methods=["GET", "POST"], endpoint=PAGE)
@requires(Permission.WRITE_PROPOSAL)
@limited("60 per minute")
def pictures_page(number: int) -> ResponseReturnValue:
    photos = checked(number)
    form = pictures_form(photos)
    if not form.validate_on_submit():
        return show(number, form), WRONG if form.errors else 200
    # Decoding takes its time, so it is done before anything is locked.
    picture, paper = read_photo(form), read_document(form)
    if form.errors:
        return show(number, form), WRONG
    proposal = mine_to_change(number, lock=True)
    try:
        keep(proposal, form, picture, paper)
    except actions.TooManyDocuments as why:
        form.refuse("document", why)
    except Refused as why:
        form.refuse("photo", why)
    if form.errors:
        return show(number, form), WRONG
    return redirect(leads(proposal, picture is not None or paper is not None))


def checked(number: int) -> list[Photo]:
    """The photos so far, read apart; aborts unless the visitor may change the proposal."""
    with Session(db.database().engine, expire_on_commit=False) as reading:
        proposal = reading.get(Proposal, number)
        if proposal is None or not is_author(reading, number, me().person):
            abort(404)
        return queries.photos(reading, number)


def sent(file: FileStorage | None) -> bytes:
    return file.read() if file is not None else b""


def read_photo(form: PicturesForm) -> Picture | None:
    blob = sent(form.photo.data)
    if not blob:
        return None
    try:
        return pictures.read(blob)
    except Refused as why:
        form.refuse("photo", why)
        return None


def read_document(form: PicturesForm) -> Paper | None:
    file = form.document.data
    blob = sent(file)
    if not blob:
        return None
    try:
        return papers.read(file.filename or "", blob)
    except Refused as why:
        form.refuse("document", why)
        return None


def keep(proposal: Proposal, form: PicturesForm, picture: Picture | None, paper: Paper | None) -> None:
    """Whatever was filled in or pressed. Raises TooManyPhotos, TooManyDocuments."""
    rows, at = db.session(), clock.now()
    for photo in queries.photos(rows, proposal.id):
        if f"alt_{photo.id}" in form:
            photo.alt = form.typed(f"alt_{photo.id}")
    take_away(rows, proposal.id)
    if picture is not None:
        actions.add_photo(rows, proposal.id, picture, "", at)
        if form.use_place.data and picture.place is not None:
            pin(proposal, picture.place)
    if paper is not None:
        actions.add_document(rows, proposal.id, paper, at)


def pin(proposal: Proposal, place: tuple[float, float]) -> None:
    """The photo's place is the proposal's; of one that was handed in this is a new version."""
    rows, filed = db.session(), replace(Filing.of(proposal), latitude=place[0], longitude=place[1])
    if proposal.state == State.DRAFT.value:
        filed.put(proposal)
    elif filed != Filing.of(proposal):
        amend(rows, proposal, text_of(rows, proposal), filed, me().person, clock.now())


def take_away(rows: Session, proposal: int) -> None:
    """What the pressed button names, as in `photo-7`."""
    what, _, number = request.form.get("remove", "").partition("-")
    if what in TABLES and number.isdecimal():
        actions.remove(rows, TABLES[what], proposal, int(number))


TABLES: dict[str, type[Photo] | type[Document]] = {"photo": Photo, "document": Document}


def leads(proposal: Proposal, is_new: bool) -> str:
    """A new photo wants its words first; otherwise where the button says."""
    stays = is_new or "remove" in request.form or request.form.get("way") == STAY
    if stays:
        return url_for(f".{PAGE}", number=proposal.id)
    if proposal.state != State.DRAFT.value:
        return url_for(".one", number=proposal.id)
    return onward(proposal.id, PAGE, request.form.get("way", ""))


def show(number: int, form: PicturesForm) -> str:
    rows = db.session()
    proposal = mine_to_change(number, lock=False)
    return render_template(
        "proposals/wizard/pictures.html",
        proposal=proposal,
        form=form,
        photos=queries.photos(rows, number),
        documents=queries.documents(rows, number),
        is_draft=proposal.state == State.DRAFT.value,
        way=place_of(PAGE),
    )


@blueprint.get("/<int:number>/photos/<int:photo>/<any(large, small):size>.webp")
@public
def photo(number: int, photo: int, size: str) -> Response:
    found = attached(Photo, number, photo)
    answer = send_file(io.BytesIO(found.large if size == "large" else found.small), mimetype="image/webp")
    return kept_by_the_browser(answer)


@blueprint.get("/<int:number>/documents/<int:document>")
@public
def document(number: int, document: int) -> Response:
    """To be saved, never to be opened on our own pages."""
    found = attached(Document, number, document)
    answer = send_file(
        io.BytesIO(found.content),
        mimetype=papers.TYPES[found.kind],
        as_attachment=True,
        download_name=found.name,
    )
    answer.headers["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return kept_by_the_browser(answer)


def attached(table: type[Kept], proposal: int, number: int) -> Kept:
    """What belongs to this proposal; a draft's only for its authors."""
    rows, found = db.session(), visitor()
    kept, of = rows.get(table, number), rows.get(Proposal, proposal)
    if kept is None or of is None or kept.proposal_id != proposal:
        abort(404)
    is_mine = found is not None and is_author(rows, proposal, found.person)
    if of.state == State.DRAFT.value and not is_mine:
        abort(404)
    return kept


def kept_by_the_browser(answer: Response) -> Response:
    """A draft's is nobody else's business, so no cache between."""
    answer.cache_control.private = True
    return kept_for_a_day(answer)
