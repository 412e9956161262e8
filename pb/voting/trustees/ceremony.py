"""The key ceremony as it goes through the app: files come in, are checked to the last sign, and lie for all
to see.
"""

import io
import secrets
import zipfile
from pathlib import Path
from shutil import rmtree
from typing import Any

from sqlalchemy import delete

from ballots import canonical
from ballots.bundle import names
from ballots.errors import BallotError
from ballots.trustees import ceremony, holder, steps
from ballots.trustees.ceremony import Terms
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting.errors import (
    AlreadyBegun,
    CeremonyStopped,
    HandedInBefore,
    NameTaken,
    NotATrusteeFile,
    NotYourTurn,
    TrusteesComplete,
)
from pb.voting.models import Election, Trustee
from pb.voting.preparing import refuse_frozen
from pb.voting.trustees import progress, server
from pb.voting.trustees.progress import COMPLAINTS, Part, file, people

LARGEST = 1 << 20
PART_OF = {
    "card": Part.CARD,
    "commitment": Part.COMMITMENT,
    "deal": Part.DEAL,
    "acknowledgement": Part.ACKNOWLEDGEMENT,
}


def begin(pen: Pen, settings: Settings, election: Election) -> None:
    """The server makes its keys and waits for the others' cards; alone it does everything.

    Raises AlreadyBegun.
    """
    refuse_frozen(election)
    if people(pen.rows, election):
        raise AlreadyBegun
    clear(settings, election)
    server.make_keys(settings, election)
    card = next((server.shared(settings, election.id) / Part.CARD.value).glob("*.json")).read_bytes()
    add(pen, election, 1, None, card)
    fix_terms(pen, settings, election)
    go_on(pen, settings, election)


def begin_again(pen: Pen, settings: Settings, election: Election) -> None:
    """Throw everything away, after a complaint or because somebody cannot go on: all make new keys."""
    refuse_frozen(election)
    pen.rows.execute(delete(Trustee).where(Trustee.election_id == election.id))
    election.ceremony = None
    pen.rows.flush()
    cycle = pen.rows.get_one(Cycle, election.cycle_id)
    pen.note(Noted.CEREMONY_RESTARTED, name=cycle.title_ko, election_kind=election.kind)
    begin(pen, settings, election)


def clear(settings: Settings, election: Election) -> None:
    for folder in (server.shared(settings, election.id), server.own(settings, election.id)):
        rmtree(folder, ignore_errors=True)


def add(pen: Pen, election: Election, place: int, account: int | None, card: bytes) -> None:
    name = ceremony.read_card(canonical.decode(card)).name
    pen.rows.add(Trustee(election_id=election.id, place=place, account_id=account, name=name, card=card))
    pen.rows.flush()


def hand_in(pen: Pen, settings: Settings, election: Election, account: int, blob: bytes) -> Part | None:
    """Take a trustee's file, whatever step it is of; None for a complaint.

    Raises NotATrusteeFile, NotYourTurn, HandedInBefore, NameTaken, TrusteesComplete, CeremonyStopped.
    """
    refuse_frozen(election)
    now = progress.read(pen.rows, settings, election)
    if now.complaint:
        raise CeremonyStopped
    if not now.begun:
        raise NotYourTurn
    fields = read(blob)
    if fields["type"] == "card":
        take_card(pen, settings, election, account, blob)
    else:
        standing = now.of(account)
        if standing is None:
            raise NotYourTurn
        take_part(settings, election, standing, fields, blob)
    go_on(pen, settings, election)
    return PART_OF.get(fields["type"])


def order(blob: bytes) -> int:
    """In which order several files at once are taken, whatever they are called. Raises NotATrusteeFile."""
    return [*PART_OF, "complaint"].index(read(blob)["type"])


def read(blob: bytes) -> dict[str, Any]:
    try:
        fields = canonical.decode(blob, limit=LARGEST)
    except BallotError:
        raise NotATrusteeFile from None
    if not isinstance(fields, dict) or fields.get("type") not in (*PART_OF, "complaint"):
        raise NotATrusteeFile
    return fields


def take_card(pen: Pen, settings: Settings, election: Election, account: int, blob: bytes) -> None:
    known = people(pen.rows, election)
    if any(each.account_id == account for each in known):
        raise HandedInBefore
    if len(known) == election.trustees:
        raise TrusteesComplete
    try:
        card = ceremony.read_card(canonical.decode(blob))
    except BallotError:
        raise NotATrusteeFile from None
    if card.name in {each.name for each in known}:
        raise NameTaken
    add(pen, election, len(known) + 1, account, blob)
    put(server.shared(settings, election.id) / Part.CARD.value / f"trustee-{len(known) + 1}.json", blob)
    fix_terms(pen, settings, election)


