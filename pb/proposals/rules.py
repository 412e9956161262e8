"""Which way a proposal may go: decisions without rows and pages."""

from collections.abc import Mapping

from flask_babel import lazy_gettext as _l

from pb.errors import Refused
from pb.proposals.models import State


class NotFromHere(Refused):
    why = _l("The proposal has moved on meanwhile. Look at where it stands now, then decide again.")


# On its way to the ballot: it can still be supported, merged and filed elsewhere.
ON_THE_WAY = frozenset({State.RECEIVED, State.IN_REVIEW, State.FEASIBLE})
# From where to where. A decision of a department can be corrected by a new one until the ballot is published.
STEPS: Mapping[State, frozenset[State]] = {
    State.DRAFT: frozenset({State.RECEIVED}),
    State.RECEIVED: frozenset({State.IN_REVIEW, State.WITHDRAWN, State.MERGED, State.FORWARDED}),
    State.IN_REVIEW: frozenset(
        {State.FEASIBLE, State.INFEASIBLE, State.WITHDRAWN, State.MERGED, State.FORWARDED}
    ),
    State.FEASIBLE: frozenset({State.IN_REVIEW, State.ON_BALLOT, State.WITHDRAWN, State.MERGED}),
    State.INFEASIBLE: frozenset({State.IN_REVIEW, State.FEASIBLE}),
    State.ON_BALLOT: frozenset({State.FEASIBLE, State.FUNDED, State.NOT_FUNDED}),
    State.FUNDED: frozenset(),
    State.NOT_FUNDED: frozenset(),
    State.WITHDRAWN: frozenset(),
    State.MERGED: frozenset(),
    State.FORWARDED: frozenset(),
}
