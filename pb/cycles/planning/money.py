"""Dividing money to the last won."""

from collections.abc import Sequence


def divided(total: int, parts: Sequence[int]) -> list[int]:
    """`total` in proportion to `parts`, in whole won; nothing is lost.

    What rounding leaves goes, one won each, to the parts that lost most by it, the earlier of two that lost
    the same (the method of largest remainders). Without any part above zero nobody gets anything.
    """
    together = sum(parts)
    if together <= 0:
        return [0] * len(parts)
    floors = [total * part // together for part in parts]
    lost = sorted(range(len(parts)), key=lambda place: (-(total * parts[place] % together), place))
    for place in lost[: total - sum(floors)]:
        floors[place] += 1
    return floors


def equally(total: int, parts: int) -> list[int]:
    return divided(total, [1] * parts)
