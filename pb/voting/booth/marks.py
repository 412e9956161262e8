"""Marks that arrive as a plain form: read, and explained. The practice ballot needs nothing more."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass

from flask_babel import gettext as _
from werkzeug.datastructures import MultiDict

from pb.cycles.plan import Ballot
from pb.voting.booth.sheet import Card, Part, asks
from pb.web.formats import won
from pb.web.texts import neat

Sent = MultiDict[str, str]
LONGEST_NUMBER = 7


@dataclass(frozen=True)
class Marks:
    """What was marked in one section: cards with a number (1 for a tick, a rank, or points), or an answer.

    `odd` is what was typed for a card and is no number.
    """

    given: tuple[tuple[Card, int], ...]
    answer: str = ""
    odd: tuple[Card, ...] = ()

    @property
    def is_empty(self) -> bool:
        return not (self.given or self.answer or self.odd)

    def of(self, code: str) -> int:
        """The number given to a card; 0 if none was."""
        return next((number for card, number in self.given if card.code == code), 0)

    @property
    def together(self) -> int:
        return sum(number for _card, number in self.given)


def field(part: Part, card: Card) -> str:
    """The name of a card's own field, where each card has one."""
    return f"{part.name}.{card.code}"


def read(part: Part, sent: Sent) -> Marks:
    if part.kind is Ballot.YES_NO:
        answer = sent.get(part.name, "")
        return Marks((), answer if answer in ("yes", "no") else "")
    if part.kind in (Ballot.RANKED, Ballot.CUMULATIVE, Ballot.SCORING):
        return numbered(part, sent)
    ticked = set(sent.getlist(part.name))
    return Marks(tuple((card, 1) for card in part.cards if card.code in ticked))


def numbered(part: Part, sent: Sent) -> Marks:
    typed = [(card, neat(sent.get(field(part, card), ""))) for card in part.cards]
    odd = tuple(card for card, text in typed if text and not is_number(text))
    numbers = [(card, int(text)) for card, text in typed if is_number(text)]
    given = [(card, number) for card, number in numbers if number]
    if part.kind is Ballot.RANKED:
        given.sort(key=lambda pair: pair[1])
    return Marks(tuple(given), odd=odd)


def is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) <= LONGEST_NUMBER


def picks(part: Part, marks: Marks) -> list[tuple[Card, str]]:
    """What was marked, each with the word that says how."""
    if part.kind is Ballot.YES_NO:
        said = {"yes": _("In favour"), "no": _("Against")}
        return [(part.cards[0], said[marks.answer])] if marks.answer else []
    if part.kind is Ballot.RANKED:
        return [(card, _("Rank %(rank)s", rank=rank)) for card, rank in marks.given]
    if part.kind in (Ballot.CUMULATIVE, Ballot.SCORING):
        return [(card, _("%(points)s points", points=points)) for card, points in marks.given]
    return [(card, won(card.cost)) for card, _tick in marks.given]


def mistakes(part: Part, marks: Marks) -> list[str]:
    """Why these marks are no lawful ballot, a sentence each; none if they are."""
    if marks.is_empty and part.may_be_blank:
        return []
    return list(CHECKS[part.kind](part, marks))


def too_few_or_many(part: Part, marks: Marks) -> Iterator[str]:
    least, most, marked = part.limits["min"], part.limits["max"], len(marks.given)
    if marked > most:
        yield _("%(marked)s projects are marked. At most %(most)s are allowed.", marked=marked, most=most)
    if marked < least:
        yield _("%(marked)s projects are marked. At least %(least)s are needed.", marked=marked, least=least)


def exactly_one(_part: Part, marks: Marks) -> Iterator[str]:
    if len(marks.given) != 1:
        yield _("Exactly one project is to be marked, but %(marked)s are.", marked=len(marks.given))


def within_the_money(part: Part, marks: Marks) -> Iterator[str]:
    spent, money = sum(card.cost for card, _tick in marks.given), part.limits["spend"]
    if spent > money:
        yield _(
            "The marked projects cost %(spent)s together, %(over)s more than the %(money)s there is.",
            spent=won(spent),
            over=won(spent - money),
            money=won(money),
        )


def in_order(part: Part, marks: Marks) -> Iterator[str]:
    yield from not_numbers(marks)
    yield from too_few_or_many(part, marks)
    if [rank for _card, rank in marks.given] != list(range(1, len(marks.given) + 1)):
        yield _("Each rank is given once, from 1 on, without leaving one out.")


def not_numbers(marks: Marks) -> Iterator[str]:
    for card in marks.odd:
        yield _("What is typed for “%(title)s” is not a number.", title=card.title)


def not_over(part: Part, marks: Marks) -> Iterator[str]:
    yield from not_numbers(marks)
    most = part.limits["max"]
    for card, points in marks.given:
        if points > most:
            yield _("“%(title)s” has more than %(most)s points.", title=card.title, most=most)


def spread(part: Part, marks: Marks) -> Iterator[str]:
    yield from not_over(part, marks)
    if marks.together > part.limits["points"]:
        yield _(
            "%(given)s points are given, but there are only %(points)s.",
            given=marks.together,
            points=part.limits["points"],
        )


def answered(_part: Part, marks: Marks) -> Iterator[str]:
    if not marks.answer:
        yield _("Mark yes or no.")


CHECKS: dict[Ballot, Callable[[Part, Marks], Iterator[str]]] = {
    Ballot.APPROVAL: too_few_or_many,
    Ballot.CHOOSE_ONE: exactly_one,
    Ballot.CUMULATIVE: spread,
    Ballot.KNAPSACK: within_the_money,
    Ballot.RANKED: in_order,
    Ballot.SCORING: not_over,
    Ballot.YES_NO: answered,
}


@dataclass(frozen=True)
class Shown:
    """One section as a page shows it: `cards` in the voter's own order, with what was marked before."""

    part: Part
    asks: str
    cards: tuple[Card, ...]
    marks: Marks | None
    mistakes: list[str]


def shown(part: Part, order: str, given: Marks | None = None) -> Shown:
    return Shown(part, asks(part), part.in_order_of(order), given, mistakes(part, given) if given else [])
