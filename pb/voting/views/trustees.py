"""The trustees' page: how far everyone is, what to do next in plain words, files to take home and files to
hand in.
"""

from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Response, abort, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.orm import Session
from werkzeug.datastructures import FileStorage

from ballots import bundle
from ballots.bundle import names
from ballots.trustees.steps import KEY
from pb import clock, db, journal
from pb.access import Permission, requires
from pb.accounts.sessions import visitor
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.kinds import Office
from pb.journal.pen import Pen
from pb.voting import folder, queries, steps
from pb.voting.errors import NotClosed, NotYourTurn
from pb.voting.forms import TrusteeForm
from pb.voting.hall import settings
from pb.voting.models import Election, State
from pb.voting.trustees import ceremony, progress, uploads, work
from pb.voting.trustees.models import Upload
from pb.voting.trustees.progress import Part
from pb.voting.views.page import WRONG, blueprint

FOR_TRUSTEES = (names.MANIFEST, names.CEREMONY, names.ROLL, "log/", "mix/")
WHY = "열쇠 관리인이 낸 파일 · A file that a trustee handed in"
PARTS: dict[Part, LazyString] = {
    Part.CARD: _l("Card"),
    Part.COMMITMENT: _l("Commitment"),
    Part.DEAL: _l("Deal"),
    Part.ACKNOWLEDGEMENT: _l("Confirmation"),
}


@dataclass(frozen=True)
class Home:
    """What to do at home: the command, what it makes, and whether the others' files are needed first."""

    told: LazyString
    command: str
    makes: str
    needs_files: bool = True


DO_NEXT: dict[Part, Home] = {
    Part.CARD: Home(
        _l("Make your own keys. You are asked for a passphrase: nobody can replace it."),
        'python -m ballots trustee new my-key ceremony --name "..."',
        "ceremony/cards/*.json",
        needs_files=False,
    ),
    Part.COMMITMENT: Home(
        _l(
            "Draw your secret. The program publishes only its fingerprint, so that nobody can choose after "
            "the others."
        ),
        "python -m ballots trustee deal my-key ceremony",
        "ceremony/commitments/*.json",
    ),
    Part.DEAL: Home(
        _l("Deal: each trustee gets a sealed part of your secret."),
        "python -m ballots trustee deal my-key ceremony",
        "ceremony/deals/*.json",
    ),
    Part.ACKNOWLEDGEMENT: Home(
        _l("Check what you were dealt and confirm it. Then copy your key file once more."),
        "python -m ballots trustee finish my-key ceremony",
        "ceremony/acknowledgements/*.json",
    ),
}


@blueprint.get("/trustees")
@requires(Permission.HOLD_KEY)
def trustees() -> ResponseReturnValue:
    """The elections that need trustees, the newest first."""
    rows = db.session()
    listed = [(one, rows.get_one(Cycle, one.cycle_id)) for one in queries.every(rows)]
    return render_template("voting/trustees.html", elections=listed, states=steps.STATES, kinds=steps.KINDS)


@blueprint.route("/trustees/<int:number>", methods=["GET", "POST"])
@requires(Permission.HOLD_KEY)
def trustee(number: int) -> ResponseReturnValue:
    rows, form = db.session(), TrusteeForm()
    election = found(rows, number, form.is_submitted())
    if form.validate_on_submit():
        try:
            receive(rows, election, [blob_of(each) for each in form.files.data])
        except Refused as why:
            form.refuse("files", why)
        else:
            return redirect(url_for(".trustee", number=number))
    now = progress.read(rows, settings(), election)
    mine = now.of(account())
    due = next_part(election, now, mine)
    answer = render_template(
        "voting/trustee.html",
        form=form,
        election=election,
        cycle=rows.get_one(Cycle, election.cycle_id),
        ceremony=now,
        mine=mine,
        parts_of=PARTS,
        due=DO_NEXT[due] if due else None,
        opening=steps.opening_of(rows, settings(), election),
        uploads=uploaded(rows, election),
        key_file=KEY,
        kinds=steps.KINDS,
    )
    return answer, WRONG if form.errors else 200


def next_part(election: Election, now: progress.Ceremony, mine: progress.Standing | None) -> Part | None:
    """What this trustee can make now; None if others come first or all is done."""
    if election.ceremony is not None or not now.begun or now.complaint:
        return None
    if mine is None:
        return Part.CARD if any(each.trustee is None for each in now.trustees) else None
    return mine.next


def account() -> int:
    who = visitor()
    if who is None or who.account is None:
        abort(403)
    return who.account


def blob_of(sent: FileStorage) -> bytes:
    return sent.stream.read()


def receive(rows: Session, election: Election, blobs: list[bytes]) -> None:
    """During the ceremony each file is checked at once; after the close it is checked behind the page."""
    if election.state == State.PREPARING:
        pen = Pen(rows, journal.seal(), Office.TRUSTEE, WHY, clock.now())
        for blob in sorted(blobs, key=ceremony.order):
            ceremony.hand_in(pen, settings(), election, account(), blob)
        return
    if election.state != State.CLOSED:
        raise NotClosed
    if not is_trustee(rows, election):
        raise NotYourTurn
    kept = Upload(election_id=election.id, account_id=account(), at=clock.now(), state="waiting", why="")
    rows.add(kept)
    rows.flush()
    uploads.keep(work.inbox(settings(), election.id, kept.id), blobs)


def is_trustee(rows: Session, election: Election) -> bool:
    return any(each.account_id == account() for each in progress.people(rows, election))


def uploaded(rows: Session, election: Election) -> list[Upload]:
    """What this trustee has handed in since the close."""
    wanted = select(Upload).where(Upload.election_id == election.id, Upload.account_id == account())
    return list(rows.scalars(wanted.order_by(Upload.id.desc()).limit(10)))


@blueprint.get("/trustees/<int:number>/ceremony.zip")
@requires(Permission.HOLD_KEY)
def ceremony_files(number: int) -> ResponseReturnValue:
    """Everything that all trustees have handed in; nothing in it is secret."""
    return zipped(ceremony.packed(settings(), found(db.session(), number)), f"ceremony-{number}.zip")


@blueprint.get("/trustees/<int:number>/bundle.zip")
@requires(Permission.HOLD_KEY)
def bundle_files(number: int) -> ResponseReturnValue:
    """The closed box with its mixes, which is all that a trustee's program reads. What others have opened is
    not handed out: with enough of it the ballots could be read before their count is published.
    """
    election = found(db.session(), number)
    path = folder.of(settings(), election.id)
    if not path.exists():
        abort(404)
    with TemporaryDirectory() as aside:
        packed = Path(aside) / "bundle.zip"
        bundle.pack(path, packed, FOR_TRUSTEES)
        return zipped(packed.read_bytes(), f"bundle-{number}.zip")


def zipped(blob: bytes, name: str) -> Response:
    answer = Response(blob, mimetype="application/zip")
    answer.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer


def found(rows: Session, number: int, acting: bool = False) -> Election:
    one = rows.get(Election, number, with_for_update={"key_share": True} if acting else None)
    if one is None:
        abort(404)
    return one
