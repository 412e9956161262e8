"""Amounts of money as people read them: won in 억 and 만, other currencies by their code."""

from dataclasses import dataclass

from tallying.badfile import Language
from tallying.election import Election

EOK, MAN = 100_000_000, 10_000


@dataclass(frozen=True, slots=True)
class Currency:
    """How the amounts of one election are written. `code` is ISO 4217 or "" when the file names none."""

    code: str = "KRW"
    decimals: int = 0
    language: Language = "ko"

    @classmethod
    def of(cls, election: Election, language: Language) -> "Currency":
        return cls(election.meta.get("currency", ""), election.decimals, language)

    def exact(self, amount: int) -> str:
        """Every digit: "12,340,000원", "PLN 1,603,000.50"."""
        if self.code == "KRW" and self.language == "ko":
            return f"{self._digits(amount)}원"
        if self.code == "KRW":
            return f"₩{self._digits(amount)}"
        return f"{self.code} {self._digits(amount)}".strip()

    def short(self, amount: int) -> str:
        """Rounded for a chart, never for a decision: "1,234만 원", "₩12.3M", "PLN 1.60M"."""
        if self.code == "KRW" and self.language == "ko":
            return _korean(amount // 10**self.decimals)
        units = amount // 10**self.decimals
        mark = "₩" if self.code == "KRW" else f"{self.code} ".lstrip()
        return mark + _thousands(units)

    def _digits(self, amount: int) -> str:
        units, rest = divmod(amount, 10**self.decimals)
        return f"{units:,}" + (f".{rest:0{self.decimals}d}" if self.decimals else "")


def _korean(won: int) -> str:
    if won < MAN:
        return f"{won:,}원"
    eok, man = divmod((won + MAN // 2) // MAN, EOK // MAN)
    parts = [f"{eok:,}억"] * bool(eok) + [f"{man:,}만"] * bool(man)
    return " ".join(parts) + " 원"


def _thousands(units: int) -> str:
    for size, mark in ((10**9, "B"), (10**6, "M"), (10**3, "k")):
        if units >= size:
            digits = 2 if units < 10 * size else 1 if units < 100 * size else 0
            return (
                f"{units / size:.{digits}f}".rstrip("0").rstrip(".") + mark
                if digits
                else f"{units // size}{mark}"
            )
    return str(units)
