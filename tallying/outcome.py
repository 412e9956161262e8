"""What a rule answers: who is funded, in which order, and why; enough to explain every step."""

from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import Any

Score = int | Fraction


class Code(StrEnum):
    """Why a project was or was not funded. `explain` has one sentence for each."""

    FUNDED = "funded"
    COMPLETION = "completion"  # funded by the completion step, with money the main rule left
    MANDATORY = "mandatory"  # funded first, whatever its votes
    PARTLY = "partly"  # the first project that did not fit got what was left
    TOO_DEAR = "too-dear"  # costs more than the whole budget
    NO_ROOM = "no-room"  # more than what was left when its turn came
    STOPPED = "stopped"  # counting stopped at an earlier project
    QUORUM = "quorum"  # named by fewer ballots than the rules demand
    THRESHOLD = "threshold"  # score below what the rules demand
    INCOMPATIBLE = "incompatible"  # shuts out, or is shut out by, a funded project
    NO_VOTES = "no-votes"  # a rule that needs supporters found none
    NOT_BEST = "not-best"  # every list with it has fewer votes than the best list
    UNAFFORDABLE = "unaffordable"  # its supporters together had too little money left


@dataclass(frozen=True, slots=True)
class Margin:
    """How near a project that lost was: the least change, all else as it is, that would have funded it.

    more_votes   so many more ballots, each naming only this project (or one more point each)
    less_cost    so many whole money units less
    by_group     in weighted elections, for one group at a time: so many of its ballots naming it as well
    least        True: nothing smaller would have done. False: one vote or one unit less would not have done,
                 but not every smaller number was tried (proportional rules are not monotone)

    None where no such change would have done.
    """

    more_votes: int | None = None
    less_cost: int | None = None
    by_group: tuple[tuple[str, int], ...] = ()
    least: bool = True


@dataclass(frozen=True, slots=True)
class Reason:
    """One reason as a code and its numbers; `explain.sentence` puts it into words.

    round   the round in which it was decided, from 1
    left    money left at that moment (before paying)
    need    what was asked for: the quorum, the threshold, or the money its supporters lacked
    price   what each payer gave per unit of utility (proportional rules)
    payers  how many ballots paid
    other   the project that shut it out, or at which counting stopped
    """

    code: Code
    round: int | None = None
    left: Score | None = None
    need: Score | None = None
    price: Fraction | None = None
    payers: int | None = None
    other: str | None = None
    margin: Margin | None = None


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of one project: `votes` is its score under the weights, `paid` what it was granted."""

    id: str
    cost: int
    votes: Score
    funded: bool
    paid: int
    why: Reason


@dataclass(frozen=True, slots=True)
class Round:
    """One step of counting: `paid` money went to `project`, `left` remained afterwards.

    action is "funded", "mandatory", "partly", "skipped" or "stopped" (or "completion" in proportional rules).
    """

    number: int
    project: str
    action: str
    paid: int
    left: int
    votes: Score | None = None
    price: Fraction | None = None
    payers: int | None = None
    section: str = ""


@dataclass(frozen=True, slots=True)
class Tie:
    """Projects that stood level in a round, what decided between them, and for which."""

    round: int
    projects: tuple[str, ...]
    resolved_by: str
    chosen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The answer of one rule. `cost` is all money granted, `projects` has a verdict for each, in file order.

    `options` are those the rule counted under (tallying.options.Options). `certificate` is what a reader can
    check without trusting the rule (a price system for Equal Shares, the bound for max-votes) or None.
    `parts` holds each section's own outcome where sections are counted by themselves.
    """

    rule: str
    options: Any
    budget: int
    funded: tuple[str, ...]
    cost: int
    left: int
    rounds: tuple[Round, ...]
    ties: tuple[Tie, ...]
    projects: tuple[Verdict, ...]
    certificate: Any = None
    parts: tuple[tuple[str, "Outcome"], ...] = ()

    def verdict(self, project: str) -> Verdict:
        """The verdict on one project; KeyError when there is none of that id."""
        for verdict in self.projects:
            if verdict.id == project:
                return verdict
        raise KeyError(project)
