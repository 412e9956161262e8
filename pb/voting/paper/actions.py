"""Making a stack, typing it, throwing it away; and putting it into the box when both clerks read the same."""

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from ballots.errors import BallotError
from ballots.paper import compare
from pb.cycles.models import Cycle
from pb.errors import Refused
from pb.journal.kinds import Kind as Noted
from pb.journal.pen import Pen
from pb.voting import hall as halls
from pb.voting import keys
from pb.voting.box import desk
from pb.voting.box.casting import check_open
from pb.voting.errors import NotTwoClerks, TooMuchPaper
from pb.voting.hall import Hall
from pb.voting.models import Election
from pb.voting.paper import queries, rules
from pb.voting.paper.models import Batch, Typing


class NoKeyToSign(Refused):
    why = _l(
        "You became a clerk after the rules of this vote were frozen, so you cannot sign. Ask another clerk."
    )


class StackDone(Refused):
    why = _l("This stack is in the box already. Nothing of it can be changed.")


class LinesWrong(Refused):
    """`wrong` has a sentence for each line."""

    why = _l("Some lines are not right.")

    def __init__(self, wrong: list[str]) -> None:
        super().__init__(*wrong)
        self.wrong = wrong


class WrongCount(Refused):
    """The lines and the spoiled papers are not as many as the stack has."""

    why = _l(
        "%(lines)s lines and %(spoiled)s spoiled make %(sum)s papers, but the stack has %(papers)s. "
        "Count again."
    )

    def __init__(self, lines: int, spoiled: int, papers: int) -> None:
        super().__init__()
        self.told = {"lines": lines, "spoiled": spoiled, "sum": lines + spoiled, "papers": papers}

    def __str__(self) -> str:
        return str(self.why) % self.told


def begin(pen: Pen, hall: Hall, account: int, style: str, group: str, papers: int) -> Batch:
    """A new stack. Raises NoKeyToSign, NotOpen."""
    rows = pen.rows
    check_open(rows, hall)
    if not queries.may_sign(rows, hall, account):
        raise NoKeyToSign
    rows.execute(select(Election.id).where(Election.id == hall.election).with_for_update(key_share=True))
    made = Batch(
        election_id=hall.election,
        number=queries.last_number(rows, hall) + 1,
        style=style,
        voter_group=group,
        papers=papers,
        made_by=account,
        made=pen.at,
    )
    rows.add(made)
    rows.flush()
    return made


def type_in(pen: Pen, hall: Hall, batch: Batch, account: int, lines: str, spoiled: int) -> None:
    """Keep what a clerk read, in the place of what they read before; if both agree, it goes into the box.

    `batch` is locked. Raises NoKeyToSign, StackDone, NotTwoClerks, LinesWrong, WrongCount, TooMuchPaper and
    what `box.desk.enter_paper` raises.
    """
    rows = pen.rows
    if batch.entered is not None:
        raise StackDone
    if not queries.may_sign(rows, hall, account):
        raise NoKeyToSign
    ballots, wrong = rules.read(*queries.form_of(rows, hall, batch), lines)
    if wrong:
        raise LinesWrong(wrong)
    if len(ballots) + spoiled != batch.papers:
        raise WrongCount(len(ballots), spoiled, batch.papers)
    kind = (rows, hall, batch.style, batch.voter_group)
    if desk.papers_typed(*kind) + len(ballots) > desk.papers_out(*kind):
        raise TooMuchPaper
    keep(rows, batch, account, lines, spoiled)
    enter_if_agreed(pen, hall, batch)


def keep(rows: Session, batch: Batch, account: int, lines: str, spoiled: int) -> None:
    mine = rows.get(Typing, (batch.id, account))
    if mine is None:
        seat = len(queries.typings(rows, batch)) + 1
        if seat > 2:
            raise NotTwoClerks
        mine = Typing(batch_id=batch.id, account_id=account, seat=seat)
        rows.add(mine)
    mine.lines, mine.spoiled = lines, spoiled
    rows.flush()


def enter_if_agreed(pen: Pen, hall: Hall, batch: Batch) -> None:
    """Seal, sign and put in; in the same transaction what was typed is deleted."""
    rows, hands = pen.rows, queries.typings(pen.rows, batch)
    if len(hands) != 2:
        return
    first, second = (queries.typed(rows, hall, batch, one) for one in hands)
    try:
        agreed = compare(first, second)
    except BallotError:
        return
    clerks = [keys.read(halls.settings(), hall.election, f"clerk-{one.account_id}") for one in hands]
    of = (batch.style, batch.voter_group)
    batch.place = desk.enter_paper(rows, hall, *of, (first, second), clerks, pen.at)
    batch.entered = pen.at
    forget(rows, batch)
    pen.note(
        Noted.PAPER_ENTERED,
        name=rows.get_one(Cycle, hall.cycle).title_ko,
        batch=str(batch.place),
        papers=str(len(agreed.ballots)),
        spoiled=str(agreed.spoiled),
    )


def forget(rows: Session, batch: Batch) -> None:
    rows.execute(delete(Typing).where(Typing.batch_id == batch.id))
    rows.flush()


def throw_away(rows: Session, batch: Batch) -> None:
    """A stack that was begun wrongly goes with all that was typed. `batch` is locked. Raises StackDone."""
    if batch.entered is not None:
        raise StackDone
    forget(rows, batch)
    rows.delete(batch)
    rows.flush()


def forget_all(rows: Session, election: int) -> None:
    """What was typed and never agreed on goes when the box is closed."""
    unfinished = select(Batch.id).where(Batch.election_id == election)
    rows.execute(delete(Typing).where(Typing.batch_id.in_(unfinished)))
