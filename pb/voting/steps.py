"""An election's way for people to follow: each step with what is done, and the one act that comes next."""

from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb.config import Settings
from pb.voting import freezing, queries
from pb.voting import hall as halls
from pb.voting.models import Election, Kind, State
from pb.voting.trustees import opening, progress, work

STATES: dict[str, LazyString] = {
    State.PREPARING: _l("Being prepared"),
    State.READY: _l("Rules frozen"),
    State.OPEN: _l("Voting is open"),
    State.CLOSED: _l("Closed; the trustees open the box"),
    State.UNSEALED: _l("The box is opened"),
}
KINDS: dict[str, LazyString] = {Kind.REAL: _l("The real vote"), Kind.REHEARSAL: _l("Rehearsal")}
ORDER = tuple(State)


@dataclass(frozen=True)
class Step:
    """`state` is done, now or coming; `told` says how far it is."""

    title: str
    told: str
    state: str


@dataclass(frozen=True)
class Opening:
    """The box on its way from closed to opened, for everyone to see."""

    progress: opening.Progress
    too_small: tuple[str, ...]
    smallest: int


def of(rows: Session, settings: Settings, election: Election) -> list[Step]:
    """The steps in order; the first that is not done is the one that is now."""
    done = facts(rows, settings, election)
    first = next((place for place, (_title, _told, is_done) in enumerate(done) if not is_done), len(done))
    return [
        Step(title, told, "done" if place < first else "now" if place == first else "coming")
        for place, (title, told, _is_done) in enumerate(done)
    ]


def facts(rows: Session, settings: Settings, election: Election) -> list[tuple[str, str, bool]]:
    slots, key = queries.slots(rows, election.id), progress.read(rows, settings, election)
    named, since = len(freezing.witnesses(rows, election)), ORDER.index(State(election.state))
    frozen = _("Fingerprint: %(hex)s", hex=election.fingerprint) if election.fingerprint else ""
    return [
        (_("Draw the places on the roll"), _("%(count)s places", count=slots) if slots else "", slots > 0),
        (
            _("Make the key with the trustees"),
            _("%(done)s of %(all)s files are there", done=key.done, all=key.all) if key.begun else "",
            key.complete,
        ),
        (_("Freeze the rules"), frozen or _("%(count)s witnesses are named", count=named), since >= 1),
        (_("Open voting"), "", since >= 2),
        (_("Close the box"), "", since >= 3),
        (_("Mix and open with the trustees"), "", since >= 4),
    ]


def next_act(rows: Session, settings: Settings, election: Election) -> str | None:
    """The act that comes next; None while it is somebody else's turn."""
    if election.state == State.PREPARING:
        if not queries.slots(rows, election.id):
            return "draw"
        if election.ceremony is None:
            return None if progress.read(rows, settings, election).begun else "key"
        return "freeze"
    return {State.READY: "open", State.OPEN: "close"}.get(State(election.state))


def opening_of(rows: Session, settings: Settings, election: Election) -> Opening | None:
    """None as long as the box is not closed."""
    if election.state not in (State.CLOSED, State.UNSEALED):
        return None
    hall = halls.of(rows, election)
    small = tuple(group.name for group in work.too_small(rows, hall))
    return Opening(work.progress(rows, settings, hall), small, election.smallest)
