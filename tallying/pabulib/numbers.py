"""Numbers as they stand in a file: short ones, checked before they become numbers."""

import re
from dataclasses import dataclass
from fractions import Fraction

from tallying.pabulib.leniency import Leniency, Tolerance

MOST_MONEY = 10**15
MOST_POINTS = 10**9
_WHOLE = re.compile(r"-?[0-9]{1,18}")
_MONEY = re.compile(r"([0-9]{1,18})(?:([.,])([0-9]{1,6}))?")


@dataclass(frozen=True, slots=True)
class Place:
    """Where a number stands: its line, and the name of its column or key."""

    line: int
    column: str


def whole(cell: str, place: Place, tolerance: Tolerance, most: int = MOST_POINTS) -> int:
    """A whole number of at most `most` either way. Raises BadFile."""
    if not _WHOLE.fullmatch(cell):
        tolerance.refuse("not-whole", place.line, column=place.column, cell=cell or '""')
    number = int(cell)
    if abs(number) > most:
        tolerance.refuse("too-much", place.line, column=place.column, cell=cell)
    return number


def money(cell: str, place: Place, tolerance: Tolerance) -> Fraction:
    """An amount in the currency, exactly. Raises BadFile."""
    found = _MONEY.fullmatch(cell)
    if not found:
        tolerance.refuse("not-money", place.line, column=place.column, cell=cell or '""')
    units, mark, rest = found.groups()
    if mark == ",":
        tolerance.meet(Leniency.COMMA_DECIMAL, "comma-decimal", place.line, column=place.column, cell=cell)
    elif mark:
        tolerance.meet(Leniency.DECIMAL_MONEY, "decimal-money", place.line, column=place.column, cell=cell)
    amount = Fraction(int(units + (rest or "")), 10 ** len(rest or ""))
    if amount > MOST_MONEY:
        tolerance.refuse("too-much", place.line, column=place.column, cell=cell)
    return amount


def decimals_of(amounts: list[Fraction]) -> int:
    """The least number of decimals, at most 6, in which all amounts are whole."""
    return next(d for d in range(7) if all((amount * 10**d).denominator == 1 for amount in amounts))


def text_of_money(amount: int, decimals: int) -> str:
    """The amount as it is written in a file: no more decimals than it needs."""
    if not decimals:
        return str(amount)
    units, rest = divmod(amount, 10**decimals)
    digits = f"{rest:0{decimals}d}".rstrip("0")
    return f"{units}.{digits}" if digits else str(units)
