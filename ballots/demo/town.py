"""The town of the demonstration: what is voted on, by whom, with which keys."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import manifest, roll, signing
from ballots.errors import Refused
from ballots.manifest import Manifest
from ballots.randomness import Source, below, permutation
from ballots.roll import Slot

FEWEST_VOTERS = 30
_DISTRICTS_FROM = 400
_USUAL_SMALLEST = 20
_WITNESSES = ("witness.example/press", "witness.example/citizens")
_PROJECTS = (
    ("Safe way to school", "안전한 통학로"),
    ("Shade trees on the market street", "시장길 그늘나무"),
    ("Small library for children", "어린이 작은도서관"),
    ("Bus shelters with heating", "온열 버스정류장"),
    ("Repair café", "동네 수리점"),
    ("Street lamps in the alleys", "골목길 보안등"),
    ("Community kitchen", "마을 공유부엌"),
    ("Benches for the elderly", "어르신 쉼터 의자"),
    ("Playground without barriers", "무장애 놀이터"),
    ("Bicycle path by the stream", "하천 자전거길"),
    ("Rain gardens", "빗물 정원"),
    ("Youth music room", "청소년 음악실"),
)


@dataclass(frozen=True)
class Keys:
    """Every signing key of the town and its witnesses."""

    registrar: Ed25519PrivateKey
    log: Ed25519PrivateKey
    clerks: tuple[Ed25519PrivateKey, Ed25519PrivateKey]
    witnesses: tuple[tuple[str, Ed25519PrivateKey], ...]


@dataclass(frozen=True, slots=True)
class Size:
    """How large the election is."""

    voters: int
    trustees: int = 3
    threshold: int = 2
    mixers: int = 2
    paper: int = 0

    def check(self) -> None:
        """Refused if no honest election can be made of these numbers."""
        if self.voters < FEWEST_VOTERS:
            raise Refused(f"{self.voters} voters; the demonstration needs at least {FEWEST_VOTERS}")
        if not 1 <= self.threshold <= self.mixers <= self.trustees:
            raise Refused("it must hold that 1 <= threshold <= mixers <= trustees")
        if not 0 <= self.paper <= self.voters // 3:
            raise Refused(f"at most a third of the voters, {self.voters // 3}, can vote on paper here")


def new_keys(source: Source) -> Keys:
    """Fresh keys for everyone but the trustees and voters."""
    return Keys(
        signing.new_key(source),
        signing.new_key(source),
        (signing.new_key(source), signing.new_key(source)),
        tuple((name, signing.new_key(source)) for name in _WITNESSES),
    )


def title(number: int) -> dict[str, str]:
    """The name of project `number`, in both languages."""
    english, korean = _PROJECTS[number % len(_PROJECTS)]
    more = f" {number // len(_PROJECTS) + 1}" if number >= len(_PROJECTS) else ""
    return {"en": english + more, "ko": korean + more}


def section(
    name: str, kind: str, limits: dict[str, Any], projects: int, blank: bool = False
) -> dict[str, Any]:
    """A section of `projects` projects with made-up costs; the budget pays for about a third of them."""
    costs = [10_000_000 * (1 + (7 * number) % 9) for number in range(projects)]
    return {
        "name": name,
        "title": {"en": f"Section {name}", "ko": f"분과 {name}"},
        "kind": kind,
        "limits": limits,
        "blank": blank,
        "budget": sum(costs) // 3,
        "rule": "greedy",
        "ties": ["votes", "cost", "lexico"],
        "quorum": 0,
        "conflicts": [],
        "mandatory": [],
        "sheets": [],
        "projects": [
            {"id": f"P{number + 1:03}", "cost": cost, "title": title(number)}
            for number, cost in enumerate(costs)
        ],
    }


def usual_sections(size: Size) -> tuple[list[dict[str, Any]], list[dict[str, Any]]]:
    """Sections and ballot styles: one for all in a small town, two districts in a larger one."""
    town_wide = section("town", "approval", {"max": 3, "min": 1}, 12)
    if size.voters < _DISTRICTS_FROM:
        return [town_wide], [{"name": "all", "sections": ["town"]}]
    spend = {"spend": 120_000_000}
    districts = [section("north", "knapsack", spend, 8), section("south", "knapsack", spend, 9)]
    styles = [{"name": name, "sections": ["town", name]} for name in ("north", "south")]
    return [town_wide, *districts], styles


def draw_slots(size: Size, styles: int, nonce: bytes, source: Source) -> list[Slot]:
    """The shuffled roll: one in three voters is on the committee in a small town, one in five in a larger."""
    committee = size.voters // (3 if size.voters < _DISTRICTS_FROM else 5)
    people = permutation(source, size.voters)
    return [
        Slot(
            below(source, styles),
            int(person < committee),
            roll.commit(nonce, number, source.octets(32), f"Voter {person}"),
        )
        for number, person in enumerate(people)
    ]


def write_manifest(
    size: Size,
    keys: Keys,
    ceremony: bytes,
    slots: Sequence[Slot],
    nonce: bytes,
    sections: list[dict[str, Any]],
    styles: list[dict[str, Any]],
) -> Manifest:
    """The frozen election; `ceremony` is the 32-byte hash of ceremony.json."""
    fields = {
        "title": {"en": "Demonstration", "ko": "주민참여예산 시연"},
        "nonce": nonce.hex(),
        "opens": "2026-11-02T00:00:00Z",
        "closes": "2026-11-15T09:00:00Z",
        "sections": sections,
        "styles": styles,
        "groups": [{"name": "resident", "weight": 60}, {"name": "committee", "weight": 40}],
        "smallest": _USUAL_SMALLEST if size.voters >= _DISTRICTS_FROM else 5,
        "merge": [{"from": "committee", "into": "resident"}],
        "roll": {"root": roll.root(slots).hex(), "slots": len(slots)},
        "ceremony": ceremony.hex(),
        "trustees": {"count": size.trustees, "threshold": size.threshold, "mixers": size.mixers},
        "registrar": _public(keys.registrar),
        "clerks": [{"name": f"Clerk {n}", "key": _public(key)} for n, key in enumerate(keys.clerks, start=1)],
        "log": {"origin": "town.example/box", "key": _public(keys.log)},
        "witnesses": [{"name": name, "key": _public(key)} for name, key in keys.witnesses],
        "quorum": 1,
    }
    return manifest.encode(fields)


def _public(key: Ed25519PrivateKey) -> str:
    return signing.public_key(key).hex()
