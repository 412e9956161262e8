"""What every act of an official needs: where to write, who acts, why and when."""

from dataclasses import dataclass
from datetime import datetime
from typing import Self

from sqlalchemy.orm import Session

from pb import clock, db, journal
from pb.access import Permission
from pb.journal.acting import acting
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.seal import Seal
from pb.web.forms import Form


@dataclass(frozen=True)
class Pen:
    """Writes into the journal of `rows`, within the same transaction as the act itself."""

    rows: Session
    seal: Seal
    office: Office
    reason: str
    at: datetime

    @classmethod
    def of(cls, form: Form, permission: Permission) -> Self:
        """The pen of whoever sends this form, whose field `reason` says why. Only behind the guard."""
        return cls(db.session(), journal.seal(), acting(permission), form.typed("reason"), clock.now())

    def note(self, kind: Kind, **facts: str) -> None:
        record(self.rows, self.seal, Act(kind, self.office, facts, self.reason), self.at)