def fix_terms(pen: Pen, settings: Settings, election: Election) -> None:
    """When every card is there: who they are, in this order, and how many are needed."""
    known = people(pen.rows, election)
    if len(known) != election.trustees:
        return
    title = pen.rows.get_one(Cycle, election.cycle_id).title_ko
    cards = [canonical.decode(each.card) for each in known]
    try:
        terms = ceremony.terms(title, election.threshold, cards, secrets.token_bytes(32))
        ceremony.read_terms(terms)
    except BallotError:
        raise NotATrusteeFile from None
    put(server.shared(settings, election.id) / steps.TERMS, canonical.encode(terms))


def take_part(
    settings: Settings, election: Election, standing: progress.Standing, fields: dict[str, Any], blob: bytes
) -> None:
    """A commitment, deal, acknowledgement or complaint: it must be this trustee's own, and due."""
    folder = server.shared(settings, election.id)
    if not (folder / steps.TERMS).exists():
        raise NotYourTurn
    agreed = ceremony.read_terms(canonical.decode((folder / steps.TERMS).read_bytes()))
    if fields["type"] == "complaint":
        put(
            folder / COMPLAINTS / f"{standing.place}.json",
            checked_complaint(agreed, standing.place, fields, blob),
        )
        return
    part = PART_OF[fields["type"]]
    if part in standing.handed_in:
        raise HandedInBefore
    if part is not standing.next:
        raise NotYourTurn
    try:
        check(folder, agreed, part, standing.place, fields)
    except BallotError:
        raise NotATrusteeFile from None
    put(file(folder, part, standing.place), blob)


def check(folder: Path, agreed: Terms, part: Part, place: int, fields: dict[str, Any]) -> None:
    """Raises BallotError unless the file is signed by this trustee and fits all that came before."""
    if part is Part.COMMITMENT:
        ceremony.read_commitment(agreed, place, fields, part.value)
        return
    commitments = all_of(folder, agreed, Part.COMMITMENT)
    if part is Part.DEAL:
        ceremony.read_deal(agreed, place, fields, holder.read_commitments(agreed, commitments), part.value)
        return
    heard = ceremony.transcript_hash(agreed, commitments, all_of(folder, agreed, Part.DEAL))
    if ceremony.read_acknowledgement(agreed, place, fields, part.value) != heard:
        raise BallotError("an acknowledgement of another ceremony")


def checked_complaint(agreed: Terms, place: int, fields: dict[str, Any], blob: bytes) -> bytes:
    try:
        ceremony.read_complaint(agreed, place, fields, COMPLAINTS)
    except BallotError:
        raise NotATrusteeFile from None
    return blob


def all_of(folder: Path, agreed: Terms, part: Part) -> list[dict[str, Any]]:
    places = range(1, agreed.count + 1)
    return [canonical.decode(file(folder, part, place).read_bytes()) for place in places]


def go_on(pen: Pen, settings: Settings, election: Election) -> None:
    """Do what is the server's to do now, until it has to wait for somebody."""
    while (due := progress.read(pen.rows, settings, election).trustees[0].next) is not None:
        if due is Part.ACKNOWLEDGEMENT:
            server.finish(settings, election)
        else:
            server.deal(settings, election)
    if all(
        Part.ACKNOWLEDGEMENT in each.handed_in
        for each in progress.read(pen.rows, settings, election).trustees
    ):
        complete(pen, settings, election)


def complete(pen: Pen, settings: Settings, election: Election) -> None:
    """Everybody has acknowledged: the ceremony is written, read once more as strangers will, and kept."""
    server.finish(settings, election)
    blob = (server.shared(settings, election.id) / names.CEREMONY).read_bytes()
    key = ceremony.read(blob)
    election.ceremony = blob
    pen.rows.flush()
    cycle = pen.rows.get_one(Cycle, election.cycle_id)
    pen.note(Noted.KEY_MADE, name=cycle.title_ko, election_kind=election.kind, key=key.public.hex())


def put(path: Path, blob: bytes) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(blob)


def packed(settings: Settings, election: Election) -> bytes:
    """The shared folder as a zip, for a trustee to unpack beside the own one."""
    folder = server.shared(settings, election.id)
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as archive:
        for path in sorted(folder.rglob("*.json")):
            archive.writestr(path.relative_to(folder).as_posix(), path.read_bytes())
    return out.getvalue()
