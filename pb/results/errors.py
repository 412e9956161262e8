"""Why a result is not counted or published now."""

from flask_babel import lazy_gettext as _l

from pb.errors import Refused


class NotOpened(Refused):
    why = _l("The ballots are not opened yet. First the trustees mix and open them.")


class NotNow(Refused):
    why = _l("A result is published after voting, in the phases for counting and for results.")


class AlreadyCounting(Refused):
    why = _l("The count is running. Wait until it is done.")


class AlreadyPublished(Refused):
    why = _l("The result is published. It stays as it is.")


class NotCounted(Refused):
    why = _l("Nothing is counted yet. Count first, then publish.")


class DoesNotReconcile(Refused):
    why = _l("The sums do not agree. A result that does not reconcile cannot be published: see below which.")


class SamePerson(Refused):
    why = _l("You have pressed already. The second must be another official: four eyes see more than two.")
