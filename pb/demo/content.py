"""What the people of the demonstration's town say: read from proposals.toml."""

import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pb.reviews.deciding.models import Ground, Verdict

HERE = Path(__file__).resolve().parent
MAN = 10_000
# The names of the grounds in the file are those of the town's sentences.
GROUNDS = {
    "law": Ground.LAW,
    "not-our-competence": Ground.COMPETENCE,
    "duplicate": Ground.DUPLICATE,
    "private-benefit": Ground.PRIVATE,
    "already-funded": Ground.FUNDED,
    "cost": Ground.COST,
    "recurring-cost": Ground.RECURRING,
}
VERDICTS = {"feasible": Verdict.FEASIBLE, "changes": Verdict.CHANGES}


@dataclass(frozen=True)
class Talk:
    """A contribution to the discussion; `answer` is what the department replied."""

    kind: str
    by: str
    text: str
    answer: str = ""


@dataclass(frozen=True)
class Idea:
    """A proposal with what became of it. Money in whole won; `ground` only where it is infeasible."""

    title: str
    dong: str
    category: str
    problem: str
    idea: str
    who: str
    place: str
    cost: int | None
    by: str
    supports: int
    talk: tuple[Talk, ...]
    verdict: Verdict | None
    ground: Ground | None
    paper: str
    reviewed_cost: int
    appeal: str
    merge: str
    forward: str
    withdraw: str
    title_en: str
    text_en: str
    words: str


def ideas(name: str = "proposals.toml") -> tuple[Idea, ...]:
    with (HERE / name).open("rb") as file:
        return tuple(idea(told) for told in tomllib.load(file)["proposal"])


def idea(told: Mapping[str, Any]) -> Idea:
    answer = str(told.get("answer", ""))
    ground = GROUNDS.get(answer)
    cost = int(told["cost"]) * MAN
    return Idea(
        **{name: str(told[name]).strip() for name in ("title", "dong", "category", "problem", "idea")},
        **{name: str(told[name]).strip() for name in ("who", "place", "by")},
        **{name: str(told.get(name, "")) for name in ("paper", "appeal", "merge", "forward", "withdraw")},
        title_en=str(told.get("title_en", "")),
        text_en=str(told.get("text_en", "")),
        words=str(told.get("words", "")),
        cost=cost or None,
        supports=int(told["supports"]),
        talk=tuple(Talk(**one) for one in told.get("talk", ())),
        verdict=Verdict.INFEASIBLE if ground else VERDICTS.get(answer),
        ground=ground,
        reviewed_cost=int(told.get("cost_reviewed", told["cost"])) * MAN,
    )
