"""Who cosigns the box from outside: named, taken off again, and how many of them must."""

from ballots import signing
from ballots.errors import BallotError
from pb.cycles.models import Cycle
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting import freezing
from pb.voting.errors import NotAKey, TooFewWitnesses, WitnessNamed
from pb.voting.models import Election, Witness
from pb.voting.preparing import refuse_frozen


def name_witness(pen: Pen, election: Election, name: str, key: bytes) -> None:
    """Add who will cosign the box; the first one makes it one who must sign its last checkpoint.

    Raises AlreadyFrozen, NotAKey, WitnessNamed.
    """
    refuse_frozen(election)
    try:
        signing.check_key(key)
    except BallotError:
        raise NotAKey from None
    if pen.rows.get(Witness, (election.id, name)) is not None:
        raise WitnessNamed
    pen.rows.add(Witness(election_id=election.id, name=name, key=key))
    election.quorum = max(election.quorum, 1)
    pen.rows.flush()
    pen.note(Noted.WITNESS_NAMED, name=pen.rows.get_one(Cycle, election.cycle_id).title_ko, witness=name)


def drop_witness(pen: Pen, election: Election, name: str) -> None:
    """Whoever cannot be a witness after all; no more are asked for than there are. Raises AlreadyFrozen."""
    refuse_frozen(election)
    found = pen.rows.get(Witness, (election.id, name))
    if found is None:
        return
    pen.rows.delete(found)
    pen.rows.flush()
    election.quorum = min(election.quorum, len(freezing.witnesses(pen.rows, election)))
    pen.rows.flush()
    pen.note(Noted.WITNESS_DROPPED, name=pen.rows.get_one(Cycle, election.cycle_id).title_ko, witness=name)


def set_quorum(pen: Pen, election: Election, quorum: int) -> None:
    """How many witnesses must sign the last checkpoint. Raises AlreadyFrozen, TooFewWitnesses."""
    refuse_frozen(election)
    if quorum > len(freezing.witnesses(pen.rows, election)):
        raise TooFewWitnesses
    election.quorum = quorum
    pen.rows.flush()
    name = pen.rows.get_one(Cycle, election.cycle_id).title_ko
    pen.note(Noted.QUORUM_SET, name=name, election_kind=election.kind, quorum=str(quorum))
