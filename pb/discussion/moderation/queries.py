"""What is hidden, what waits for a decision, and the public figures of both."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, distinct, exists, func, or_, select
from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from pb import db
from pb.accounts.sessions import visitor
from pb.discussion.models import Post
from pb.discussion.moderation.models import Hiding, Report
from pb.discussion.moderation.rules import Ground, Outcome

# Restored ones are hidden no more.
COUNTS_NOW: ColumnElement[bool] = or_(Hiding.outcome.is_(None), Hiding.outcome == Outcome.UPHELD.value)


def hiding_of(rows: Session, post: int) -> Hiding | None:
    """What hides the post now."""
    return rows.scalars(select(Hiding).where(Hiding.post_id == post, COUNTS_NOW)).one_or_none()


def was_ever_hidden(rows: Session, post: int) -> bool:
    return bool(rows.scalar(select(exists().where(Hiding.post_id == post))))


def open_reports(rows: Session, post: int) -> Sequence[Report]:
    wanted = select(Report).where(Report.post_id == post, Report.settled.is_(None))
    return rows.scalars(wanted.order_by(Report.at, Report.person_id)).all()


def has_reported(rows: Session, post: int, person: int) -> bool:
    return bool(rows.scalar(select(exists().where(Report.post_id == post, Report.person_id == person))))


@dataclass(frozen=True)
class Reported:
    """A post that somebody has reported and nobody has looked at."""

    post: Post
    reports: int


def reported(rows: Session, most: int) -> list[Reported]:
    """Those that most people have reported first."""
    number = func.count(Report.person_id).label("number")
    open_ones = (
        select(Report.post_id, number).where(Report.settled.is_(None)).group_by(Report.post_id).subquery()
    )
    wanted = (
        select(Post, open_ones.c.number)
        .join(open_ones, open_ones.c.post_id == Post.id)
        .order_by(open_ones.c.number.desc(), Post.id)
        .limit(most)
    )
    return [Reported(post, reports) for post, reports in rows.execute(wanted)]


def appealed(rows: Session) -> list[tuple[Hiding, Post]]:
    """Objections that wait for a decision, the oldest first."""
    wanted = (
        select(Hiding, Post)
        .join(Post, Post.id == Hiding.post_id)
        .where(Hiding.outcome.is_(None), Hiding.appealed.is_not(None))
        .order_by(Hiding.appealed, Hiding.id)
    )
    return [(hiding, post) for hiding, post in rows.execute(wanted)]


@dataclass(frozen=True)
class Figures:
    """What everyone may know about how a discussion is kept civil."""

    posts: int
    official: int
    reports: int
    hidden: int
    hidden_now: int
    appealed: int
    restored: int
    upheld: int
    by_ground: tuple[tuple[Ground, int, int], ...]


def figures(rows: Session) -> Figures:
    posts, official = rows.execute(
        select(func.count(Post.id), func.count(Post.office)).where(Post.deleted.is_(None))
    ).one()
    reports = dict(
        rows.execute(select(Report.ground, func.count(Report.person_id)).group_by(Report.ground)).all()
    )
    hidden = rows.execute(
        select(Hiding.ground, Hiding.outcome, Hiding.appealed.is_not(None), func.count(Hiding.id)).group_by(
            Hiding.ground, Hiding.outcome, Hiding.appealed.is_not(None)
        )
    ).all()

    def together(*outcomes: str | None) -> int:
        return sum(number for _ground, outcome, _appealed, number in hidden if outcome in outcomes)

    return Figures(
        posts=posts,
        official=official,
        reports=sum(reports.values()),
        hidden=sum(number for *_rest, number in hidden),
        hidden_now=together(None, Outcome.UPHELD.value),
        appealed=sum(number for _ground, _outcome, was_appealed, number in hidden if was_appealed),
        restored=together(Outcome.RESTORED.value),
        upheld=together(Outcome.UPHELD.value),
        by_ground=tuple(
            (
                ground,
                reports.get(ground.value, 0),
                sum(number for found, _outcome, _appealed, number in hidden if found == ground.value),
            )
            for ground in Ground
        ),
    )


def last_hiding(rows: Session, post: int) -> Hiding | None:
    """The newest, whatever became of it."""
    wanted = select(Hiding).where(Hiding.post_id == post).order_by(Hiding.id.desc()).limit(1)
    return rows.scalars(wanted).one_or_none()


def waiting() -> int:
    """For the work menu: what waits for the visitor. The objections to their own hidings wait for others."""
    found = visitor()
    if found is None:
        return 0
    reports = select(func.count(distinct(Report.post_id))).where(Report.settled.is_(None))
    appeals = select(func.count(Hiding.id)).where(
        Hiding.outcome.is_(None), Hiding.appealed.is_not(None), Hiding.person_id != found.person
    )
    try:
        return sum(db.session().scalar(one) or 0 for one in (reports, appeals))
    except SQLAlchemyError:
        return 0
