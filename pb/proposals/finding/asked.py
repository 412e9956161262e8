"""Reading from an address what somebody looks for. What makes no sense there counts as not chosen."""

from collections.abc import Mapping

from pb.proposals.finding.rules import LONGEST_SEARCH, SHOWN, Sort, Wish
from pb.proposals.models import State
from pb.web.texts import masked

# A number of a row never has more digits; SQLite would refuse a larger one.
MOST_DIGITS = 9


def wish_of(asked: Mapping[str, str], cycle: int) -> Wish:
    state, sort = asked.get("state", ""), asked.get("sort", "")
    return Wish(
        cycle=cycle,
        text=masked(asked.get("q", ""))[:LONGEST_SEARCH],
        district=number(asked.get("district", "")),
        category=number(asked.get("category", "")),
        state=State(state) if state in {one.value for one in SHOWN} else None,
        sort=Sort(sort) if sort in set(Sort) else Sort.LOT,
        call=number(asked.get("call", "")),
    )


def number(typed: str) -> int | None:
    lawful = typed.isascii() and typed.isdigit() and len(typed) <= MOST_DIGITS
    return int(typed) if lawful and int(typed) else None
