"""What Equal Shares does with money left over; each completion by its name."""

from collections.abc import Callable
from dataclasses import replace

import numpy as np

from tallying.contest import conclude
from tallying.options import Completion
from tallying.outcome import Code, Outcome, Reason
from tallying.prices import Preference
from tallying.profile import Ints
from tallying.rules import greedy
from tallying.rules.equal_shares.account import Account
from tallying.rules.equal_shares.market import Market
from tallying.rules.queue import line_up, walk


def nothing(account: Account) -> Outcome:
    """The money stays."""
    return account.outcome()


def add1(account: Account) -> Outcome:
    """The last raise whose winners fit into the budget."""
    return account.at_last_raise(stop_when_full=False).outcome()


def add1_exhaustive(account: Account) -> Outcome:
    """The first raise to whose winners nothing could be added, or the last that fits."""
    return account.at_last_raise(stop_when_full=True).outcome()


def utilitarian(account: Account) -> Outcome:
    """The other projects by votes, skipping what does not fit."""
    contest, bought, why = account.contest, account.funded, account.reasons()
    open_still = (Code.UNAFFORDABLE, Code.TOO_DEAR, Code.NO_VOTES)
    others = tuple(p for p in contest.running if why[p].code in open_still)
    rest = replace(contest, mandatory=(*contest.mandatory, *bought), left=account.left, running=others)
    queue, merits = line_up(rest, greedy.ByVotes())
    done = walk(rest, queue, merits, stop=False, partial=False)
    added = [step for step in done.rounds if step.action == "funded"]
    return conclude(
        contest,
        "equal-shares",
        funded=[*bought, *done.funded],
        rounds=[*account.rounds(), *(replace(step, action="completion") for step in added)],
        ties=[*account.ties(), *done.ties],
        reasons=why | {p: _in_completion(reason) for p, reason in done.reasons.items()},
        certificate=account.prices(),
    )


def _in_completion(reason: Reason) -> Reason:
    return replace(reason, code=Code.COMPLETION) if reason.code is Code.FUNDED else reason


def comparison(account: Account) -> Outcome:
    """add1, unless more voters have more utility from greedy than from that."""
    account = account.at_last_raise(stop_when_full=False)
    other = greedy.fund(account.contest.election, account.contest.options)
    place = {project: p for p, project in enumerate(account.contest.ids)}
    ours = _utilities(account.market, [*account.contest.mandatory, *account.funded])
    theirs = _utilities(account.market, [place[project] for project in other.funded])
    more, fewer = np.count_nonzero(ours > theirs), np.count_nonzero(ours < theirs)
    preference = Preference(int(more), int(fewer))
    if preference.greedy > preference.equal_shares:
        return replace(other, rule="equal-shares", certificate=preference)
    return account.outcome(preference)


def _utilities(market: Market, funded: list[int]) -> Ints:
    """int64[n_voters]: each voter's utility from these projects."""
    unit = np.zeros(len(market.costs), dtype=np.int64)
    unit[funded] = [market.units[p] for p in funded]
    sums = np.concatenate(([0], np.cumsum(unit[market.profile.projects] * market.points)))
    utilities: Ints = sums[market.profile.starts[1:]] - sums[market.profile.starts[:-1]]
    return utilities


COMPLETIONS: dict[Completion, Callable[[Account], Outcome]] = {
    "none": nothing,
    "add1": add1,
    "add1-exhaustive": add1_exhaustive,
    "utilitarian": utilitarian,
    "comparison": comparison,
}
