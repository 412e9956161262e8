"""A line of numbers to a ballot, and where two readings of a stack differ. Neither rows nor pages."""

import re
from collections.abc import Iterator, Sequence
from itertools import zip_longest

from flask_babel import gettext as _

from ballots.errors import Unlawful
from ballots.kinds import Marking
from ballots.paper import Typed
from ballots.sections import Section
from ballots.styles import Ballot
from pb.cycles.plan import Ballot as Way
from pb.voting.booth.marks import Marks, mistakes
from pb.voting.booth.sheet import Part

BLANK = "-"
WITH_NUMBERS = (Way.CUMULATIVE, Way.SCORING, Way.YES_NO)
MARK = re.compile(r"([0-9]{1,7})(?:=([0-9]{1,7}))?\Z", re.ASCII)


class BadLine(ValueError):
    """Why a line is no lawful ballot, in words."""


def lines_of(text: str) -> list[str]:
    return [line.strip() for line in text.split("\n")] if text else []


def read(
    parts: Sequence[Part], sections: Sequence[Section], text: str
) -> tuple[tuple[Ballot, ...], list[str]]:
    """The ballots of all lines, and what is wrong, a sentence for each line that is no lawful ballot."""
    ballots: list[Ballot] = []
    wrong: list[str] = []
    for number, line in enumerate(lines_of(text), start=1):
        try:
            ballots.append(ballot(parts, sections, line))
        except BadLine as why:
            wrong.append(_("Line %(number)s: %(why)s", number=number, why=str(why)))
    return tuple(ballots), wrong


def ballot(parts: Sequence[Part], sections: Sequence[Section], line: str) -> Ballot:
    """Raises BadLine."""
    given = marks(parts, line)
    return tuple(marking(*each, given) for each in zip(parts, sections, strict=True))


def marks(parts: Sequence[Part], line: str) -> dict[int, int]:
    """Printed number to what was given to it (1 for a plain mark), in the order of the line."""
    if not line:
        raise BadLine(_("This line is empty. Type - for a paper with no mark on it."))
    printed = {card.number: part for part in parts for card in part.cards}
    given: dict[int, int] = {}
    for word in line.split() if line != BLANK else ():
        found = MARK.match(word)
        if found is None:
            raise BadLine(_("“%(word)s” is no project number.", word=word[:20]))
        number, value = int(found[1]), found[2]
        if number not in printed:
            raise BadLine(_("There is no project %(number)s on this ballot.", number=number))
        if number in given:
            raise BadLine(_("Project %(number)s stands twice.", number=number))
        given[number] = value_of(printed[number], number, value)
    return given


def value_of(part: Part, number: int, value: str | None) -> int:
    if part.kind is Way.YES_NO:
        if value not in ("0", "1"):
            raise BadLine(_("Type %(number)s=1 for yes, %(number)s=0 for no.", number=number))
        return int(value)
    if (value is not None) != (part.kind in WITH_NUMBERS):
        with_points = _("Type the points too, such as %(number)s=3.", number=number)
        raise BadLine(with_points if value is None else _("Type %(number)s without points.", number=number))
    return int(value or 1)


def marking(part: Part, section: Section, given: dict[int, int]) -> Marking | None:
    """What the line marks in one section. Raises BadLine."""
    places = {card.number: place for place, card in enumerate(part.cards)}
    mine = {number: value for number, value in given.items() if number in places}
    found = told(part, mine)
    if wrong := mistakes(part, found):
        raise BadLine(" ".join(wrong))
    if found.is_empty and part.may_be_blank:
        return None
    made = packed(part, places, mine)
    try:
        section.pack(made)
    except Unlawful:
        raise BadLine(_("The rules of this ballot do not allow these marks.")) from None
    return made


def told(part: Part, mine: dict[int, int]) -> Marks:
    """The marks as the checks of the marking form know them."""
    cards = {card.number: card for card in part.cards}
    if part.kind is Way.YES_NO:
        return Marks((), {0: "no", 1: "yes"}[next(iter(mine.values()))] if mine else "")
    if part.kind is Way.RANKED:
        return Marks(tuple((cards[number], rank) for rank, number in enumerate(mine, start=1)))
    return Marks(tuple((cards[number], value) for number, value in mine.items() if value))


def packed(part: Part, places: dict[int, int], mine: dict[int, int]) -> Marking:
    """The marking as the ballot's own library has it."""
    if part.kind is Way.YES_NO:
        return tuple(mine.values())
    if part.kind in WITH_NUMBERS:
        return tuple(mine.get(number, 0) for number in places)
    marked = [places[number] for number in mine]
    return tuple(marked if part.kind is Way.RANKED else sorted(marked))


def differences(one: Typed, other: Typed) -> list[int]:
    """The lines that the two clerks read differently."""
    pairs: Iterator[tuple[Ballot | None, Ballot | None]] = zip_longest(one.ballots, other.ballots)
    return [number for number, (first, second) in enumerate(pairs, start=1) if first != second]
