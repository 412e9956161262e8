"""What every rule shares: who may compete, with how much money, and how the answer is put together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Code, Outcome, Reason, Round, Tie, Verdict
from tallying.scores import Scores, scores
from tallying.ties import TieOrder, tie_order
from tallying.unfit import Impossible

NO_RIVALS: frozenset[int] = frozenset()


@dataclass(frozen=True, slots=True, eq=False)
class Contest:
    """An election made ready for a rule; projects are their numbers (places in `election.projects`).

    running    those that compete, in file order
    barred     those that do not (quorum, threshold, a mandatory rival), each with its reason
    mandatory  those funded before the rule begins, in tie order
    left       the budget after paying them
    rivals     for each project those it is incompatible with; absent when none
    order      the total order of the named tie-breaks
    """

    election: Election
    options: Options
    ids: tuple[str, ...]
    costs: tuple[int, ...]
    votes: tuple[int, ...]
    scores: Scores
    order: TieOrder
    mandatory: tuple[int, ...]
    left: int
    running: tuple[int, ...]
    barred: Mapping[int, Reason]
    rivals: Mapping[int, frozenset[int]]

    def shut_out(self, project: int, funded: Iterable[int]) -> int | None:
        """The first of `funded` that is incompatible with `project`, or None."""
        rivals = self.rivals.get(project, NO_RIVALS)
        return next((other for other in funded if other in rivals), None) if rivals else None

    def opening(self) -> list[Round]:
        """One round for each mandatory project."""
        left, rounds = self.election.budget, []
        for number, p in enumerate(self.mandatory, 1):
            left -= self.costs[p]
            rounds.append(Round(number, self.ids[p], "mandatory", self.costs[p], left, self.scores[p]))
        return rounds


def prepare(election: Election, options: Options) -> Contest:
    """Apply weights, tie-breaks, mandatory and incompatible projects, quorum and threshold.

    Raises Impossible, WeightsUnfit, UnknownTieBreak.
    """
    ids = election.ids
    place = {project: number for number, project in enumerate(ids)}
    costs = tuple(project.cost for project in election.projects)
    votes = tuple(election.profile.votes().tolist())
    counted = scores(election, options)
    order = tie_order(election.projects, counted.numbers, options.ties)
    rivals = _rivals(election, place)
    mandatory = tuple(sorted((place[p] for p in election.mandatory), key=order.rank.__getitem__))
    left = election.budget - sum(costs[p] for p in mandatory)
    _demand_possible(ids, mandatory, rivals, left)
    barred = _barred(votes, counted, options, mandatory, rivals, ids)
    out = barred.keys() | set(mandatory)
    running = tuple(p for p in range(len(ids)) if p not in out)
    return Contest(
        election, options, ids, costs, votes, counted, order, mandatory, left, running, barred, rivals
    )


def _rivals(election: Election, place: Mapping[str, int]) -> dict[int, frozenset[int]]:
    rivals: dict[int, frozenset[int]] = {}
    for group in election.conflicts:
        members = frozenset(place[project] for project in group)
        for member in members:
            rivals[member] = rivals.get(member, NO_RIVALS) | members - {member}
    return rivals


def _demand_possible(
    ids: Sequence[str], mandatory: Sequence[int], rivals: Mapping[int, frozenset[int]], left: int
) -> None:
    if left < 0:
        raise Impossible("mandatory-too-dear", f"{-left:,}")
    for project in mandatory:
        for other in rivals.get(project, NO_RIVALS) & set(mandatory):
            raise Impossible("mandatory-rivals", ids[project], ids[other])


def _barred(
    votes: Sequence[int],
    counted: Scores,
    options: Options,
    mandatory: Sequence[int],
    rivals: Mapping[int, frozenset[int]],
    ids: Sequence[str],
) -> dict[int, Reason]:
    barred: dict[int, Reason] = {}
    for first in mandatory:
        for other in rivals.get(first, NO_RIVALS):
            barred[other] = Reason(Code.INCOMPATIBLE, other=ids[first])
    for project in set(range(len(votes))) - set(mandatory) - barred.keys():
        reason = below(votes[project], counted, project, options)
        if reason is not None:
            barred[project] = reason
    return barred


def below(votes: int, counted: Scores, project: int, options: Options) -> Reason | None:
    """Why the project may not compete by its votes alone, or None."""
    if votes < options.quorum:
        return Reason(Code.QUORUM, need=options.quorum)
    if options.threshold and counted.numbers[project] < options.threshold * counted.scale:
        return Reason(Code.THRESHOLD, need=options.threshold)
    return None


def conclude(
    contest: Contest,
    rule: str,
    *,
    funded: Sequence[int],
    rounds: Sequence[Round],
    ties: Sequence[Tie],
    reasons: Mapping[int, Reason],
    granted: Mapping[int, int] | None = None,
    certificate: Any = None,
) -> Outcome:
    """Put the outcome together: `funded` by the rule in order, after the mandatory projects.

    `reasons` has one for each running project; `rounds` does not repeat the opening. `granted` adds money
    given to projects that are not fully funded.
    """
    paid = dict(granted or {})
    everyone = (*contest.mandatory, *funded)
    paid.update((p, contest.costs[p]) for p in everyone)
    whys = {**contest.barred, **reasons}
    whys.update((p, Reason(Code.MANDATORY, round=n)) for n, p in enumerate(contest.mandatory, 1))
    cost, chosen, ids, costs, counted = (
        sum(paid.values()),
        set(everyone),
        contest.ids,
        contest.costs,
        contest.scores,
    )
    verdicts = tuple(
        Verdict(ids[p], costs[p], votes, p in chosen, paid.get(p, 0), whys[p])
        for p, votes in enumerate(counted.all())
    )
    budget = contest.election.budget
    return Outcome(
        rule=rule,
        options=contest.options,
        budget=budget,
        funded=tuple(ids[p] for p in everyone),
        cost=cost,
        left=budget - cost,
        rounds=(*contest.opening(), *rounds),
        ties=tuple(ties),
        projects=verdicts,
        certificate=certificate,
    )
