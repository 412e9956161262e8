"""The sum of the year that must meet."""

from dataclasses import dataclass


@dataclass(frozen=True)
class Reconciliation:
    """Where every proposal that was handed in has gone. `open` ones have no answer yet.

    `unanswered` counts those that count as answered by their state but have no decision to show for it.
    """

    received: int
    on_ballot: int
    feasible: int
    infeasible: int
    merged: int
    withdrawn: int
    forwarded: int
    open: int
    unanswered: int

    @property
    def together(self) -> int:
        """The right side of the identity: must be what was received."""
        return sum(
            (
                self.on_ballot,
                self.feasible,
                self.infeasible,
                self.merged,
                self.withdrawn,
                self.forwarded,
                self.open,
            )
        )

    @property
    def holds(self) -> bool:
        return self.received == self.together and not self.unanswered

    @property
    def is_finished(self) -> bool:
        """Whether a ballot may be published: the sums meet, and every proposer has an answer."""
        return self.holds and not self.open
