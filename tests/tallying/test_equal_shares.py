"""Equal Shares: official outcomes, raises that are skipped, and price systems that do not hold."""

from dataclasses import replace
from fractions import Fraction
from random import Random

import numpy as np
import pytest

from tallying import pabulib, prices
from tallying.contest import prepare
from tallying.election import Election, Kind, Project
from tallying.laws import reordered
from tallying.options import Options
from tallying.outcome import Code
from tallying.prices import Preference, Unbacked
from tallying.profile import Profile
from tallying.rules.equal_shares import fund
from tallying.rules.equal_shares.account import hold_sale
from tallying.rules.equal_shares.sale import Sale
from tests.tallying.elections import election
from tests.tallying.files import PABULIB

ADD1 = Options(completion="add1")
PARK = election({"park": 60, "road": 50, "tree": 40}, ["park tree", "park road", "park"], budget=100)


def real(name):
    path = PABULIB / f"{name}.pb"
    if not path.exists():
        pytest.skip(f"no {path}")
    return pabulib.read(path, pabulib.ALL)


def selected(made):
    return {project.id for project in made.projects if project.extra["selected"] == "1"}


def test_wieliczka_2023_funds_the_thirty_official_winners_after_the_comparison():
    outcome = fund(real("Poland_Wieliczka_2023_Green_Budget"), Options(completion="comparison"))
    assert len(outcome.funded) == 30
    assert outcome.cost == 995_079
    assert set(outcome.funded) == selected(real("Poland_Wieliczka_2023_Green_Budget"))
    assert outcome.certificate.preference == Preference(equal_shares=1576, greedy=1050)


def test_wieliczka_2023_has_the_official_winners_at_every_whole_endowment_from_308_to_315():
    account = hold_sale(prepare(real("Poland_Wieliczka_2023_Green_Budget"), ADD1))
    official = selected(real("Poland_Wieliczka_2023_Green_Budget"))
    ids = account.contest.ids
    for endowment in range(308, 316):
        sale = Sale(account.market, account.terms, [Fraction(endowment)]).run()
        assert {ids[b.project] for b in sale.bought} == official, endowment
    beyond = Sale(account.market, account.terms, [Fraction(316)]).run()
    assert {ids[b.project] for b in beyond.bought} != official


def test_stopping_when_nothing_more_fits_gives_another_outcome_in_wieliczka():
    made = real("Poland_Wieliczka_2023_Green_Budget")
    assert set(fund(made, Options(completion="add1-exhaustive")).funded) != selected(made)


@pytest.mark.parametrize(
    ("name", "winners", "cost"),
    [("Poland_Swiecie_2023", 17, 1_040_337), ("Netherlands_Assen_2024", 9, 76_700)],
)
def test_official_outcomes_come_out(name, winners, cost):
    outcome = fund(real(name), ADD1)
    assert (len(outcome.funded), outcome.cost) == (winners, cost)
    assert set(outcome.funded) == selected(real(name))


def test_a_project_that_its_supporters_can_just_afford_is_funded():
    outcome = fund(real("Poland_Zabrze_2021_Zandka"), Options())
    assert outcome.funded == ("P0058",)
    assert outcome.left == 0


@pytest.mark.parametrize("name", ["Poland_Warszawa_2020_Wawer", "France_Toulouse_2019"])
def test_a_real_election_gives_the_same_outcome_with_its_ballots_shuffled(name):
    made = real(name)
    shuffled = reordered(made, np.random.default_rng(7).permutation(made.profile.n_voters))
    assert fund(made, Options()) == fund(shuffled, Options())


@pytest.mark.parametrize("completion", ["none", "add1"])
def test_the_prices_of_a_real_election_hold(completion):
    made = real("Poland_Swiecie_2023")
    prices.check(made, fund(made, Options(completion=completion)).certificate)


def crowd(seed):
    """Fifty voters, eight projects with costs of many sizes or only two, points or approvals, groups."""
    dice = Random(seed)
    costs = [dice.choice((200, 300)) if seed % 3 == 0 else dice.randint(50, 900) for _ in range(8)]
    ballots = [
        {p: dice.randint(1, 4) if seed % 2 else 1 for p in dice.sample(range(8), dice.randint(1, 4))}
        for _ in range(50)
    ]
    projects = tuple(Project(id=f"p{place}", cost=cost) for place, cost in enumerate(costs))
    profile = Profile.of(8, ballots)
    kind = Kind.CUMULATIVE if seed % 2 else Kind.APPROVAL
    return Election(projects=projects, budget=dice.randint(500, 2500), profile=profile, kind=kind)


def last_raise_one_by_one(account):
    left, costs, raised = account.contest.left, account.market.costs, 0
    spent = sum(costs[b.project] for b in account.sale.bought)
    while spent < sum(costs):
        following = Sale(account.market, account.terms, account.ladder.at(raised + 1)).run()
        spent = sum(costs[b.project] for b in following.bought)
        if spent > left:
            break
        raised += 1
    return raised


