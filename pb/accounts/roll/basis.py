"""Why somebody counts as a resident. Which of these count is said by each cycle."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Basis(StrEnum):
    """One line of the roll stands on one of them."""

    ADDRESS = "address"
    WORK = "work"
    SCHOOL = "school"
    BUSINESS = "business"
    FOREIGNER = "foreigner"


BASES: dict[Basis, LazyString] = {
    Basis.ADDRESS: _l("whoever has their address in the town"),
    Basis.WORK: _l("whoever works in the town"),
    Basis.SCHOOL: _l("whoever goes to school in the town"),
    Basis.BUSINESS: _l("whoever runs a business in the town"),
    Basis.FOREIGNER: _l("registered foreigners who live in the town"),
}
