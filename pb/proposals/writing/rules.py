"""What a proposal needs before it can be handed in, and who may begin one."""

from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.proposals.text import Text

MOST_DRAFTS = 10
NEEDED = ("title", "problem", "idea")


class NoCall(Refused):
    why = _l("No call for proposals is open right now. Your draft stays here until one is.")


class NotWhole(Refused):
    why = _l("Something is still missing.")


class NoConsent(Refused):
    why = _l("A proposal can only be handed in if everyone may read it. Tick the consent below.")


class NoResident(Refused):
    why = _l("Only residents propose. Show that you live here first; your draft stays.")


class TooManyDrafts(Refused):
    why = _l("You have ten drafts already. Finish or throw away one of them first.")


class ChangedMeanwhile(Refused):
    why = _l(
        "Somebody changed this answer meanwhile, perhaps you in another window. What you typed is still "
        "here; send it again if it shall replace the other."
    )


def missing(text: Text) -> tuple[str, ...]:
    """The names of what has to be answered but is not."""
    return tuple(name for name in NEEDED if not getattr(text, name))
