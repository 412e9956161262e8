"""A discussion as a page shows it. How many rows are asked for never depends on how much was said."""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, false, func, select
from sqlalchemy.orm import Session, aliased

from pb.discussion.models import Post, UsefulMark
from pb.discussion.moderation.models import Hiding
from pb.discussion.moderation.queries import COUNTS_NOW
from pb.discussion.rules import Order, Stance, Standing
from pb.town.models import Department
from pb.web.paging import Page

THREADS = (Stance.FOR, Stance.AGAINST, Stance.QUESTION)
# Of the replies to a thread so many stand on the page of the proposal.
PREVIEW = 3

USEFUL = (
    select(func.count())
    .select_from(UsefulMark)
    .where(UsefulMark.post_id == Post.id)
    .correlate(Post)
    .scalar_subquery()
)


@dataclass(frozen=True)
class Voice:
    """A post as one visitor sees it. `replies` are those shown, `answered` is how many there are."""

    post: Post
    useful: int
    found_useful: bool
    hiding: Hiding | None
    department: Department | None
    answered: int = 0
    replies: tuple["Voice", ...] = ()


@dataclass(frozen=True)
class Count:
    """How many threads of a kind there are, and how many of them can be read."""

    all: int
    heard: int


@dataclass(frozen=True)
class Threads:
    """One page of each kind of threads, and how many there are of each."""

    columns: Mapping[Stance, Sequence[Voice]]
    counts: Mapping[Stance, Count]
    number: int
    size: int

    @property
    def page(self) -> Page[Voice]:
        """The pages of the longest kind; the others end earlier."""
        return Page((), self.number, self.size, max(one.all for one in self.counts.values()))

    @property
    def total(self) -> int:
        return sum(one.all for one in self.counts.values())

    @property
    def percent_for(self) -> int | None:
        """Of what is said for and against; None where nobody has said either."""
        said, against = self.counts[Stance.FOR].heard, self.counts[Stance.AGAINST].heard
        return round(100 * said / (said + against)) if said + against else None


def counts(rows: Session, proposal: int) -> dict[Stance, Count]:
    readable = Post.deleted.is_(None) & Hiding.id.is_(None)
    wanted = (
        select(Post.stance, func.count(Post.id), func.count(Post.id).filter(readable))
        .outerjoin(Hiding, and_(Hiding.post_id == Post.id, COUNTS_NOW))
        .where(Post.proposal_id == proposal, Post.parent_id.is_(None))
        .group_by(Post.stance)
    )
    found = {stance: Count(number, heard) for stance, number, heard in rows.execute(wanted)}
    return {stance: found.get(stance.value, Count(0, 0)) for stance in THREADS}


