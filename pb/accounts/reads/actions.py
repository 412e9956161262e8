"""Writing the log, and forgetting what is older than the law asks for."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from flask import Flask, request
from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb import clock, db, jobs
from pb.access import Permission
from pb.accounts.reads.models import PersonalRead, What
from pb.accounts.sessions import visitor
from pb.journal.acting import acting

# 개인정보의 안전성 확보조치 기준 제8조: two years where many people or sensitive data are concerned.
KEPT = timedelta(days=730)
EVERY = timedelta(hours=1)


def init_app(app: Flask) -> None:
    jobs.add(app, jobs.seldom(forget_old, EVERY))


def note(
    what: What,
    by: Permission,
    persons: Iterable[int] = (),
    entries: Iterable[int] = (),
    why: str = "",
) -> None:
    """Whoever sends this request reads about these people; never about themselves."""
    reader = visitor()
    if reader is None:
        return
    office = acting(by).value
    common = {"at": clock.now(), "reader_id": reader.person, "office": office, "what": what.value, "why": why}
    made = [PersonalRead(person_id=one, number=1, **common) for one in set(persons) - {reader.person}]
    made += [PersonalRead(entry_id=one, number=1, **common) for one in set(entries)]
    keep(made)


def keep(made: list[PersonalRead]) -> None:
    """With the request, if it writes; a request that only reads keeps this in a transaction of its own."""
    if not made:
        return
    if request.method not in db.READING:
        db.session().add_all(made)
        return
    with db.database().transaction() as rows:
        rows.add_all(made)


def forget_old() -> bool:
    with db.database().transaction() as rows:
        return forget(rows, clock.now()) > 0


def forget(rows: Session, at: datetime) -> int:
    """Delete what was kept long enough. Returns how many."""
    gone = rows.execute(delete(PersonalRead).where(PersonalRead.at < at - KEPT).returning(PersonalRead.id))
    return len(gone.all())
