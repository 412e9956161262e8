"""Writing the manifest: from then on no rule of the election can change."""

from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import manifest, roll, signing
from ballots.log import Frontier, leaf_hash
from ballots.manifest import Manifest
from ballots.transcript import digest
from pb.config import Settings
from pb.cycles.models import Cycle
from pb.cycles.phases import Activity
from pb.cycles.queries import plan_of, spans_of
from pb.cycles.rules import tie_breaks
from pb.projects import queries as projects
from pb.town import queries as town
from pb.voting import drawing, keys
from pb.voting.box.closing import written
from pb.voting.composing import Layout, layout, merging
from pb.voting.models import Clerk, Election, Witness
from pb.voting.scoring.actions import scores_of
from pb.voting.zones.queries import zones


def layout_of(rows: Session, cycle: Cycle) -> Layout:
    """Sections, styles and groups of a cycle as the manifest will have them."""
    ballot = projects.ballot(rows, cycle)
    scores = scores_of(rows, ballot)
    return layout(plan_of(cycle), ballot, town.districts(rows), scores, zones(rows, cycle.id))


def compose(rows: Session, settings: Settings, election: Election, cycle: Cycle) -> Manifest:
    """The whole manifest. Raises BallotError if the rules of the format do not allow it."""
    parts, plan, slots = layout_of(rows, cycle), plan_of(cycle), drawing.published(rows, election.id)
    voting = spans_of(rows, cycle.id, Activity.VOTE)[0]
    public, ties = signing.public_key, list(tie_breaks(plan))
    fields: dict[str, Any] = {
        "title": {"ko": plan.title_ko, "en": plan.title_en},
        "nonce": election.nonce.hex(),
        "opens": written(voting.starts),
        "closes": written(voting.ends),
        "sections": [{**section, "ties": ties} for section in parts.sections],
        "styles": list(parts.styles),
        "groups": list(parts.groups),
        "smallest": election.smallest,
        "merge": merging(parts.groups),
        "roll": {"root": root(slots).hex(), "slots": len(slots) // roll.RECORD},
        "ceremony": digest("ceremony-file", election.ceremony or b"")[:32].hex(),
        "trustees": {
            "count": election.trustees,
            "threshold": election.threshold,
            "mixers": election.threshold,
        },
        "registrar": public(keys.read(settings, election.id, "registrar")).hex(),
        "log": {"key": public(keys.read(settings, election.id, "log")).hex(), "origin": election.origin},
        "clerks": [{"name": f"Clerk {c.account_id}", "key": c.key.hex()} for c in clerks(rows, election)],
        "witnesses": [{"name": w.name, "key": w.key.hex()} for w in witnesses(rows, election)],
        "quorum": election.quorum,
    }
    return manifest.encode(fields)


def root(slots: bytes) -> bytes:
    tree = Frontier()
    for start in range(0, len(slots), roll.RECORD):
        tree.append(leaf_hash(slots[start : start + roll.RECORD]))
    return tree.root()


def clerks(rows: Session, election: Election) -> list[Clerk]:
    wanted = select(Clerk).where(Clerk.election_id == election.id).order_by(Clerk.account_id)
    return list(rows.scalars(wanted))


def witnesses(rows: Session, election: Election) -> list[Witness]:
    wanted = select(Witness).where(Witness.election_id == election.id).order_by(Witness.name)
    return list(rows.scalars(wanted))
