"""The public list of proposals: which there are, in which order, and what a card says of each."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlalchemy.orm import Session

from pb.proposals.attached.models import Photo
from pb.proposals.finding.rules import BY_THEMSELVES, Sort, Wish, drawing_of, drawn_by_lot
from pb.proposals.models import Proposal, ProposalVersion
from pb.town.models import Category, District
from pb.web.paging import Page, cut, fetched

ORDERS: dict[Sort, tuple[ColumnElement[Any], ...]] = {
    Sort.LOT: (Proposal.id.asc(),),
    Sort.NEWEST: (Proposal.submitted.desc(), Proposal.id.desc()),
    Sort.SUPPORTS: (Proposal.supports.desc(), Proposal.id.desc()),
    Sort.COST: (ProposalVersion.cost.is_(None), ProposalVersion.cost.asc(), Proposal.id.asc()),
}


@dataclass(frozen=True)
class Card:
    """What the list says of a proposal. The rows of district and category are named in either language."""

    number: int
    title: str
    state: str
    supports: int
    cost: int | None
    district: District | None
    category: Category | None
    proposal: Proposal
    # The number of its first photo.
    photo: int | None

    @property
    def drawing(self) -> str:
        return drawing_of(self.category.name_ko if self.category else "")


def present(wanted: "Select[*tuple[Any, ...]]") -> "Select[*tuple[Any, ...]]":
    """Beside each proposal the text that counts now."""
    return wanted.join(
        ProposalVersion,
        and_(ProposalVersion.proposal_id == Proposal.id, ProposalVersion.number == Proposal.version),
    )


def holds(rows: Session, word: str) -> ColumnElement[bool]:
    """Whether the word stands in a text. Nothing that is typed is a pattern."""
    find = func.instr if rows.get_bind().dialect.name == "sqlite" else func.strpos
    return find(ProposalVersion.words, word) > 0


def conditions(rows: Session, wish: Wish) -> list[ColumnElement[bool]]:
    states = (wish.state,) if wish.state else BY_THEMSELVES
    found = [Proposal.cycle_id == wish.cycle, Proposal.state.in_([state.value for state in states])]
    if wish.district is not None:
        found.append(Proposal.district_id == wish.district)
    if wish.category is not None:
        found.append(Proposal.category_id == wish.category)
    if wish.call is not None:
        found.append(Proposal.call_id == wish.call)
    return [*found, *(holds(rows, word) for word in wish.words)]


def numbers(rows: Session, wish: Wish, lot: int) -> list[int]:
    """All that the wish finds, in its order."""
    found = read(rows, sorted_by(wish, select(Proposal.id)).where(*conditions(rows, wish)))
    return drawn_by_lot(found, lot) if wish.sort is Sort.LOT else found


def page_of(rows: Session, wish: Wish, lot: int, number: int, size: int) -> Page[int]:
    """One page of them. Where no lot decides, the database need not hand over the others."""
    if wish.sort is Sort.LOT:
        return cut(numbers(rows, wish, lot), number, size)
    wanted = sorted_by(wish, select(Proposal.id)).where(*conditions(rows, wish))
    counted = select(func.count()).select_from(Proposal)
    counted = (present(counted) if wish.words else counted).where(*conditions(rows, wish))
    total = rows.connection().execute(counted).scalar_one()
    return fetched(lambda first, most: read(rows, wanted.offset(first).limit(most)), total, number, size)


def sorted_by(wish: Wish, wanted: "Select[int]") -> "Select[int]":
    needs_text = wish.words or wish.sort is Sort.COST
    return (present(wanted) if needs_text else wanted).order_by(*ORDERS[wish.sort])


def read(rows: Session, wanted: "Select[int]") -> list[int]:
    # Fetched at once: one by one takes longer than finding them.
    return list(rows.connection().execute(wanted).scalars().all())


def cards(rows: Session, wanted: Sequence[int]) -> list[Card]:
    """The cards of these proposals, in this order: one statement, however many there are."""
    found = {card.number: card for card in cards_where(rows, Proposal.id.in_(wanted))}
    return [found[number] for number in wanted if number in found]


def every(rows: Session, wish: Wish) -> list[Card]:
    """All that the wish finds, by number, for taking home."""
    return cards_where(rows, *conditions(rows, wish))


def cards_where(rows: Session, *wanted: ColumnElement[bool]) -> list[Card]:
    first = select(func.min(Photo.id)).where(Photo.proposal_id == Proposal.id).scalar_subquery()
    columns = select(Proposal, ProposalVersion.title, ProposalVersion.cost, District, Category, first)
    listed = (
        present(columns)
        .outerjoin(District, District.id == Proposal.district_id)
        .outerjoin(Category, Category.id == Proposal.category_id)
        .where(*wanted)
        .order_by(Proposal.id)
    )
    return [
        Card(proposal.id, title, proposal.state, proposal.supports, cost, district, category, proposal, photo)
        for proposal, title, cost, district, category, photo in rows.execute(listed)
    ]


def pins(rows: Session, wish: Wish) -> list[tuple[int, float, float, str]]:
    """(number, latitude, longitude, title) of all that have a pin."""
    columns = select(Proposal.id, Proposal.latitude, Proposal.longitude, ProposalVersion.title)
    wanted = present(columns).where(*conditions(rows, wish), Proposal.latitude.is_not(None))
    return [(number, north, east, title) for number, north, east, title in rows.execute(wanted)]
