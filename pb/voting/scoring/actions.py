"""Signing a sheet, and the scores there are for freezing."""

from collections.abc import Mapping

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import canonical
from pb.cycles.models import Cycle, VoterGroup
from pb.cycles.plan import Channel
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.projects.queries import OfficialBallot
from pb.reviews import queries as reviews
from pb.voting.composing import Scores
from pb.voting.scoring.models import OutsideSheet

TYPE = "outside-sheet"


def groups(rows: Session, cycle: int) -> list[VoterGroup]:
    """The groups of the plan that score instead of voting."""
    wanted = select(VoterGroup).where(VoterGroup.cycle_id == cycle, VoterGroup.channel == Channel.SHEET.value)
    return list(rows.scalars(wanted.order_by(VoterGroup.place)))


def sheet(rows: Session, cycle: int, place: int) -> OutsideSheet | None:
    return rows.get(OutsideSheet, (cycle, place))


def points(found: OutsideSheet) -> dict[str, int]:
    """By the id of the project in the ballots."""
    read: dict[str, int] = canonical.decode(found.body)["scores"]
    return read


def sign(pen: Pen, group: VoterGroup, top: int, scores: Mapping[int, int]) -> OutsideSheet:
    """Sign the points of a group with the journal's key, in the place of an earlier sheet.

    Until the rules are frozen: the caller sees to that.
    """
    rows = pen.rows
    body = canonical.encode(
        {
            "type": TYPE,
            "cycle": group.cycle_id,
            "group": group.name_ko,
            "top": top,
            "signed": pen.at.strftime("%Y-%m-%dT%H:%M:%SZ"),
            "scores": {f"P{number}": given for number, given in scores.items()},
        }
    )
    row = sheet(rows, group.cycle_id, group.place) or OutsideSheet(cycle_id=group.cycle_id, place=group.place)
    row.top, row.signed, row.body = top, pen.at, body
    row.signature = pen.seal.private.sign(body)
    rows.add(row)
    rows.flush()
    name = f"{rows.get_one(Cycle, group.cycle_id).title_ko} · {group.name_ko}"
    pen.note(Noted.SCORES_SIGNED, name=name, signature=row.signature.hex())
    return row


def scores_of(rows: Session, ballot: OfficialBallot) -> dict[str, Scores]:
    """The scores of each group that has a signed sheet, by its Korean name.

    What came from outside is its group's. The committee's own sheet is that of the one group without.
    """
    cycle = ballot.cycle.id
    found = {group.name_ko: from_outside(sheet(rows, cycle, group.place)) for group in groups(rows, cycle)}
    without = [name for name, scores in found.items() if scores is None]
    if len(without) == 1:
        found[without[0]] = of_committee(rows, ballot)
    return {name: scores for name, scores in found.items() if scores is not None}


def from_outside(found: OutsideSheet | None) -> Scores | None:
    return Scores(found.top, points(found)) if found else None


def of_committee(rows: Session, ballot: OfficialBallot) -> Scores | None:
    found, top = reviews.score_sheet(rows, ballot.cycle.id), reviews.score_top(rows, ballot.cycle.id)
    if found is None or top is None:
        return None
    return Scores(top, {p.code: found[p.proposal_id] for p in ballot.projects if p.proposal_id in found})
