"""Elections, their slots, and who else holds a key. The tables of the box stand in `box.models`."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, Index, LargeBinary, String, text
from sqlalchemy.orm import Mapped, deferred, mapped_column

from pb.db import Base


class Kind(StrEnum):
    """A rehearsal has test voters. It shares neither nonce, keys, log nor slots with any other election."""

    REAL = "real"
    REHEARSAL = "rehearsal"


class State(StrEnum):
    """How far an election is; see the room's docstring."""

    PREPARING = "preparing"
    READY = "ready"
    OPEN = "open"
    CLOSED = "closed"
    UNSEALED = "unsealed"


def one_of(column: str, values: type[StrEnum]) -> str:
    return f"{column} IN ({', '.join(repr(value.value) for value in values)})"


class Election(Base):
    """One vote of one cycle. The bytes of the manifest are the election: all rules stand in them, frozen."""

    __tablename__ = "elections"
    __table_args__ = (
        CheckConstraint(one_of("kind", Kind), name="kind_known"),
        CheckConstraint(one_of("state", State), name="state_known"),
        CheckConstraint("threshold BETWEEN 1 AND trustees", name="threshold_within_trustees"),
        CheckConstraint("smallest BETWEEN 5 AND 1000", name="smallest_lawful"),
        CheckConstraint(
            "(manifest IS NULL) = (fingerprint IS NULL) AND (manifest IS NULL) = (frozen IS NULL) "
            "AND (manifest IS NULL) = (state = 'preparing')",
            name="frozen_whole",
        ),
        CheckConstraint("state IN ('preparing', 'ready') OR began IS NOT NULL", name="began_before_open"),
        CheckConstraint(
            "(ended IS NULL) = (state IN ('preparing', 'ready', 'open'))", name="ended_when_closed"
        ),
        CheckConstraint("(unsealed IS NOT NULL) = (state = 'unsealed')", name="unsealed_when_opened"),
        Index(
            "uq_elections_real",
            "cycle_id",
            unique=True,
            sqlite_where=text("kind = 'real'"),
            postgresql_where=text("kind = 'real'"),
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    kind: Mapped[str] = mapped_column(String(10))
    state: Mapped[str] = mapped_column(String(10), index=True)
    # Drawn at preparation: no two elections have one, so none can pass for another.
    nonce: Mapped[bytes] = mapped_column(LargeBinary, unique=True)
    origin: Mapped[str] = mapped_column(String(100), unique=True)
    trustees: Mapped[int]
    threshold: Mapped[int]
    smallest: Mapped[int]
    quorum: Mapped[int]
    prepared: Mapped[datetime]
    frozen: Mapped[datetime | None]
    began: Mapped[datetime | None]
    ended: Mapped[datetime | None]
    unsealed: Mapped[datetime | None]
    fingerprint: Mapped[str | None] = mapped_column(String(64), unique=True)
    ceremony: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))
    manifest: Mapped[bytes | None] = deferred(mapped_column(LargeBinary))

    @property
    def solo(self) -> bool:
        """Whether one person could read every vote; every page of the election says so."""
        return self.trustees == 1


class Slot(Base):
    """A numbered place on the shuffled roll: a resident's, or in a rehearsal a test voter's."""

    __tablename__ = "slots"
    __table_args__ = (
        Index("uq_slots_roll_entry", "election_id", "roll_entry_id", unique=True),
        Index("uq_slots_tester", "election_id", "tester_id", unique=True),
        CheckConstraint("roll_entry_id IS NULL OR tester_id IS NULL", name="resident_or_tester"),
        CheckConstraint("number >= 0 AND style >= 0 AND voter_group >= 0", name="numbers_natural"),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    roll_entry_id: Mapped[int | None] = mapped_column(ForeignKey("roll_entries.id"))
    # The person who tries the rehearsal in this slot.
    tester_id: Mapped[int | None] = mapped_column(ForeignKey("persons.id"))
    # Indexes into the manifest's styles and groups.
    style: Mapped[int]
    voter_group: Mapped[int]
    salt: Mapped[bytes] = mapped_column(LargeBinary)
    commitment: Mapped[bytes] = mapped_column(LargeBinary)


class GroupMember(Base):
    """A resident who votes in another group than the first one."""

    __tablename__ = "group_members"
    __table_args__ = (
        ForeignKeyConstraint(["cycle_id", "place"], ["cycle_groups.cycle_id", "cycle_groups.place"]),
    )

    cycle_id: Mapped[int] = mapped_column(primary_key=True)
    roll_entry_id: Mapped[int] = mapped_column(ForeignKey("roll_entries.id"), primary_key=True)
    place: Mapped[int]


class Witness(Base):
    """Somebody outside who cosigns the box's checkpoints, named as in the manifest."""

    __tablename__ = "election_witnesses"

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    name: Mapped[str] = mapped_column(String(100), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class Clerk(Base):
    """A clerk whose key signs paper batches; the name in the manifest is the account's number."""

    __tablename__ = "election_clerks"

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("accounts.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary)


class Trustee(Base):
    """Who holds which part of the key. Place 1 is the town's own server, which has no account."""

    __tablename__ = "election_trustees"
    __table_args__ = (
        CheckConstraint("place >= 1", name="place_natural"),
        CheckConstraint("(place = 1) = (account_id IS NULL)", name="server_first"),
        Index("uq_election_trustees_account", "election_id", "account_id", unique=True),
        Index("uq_election_trustees_name", "election_id", "name", unique=True),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    place: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("accounts.id"))
    name: Mapped[str] = mapped_column(String(100))
    card: Mapped[bytes] = mapped_column(LargeBinary)
