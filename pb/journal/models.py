"""The journal's tables. The database itself refuses to change or delete a row of the first three."""

from datetime import datetime

from sqlalchemy import BigInteger, CheckConstraint, LargeBinary, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class JournalEntry(Base):
    """One leaf of the log. The other columns repeat what stands in `entry`, to filter by."""

    __tablename__ = "journal_entries"
    __table_args__ = (CheckConstraint("position >= 0", name="position_natural"),)

    position: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    at: Mapped[datetime] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(60), index=True)
    office: Mapped[str] = mapped_column(String(60), index=True)
    entry: Mapped[bytes] = mapped_column(LargeBinary)


class JournalNode(Base):
    """The hash of a whole subtree: leaves place·2^level to (place + 1)·2^level - 1."""

    __tablename__ = "journal_nodes"

    level: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    place: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    hash: Mapped[bytes] = mapped_column(LargeBinary)


class JournalCheckpoint(Base):
    """The signed note on the log's first `size` entries."""

    __tablename__ = "journal_checkpoints"

    size: Mapped[int] = mapped_column(BigInteger, primary_key=True, autoincrement=False)
    note: Mapped[str] = mapped_column(Text)


class JournalHead(Base):
    """One row that says how long the log is. Whoever appends updates it first, so appending takes turns."""

    __tablename__ = "journal_head"
    __table_args__ = (CheckConstraint("id = 1", name="only_one"),)

    id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    size: Mapped[int] = mapped_column(BigInteger)
