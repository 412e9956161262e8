"""What every outcome must satisfy, whatever the rule. Each law raises Broken, which says what is wrong."""

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import replace

import numpy as np

from tallying.counting import section
from tallying.election import NOTHING, Election
from tallying.options import Options
from tallying.outcome import Code, Outcome
from tallying.profile import Profile

Rule = Callable[[Election, Options], Outcome]

# Rules that promise to leave nothing unfunded that would still fit.
EXHAUSTIVE = frozenset({"greedy", "greedy-per-won", "max-votes"})


class Broken(ValueError):
    """An outcome breaks a law of counting."""


def within_budget(election: Election, outcome: Outcome) -> None:
    """No more is spent than there is, and the sums agree."""
    spent = sum(verdict.paid for verdict in outcome.projects)
    if outcome.cost > election.budget:
        raise Broken(f"{outcome.cost} spent of a budget of {election.budget}")
    if spent != outcome.cost or outcome.left != outcome.budget - outcome.cost:
        raise Broken(f"the parts add up to {spent}, not {outcome.cost}, or the rest is wrong")


def nothing_twice(election: Election, outcome: Outcome) -> None:
    """Each funded project is one of the election's, once, with its full cost, and each has one verdict."""
    twice = [project for project, times in Counter(outcome.funded).items() if times > 1]
    if twice:
        raise Broken(f"funded twice: {', '.join(twice)}")
    if tuple(verdict.id for verdict in outcome.projects) != election.ids:
        raise Broken("the verdicts are not those of the election's projects, in file order")
    if {v.id for v in outcome.projects if v.funded} != set(outcome.funded):
        raise Broken("the verdicts and the funded list disagree")
    short = [v.id for v in outcome.projects if v.funded and v.paid != v.cost]
    if short:
        raise Broken(f"funded without its full cost: {', '.join(short)}")


def nothing_incompatible(election: Election, outcome: Outcome) -> None:
    """Of incompatible projects at most one is given money."""
    given = {verdict.id for verdict in outcome.projects if verdict.funded or verdict.paid}
    for group in election.conflicts:
        if len(group & given) > 1:
            raise Broken(f"incompatible and yet funded: {', '.join(sorted(group & given))}")


def mandatory_funded(election: Election, outcome: Outcome) -> None:
    """Every mandatory project is funded."""
    missing = election.mandatory - set(outcome.funded)
    if missing:
        raise Broken(f"mandatory and not funded: {', '.join(sorted(missing))}")


def quorum_kept(election: Election, outcome: Outcome) -> None:
    """Nothing but a mandatory project is funded below the quorum or the threshold."""
    votes, options = election.profile.votes(), outcome.options
    for verdict, count in zip(outcome.projects, votes.tolist(), strict=True):
        low = count < options.quorum or (options.threshold and verdict.votes < options.threshold)
        if verdict.paid and low and verdict.id not in election.mandatory:
            raise Broken(f"{verdict.id} was funded with too few votes")


def rounds_add_up(election: Election, outcome: Outcome) -> None:
    """The rounds tell the same story: money paid and left, round by round."""
    left = outcome.budget
    for step in outcome.rounds:
        left -= step.paid
        if step.left != left:
            raise Broken(f"round {step.number} leaves {left}, not {step.left}")
    told = [step.project for step in outcome.rounds if step.paid or step.action in ("funded", "mandatory")]
    silent = set(outcome.funded) - set(told)
    if silent:
        raise Broken(f"no round tells of {', '.join(sorted(silent))}")


def exhaustive(election: Election, outcome: Outcome) -> None:
    """No project that may compete would still fit into what is left."""
    free = {Code.QUORUM, Code.THRESHOLD, Code.INCOMPATIBLE}
    for verdict in outcome.projects:
        fits = not verdict.funded and verdict.cost <= outcome.left
        if fits and verdict.why.code not in free and not _shut_out(election, outcome, verdict.id):
            raise Broken(f"{verdict.id} would still have fitted")


def _shut_out(election: Election, outcome: Outcome, project: str) -> bool:
    return any(project in group and group & set(outcome.funded) for group in election.conflicts)


def voter_order_does_not_matter(election: Election, outcome: Outcome, rule: Rule) -> None:
    """Counting the ballots in another order gives the same outcome, word for word."""
    for voters in _other_orders(election.profile.n_voters):
        again = rule(reordered(election, voters), outcome.options)
        if again != outcome:
            raise Broken("another order of the ballots gives another outcome")


def reordered(election: Election, voters: Iterable[int]) -> Election:
    """The same election with its ballots in this order."""
    return replace(election, profile=_plain(election.profile).take(np.fromiter(voters, dtype=np.int64)))


def _plain(profile: Profile) -> Profile:
    return replace(profile, columns=NOTHING)


def _other_orders(voters: int) -> list[list[int]]:
    backwards = list(range(voters - 1, -1, -1))
    riffled = backwards[::2] + backwards[1::2]
    return [backwards, riffled]


Law = Callable[[Election, Outcome], None]

LAWS: tuple[Law, ...] = (
    within_budget,
    nothing_twice,
    nothing_incompatible,
    mandatory_funded,
    quorum_kept,
    rounds_add_up,
)


def hold(election: Election, outcome: Outcome, rule: Rule | None = None) -> None:
    """Raise Broken unless every law holds, in each section too; with `rule` the ballots are also counted in
    other orders."""
    if outcome.parts:
        for name, part in outcome.parts:
            hold(section(election, name), part, rule)
        return
    for law in LAWS:
        law(election, outcome)
    if outcome.rule in EXHAUSTIVE:
        exhaustive(election, outcome)
    if rule is not None:
        voter_order_does_not_matter(election, outcome, rule)
