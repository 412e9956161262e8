"""Numbers and money as people in each language write them."""

from datetime import datetime
from decimal import Decimal

from babel.numbers import format_decimal, format_percent
from flask_babel import format_datetime, get_locale

EOK = 100_000_000
MAN = 10_000


def number(value: int | Decimal) -> str:
    """1234567 → 1,234,567."""
    return format_decimal(value, locale=get_locale())


def moment(at: datetime) -> str:
    """Day and time as the town's clocks show it."""
    return str(format_datetime(at, "y. M. d. HH:mm" if korean() else "d MMM y, HH:mm"))


def percent(share: float) -> str:
    """0.256 → 26%."""
    return format_percent(share, locale=get_locale())


def won(amount: int) -> str:
    """The exact amount: 2,000,000,000원, ₩2,000,000,000."""
    return f"{number(amount)}원" if korean() else f"₩{number(amount)}"


def short_won(amount: int) -> str:
    """A rounded amount for headlines and charts: 20억 원, ₩2.0bn. Always shown beside the exact one."""
    return short_korean(amount) if korean() else short_english(amount)


def korean() -> bool:
    return str(get_locale()).startswith("ko")


def short_korean(amount: int) -> str:
    for unit, name in ((EOK, "억"), (MAN, "만")):
        if amount >= unit:
            return f"{number(one_decimal(amount, unit))}{name} 원"
    return f"{number(amount)}원"


def short_english(amount: int) -> str:
    for unit, name in ((1_000_000_000, "bn"), (1_000_000, "m"), (1_000, "k")):
        if amount >= unit:
            return f"₩{number(one_decimal(amount, unit))}{name}"
    return f"₩{number(amount)}"


def one_decimal(amount: int, unit: int) -> Decimal:
    return (Decimal(amount) / unit).quantize(Decimal("0.1")).normalize() + 0
