"""One engine a process, one session a request, one commit at its end."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from sqlite3 import Connection as SQLiteConnection

from flask import Flask, Response, current_app, g, request
from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.orm import Session
from sqlalchemy.pool import ConnectionPoolEntry

READING = frozenset(("GET", "HEAD", "OPTIONS"))
# How long a writer waits for the others, in seconds.
PATIENCE = 10
TURN = "pb_turn"
MOST_HELD = 2_000


class Database:
    """The engine of one deployment, and the ways to a session on it."""

    def __init__(self, url: str) -> None:
        self.engine = make_engine(url)
        self.writing = self.engine.execution_options(pb_writes=True)

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """A session apart from the request's: committed at the end, or rolled back by any exception."""
        with Session(self.writing) as session, session.begin():
            yield session


class RequestSession(Session):
    """Holds on to the rows it read, so that what several parts of a page ask for is read once."""

    def __init__(self, engine: Engine) -> None:
        super().__init__(engine)
        self.held: list[object] = []


@event.listens_for(RequestSession, "loaded_as_persistent")
def hold(session: RequestSession, row: object) -> None:
    if len(session.held) < MOST_HELD:
        session.held.append(row)


def make_engine(url: str) -> Engine:
    if not url.startswith("sqlite"):
        return create_engine(url, pool_pre_ping=True)
    engine, turn = create_engine(url, connect_args={"timeout": PATIENCE}), threading.Lock()
    event.listen(engine, "connect", be_durable)
    event.listen(engine, "begin", partial(begin_on_sqlite, turn))
    event.listen(engine, "checkin", partial(end_turn, turn))
    return engine


def be_durable(connection: SQLiteConnection, _: ConnectionPoolEntry) -> None:
    """What is acknowledged survives a power cut; foreign keys hold; one writer does not stop the readers."""
    connection.isolation_level = None
    for pragma in ("journal_mode=WAL", "synchronous=FULL", "foreign_keys=ON"):
        connection.execute(f"PRAGMA {pragma}")


def begin_on_sqlite(turn: threading.Lock, connection: Connection) -> None:
    """A writer takes the lock at once: a reader that turns writer halfway may be refused without waiting.

    SQLite lets writers ask again and again, up to a tenth of a second apart, and the unlucky one for ever.
    So the threads of a process queue up for their turn before they ask. If it does not come, SQLite says what
    is wrong.
    """
    writes = connection.get_execution_options().get("pb_writes", False)
    if writes and TURN not in connection.info:
        connection.info[TURN] = turn.acquire(timeout=PATIENCE)
    connection.exec_driver_sql("BEGIN IMMEDIATE" if writes else "BEGIN")


def end_turn(turn: threading.Lock, _: SQLiteConnection | None, entry: ConnectionPoolEntry) -> None:
    """Committed or rolled back, the connection goes back to the pool."""
    if entry.info.pop(TURN, False):
        turn.release()


def init_app(app: Flask, database: Database) -> None:
    app.extensions["pb.db"] = database
    app.after_request(keep_or_forget)
    app.teardown_request(close)


def database() -> Database:
    found = current_app.extensions["pb.db"]
    assert isinstance(found, Database)  # noqa: S101 - narrows the type
    return found


def session() -> Session:
    """The session of this request, begun when first asked for."""
    if "session" not in g:
        engine = database().engine if request.method in READING else database().writing
        g.session = RequestSession(engine)
    found = g.session
    assert isinstance(found, Session)  # noqa: S101 - narrows the type
    return found


def keep_or_forget(response: Response) -> Response:
    """Commit before the answer leaves, so that nobody is told of something that was not kept."""
    if "session" in g:
        if response.status_code < 400:
            g.session.commit()
        else:
            g.session.rollback()
    return response


def close(_: BaseException | None) -> None:
    if "session" in g:
        g.pop("session").close()
