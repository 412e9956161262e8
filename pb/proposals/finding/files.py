"""The public list as files."""

from collections.abc import Iterable

from pb.accounts.letters import link
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
)
Line = dict[str, str | int | float | None]


def lines(cards: Iterable[Card]) -> list[Line]:
    """One line a proposal. Names are the Korean ones, which count; an empty district is the whole town."""
    return [line(card) for card in cards]


def line(card: Card) -> Line:
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
    )
    return dict(zip(COLUMNS, cells, strict=True))


def cells(found: Line) -> list[str]:
    return ["" if cell is None else str(cell) for cell in found.values()]
