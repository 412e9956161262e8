"""Paper ballots and the sheet of the evening as PDF, tagged for screen readers."""

from pathlib import Path
from typing import Any

from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy.orm import Session

from pb.voting.booth import composing
from pb.voting.booth.sheet import Part, asks
from pb.voting.hall import Hall
from pb.voting.naming import Naming, naming
from pb.voting.pads.models import Pad
from pb.voting.pads.queries import Balance
from pb.voting.pads.words import identity, verdict
from pb.web.documents import pdf
from pb.web.formats import number, won

ROOM = Path(__file__).parent
# In points; large print as associations of the blind ask for it.
POINTS = {"normal": 11, "large": 18}
SHOWN = 16


def ballots(rows: Session, hall: Hall, pad: Pad) -> bytes:
    """Every paper of a pad, each on a sheet of its own."""
    with force_locale(pad.language):
        told = ballot(rows, hall, pad)
    return pdf(ROOM / "ballot.typ", told)


def ballot(rows: Session, hall: Hall, pad: Pad) -> dict[str, Any]:
    names = [style.name for style in hall.manifest.styles]
    parts = composing.frozen_parts(rows, hall.cycle, hall.manifest, names.index(pad.style))
    title = hall.manifest.title[pad.language]
    return {
        "language": pad.language,
        "size": POINTS[pad.size],
        "title": title,
        "footer": _("Fingerprint of the vote: %(hex)s", hex=hall.manifest.election.hex()[:SHOWN]),
        "numbers": [f"{each:06}" for each in range(pad.first, pad.last + 1)],
        "stub": {
            "title": title,
            "kind": naming(rows, hall).kind(pad.style, pad.voter_group),
            "how": _("Tear this stub off before you hand the paper out. It stays in the pad."),
            "number": _("Number"),
            "cut": _("Tear off here. The number never goes into the box."),
        },
        "stamp": _("Stamp of the polling place"),
        "lines": [
            _("Mark with a pen inside the boxes. Write nothing else: no name and no sign of your own."),
            _("If you make a mistake, hand the paper back and you get a new one."),
        ],
        "yes": _("In favour"),
        "no": _("Against"),
        "sections": [section(part) for part in parts],
    }


def section(part: Part) -> dict[str, Any]:
    return {
        "name": part.title,
        "asks": asks(part),
        "how": how(part),
        "kind": part.kind.value,
        "projects": [
            {"number": card.number, "title": card.title, "cost": won(card.cost), "place": card.place}
            for card in sorted(part.cards, key=lambda card: card.number)
        ],
    }


def how(part: Part) -> str:
    """What goes into the boxes."""
    if part.kind.value == "ranked":
        return str(_("Write 1 into the box of the best project, 2 into that of the next, and so on."))
    if part.kind.value in ("cumulative", "scoring"):
        return str(_("Write the points into the box. An empty box means no points."))
    return str(_("Make a cross or a tick in the box."))


def sheet(hall: Hall, called: Naming, found: list[Balance], at: str, language: str) -> bytes:
    """Every paper accounted for, as the page of the evening says it."""
    return pdf(
        ROOM / "sheet.typ",
        {
            "language": language,
            "title": _("Paper ballots: sheet of the evening"),
            "lead": f"{hall.manifest.title[language]} · {at}",
            "footer": _("Fingerprint of the vote: %(hex)s", hex=hall.manifest.election.hex()[:SHOWN]),
            "columns": [
                _("Pad"),
                _("Polling place"),
                _("Stub numbers"),
                _("Printed"),
                _("Unused from"),
                _("Unused"),
            ],
            "kinds": [kind(called, one) for one in found],
            "signatures": [_("First clerk (signature)"), _("Second clerk (signature)")],
        },
    )


def kind(called: Naming, one: Balance) -> dict[str, Any]:
    return {
        "name": called.kind(one.sheet.style, one.sheet.group),
        "pads": [
            [str(pad.number), pad.place, f"{pad.first:06}–{pad.last:06}", number(pad.papers), *counted(pad)]
            for pad in one.pads
        ],
        "lines": identity(one),
        "verdict": verdict(one),
    }


def counted(pad: Pad) -> list[str]:
    if pad.next_unused is None or pad.unused is None:
        return ["", ""]
    return [f"{pad.next_unused:06}" if pad.unused else "–", number(pad.unused)]
