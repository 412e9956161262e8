"""The marking form as values: its sections, what may be marked in each, its cards in a voter's own order."""

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from pb.cycles.plan import Ballot
from pb.web.formats import won

# From so many cards on, a section can be narrowed down to a district or a category.
MANY = 8


@dataclass(frozen=True)
class Card:
    """One project on the form; `code` is its id in the sealed ballot."""

    code: str
    number: int
    project: int
    title: str
    place: str
    cost: int
    district: str
    category: str
    # The numbers of a proposal and of its first photo; without one there is the name of a drawing.
    photo: tuple[int, int] | None = None
    drawing: str = ""
    pin: tuple[float, float] | None = None


@dataclass(frozen=True)
class Part:
    """One section of the form. `limits` are those of its kind in the ballots library."""

    name: str
    title: str
    kind: Ballot
    limits: Mapping[str, int]
    may_be_blank: bool
    budget: int
    cards: tuple[Card, ...]

    @property
    def costs(self) -> tuple[int, ...]:
        return tuple(card.cost for card in self.cards)

    @property
    def districts(self) -> tuple[str, ...]:
        return several(card.district for card in self.cards)

    @property
    def categories(self) -> tuple[str, ...]:
        return several(card.category for card in self.cards)

    @property
    def drawings(self) -> list[str]:
        return sorted({card.drawing for card in self.cards if not card.photo})

    @property
    def can_be_narrowed(self) -> bool:
        return len(self.cards) >= MANY and bool(self.districts or self.categories)

    def in_order_of(self, seed: str) -> tuple[Card, ...]:
        """The cards in an order that looks random and stays the same for the same voter."""

        def place(card: Card) -> bytes:
            return hashlib.sha256(f"{seed}\0{self.name}\0{card.code}".encode()).digest()

        return tuple(sorted(self.cards, key=place))


def several(names: Iterable[str]) -> tuple[str, ...]:
    """The different names, if there is a choice between them."""
    found = sorted(set(names) - {""})
    return tuple(found) if len(found) > 1 else ()


def asks(part: Part) -> str:
    """What the voter is to do in this section, in one sentence."""
    limits = part.limits
    least, most, points = limits.get("min", 0), limits.get("max", 0), limits.get("points", 0)
    told: dict[Ballot, Callable[[], object]] = {
        Ballot.APPROVAL: lambda: choosing(least, most),
        Ballot.CHOOSE_ONE: lambda: _("Choose one project."),
        Ballot.KNAPSACK: lambda: _(
            "Choose as many as you like, as long as the money lasts: %(money)s.", money=won(limits["spend"])
        ),
        Ballot.RANKED: lambda: ranking(least, most),
        Ballot.CUMULATIVE: lambda: _(
            "You have %(points)s points to spread. A project takes at most %(most)s.",
            points=points,
            most=most,
        ),
        Ballot.SCORING: lambda: _("Give each project 0 to %(most)s points.", most=most),
        Ballot.YES_NO: lambda: _("Say yes or no to this project."),
    }
    return str(told[part.kind]())


def choosing(least: int, most: int) -> str:
    if least == most:
        return str(_("Choose exactly %(most)s projects.", most=most))
    if least <= 1:
        return str(_("Choose up to %(most)s projects.", most=most))
    return str(_("Choose %(least)s to %(most)s projects.", least=least, most=most))


def ranking(least: int, most: int) -> str:
    if least == most:
        return str(_("Put exactly %(most)s projects in order, the best first.", most=most))
    return str(_("Put up to %(most)s projects in order, the best first.", most=most))
