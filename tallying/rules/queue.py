"""Funding down a queue: the rules that rank the projects once and then walk down the list.

A walk keeps what was left before each place. A project that lost leaves no trace in it, so the same walk
tells exactly how far up the queue the project would have had to stand: its margin needs no recount.
"""

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from operator import neg
from typing import Protocol

from tallying.contest import Contest, below
from tallying.election import Kind
from tallying.outcome import Code, Margin, Reason, Round, Score, Tie
from tallying.weights import ballot_weights, votes_by_group

Value = Score | float  # the only float is infinity, which compares exactly with fractions


def as_score(merit: Value) -> Score | None:
    """The merit as an exact number, or None for infinity."""
    return None if isinstance(merit, float) else merit


class Merit(Protocol):
    """What puts one project before another, tie-breaks aside."""

    def of(self, score: Score, cost: int) -> Value:
        """The merit of a project; the larger stands first."""

    def score_to_reach(self, merit: Value, cost: int) -> Score | None:
        """The least score that gives a project of this cost at least this merit; None when no score does."""

    def cost_to_reach(self, merit: Value, score: Score) -> int | None:
        """The largest cost that gives this score at least this merit; None when any cost does."""


@dataclass(slots=True)
class Walk:
    """What happened on the way down. lefts[k] is the money left before place k of the queue, and the last one
    the money left at the end; heads[k] counts the projects funded before place k."""

    queue: Sequence[int]
    lefts: list[int] = field(default_factory=list)
    heads: list[int] = field(default_factory=list)
    funded: list[int] = field(default_factory=list)
    rounds: list[Round] = field(default_factory=list)
    ties: list[Tie] = field(default_factory=list)
    reasons: dict[int, Reason] = field(default_factory=dict)
    granted: dict[int, int] = field(default_factory=dict)
    stopped: bool = False


def line_up(contest: Contest, merit: Merit) -> tuple[list[int], dict[int, Value]]:
    """The running projects, best first, and the merit of each."""
    numbers, costs, rank = contest.scores.numbers, contest.costs, contest.order.rank
    merits = {p: merit.of(numbers[p], costs[p]) for p in contest.running}
    return sorted(contest.running, key=lambda p: (-merits[p], rank[p])), merits


def walk(
    contest: Contest, queue: Sequence[int], merits: dict[int, Value], *, stop: bool, partial: bool
) -> Walk:
    """Fund down the queue. `stop`: nothing after the first misfit. `partial`: it gets what is left."""
    done = Walk(queue)
    left, first = contest.left, len(contest.mandatory) + 1
    for place, p in enumerate(queue):
        done.lefts.append(left)
        done.heads.append(len(done.funded))
        _note_tie(contest, done, merits, place, first + place)
        left = _turn(contest, done, p, first + place, left)
        if stop and done.reasons[p].code in (Code.NO_ROOM, Code.TOO_DEAR):
            _stop(contest, done, place, first + place, left)
            break
    else:
        done.lefts.append(left)
        done.heads.append(len(done.funded))
    if partial:
        _grant_rest(contest, done, left)
    return done


def _turn(contest: Contest, done: Walk, p: int, number: int, left: int) -> int:
    """Decide on one project; the money left afterwards."""
    cost, name = contest.costs[p], contest.ids[p]
    rival = contest.shut_out(p, done.funded) if contest.rivals else None
    if rival is not None:
        done.reasons[p] = Reason(Code.INCOMPATIBLE, number, left, other=contest.ids[rival])
    elif cost <= left:
        done.funded.append(p)
        done.reasons[p] = Reason(Code.FUNDED, number, left)
        done.rounds.append(Round(number, name, "funded", cost, left - cost, contest.scores[p]))
        return left - cost
    else:
        code = Code.TOO_DEAR if cost > contest.election.budget else Code.NO_ROOM
        done.reasons[p] = Reason(code, number, left)
    done.rounds.append(Round(number, name, "skipped", 0, left, contest.scores[p]))
    return left


def _stop(contest: Contest, done: Walk, place: int, number: int, left: int) -> None:
    misfit = contest.ids[done.queue[place]]
    done.stopped = True
    done.rounds[-1] = replace(done.rounds[-1], action="stopped")
    for p in done.queue[place + 1 :]:
        done.reasons[p] = Reason(Code.STOPPED, number, left, other=misfit)


def _grant_rest(contest: Contest, done: Walk, left: int) -> None:
    misfits = (p for p in done.queue if done.reasons[p].code in (Code.NO_ROOM, Code.TOO_DEAR))
    p = next((p for p in misfits if contest.shut_out(p, done.funded) is None), None)
    if p is None or left == 0:
        return
    number = done.rounds[-1].number + 1
    done.granted[p] = left
    done.reasons[p] = Reason(Code.PARTLY, number, left)
    done.rounds.append(Round(number, contest.ids[p], "partly", left, 0, contest.scores[p]))


def _note_tie(contest: Contest, done: Walk, merits: dict[int, Value], place: int, number: int) -> None:
    queue, end = done.queue, place + 1
    while end < len(queue) and merits[queue[end]] == merits[queue[place]]:
        end += 1
    if end > place + 1:
        done.ties.append(contest.order.tie(number, queue[place:end], contest.ids))


