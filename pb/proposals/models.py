"""A proposal and every version of its text."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import BigInteger, CheckConstraint, Computed, Float, ForeignKey, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from pb.db import Base


class State(StrEnum):
    """Where a proposal stands. Rooms above move it on by `pb.proposals.actions.move`, never by hand."""

    DRAFT = "draft"
    RECEIVED = "received"
    IN_REVIEW = "in-review"
    FEASIBLE = "feasible"
    INFEASIBLE = "infeasible"
    ON_BALLOT = "on-ballot"
    FUNDED = "funded"
    NOT_FUNDED = "not-funded"
    WITHDRAWN = "withdrawn"
    MERGED = "merged"
    FORWARDED = "forwarded"


SEARCHED = "lower(replace(title || '|' || problem || '|' || idea, ' ', ''))"
STATES = ", ".join(repr(state.value) for state in State)


class Proposal(Base):
    """What somebody wants the town to do, in one cycle. `version` is the number of the present text."""

    __tablename__ = "proposals"
    __table_args__ = (
        CheckConstraint(f"state IN ({STATES})", name="state_known"),
        CheckConstraint("(state = 'draft') = (submitted IS NULL)", name="submitted_unless_draft"),
        CheckConstraint("(state = 'merged') = (merged_into_id IS NOT NULL)", name="merged_into_another"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="pin_whole"),
        CheckConstraint("version >= 1", name="version_natural"),
        CheckConstraint("supports >= 0", name="supports_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cycle_id: Mapped[int] = mapped_column(ForeignKey("cycles.id"), index=True)
    # Who wrote it first; co-authors stand in a table of their own.
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"), index=True)
    state: Mapped[str] = mapped_column(String(12), index=True)
    # The call of a department that it answers; None for an open proposal.
    call_id: Mapped[int | None] = mapped_column(ForeignKey("calls.id"), index=True)
    # None means the whole town.
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"), index=True)
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"), index=True)
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    made: Mapped[datetime]
    submitted: Mapped[datetime | None]
    version: Mapped[int]
    merged_into_id: Mapped[int | None] = mapped_column(ForeignKey("proposals.id"), index=True)
    # How many rows it has in `supports`: kept beside them so that a list can be sorted by it.
    supports: Mapped[int] = mapped_column(default=0, server_default="0")

    versions: Mapped[list["ProposalVersion"]] = relationship(
        order_by="ProposalVersion.number", cascade="all, delete-orphan"
    )


class ProposalVersion(Base):
    """The text as it stood from `at` on, and where it belonged.

    The money is whole won, as roughly known by the proposer.
    """

    __tablename__ = "proposal_versions"
    __table_args__ = (
        CheckConstraint("number >= 1", name="number_natural"),
        CheckConstraint("cost >= 0", name="cost_not_negative"),
        CheckConstraint("(latitude IS NULL) = (longitude IS NULL)", name="pin_whole"),
        CheckConstraint("reason <> ''", name="reason_not_empty"),
    )

    proposal_id: Mapped[int] = mapped_column(ForeignKey("proposals.id"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    at: Mapped[datetime]
    person_id: Mapped[int] = mapped_column(ForeignKey("persons.id"))
    title: Mapped[str] = mapped_column(String(100))
    problem: Mapped[str] = mapped_column(Text)
    idea: Mapped[str] = mapped_column(Text)
    beneficiaries: Mapped[str] = mapped_column(Text)
    place: Mapped[str] = mapped_column(String(200))
    cost: Mapped[int | None] = mapped_column(BigInteger)
    # Where it belonged; the proposal's own columns say the same of the present version.
    district_id: Mapped[int | None] = mapped_column(ForeignKey("districts.id"))
    category_id: Mapped[int | None] = mapped_column(ForeignKey("categories.id"))
    latitude: Mapped[float | None] = mapped_column(Float)
    longitude: Mapped[float | None] = mapped_column(Float)
    # Why the town filed it elsewhere; None for what its authors wrote.
    reason: Mapped[str | None] = mapped_column(String(500))
    # What a search looks through: without blanks, since not everyone puts them at the same places.
    words: Mapped[str] = mapped_column(Text, Computed(SEARCHED, persisted=True), deferred=True)
