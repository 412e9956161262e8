"""The booth: the form of a voter's own ballot, which is sealed on the voter's device and nowhere else."""

from datetime import timedelta

from flask import render_template
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from pb import clock, db
from pb.access import Permission, public, requires
from pb.accounts.sessions import keys, visitor
from pb.cycles.rules import day, days_left
from pb.errors import Refused
from pb.voting import queries
from pb.voting.booth import composing
from pb.voting.booth.door import Door, Mine, open_to
from pb.voting.booth.marks import Shown, shown
from pb.voting.booth.words import booth as words
from pb.voting.models import Kind
from pb.voting.views.page import blueprint
from pb.web.forms import Form

# What is told at each closed door: the title, then the sentences.
TOLD = {
    Door.NO_ELECTION: (
        _l("There is no vote now"),
        _l("When the next ballot is published, you can practise here and then vote."),
    ),
    Door.NOT_YET: (
        _l("Voting has not begun yet"),
        _l("The ballot is fixed. You can practise on it until voting begins."),
    ),
    Door.UNKNOWN: (
        _l("First show that you live here"),
        _l("Residents vote. Sign in to your account, or use the code from the town's letter without one."),
    ),
    Door.NO_SLOT: (
        _l("You are not on the roll of this vote"),
        _l("The roll was closed before you were entered. The town office can tell you why."),
    ),
    Door.PAPER_HANDED: (
        _l("You have a paper ballot"),
        _l(
            "A paper ballot was handed out to you at the polling place, so that you cannot vote online as "
            "well."
        ),
    ),
    Door.PAPER_ONLY: (
        _l("Your group votes on paper"),
        _l("Come to the polling place with a document that shows who you are."),
    ),
    Door.ENDED: (
        _l("Voting has closed"),
        _l(
            "The box is closed. The trustees mix and open the ballots together, then the result is "
            "published here."
        ),
    ),
}

NOT_COUNTED, NO_VOTER = "not-counted", _l("You do not take part in this year's vote")


@blueprint.get("/vote")
@public
def booth() -> ResponseReturnValue:
    return booth_of(Kind.REAL)


@blueprint.get("/vote/rehearsal")
@requires(Permission.TRY_VOTE)
def rehearsal() -> ResponseReturnValue:
    """The same booth for test voters: another election, of which nothing counts."""
    return booth_of(Kind.REHEARSAL)


def booth_of(kind: Kind) -> ResponseReturnValue:
    found = open_to(db.session(), visitor(), clock.now(), kind)
    if isinstance(found, Door):
        title, told = TOLD[found]
        return render_template("voting/booth/door.html", door=found.value, title=title, told=told)
    if isinstance(found, Refused):
        return render_template("voting/booth/door.html", door=NOT_COUNTED, title=NO_VOTER, told=found)
    return render_template(
        "voting/booth/booth.html",
        form=Form(),
        sheet=sheet(found),
        words=words(),
        election=found.election,
        slot=found.slot.number,
        style=found.hall.manifest.styles[found.slot.style].name,
        tracker=found.tracker,
        left=left(found),
        ends=found.ends,
        kiosk=False,
    )


def sheet(mine: Mine) -> list[Shown]:
    manifest, number = mine.hall.manifest, mine.slot.number
    parts = composing.frozen_parts(db.session(), mine.election.cycle_id, manifest, mine.slot.style)
    order = keys().digest("order of the ballot", f"{manifest.election.hex()} {number}")
    return [shown(part, order) for part in parts]


def left(mine: Mine) -> str:
    """How many days are left, as on the page of the year."""
    return days_left(day(mine.ends - timedelta(microseconds=1)), clock.now()) if mine.ends else ""


@blueprint.get("/check-device")
@public
def check_device() -> str:
    """Where an opened ballot of another device is checked, by this device alone."""
    return render_template(
        "voting/booth/check_device.html", election=queries.current(db.session()), words=words()
    )