@pytest.mark.parametrize("utility", ["cost", "votes"])
def test_skipping_raises_ends_with_the_same_purchases_as_counting_at_every_raise(utility):
    for seed in range(150):
        account = hold_sale(prepare(crowd(seed), Options(utility=utility)))
        skipped = account.at_last_raise(stop_when_full=False)
        counted = Sale(account.market, account.terms, account.ladder.at(last_raise_one_by_one(account)))
        assert skipped.sale.bought == counted.run().bought, seed


@pytest.mark.parametrize("utility", ["cost", "votes"])
def test_skipping_raises_ends_the_same_when_a_tie_lasts_for_all_of_them(utility):
    for seed in range(60):
        account = hold_sale(prepare(with_twins(crowd(seed)), Options(utility=utility)))
        skipped = account.at_last_raise(stop_when_full=False)
        counted = Sale(account.market, account.terms, account.ladder.at(last_raise_one_by_one(account)))
        assert skipped.sale.bought == counted.run().bought, seed


def with_twins(made):
    """Every project once more, for the same price on the same ballots: level with the other in each round."""
    size, profile = len(made.projects), made.profile
    marks = [zip(*profile.ballot(voter), strict=True) for voter in range(profile.n_voters)]
    ballots = [{q: n for p, n in ballot for q in (p, p + size)} for ballot in marks]
    again = tuple(replace(project, id=f"{project.id}b") for project in made.projects)
    return replace(made, projects=made.projects + again, profile=Profile.of(2 * size, ballots))


def test_a_tie_that_lasts_for_all_raises_of_a_budget_in_won_is_skipped_over():
    costs = {"park": 600_000_000, "pool": 600_000_000, "road": 90_000_001}
    made = election(costs, ["park pool"] * 5 + ["park pool road", "road"], budget=700_000_000)
    outcome = fund(made, ADD1)
    # A voter has 100 million and t raises; the park takes the first, and the pool could be had with t more.
    assert outcome.funded == ("park", "road")
    assert outcome.certificate.raised == 99_999_999


def test_each_round_tells_price_payers_and_what_is_left():
    first, *others = fund(PARK, Options()).rounds
    assert (first.project, first.price, first.payers, first.left) == ("park", Fraction(1, 3), 3, 40)
    assert others == []


def test_a_loser_learns_what_its_supporters_lacked():
    why = fund(PARK, Options()).verdict("tree").why
    assert (why.code, why.left, why.need) == (Code.UNAFFORDABLE, Fraction(40, 3), Fraction(80, 3))


def test_a_tie_is_reported_with_what_decided_it():
    level = election({"b": 30, "a": 30}, ["a", "b"], budget=60)
    (tie,) = fund(level, Options()).ties
    assert (tie.projects, tie.resolved_by, tie.chosen) == (("a", "b"), "lexico", "a")


def test_the_utilitarian_completion_spends_the_rest_by_votes():
    outcome = fund(PARK, Options(completion="utilitarian"))
    assert outcome.funded == ("park", "tree")
    assert [step.action for step in outcome.rounds] == ["funded", "completion"]


def test_greedy_counts_when_more_voters_are_for_it():
    # Three voters for the hall, two for a small thing each: with cost utility the hall takes everything.
    made = election({"hall": 90, "x": 20, "y": 20}, ["hall", "hall", "hall", "x", "y"], budget=100)
    assert fund(made, ADD1).funded == ("x", "y")
    outcome = fund(made, Options(completion="comparison"))
    assert outcome.funded == ("hall",)
    assert outcome.certificate == Preference(equal_shares=2, greedy=3)


# Price systems that must be refused


def test_a_price_that_collects_too_little_is_refused():
    paid = fund(PARK, Options()).certificate
    cheap = replace(paid, bought=(("park", Fraction(1, 4)),))
    with pytest.raises(Unbacked, match="park costs 60, but 45 was collected"):
        prices.check(PARK, cheap)


def test_smaller_endowments_than_the_prices_need_are_refused():
    paid = fund(PARK, Options()).certificate
    with pytest.raises(Unbacked, match="park costs 60, but 57 was collected"):
        prices.check(PARK, replace(paid, endowments=(("", Fraction(19)),)))


def test_money_that_could_still_buy_something_is_noticed():
    paid = fund(PARK, Options()).certificate
    with pytest.raises(Unbacked, match="the supporters of park still have 100 together"):
        prices.check(PARK, replace(paid, bought=()))


def test_a_project_sold_to_voters_who_do_not_want_it_is_refused():
    paid = fund(PARK, Options()).certificate
    with pytest.raises(Unbacked, match="road costs 50"):
        prices.check(PARK, replace(paid, bought=(("park", Fraction(1, 3)), ("road", Fraction(1, 50)))))
