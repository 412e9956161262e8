"""The similar proposals of a cycle, from an index that each process keeps, renewed when something changed."""

import threading
from dataclasses import dataclass, field

from flask import Flask, current_app
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from pb.proposals.finding.queries import Card, cards, present
from pb.proposals.finding.resembling import Grams, Index, grams
from pb.proposals.finding.rules import BY_THEMSELVES
from pb.proposals.models import Proposal, ProposalVersion

KEPT = "pb.proposals.similar"
MOST = 5
# So much of what is said of the problem and the idea counts beside the title.
BEGINNING = 150
ALIVE = [state.value for state in BY_THEMSELVES]
# How many there are, and what changes when one comes, goes or is changed.
Mark = tuple[int, int, int]


@dataclass
class Kept:
    """The index of one cycle as of `mark`, and the grams of each text by number and version."""

    mark: Mark = (-1, 0, 0)
    index: Index = field(default_factory=lambda: Index.of({}))
    texts: dict[tuple[int, int], Grams] = field(default_factory=dict)
    lock: threading.Lock = field(default_factory=threading.Lock)


def init_app(app: Flask) -> None:
    app.extensions[KEPT] = {}


def similar(rows: Session, cycle: int, text: str, but: int | None = None) -> list[Card]:
    """The cards of the proposals of the cycle that resemble `text`, the most alike first."""
    found = present_index(rows, cycle, kept_of(cycle)).nearest(text, MOST, () if but is None else (but,))
    return cards(rows, [number for number, _ in found]) if found else []


def kept_of(cycle: int) -> Kept:
    """An empty index takes its time, so that one is made for a newly asked cycle only."""
    every: dict[int, Kept] = current_app.extensions[KEPT]
    return every[cycle] if cycle in every else every.setdefault(cycle, Kept())


def present_index(rows: Session, cycle: int, kept: Kept) -> Index:
    with kept.lock:
        now = mark(rows, cycle)
        if now != kept.mark:
            kept.texts = read(rows, cycle, kept.texts)
            kept.index = Index.of({number: found for (number, _), found in kept.texts.items()})
            kept.mark = now
        return kept.index


def mark(rows: Session, cycle: int) -> Mark:
    sums = select(func.count(), func.sum(Proposal.id), func.sum(Proposal.version))
    wanted = sums.where(Proposal.cycle_id == cycle, Proposal.state.in_(ALIVE))
    count, numbers, versions = rows.execute(wanted).one()
    return int(count), int(numbers or 0), int(versions or 0)


def read(rows: Session, cycle: int, known: dict[tuple[int, int], Grams]) -> dict[tuple[int, int], Grams]:
    """The grams of every text as it is now; only those that are new are read."""
    alive = (Proposal.cycle_id == cycle, Proposal.state.in_(ALIVE))
    now = [
        (number, version)
        for number, version in rows.execute(select(Proposal.id, Proposal.version).where(*alive))
    ]
    missing = [number for number, version in now if (number, version) not in known]
    said = (
        ProposalVersion.title,
        func.substr(ProposalVersion.problem, 1, BEGINNING),
        func.substr(ProposalVersion.idea, 1, BEGINNING),
    )
    wanted = present(select(Proposal.id, Proposal.version, *said)).where(*alive)
    if len(missing) < len(now) // 4:
        wanted = wanted.where(Proposal.id.in_(missing))
    new = {(number, version): grams(" ".join(words)) for number, version, *words in rows.execute(wanted)}
    return {key: known[key] if key in known else new[key] for key in now if key in known or key in new}
