"""Which proposal may go into which."""

from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.proposals.models import Proposal, State
from pb.proposals.rules import ON_THE_WAY


class IntoItself(Refused):
    why = _l("A proposal cannot be merged into itself.")


class NotOpen(Refused):
    why = _l("Both must be on their way to the ballot in the same year. Look at where they stand now.")


def may_merge(one: Proposal, into: Proposal) -> None:
    """Raises IntoItself, NotOpen."""
    if one.id == into.id:
        raise IntoItself
    same_year = one.cycle_id == into.cycle_id
    if not same_year or State(one.state) not in ON_THE_WAY or State(into.state) not in ON_THE_WAY:
        raise NotOpen
