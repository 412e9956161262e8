"""Why something can be reported and hidden, and who decides on an appeal."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.errors import Refused


class Ground(StrEnum):
    """The coded grounds. A code is never renamed: the journal keeps it."""

    INSULT = "insult"
    HATE = "hate"
    PRIVATE = "private-data"
    FALSE = "falsehood"
    ADVERTISING = "advertising"
    OFF_TOPIC = "off-topic"
    OTHER = "other"


GROUNDS: dict[Ground, LazyString] = {
    Ground.INSULT: _l("Insult or threat"),
    Ground.HATE: _l("Contempt for a group of people"),
    Ground.PRIVATE: _l("Somebody's private data"),
    Ground.FALSE: _l("A false claim of fact"),
    Ground.ADVERTISING: _l("Advertising"),
    Ground.OFF_TOPIC: _l("Not about this proposal"),
    Ground.OTHER: _l("Something else"),
}


class Outcome(StrEnum):
    """What became of a hiding in the end."""

    RESTORED = "restored"
    UPHELD = "upheld"


class AlreadyHidden(Refused):
    why = _l("Another official has hidden this meanwhile.")


class NotHidden(Refused):
    why = _l("This is not hidden any more, or it has been decided on meanwhile.")


class OwnHiding(Refused):
    why = _l("You hid this yourself. Another official decides on the objection.")


class NoAppeal(Refused):
    why = _l("Only an objection can be turned down, and there is none.")


class AlreadyAppealed(Refused):
    why = _l("You have objected already. Another official will decide, and we write to you.")


class AlreadyReported(Refused):
    why = _l("You have reported this already. An official looks at it.")


class NothingToJudge(Refused):
    why = _l("There are no open reports any more: another official has dealt with them.")
