"""What can stand in the journal: one line a kind, named `<thing>.<verb, past>`, with the facts it states."""

from dataclasses import dataclass
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Kind(StrEnum):
    """The kinds of official acts. A kind is never renamed: old entries keep it for ever."""

    ENTRY_CORRECTED = "entry.corrected"
    ROLE_GIVEN = "role.given"
    ROLE_TAKEN = "role.taken"
    ROLL_EXTENDED = "roll.extended"
    CODES_PRINTED = "codes.printed"
    CODE_GIVEN = "code.given"
    CLAIM_REFUSED = "claim.refused"


@dataclass(frozen=True)
class Form:
    """How entries of one kind are made: their title, and exactly these facts."""

    title: LazyString
    facts: tuple[str, ...]


FORMS: dict[Kind, Form] = {
    Kind.ENTRY_CORRECTED: Form(_l("An earlier entry corrected"), ("entry", "correction")),
    Kind.ROLE_GIVEN: Form(_l("Office given"), ("official", "role")),
    Kind.ROLE_TAKEN: Form(_l("Office taken back"), ("official", "role")),
    Kind.ROLL_EXTENDED: Form(_l("Roll of residents extended"), ("added", "known", "refused")),
    Kind.CODES_PRINTED: Form(_l("Letters with codes printed"), ("letters",)),
    Kind.CODE_GIVEN: Form(_l("Code given at the desk"), ()),
    Kind.CLAIM_REFUSED: Form(_l("Second claim on one residence refused"), ()),
}

FACTS: dict[str, LazyString] = {
    "entry": _l("Entry"),
    "correction": _l("What is right"),
    "official": _l("Official, by number"),
    "role": _l("Office"),
    "added": _l("Residents added"),
    "known": _l("Residents known before"),
    "refused": _l("Lines refused"),
    "letters": _l("Letters"),
}


class Office(StrEnum):
    """Who acted: the office, never the person who holds it."""

    OPERATOR = "operator"
    ADMINISTRATOR = "administrator"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    REVIEWER = "reviewer"
    TRUSTEE = "trustee"
    SYSTEM = "system"


OFFICES: dict[Office, LazyString] = {
    Office.OPERATOR: _l("Operator of the service"),
    Office.ADMINISTRATOR: _l("Administrator"),
    Office.COORDINATOR: _l("Coordinator"),
    Office.CLERK: _l("Clerk"),
    Office.REVIEWER: _l("Reviewer"),
    Office.TRUSTEE: _l("Key trustee"),
    Office.SYSTEM: _l("The service itself"),
}
