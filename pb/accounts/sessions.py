"""Which browser is signed in as whom: a row per browser, a token in its cookie. Only this file knows how."""

from datetime import datetime, timedelta

from flask import Flask, current_app, g, request, session
from sqlalchemy import delete, update
from sqlalchemy.orm import Session

from pb import clock, db
from pb.access import OFFICES, Role
from pb.accounts import queries
from pb.accounts.models import SignedIn
from pb.accounts.queries import Visitor
from pb.accounts.rules import OFFICIAL_SESSION_LASTS, SESSION_LASTS, device
from pb.accounts.secrets import Keys, new_token

TOKEN = "token"  # noqa: S105 - the cookie's field, not a token
SEEN_EVERY = timedelta(minutes=10)


def init_app(app: Flask) -> None:
    """Must come before `access.init_app`, whose guard asks what is found out here."""
    app.permanent_session_lifetime = SESSION_LASTS
    app.extensions["pb.accounts.keys"] = Keys.of(str(app.secret_key))
    app.before_request(recognise)


def keys() -> Keys:
    found = current_app.extensions["pb.accounts.keys"]
    assert isinstance(found, Keys)  # noqa: S101 - narrows the type
    return found


def visitor() -> Visitor | None:
    found: Visitor | None = g.get("visitor")
    return found


def recognise() -> None:
    """Find out who sends this request. Reads in a session of its own, which ends before the view begins."""
    if TOKEN not in session or request.endpoint == "static":
        return
    now = clock.now()
    with Session(db.database().engine) as reading:
        found = queries.visitor(reading, keys().digest(TOKEN, session[TOKEN]), now)
    if found is None:
        session.pop(TOKEN)
        return
    take_for(found)
    if now - found.seen > SEEN_EVERY:
        note_seen(found, now)


def take_for(found: Visitor | None) -> None:
    """From here on this request counts as theirs."""
    g.visitor = found
    g.roles, g.roles_asleep = roles_of(found) if found else (frozenset((Role.VISITOR,)), frozenset())


def roles_of(found: Visitor) -> tuple[frozenset[Role], frozenset[Role]]:
    """The roles that count now, and those that wait for the second factor."""
    plain = {Role.VISITOR}
    if found.account is not None:
        plain.add(Role.MEMBER)
    if found.district is not None:
        plain.add(Role.RESIDENT)
    if found.second_factor:
        return frozenset(plain | found.offices), frozenset()
    return frozenset(plain), found.offices & OFFICES


def note_seen(found: Visitor, at: datetime) -> None:
    with db.database().transaction() as writing:
        writing.execute(update(SignedIn).where(SignedIn.id == found.signed_in).values(seen=at))


def begin(rows: Session, person: int, account: int | None, second_factor: bool) -> None:
    """Sign this browser in, under a new token whatever it had before."""
    end_this(rows)
    now = clock.now()
    official = account is not None and bool(queries.offices(rows, account))
    lasts = OFFICIAL_SESSION_LASTS if official else SESSION_LASTS
    token = new_token()
    digest = keys().digest(TOKEN, token)
    row = SignedIn(
        digest=digest,
        person_id=person,
        account_id=account,
        second_factor=second_factor,
        device=device(request.headers.get("User-Agent", "")),
        begun=now,
        seen=now,
        ends=now + lasts,
    )
    rows.add(row)
    rows.execute(delete(SignedIn).where(SignedIn.ends <= now))
    session.permanent = True
    session[TOKEN] = token
    take_for(queries.visitor(rows, digest, now))


def renew(rows: Session, second_factor: bool) -> None:
    """The same person in the same browser under a new token: after a change of what they may do."""
    found = visitor()
    if found is not None:
        begin(rows, found.person, found.account, second_factor)


def end_this(rows: Session) -> None:
    """Sign this browser out."""
    if TOKEN in session:
        rows.execute(delete(SignedIn).where(SignedIn.digest == keys().digest(TOKEN, session[TOKEN])))
    session.clear()
    take_for(None)


def end_all(rows: Session, account: int, but: int | None = None) -> None:
    """Sign the account out everywhere, or everywhere but in one browser."""
    rows.execute(delete(SignedIn).where(SignedIn.account_id == account, SignedIn.id != (but or 0)))


def end_one(rows: Session, account: int, signed_in: int) -> None:
    rows.execute(delete(SignedIn).where(SignedIn.account_id == account, SignedIn.id == signed_in))
