"""What can be followed."""

from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Topic(StrEnum):
    """The kinds of topics, each of a number: `Topic.PROPOSAL.of(12)` is `proposal:12`."""

    CYCLE = "cycle"
    PROPOSAL = "proposal"
    DISTRICT = "district"
    CATEGORY = "category"
    DEPARTMENT = "department"
    PROJECT = "project"
    CALL = "call"

    def of(self, number: int) -> str:
        return f"{self.value}:{number}"


KINDS = frozenset(topic.value for topic in Topic)

WORDS: dict[Topic, LazyString] = {
    Topic.CYCLE: _l("Budgeting year"),
    Topic.PROPOSAL: _l("Proposal"),
    Topic.DISTRICT: _l("District"),
    Topic.CATEGORY: _l("Category"),
    Topic.DEPARTMENT: _l("Department"),
    Topic.PROJECT: _l("Project"),
    Topic.CALL: _l("Call of a department"),
}


def parted(topic: str) -> tuple[Topic, int]:
    """`proposal:12` as its word and its number. Raises ValueError."""
    word, _, number = topic.partition(":")
    if word not in KINDS or not (number.isascii() and number.isdigit() and len(number) < 10):
        raise ValueError(topic)
    return Topic(word), int(number)
