"""Until when the authors may change what they handed in."""

from datetime import datetime

from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.proposals.models import State


class Closed(Refused):
    why = _l("The review has begun, so that the text stays as it is. A reviewer can ask you for a change.")


class NewerVersion(Refused):
    why = _l(
        "Somebody changed the proposal meanwhile. What you typed is still here; compare it with the present "
        "text below, then send it again if it shall replace it."
    )


class NothingChanged(Refused):
    why = _l("Nothing is different from the present text.")


def may_amend(state: State, asked_until: datetime | None, at: datetime) -> bool:
    """Before the review begins, and in it as long as a reviewer asked for a change."""
    if state is State.RECEIVED:
        return True
    return state is State.IN_REVIEW and asked_until is not None and at < asked_until
