"""Reminding of due dates by mail: three days before, on the day, and the coordinators when it is over."""

from collections.abc import Iterator
from datetime import datetime, timedelta

from flask import Flask, current_app, url_for
from flask_babel import force_locale
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb import clock, db, jobs
from pb.config import Settings
from pb.cycles.rules import day
from pb.mail import Letter, post
from pb.reviews import words
from pb.reviews.assigning import queries
from pb.reviews.assigning.models import AssignmentReminder, Reminder
from pb.reviews.assigning.queries import Work
from pb.reviews.assigning.rules import SAID
from pb.reviews.words import _

EVERY = timedelta(minutes=10)


def init_app(app: Flask) -> None:
    jobs.add(app, jobs.seldom(remind_now, EVERY))


def remind_now() -> bool:
    with db.database().transaction() as rows:
        return remind(rows, clock.now()) > 0


def remind(rows: Session, at: datetime) -> int:
    """Send what is due to be said and was not said yet: one letter a person. Returns how many letters."""
    said = {
        tuple(row) for row in rows.execute(select(AssignmentReminder.assignment_id, AssignmentReminder.kind))
    }
    letters: dict[str, list[Work]] = {}
    for one in queries.work(rows, day(at)):
        kind = SAID.get(one.urgency)
        if kind is None or (one.assignment.id, kind.value) in said:
            continue
        rows.add(AssignmentReminder(assignment_id=one.assignment.id, kind=kind.value, at=at))
        for email in dict.fromkeys(whom(rows, one, kind)):
            letters.setdefault(email, []).append(one)
    for email, found in letters.items():
        post(rows, letter(email, found, at), at)
    return len(letters)


def whom(rows: Session, one: Work, kind: Reminder) -> Iterator[str]:
    """Who has it in hand, or else the whole department; the coordinators too when it is overdue.

    Where nobody works in the department, the coordinators hear of it whatever the day.
    """
    everyone = queries.reviewers(rows, one.department.id)
    told = [account for account in everyone if account.person_id == one.assignment.person_id] or everyone
    yield from (account.email for account in told)
    if kind is Reminder.LATE or not told:
        yield from (account.email for account in queries.coordinators(rows))


def letter(email: str, found: list[Work], at: datetime) -> Letter:
    """In both languages, since nobody's language is kept."""
    settings: Settings = current_app.extensions["pb.settings"]
    parts = []
    for language in ("ko", "en"):
        with force_locale(language):
            parts.append(_("The review of these proposals is due:"))
            parts += [line(one, at) for one in found]
    with force_locale("ko"):
        subject = _("Reviews that are due: %(number)s", number=len(found))
    return Letter(email, subject, "\n".join((*parts, settings.address + url_for("reviews.inbox"))) + "\n")


def line(one: Work, at: datetime) -> str:
    return _(
        "- %(title)s, %(department)s, %(due)s (%(left)s)",
        title=one.case.title,
        department=words.called(one.department),
        due=one.assignment.due.isoformat(),
        left=words.left(one.assignment.due, day(at)),
    )
