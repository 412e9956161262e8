"""Who voted, by district and by age, as it stood at closing. Pure.

A cell so small that it could show who voted, or who did not, stays empty, and so does a second one where the
total would give the first away.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from pb.voting.turnout.figures import SMALLEST

# Decade of birth (None: not known), how many of it voted, how many are on the roll.
Age = tuple[int | None, int, int]


def shown(cells: Sequence[tuple[int, int]]) -> list[int | None]:
    """Of (voted, on the roll) what may be told of those who voted."""
    found = [voted if is_large(voted, on_roll) else None for voted, on_roll in cells]
    told = [(voted, place) for place, voted in enumerate(found) if voted is not None]
    if found.count(None) == 1 and told:
        found[min(told)[1]] = None
    return found


def is_large(voted: int, on_roll: int) -> bool:
    """Not where fewer than SMALLEST voted, or fewer than that did not."""
    return voted >= SMALLEST and (on_roll - voted >= SMALLEST or on_roll == voted)


def by_district(voted: Mapping[str, int] | None, roll: Mapping[str, int] | None) -> list[dict[str, Any]]:
    if voted is None or roll is None:
        return []
    cells = [(name, voted.get(name, 0), on_roll) for name, on_roll in sorted(roll.items())]
    told = shown([(count, on_roll) for _name, count, on_roll in cells])
    return [
        {"district": name, "roll": on_roll, "voted": count}
        for (name, _count, on_roll), count in zip(cells, told, strict=True)
    ]


def by_age(ages: Sequence[Age]) -> list[dict[str, Any]]:
    told = shown([(voted, on_roll) for _decade, voted, on_roll in ages])
    return [
        {"born": decade, "roll": on_roll, "voted": count}
        for (decade, _voted, on_roll), count in zip(ages, told, strict=True)
    ]
