"""What a verification found, for people and for programs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class Check:
    """One named check: how many things it looked at, how long it took, and the fault if it does not hold."""

    code: str
    name: str
    ok: bool
    count: int
    seconds: float
    detail: str

    def to_json(self) -> dict[str, Any]:
        """The object of `verify --json`."""
        return {
            "code": self.code,
            "name": self.name,
            "ok": self.ok,
            "count": self.count,
            "seconds": round(self.seconds, 3),
            "detail": self.detail,
        }


@dataclass(frozen=True, slots=True)
class Report:
    """All checks in order up to the first that does not hold, and the figures of the election."""

    checks: tuple[Check, ...]
    counts: Mapping[str, int]

    @property
    def ok(self) -> bool:
        """Whether every check holds."""
        return all(check.ok for check in self.checks)

    @property
    def failed(self) -> Check | None:
        """The first check that does not hold."""
        return next((check for check in self.checks if not check.ok), None)

    def to_json(self) -> dict[str, Any]:
        """`{"ok", "checks", "counts"}`."""
        return {
            "ok": self.ok,
            "checks": [check.to_json() for check in self.checks],
            "counts": dict(self.counts),
        }
