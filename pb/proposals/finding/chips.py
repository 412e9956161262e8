"""The filters as links: each press changes one thing in the address and keeps the rest."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb.calls.queries import of_cycle
from pb.proposals.finding.rules import SHOWN, Wish
from pb.proposals.standing import TITLES
from pb.town import queries as town
from pb.town.actions import Listed
from pb.town.models import Category, District
from pb.web.formats import korean

WHOLE = _l("All")


@dataclass(frozen=True)
class Chip:
    """A filter to press: what it is called, the wish after the press, and whether it is on now."""

    label: str
    wish: Wish
    on: bool


@dataclass(frozen=True)
class Group:
    title: str
    chips: list[Chip]


def groups(rows: Session, wish: Wish) -> list[Group]:
    """All that can be chosen; each group begins with the chip that chooses nothing in it."""
    districts = [named(one) for one in town.districts(rows)]
    categories = [named(one) for one in town.listed(rows, Category)]
    calls = [(one.id, one.title) for one in of_cycle(rows, wish.cycle)]
    return [
        Group(_("District"), list(of("district", districts, wish, wish.district))),
        Group(_("Kind of idea"), list(of("category", categories, wish, wish.category))),
        Group(
            _("Where it stands"),
            list(of("state", [(one, str(TITLES[one])) for one in SHOWN], wish, wish.state)),
        ),
        *([Group(_("Answers to a call"), list(of("call", calls, wish, wish.call)))] if calls else []),
    ]


def of(field: str, values: Iterable[tuple[object, str]], wish: Wish, now: object) -> Iterator[Chip]:
    def chosen(value: object) -> Wish:
        changed: dict[str, Any] = {field: value}
        return replace(wish, **changed)

    yield Chip(str(WHOLE), chosen(None), on=now is None)
    for value, label in values:
        yield Chip(label, chosen(value), on=value == now)


def taken(found: Iterable[Group], wish: Wish) -> list[Chip]:
    """The filters that are on, each with the wish without it."""
    on = [
        Chip(chip.label, group.chips[0].wish, on=True)
        for group in found
        for chip in group.chips[1:]
        if chip.on
    ]
    words = [Chip(f"“{wish.text}”", replace(wish, text=""), on=True)] if wish.text else []
    return [*words, *on]


def named(one: Listed | District) -> tuple[int, str]:
    return one.id, one.name_ko if korean() else one.name_en
