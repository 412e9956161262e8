"""One slot's row, read under its lock and written back."""

from dataclasses import dataclass

from sqlalchemy import bindparam, select
from sqlalchemy.orm import Session

from ballots.slot import SlotState
from ballots.transcript import context
from pb.voting.box.models import SlotStanding
from pb.voting.errors import NoSlot
from pb.voting.hall import Hall
from pb.voting.models import Election, Slot, State


@dataclass(frozen=True)
class Locked:
    """A slot that nobody else writes to until the transaction ends."""

    row: SlotStanding
    style: int
    group: int
    election_state: str

    @property
    def is_open(self) -> bool:
        return self.election_state == State.OPEN

    def context(self, hall: Hall) -> bytes:
        """What the proofs of this slot's ballots are tied to."""
        style, group = hall.manifest.styles[self.style], hall.manifest.groups[self.group]
        return context(hall.manifest.election, style.name, group.name)

    @property
    def state(self) -> SlotState:
        row = self.row
        return SlotState(
            device=row.device,
            admitted_by=row.admitted_by,
            revision=row.revision,
            last_cast=row.last_cast,
            voided=row.voided,
            barred=row.barred,
        )

    def keep(self, state: SlotState) -> None:
        self.row.device, self.row.admitted_by = state.device, state.admitted_by
        self.row.revision, self.row.last_cast = state.revision, state.last_cast
        self.row.voided, self.row.barred = state.voided, state.barred


# Made once: it is asked with every ballot.
LOCKING = (
    select(SlotStanding, Slot.style, Slot.voter_group, Election.state)
    .join(Slot, (Slot.election_id == SlotStanding.election_id) & (Slot.number == SlotStanding.number))
    .join(Election, Election.id == SlotStanding.election_id)
    .where(SlotStanding.election_id == bindparam("election"), SlotStanding.number == bindparam("number"))
    .with_for_update(of=SlotStanding)
    .execution_options(populate_existing=True)
)


def locked(rows: Session, hall: Hall, number: int) -> Locked:
    """Raises NoSlot."""
    found = rows.execute(LOCKING, {"election": hall.election, "number": number}).one_or_none()
    if found is None:
        raise NoSlot
    return Locked(*found)
