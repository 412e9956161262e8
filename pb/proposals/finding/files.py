"""The public list as files."""

from collections.abc import Mapping, Sequence

from sqlalchemy.orm import Session

from pb.accounts.letters import link
from pb.calls.naming import titles
from pb.proposals.finding.queries import Card

COLUMNS = (
    "number",
    "title",
    "district",
    "category",
    "state",
    "cost",
    "supports",
    "submitted",
    "latitude",
    "longitude",
    "address",
    "call",
)
Line = dict[str, str | int | float | None]


def lines(rows: Session, cards: Sequence[Card]) -> list[Line]:
    """One line a proposal. Names are the Korean ones, which count; an empty district is the whole town, an
    empty call an open proposal.
    """
    calls = titles(rows, {card.proposal.call_id for card in cards if card.proposal.call_id})
    return [line(card, calls) for card in cards]


def line(card: Card, calls: Mapping[int, str]) -> Line:
    submitted = card.proposal.submitted
    cells: tuple[str | int | float | None, ...] = (
        card.number,
        card.title,
        card.district.name_ko if card.district else None,
        card.category.name_ko if card.category else None,
        card.state,
        card.cost,
        card.supports,
        submitted.isoformat(timespec="seconds") if submitted else None,
        card.proposal.latitude,
        card.proposal.longitude,
        link("proposals.one", number=card.number),
        calls.get(card.proposal.call_id) if card.proposal.call_id else None,
    )
    return dict(zip(COLUMNS, cells, strict=True))


def cells(found: Line) -> list[str]:
    return ["" if cell is None else str(cell) for cell in found.values()]
