"""Which districts of a year vote together."""

from sqlalchemy import CheckConstraint, ForeignKey, ForeignKeyConstraint, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from pb.db import Base


class VotingZone(Base):
    """Several districts with one list of projects and one ballot."""

    __tablename__ = "voting_zones"
    __table_args__ = (
        UniqueConstraint("cycle_id", "name_ko"),
        UniqueConstraint("id", "cycle_id"),
        CheckConstraint("name_ko <> '' AND name_en <> ''", name="named"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"))
    name_ko: Mapped[str] = mapped_column(String(40))
    name_en: Mapped[str] = mapped_column(String(40))


class ZoneDistrict(Base):
    """A district is in one zone of a year at most."""

    __tablename__ = "voting_zone_districts"
    __table_args__ = (
        ForeignKeyConstraint(["zone_id", "cycle_id"], ["voting_zones.id", "voting_zones.cycle_id"]),
    )

    cycle_id: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    district_id: Mapped[int] = mapped_column(
        ForeignKey("districts.id"), primary_key=True, autoincrement=False
    )
    zone_id: Mapped[int] = mapped_column(index=True)
