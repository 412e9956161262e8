"""The tables of the box. What may stand in it twice, and what not, the database itself knows."""

from datetime import datetime

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    ForeignKeyConstraint,
    LargeBinary,
    String,
    Text,
    UniqueConstraint,
)
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class BoxHead(Base):
    """How many entries the box has. Whoever appends updates this row first, so appending takes turns."""

    __tablename__ = "box_heads"

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger)
    # When the last entry came: time in the box never runs back, whatever a worker's clock says.
    last_at: Mapped[datetime]
    closed: Mapped[bool]


class BoxEntry(Base):
    """One entry: exactly the bytes of the log's leaf. The other columns repeat what stands in them."""

    __tablename__ = "box_entries"
    __table_args__ = (
        # Exactly once: no slot has one revision twice, no device serves two slots, nothing stands twice.
        UniqueConstraint("election_id", "slot", "revision"),
        UniqueConstraint("election_id", "device"),
        UniqueConstraint("election_id", "hash"),
        UniqueConstraint("election_id", "batch"),
        ForeignKeyConstraint(["election_id", "slot"], ["slots.election_id", "slots.number"]),
        CheckConstraint("position >= 0", name="position_natural"),
        CheckConstraint("kind IN ('admit', 'cast', 'close', 'paper', 'readmit', 'void')", name="kind_known"),
        CheckConstraint("(kind = 'cast') = (revision IS NOT NULL)", name="revision_of_cast"),
        CheckConstraint("(kind IN ('admit', 'readmit')) = (device IS NOT NULL)", name="device_of_admission"),
        CheckConstraint("(kind = 'paper') = (batch IS NOT NULL)", name="batch_of_paper"),
        CheckConstraint("(kind IN ('close', 'paper')) = (slot IS NULL)", name="slot_of_voter"),
    )

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    kind: Mapped[str] = mapped_column(String(8))
    slot: Mapped[int | None]
    revision: Mapped[int | None]
    device: Mapped[bytes | None] = mapped_column(LargeBinary)
    batch: Mapped[int | None]
    hash: Mapped[bytes] = mapped_column(LargeBinary)
    blob: Mapped[bytes] = mapped_column(LargeBinary)
    at: Mapped[datetime]


class SlotStanding(Base):
    """What the box has said of one slot so far; the columns are those of `ballots.slot.SlotState`."""

    __tablename__ = "slot_states"
    __table_args__ = (
        ForeignKeyConstraint(["election_id", "number"], ["slots.election_id", "slots.number"]),
        CheckConstraint("revision >= 0 AND voided BETWEEN 0 AND revision", name="voided_within_revision"),
        CheckConstraint("devices >= 0", name="devices_natural"),
    )

    election_id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    device: Mapped[bytes] = mapped_column(LargeBinary)
    admitted_by: Mapped[bytes] = mapped_column(LargeBinary)
    revision: Mapped[int]
    last_cast: Mapped[bytes] = mapped_column(LargeBinary)
    voided: Mapped[int]
    barred: Mapped[bool]
    # How often a device was admitted.
    devices: Mapped[int]
    # When the last ballot came; none if there is none.
    cast_at: Mapped[datetime | None]


class BoxNode(Base):
    """The hash of a whole subtree: leaves place·2^level to (place + 1)·2^level - 1."""

    __tablename__ = "box_nodes"

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class BoxCheckpoint(Base):
    """The log's signed note on its first `size` entries, with the cosignatures that came for it."""

    __tablename__ = "box_checkpoints"

    election_id: Mapped[int] = mapped_column(ForeignKey("elections.id"), primary_key=True)
    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)
    at: Mapped[datetime]
    cosigned: Mapped[int]
