"""The stacks there are, and how far each is for the clerk who looks."""

from dataclasses import dataclass
from enum import StrEnum

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from ballots.paper import Typed
from ballots.sections import Section
from pb.voting.booth import composing
from pb.voting.booth.sheet import Part
from pb.voting.hall import Hall
from pb.voting.models import Clerk
from pb.voting.paper import rules
from pb.voting.paper.models import Batch, Typing


class Step(StrEnum):
    """What comes next for one clerk."""

    TYPE = "type"
    WAIT = "wait"
    RETYPE = "retype"
    OTHERS = "others"
    DONE = "done"


@dataclass(frozen=True)
class Stack:
    """A stack as one clerk sees it: nothing of what was typed."""

    batch: Batch
    step: Step
    typed: int


def stacks(rows: Session, hall: Hall, account: int) -> list[Stack]:
    """The newest first."""
    listed = list(
        rows.scalars(select(Batch).where(Batch.election_id == hall.election).order_by(Batch.id.desc()))
    )
    hands: dict[int, list[int]] = {}
    wanted = select(Typing.batch_id, Typing.account_id).join(Batch, Batch.id == Typing.batch_id)
    for batch, clerk in rows.execute(wanted.where(Batch.election_id == hall.election)).all():
        hands.setdefault(batch, []).append(clerk)
    return [
        Stack(one, step(one, hands.get(one.id, []), account), len(hands.get(one.id, []))) for one in listed
    ]


def step(batch: Batch, hands: list[int], account: int) -> Step:
    if batch.entered is not None:
        return Step.DONE
    if account in hands:
        return Step.RETYPE if len(hands) == 2 else Step.WAIT
    return Step.OTHERS if len(hands) == 2 else Step.TYPE


def batch_of(rows: Session, hall: Hall, number: int, acting: bool = False) -> Batch | None:
    """For an act nobody else may touch it until the answer is sent."""
    wanted = select(Batch).where(Batch.election_id == hall.election, Batch.number == number)
    return rows.scalars(wanted.with_for_update() if acting else wanted).one_or_none()


def last_number(rows: Session, hall: Hall) -> int:
    wanted = select(func.max(Batch.number)).where(Batch.election_id == hall.election)
    return rows.scalars(wanted).one() or 0


def typings(rows: Session, batch: Batch) -> list[Typing]:
    wanted = select(Typing).where(Typing.batch_id == batch.id).order_by(Typing.account_id)
    return list(rows.scalars(wanted))


def may_sign(rows: Session, hall: Hall, account: int) -> bool:
    """Whether this account was a clerk when the rules were frozen."""
    return rows.get(Clerk, (hall.election, account)) is not None


def form_of(rows: Session, hall: Hall, batch: Batch) -> tuple[tuple[Part, ...], tuple[Section, ...]]:
    """The printed ballot of a stack: as the marking form knows it, and as the sealed ballot does."""
    names = [style.name for style in hall.manifest.styles]
    parts = composing.frozen_parts(rows, hall.cycle, hall.manifest, names.index(batch.style))
    wanted = hall.manifest.style_named[batch.style].sections
    return parts, tuple(hall.manifest.sections[name] for name in wanted)


def differing(rows: Session, hall: Hall, batch: Batch) -> list[int]:
    """The lines to look at again; none as long as one clerk has not typed."""
    found = typings(rows, batch)
    return rules.differences(*(typed(rows, hall, batch, one) for one in found)) if len(found) == 2 else []


def typed(rows: Session, hall: Hall, batch: Batch, one: Typing) -> Typed:
    ballots, _wrong = rules.read(*form_of(rows, hall, batch), one.lines)
    return Typed(ballots, one.spoiled)
