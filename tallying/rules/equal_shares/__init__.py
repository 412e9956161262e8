"""The Method of Equal Shares (Peters, Pierczyński, Skowron: Proportional Participatory Budgeting with
Additive Utilities, NeurIPS 2021, definition 4).

Every voter is given the same share of the budget (or, in weighted elections, the share of the voter's group).
A project can be bought when its supporters have its cost together. They share the cost as evenly as they can:
each pays in proportion to the utility the project has for the voter, and who has less left gives all of it.
The project with the least price per unit of utility is bought, again and again, until nothing more can be.

The first projects cost nothing: whatever is free and has a supporter. Projects that the supporters cannot pay
for stay out, so that money may be left; `options.completion` says what becomes of it:

none             it stays
add1             every endowment is raised by one unit and all is counted anew, as long as the winners fit
                 into the budget; the last outcome that fits counts
add1-exhaustive  the same, but the first outcome to which no project could be added counts
utilitarian      the rest goes to the other projects by votes, skipping what does not fit
comparison       add1; then the outcome is held against `greedy`, and every voter is for the one that has
                 more utility for the voter; greedy counts if more are for it (as in Wieliczka 2023)

The work is in `sale` (one run), `purses` (money), `market` (ballots), `add1` (many raises) and
`comparison` (why most of them need not be counted).
"""

from tallying.contest import prepare
from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.rules.equal_shares import completion
from tallying.rules.equal_shares.account import Account, hold_sale


def fund(election: Election, options: Options) -> Outcome:
    """Count by Equal Shares with the completion that `options` names. Raises what `contest.prepare` raises.

    The certificate of the outcome is a `prices.Prices` which `prices.check` accepts, except when the
    comparison step chose greedy: then it is the `prices.Preference` that says so.
    """
    contest = prepare(election, options)
    account: Account = hold_sale(contest)
    return completion.COMPLETIONS[options.completion](account)
