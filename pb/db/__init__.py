"""Rows: the base of every table, the session of a request, and the only commit."""

from pb.db.base import Base, UTCDateTime
from pb.db.session import READING, Database, database, init_app, session

__all__ = ["READING", "Base", "Database", "UTCDateTime", "database", "init_app", "session"]