def threads(
    rows: Session, proposal: int, order: Order, number: int, size: int, viewer: int | None
) -> Threads:
    """The page `number` of each kind, or the nearest one there is."""
    found = counts(rows, proposal)
    longest = max(one.all for one in found.values())
    if not longest:
        return Threads({stance: [] for stance in THREADS}, found, 1, size)
    number = min(max(number, 1), max(1, -(-longest // size)))
    rank = func.row_number().over(partition_by=Post.stance, order_by=sorted_by(order)).label("rank")
    ranked = select(Post.id, rank).where(Post.proposal_id == proposal, Post.parent_id.is_(None)).subquery()
    here = ranked.c.rank.between((number - 1) * size + 1, number * size)
    wanted = as_seen(viewer).join(ranked, ranked.c.id == Post.id).where(here).order_by(ranked.c.rank)
    heads = [voice(row) for row in rows.execute(wanted)]
    whole = with_replies(rows, heads, viewer)
    columns = {stance: [one for one in whole if one.post.stance == stance.value] for stance in THREADS}
    return Threads(columns, found, number, size)


def sorted_by(order: Order) -> list[ColumnElement[Any]]:
    newest: list[ColumnElement[Any]] = [Post.at.desc(), Post.id.desc()]
    return [USEFUL.desc(), *newest] if order is Order.USEFUL else newest


def as_seen(viewer: int | None) -> Select[Any]:
    """Posts with all that is shown of them to a person, or to nobody in particular."""
    mine = (
        exists().where(UsefulMark.post_id == Post.id, UsefulMark.person_id == viewer)
        if viewer is not None
        else false()
    )
    return (
        select(Post, USEFUL.label("useful"), mine.label("mine"), Hiding, Department)
        .outerjoin(Hiding, and_(Hiding.post_id == Post.id, COUNTS_NOW))
        .outerjoin(Department, Department.id == Post.department_id)
    )


def voice(row: Any) -> Voice:
    post, useful, mine, hiding, department = row
    return Voice(post, useful, bool(mine), hiding, department)


def with_replies(rows: Session, heads: Sequence[Voice], viewer: int | None) -> list[Voice]:
    """Each thread with its first replies: those of offices and experts before all others."""
    ids = [one.post.id for one in heads]
    rank = func.row_number().over(partition_by=Post.parent_id, order_by=official_first()).label("rank")
    number = func.count(Post.id).over(partition_by=Post.parent_id).label("number")
    ranked = select(Post.id, rank, number).where(Post.parent_id.in_(ids)).subquery()
    wanted = (
        as_seen(viewer)
        .add_columns(ranked.c.number)
        .join(ranked, ranked.c.id == Post.id)
        .where(ranked.c.rank <= PREVIEW)
        .order_by(ranked.c.rank)
    )
    shown: dict[int | None, list[Voice]] = defaultdict(list)
    answered: dict[int | None, int] = defaultdict(int)
    for *row, total in rows.execute(wanted):
        one = voice(row)
        shown[one.post.parent_id].append(one)
        answered[one.post.parent_id] = total
    return [
        Voice(
            head.post,
            head.useful,
            head.found_useful,
            head.hiding,
            head.department,
            answered[head.post.id],
            tuple(shown[head.post.id]),
        )
        for head in heads
    ]


def official_first() -> list[ColumnElement[Any]]:
    by_resident = Post.standing == Standing.RESIDENT.value
    return [by_resident, Post.at.asc(), Post.id.asc()]


def one(rows: Session, post: int, viewer: int | None) -> Voice:
    return voice(rows.execute(as_seen(viewer).where(Post.id == post)).one())


def replies(rows: Session, thread: int, number: int, size: int, viewer: int | None) -> Page[Voice]:
    """The page `number` of the replies to a thread, or the nearest one there is."""
    total = rows.scalar(select(func.count(Post.id)).where(Post.parent_id == thread)) or 0
    number = min(max(number, 1), max(1, -(-total // size)))
    wanted = as_seen(viewer).where(Post.parent_id == thread).order_by(*official_first())
    found = rows.execute(wanted.offset((number - 1) * size).limit(size))
    return Page([voice(row) for row in found], number, size, total)


def last_pen_name(rows: Session, person: int) -> str | None:
    """What the person called themselves the last time."""
    wanted = select(Post.pen_name).where(Post.person_id == person, Post.pen_name != "")
    return rows.scalars(wanted.order_by(Post.id.desc()).limit(1)).one_or_none()


@dataclass(frozen=True)
class Answered:
    """A question and what an office answered."""

    question: Post
    answer: Post
    department: Department | None


def latest_answers(rows: Session, most: int) -> list[Answered]:
    """The newest answers of offices to questions, both of them there to be read."""
    question = aliased(Post)
    hidden: Collection[ColumnElement[bool]] = (
        exists().where(Hiding.post_id == Post.id, COUNTS_NOW),
        exists().where(Hiding.post_id == question.id, COUNTS_NOW),
    )
    wanted = (
        select(question, Post, Department)
        .join(question, question.id == Post.parent_id)
        .outerjoin(Department, Department.id == Post.department_id)
        .where(Post.standing == Standing.OFFICE.value, question.stance == Stance.QUESTION.value)
        .where(Post.deleted.is_(None), question.deleted.is_(None), *(~one for one in hidden))
        .order_by(Post.at.desc(), Post.id.desc())
        .limit(most)
    )
    return [Answered(asked, answer, department) for asked, answer, department in rows.execute(wanted)]
