"""Opening voting and closing the box: the two acts between which ballots are taken."""

from pb.config import Settings
from pb.cycles.models import Cycle
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting import checks
from pb.voting import hall as halls
from pb.voting.box import closing
from pb.voting.errors import NotFrozen, NotReady
from pb.voting.kiosk import visits
from pb.voting.models import Election, State
from pb.voting.paper import actions as paper


def open_voting(pen: Pen, settings: Settings, election: Election) -> None:
    """From now on ballots are taken. Raises NotFrozen, and NotReady with everything that is not in order."""
    if election.state != State.READY:
        raise NotFrozen
    hall = halls.read(pen.rows, election, settings)
    found = checks.before_opening(pen.rows, settings, election, hall, pen.at)
    wrong = [each.wrong for each in found if each.wrong]
    if wrong:
        raise NotReady(wrong)
    election.state, election.began = State.OPEN.value, pen.at
    pen.rows.flush()
    note(pen, Noted.VOTING_OPENED, election)


def close_box(pen: Pen, settings: Settings, election: Election) -> None:
    """The last entry and the last checkpoint; then the folder of the bundle. Raises NotOpen, TooEarly."""
    hall = halls.read(pen.rows, election, settings)
    closing.close(pen.rows, hall, pen.at)
    paper.forget_all(pen.rows, election.id)
    visits.end_all(pen.rows, election.id, pen.at)
    election.state, election.ended = State.CLOSED.value, pen.at
    pen.rows.flush()
    note(pen, Noted.BOX_CLOSED, election)


def note(pen: Pen, kind: Noted, election: Election) -> None:
    cycle = pen.rows.get_one(Cycle, election.cycle_id)
    pen.note(kind, name=cycle.title_ko, election_kind=election.kind, fingerprint=election.fingerprint or "")
