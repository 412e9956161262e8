"""What must hold before the first ballot is taken. Each check says in words what is wrong, or nothing."""

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from flask_babel import gettext as _
from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from ballots import signing
from ballots.errors import BallotError
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of
from pb.cycles.rules import allowed
from pb.journal.models import JournalEntry
from pb.projects.models import Bulletin
from pb.voting import keys
from pb.voting.backup.models import Backup
from pb.voting.box.models import BoxHead
from pb.voting.hall import Hall
from pb.voting.models import Election, Kind
from pb.voting.trustees import server

# A vote of a hundred thousand takes about a tenth of this.
ROOM = 1 << 30
BACKUP_LASTS = timedelta(days=1)
# Worse than this, and a crash may lose a ballot that was acknowledged.
ON_SQLITE = {"journal_mode": ("wal",), "synchronous": ("2", "3"), "foreign_keys": ("1",)}
ON_POSTGRESQL = {
    "fsync": ("on",),
    "synchronous_commit": ("on", "remote_apply", "remote_write", "local"),
    "full_page_writes": ("on",),
}


@dataclass(frozen=True)
class Check:
    """One thing that must hold, what it is called, and what is wrong with it (empty: nothing)."""

    title: str
    wrong: str


def before_opening(
    rows: Session, settings: Settings, election: Election, hall: Hall, at: datetime
) -> list[Check]:
    """All checks, in the order in which they are best mended."""
    return [
        Check(_("The ballot is published"), bulletin(rows, election)),
        Check(_("Voting has begun by the plan"), phase(rows, election, at)),
        Check(_("The database loses nothing"), "\n".join(durability(rows))),
        Check(_("The keys are there and are the right ones"), own_keys(settings, election, hall)),
        Check(_("The clock goes forward"), clock_of(rows, election, at)),
        Check(_("There is a backup of today"), backup(rows, at)),
        Check(_("There is room on the disk"), room(settings)),
    ]


def bulletin(rows: Session, election: Election) -> str:
    if rows.get(Bulletin, election.cycle_id) is None:
        return str(_("Publish the bulletin first, so that everyone can read what stands on the ballot."))
    return ""


def phase(rows: Session, election: Election, at: datetime) -> str:
    """A rehearsal may be held at any time."""
    plan = plan_of(rows.get_one(Cycle, election.cycle_id))
    if election.kind == Kind.REHEARSAL or Activity.VOTE in allowed(plan, at):
        return ""
    return str(_("The voting phase of the plan does not run now."))


def durability(rows: Session) -> Iterator[str]:
    on_sqlite = rows.get_bind().dialect.name == "sqlite"
    wanted, ask = (ON_SQLITE, "PRAGMA") if on_sqlite else (ON_POSTGRESQL, "SHOW")
    for name, good in wanted.items():
        found = str(rows.execute(text(f"{ask} {name}")).scalar_one()).lower()
        if found not in good:
            yield _(
                "The database setting %(name)s is %(found)s. It must be %(good)s, or a power cut can lose "
                "ballots that were acknowledged.",
                name=name,
                found=found,
                good=" / ".join(good),
            )


def own_keys(settings: Settings, election: Election, hall: Hall) -> str:
    try:
        registrar = signing.public_key(keys.read(settings, election.id, "registrar"))
        log = signing.public_key(keys.read(settings, election.id, "log"))
    except (BallotError, ValueError):
        return str(_("A key of the town is missing under the instance folder, or others may read it."))
    if (registrar, log) != (hall.manifest.registrar, hall.manifest.log.key):
        return str(_("The keys under the instance folder are not those that were frozen."))
    if not server.is_ready(settings, election.id):
        return str(_("The server's part of the trustees' key is missing, or others may read it."))
    return ""


def clock_of(rows: Session, election: Election, at: datetime) -> str:
    """Nothing may have happened in the future."""
    heads = select(BoxHead.last_at).where(BoxHead.election_id == election.id)
    known = [rows.scalars(select(func.max(JournalEntry.at))).one(), rows.scalars(heads).one_or_none()]
    latest = max((when for when in (*known, election.frozen) if when is not None), default=at)
    return (
        _("The server's clock is behind what has been written down already. Set it right.")
        if at < latest
        else ""
    )


def backup(rows: Session, at: datetime) -> str:
    last = rows.scalars(select(func.max(Backup.at))).one()
    if last is None or at - last > BACKUP_LASTS:
        return str(_("Make a backup first: flask --app pb.app election backup"))
    return ""


def room(settings: Settings) -> str:
    free = shutil.disk_usage(settings.instance).free
    if free < ROOM:
        return str(
            _("Only %(free)s MB are free; at least %(room)s MB are needed.", free=free >> 20, room=ROOM >> 20)
        )
    return ""