@dataclass(frozen=True, slots=True)
class Margins:
    """Exact margins of every project that a walk did not fund."""

    contest: Contest
    merit: Merit
    done: Walk
    places: dict[int, int]

    @classmethod
    def of(cls, contest: Contest, merit: Merit, done: Walk) -> "Margins":
        return cls(contest, merit, done, {p: place for place, p in enumerate(done.queue)})

    def reasons(self) -> dict[int, Reason]:
        """The reason of every project that is neither mandatory nor funded, with its margin."""
        barred = self.contest.barred.items()
        lost = [(p, why) for p, why in (*self.done.reasons.items(), *barred) if why.code is not Code.FUNDED]
        return {
            p: Reason(why.code, why.round, why.left, why.need, other=why.other, margin=self.margin(p))
            for p, why in lost
        }

    def margin(self, p: int) -> Margin:
        """The margin of one project that lost."""
        if self._shut_out_from_the_start(p):
            return Margin()
        target = self._overtake(p)
        if self.contest.options.weights is None:
            votes = None if target is None else self._votes(p, target, 1)
            return Margin(votes, self._cost(p))
        if target is None or self.contest.election.kind is Kind.ORDINAL:
            return Margin(None, self._cost(p))  # one place more on a ranking changes what its others count
        return Margin(None, self._cost(p), tuple(self._by_group(p, target)))

    def _shut_out_from_the_start(self, p: int) -> bool:
        return self.contest.shut_out(p, self.contest.mandatory) is not None

    def _free(self, p: int) -> int:
        """The last place before which no incompatible project was funded."""
        rivals = self.contest.rivals.get(p)
        last = len(self.done.lefts) - 1
        if not rivals:
            return last
        return min([last, *(self.places[q] for q in self.done.funded if q in rivals)])

    def _overtake(self, p: int) -> int | None:
        """The last place of the queue before which the project would be funded; None when there is none."""
        cost, lefts = self.contest.costs[p], self.done.lefts
        affording = bisect_right(lefts, -cost, key=neg)  # what is left never grows on the way down
        place = min(self._free(p), affording - 1)
        return place if place >= 0 else None

    def _votes(self, p: int, place: int, unit: Score) -> int | None:
        """The least number of further votes, each worth `unit`, that bring the project before `place`."""
        contest = self.contest
        score, step = contest.scores.numbers[p], unit * contest.scores.scale
        lacking = contest.options.threshold * contest.scores.scale - score
        least = max(0, contest.options.quorum - contest.votes[p], _ceil(lacking, step))
        if place == len(self.done.queue) or place == self.places.get(p):
            return least
        return self._votes_before(p, self.done.queue[place], least, step)

    def _votes_before(self, p: int, other: int, least: int, step: Score) -> int | None:
        """The least number of votes from `least` that bring the project before `other`: it needs the merit of
        the other, and perhaps one vote more or the other's score to win the tie."""
        numbers, costs = self.contest.scores.numbers, self.contest.costs
        reach = self.merit.score_to_reach(self.merit.of(numbers[other], costs[other]), costs[p])
        if reach is None:
            return None
        level = [max(least, _ceil(score - numbers[p], step)) for score in (reach, numbers[other])]
        for votes in sorted({*level, *(v + 1 for v in level)}):
            if self._before(p, numbers[p] + votes * step, costs[p], other):
                return votes
        return None

    def _by_group(self, p: int, place: int) -> Iterator[tuple[str, int]]:
        profile, weights = self.contest.election.profile, self.contest.options.weights
        assert weights is not None  # noqa: S101  # asked only in weighted elections
        named = votes_by_group(profile, p)
        for group, unit in enumerate(ballot_weights(profile, weights)):
            if not unit:
                continue
            votes = self._votes(p, place, unit)
            if votes is not None and votes <= int(profile.group_sizes()[group]) - named[group]:
                yield profile.group_names[group], votes

    def _cost(self, p: int) -> int | None:
        """The least number of money units less that would have funded the project; it must cost something."""
        contest = self.contest
        if below(contest.votes[p], contest.scores, p, contest.options) is not None:
            return None
        best = max(self._fitting_costs(p), default=0)
        return contest.costs[p] - best if best > 0 else None

    def _fitting_costs(self, p: int) -> Iterator[int]:
        """Costs that would have been met, rising; the last is the largest. Further up there is more money
        left but more merit to beat."""
        lefts, own, free, best = self.done.lefts, self.places[p], self._free(p), 0
        if free >= own:
            best = min(lefts[own], self.contest.costs[p] - 1)
            yield best
        for place in range(min(free, own - 1), -1, -1):
            reach = self._cost_to_reach(p, self.done.queue[place])
            if reach <= best:
                return
            room = min(lefts[place], reach)
            if room > best:
                best = max(best, self._cost_before(p, self.done.queue[place], room, best))
                yield best

    def _cost_to_reach(self, p: int, other: int) -> int:
        """The largest cost below its own that gives the project at least the other's merit."""
        numbers, costs = self.contest.scores.numbers, self.contest.costs
        reach = self.merit.cost_to_reach(self.merit.of(numbers[other], costs[other]), numbers[p])
        return costs[p] - 1 if reach is None else min(reach, costs[p] - 1)

    def _cost_before(self, p: int, other: int, room: int, best: int) -> int:
        """The largest cost up to `room` at which the project stands before `other`; 0 when there is none
        above `best`."""
        numbers, costs = self.contest.scores.numbers, self.contest.costs
        trials = {room, room - 1, min(room, costs[other]), min(room, costs[other] - 1)}
        for cost in sorted(trials, reverse=True):
            if cost > best and self._before(p, numbers[p], cost, other):
                return cost
        return 0

    def _before(self, p: int, score: Score, cost: int, other: int) -> bool:
        """Would the project stand before `other` with this score and cost?"""
        contest = self.contest
        merit = self.merit.of(score, cost)
        bar = self.merit.of(contest.scores.numbers[other], contest.costs[other])
        if merit != bar:
            return merit > bar
        project = contest.election.projects[p]
        changed = project if cost == project.cost else replace(project, cost=cost)
        return contest.order.key(changed, score) < contest.order.keys[other]


def _ceil(amount: Score, step: Score) -> int:
    return int(-(-amount // step))
