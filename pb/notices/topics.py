"""What can be followed."""

from enum import StrEnum


class Topic(StrEnum):
    """The kinds of topics, each of a number: `Topic.PROPOSAL.of(12)` is `proposal:12`."""

    CYCLE = "cycle"
    PROPOSAL = "proposal"
    DISTRICT = "district"
    CATEGORY = "category"
    DEPARTMENT = "department"
    PROJECT = "project"

    def of(self, number: int) -> str:
        return f"{self.value}:{number}"
