"""The table of phases, the decisions about a plan, and the examples to start from."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from ballots.kinds import KINDS
from pb.accounts.roll.basis import Basis
from pb.cycles import eligibility, rules, sentences
from pb.cycles.doors import DOORS
from pb.cycles.phases import DATED, PHASES, Activity
from pb.cycles.plan import LIMITS, RULES, Ballot, Plan, Section, TieBreak
from pb.cycles.presets import PRESETS
from tallying.rules import RULES as COUNTING
from tallying.ties import key_of
from tallying.variants import MAJORITY, VARIANTS, variant_of

BEGINS = date(2027, 3, 1)
PLAN = PRESETS["exactly-3"].plan(2028, BEGINS)
OPEN = replace(PLAN, published=True)
NOON = datetime(2027, 3, 1, 3, tzinfo=UTC)


def test_every_activity_is_allowed_in_some_phase() -> None:
    assert frozenset().union(*(phase.allows for phase in PHASES.values())) == frozenset(Activity)


def test_ballot_kinds_are_those_of_the_ballots_library() -> None:
    assert {kind.value for kind in Ballot} == set(KINDS)
    assert set(LIMITS) == set(Ballot)


def test_voting_is_possible_in_the_voting_phase_only() -> None:
    assert [name for name in PHASES if Activity.VOTE in PHASES[name].allows] == ["voting"]


def test_a_phase_runs_from_its_first_midnight_in_the_town_until_the_next_one_begins() -> None:
    midnight = datetime(2027, 2, 28, 15, tzinfo=UTC)  # 1 March 00:00 in Seoul
    assert rules.standing(PLAN, midnight - timedelta(seconds=1)).now is None
    first = rules.standing(PLAN, midnight).now
    assert first is not None
    assert first.phase == "call"
    assert rules.last_day(first) == date(2027, 4, 25)
    review = rules.standing(PLAN, first.ends).now
    assert review is not None
    assert review.phase == "review"


def test_what_may_happen_is_read_from_the_table() -> None:
    assert rules.allowed(PLAN, NOON) == {Activity.PLAN}
    assert rules.allowed(OPEN, NOON) == {Activity.PROPOSE, Activity.SUPPORT, Activity.DISCUSS}
    assert rules.allowed(OPEN, NOON - timedelta(days=30)) == frozenset()
    assert rules.is_over(OPEN, OPEN.spans[-1].ends)
    assert not rules.is_over(OPEN, NOON)


@pytest.mark.parametrize(("until", "said"), [(13, "D-12"), (2, "D-1"), (1, "D-Day")])
def test_days_left_are_counted_on_the_calendar_of_the_town(until: int, said: str) -> None:
    assert rules.days_left(date(2027, 3, until), NOON) == said


def test_a_longer_phase_moves_all_that_follows_by_as_much() -> None:
    moved = rules.moved(PLAN, "review", PLAN.spans[1].ends + timedelta(days=7))
    assert moved[0] == PLAN.spans[0]
    assert moved[1].starts == PLAN.spans[1].starts
    for before, after in zip(PLAN.spans[2:], moved[2:], strict=True):
        assert (after.starts - before.starts, after.ends - before.ends) == (timedelta(7), timedelta(7))


def with_section(**changes: Any) -> Plan:
    return replace(PLAN, sections=(replace(PLAN.sections[0], **changes),))


@pytest.mark.parametrize(
    ("plan", "said"),
    [
        (replace(PLAN, sections=()), "The plan has no section: nobody could vote on anything."),
        (
            with_section(budget=1_999_999_999),
            "The sections have ₩1,999,999,999 together, but the budget is ₩2,000,000,000. They must be the "
            "same.",
        ),
        (replace(PLAN, spans=PLAN.spans[1:]), "The phase “Call for proposals” has no dates."),
        (
            replace(PLAN, spans=(replace(PLAN.spans[0], ends=PLAN.spans[0].starts), *PLAN.spans[1:])),
            "The phase “Call for proposals” ends before it begins.",
        ),
        (
            replace(PLAN, spans=(replace(PLAN.spans[0], ends=PLAN.spans[1].ends), *PLAN.spans[1:])),
            "The phase “Department review” begins before “Call for proposals” is over.",
        ),
        (with_section(least=4), "the least number of choices is above the most."),
        (with_section(most=19), "more choices than there are projects."),
        (with_section(least=None), "these limits do not belong to this kind of ballot."),
        (
            with_section(ballot=Ballot.CUMULATIVE, least=None, most=5, points=4),
            "one project could take more points than a voter has.",
        ),
        (
            with_section(ballot=Ballot.YES_NO, rule=MAJORITY, least=None, most=None),
            "yes or no is asked about one project only.",
        ),
        (with_section(rule="by-the-loudest"), "this way of counting does not fit this kind of ballot."),
        (with_section(rule=MAJORITY), "this way of counting does not fit this kind of ballot."),
        (with_section(rule="knapsack-per-won"), "this way of counting does not fit this kind of ballot."),
        (
            with_section(ballot=Ballot.YES_NO, rule="greedy", projects=1, least=None, most=None),
            "this way of counting does not fit this kind of ballot.",
        ),
        (
            with_section(ballot=Ballot.YES_NO, rule=MAJORITY, quorum=9, projects=1, least=None, most=None),
            "yes or no is decided by more than half, with no quorum.",
        ),
        (
            replace(with_section(rule="phragmen"), groups=PRESETS["score-sheet"].groups),
            "a score sheet has no share of the money, so that this way of counting would pass over it.",
        ),
        (replace(PLAN, ties=()), "The plan does not say what decides when two projects stand level."),
        (
            replace(PLAN, groups=(replace(PLAN.groups[0], weight=99),)),
            "The voter groups weigh 99 together. It must be 100.",
        ),
    ],
)
def test_a_plan_that_is_not_in_order_is_told_what_is_wrong(app: Any, plan: Plan, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        (told,) = rules.faults(plan)
        assert told.endswith(said)


@pytest.mark.parametrize("name", PRESETS)
def test_every_example_makes_a_plan_in_order(name: str) -> None:
    plan = PRESETS[name].plan(2028, BEGINS)
    assert rules.faults(plan) == ()
    assert [span.phase for span in plan.spans] == list(DATED)


@pytest.mark.parametrize("name", PRESETS)
def test_the_ballots_library_reads_the_limits_of_every_example(name: str) -> None:
    for section in PRESETS[name].sections:
        KINDS[section.ballot.value].read(manifest_limits(section), (1_000,) * (section.projects or 30), name)


def manifest_limits(section: Section) -> dict[str, object]:
    found: dict[Ballot, dict[str, object]] = {
        Ballot.APPROVAL: {"min": section.least, "max": section.most},
        Ballot.RANKED: {"min": section.least, "max": section.most},
        Ballot.KNAPSACK: {"spend": section.budget},
        Ballot.CUMULATIVE: {"points": section.points, "max": section.most, "exact": False},
        Ballot.YES_NO: {},
    }
    return found[section.ballot]


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("exactly-3", "Each voter chooses exactly 3 of 18 projects."),
        ("exactly-8", "Each voter chooses exactly 8 of 44 projects."),
        ("four-fields", "Streets and safety: ₩500,000,000. It is for one field; everyone votes on the same"),
        ("town-and-district", "own district. Each voter chooses exactly 4 projects."),
        ("own-district", "own district. Each voter chooses 1 to 3 projects."),
        ("three-groups", "Residents 50 (online or on paper), Participatory budgeting committee 40 (online)"),
        ("score-sheet", "Survey 10 (by a signed score sheet)"),
        ("jurors", "350 jurors on the spot 50 (on paper), Residents online 50 (online)"),
        ("knapsack", "Each voter picks projects as long as this money lasts."),
        ("ranked", "Each voter puts 1 to 5 projects in order, the best first."),
        ("points", "Each voter spreads up to 10 points, at most 5 on one project."),
        ("yes-no", "Each voter says yes or no to one project."),
        ("exactly-3", "The votes are counted so: Most votes first. Down the list by votes;"),
        ("points", "The votes are counted so: Equal Shares, then most votes."),
        ("yes-no", "only among projects that more than half of all ballots name."),
        ("exactly-3", "the one that costs less → a lot that is drawn in public before voting opens."),
    ],
)
def test_every_example_is_told_in_plain_words(app: Any, name: str, said: str) -> None:
    with app.test_request_context(headers={"Accept-Language": "en"}):
        assert said in " ".join(sentences.summary(PRESETS[name].plan(2028, BEGINS)))


def test_the_plan_knows_every_way_of_counting_but_the_one_whose_threshold_no_manifest_holds() -> None:
    known = {rule for rules in RULES.values() for rule in rules}
    assert known == VARIANTS.keys() - {"greedy-threshold"} | {MAJORITY}
    assert set(RULES) == set(Ballot)


def test_the_names_a_manifest_gets_are_known_to_the_counting_library() -> None:
    for name in (rule for fitting in RULES.values() for rule in fitting):
        assert variant_of(name).rule in COUNTING
    for name in rules.tie_breaks(replace(PLAN, ties=tuple(TieBreak), lot="7-12")):
        key_of(name)


def test_a_lot_is_drawn_once_after_publication_and_before_voting() -> None:
    voting = next(span for span in OPEN.spans if span.phase == "voting")
    assert rules.may_draw_lot(OPEN, voting.starts - timedelta(seconds=1))
    assert not rules.may_draw_lot(OPEN, voting.starts)
    assert not rules.may_draw_lot(PLAN, NOON)
    assert not rules.may_draw_lot(replace(OPEN, lot="7-12"), NOON)
    assert not rules.may_draw_lot(replace(OPEN, ties=(TieBreak.COST,)), NOON)
    with pytest.raises(rules.LotNotDrawn):
        rules.tie_breaks(OPEN)


def test_the_summary_speaks_korean(app: Any) -> None:
    with app.test_request_context(headers={"Accept-Language": "ko"}):
        told = sentences.summary(PLAN)
    assert told[0] == "2028년 예산 2,000,000,000원의 쓰임새를 주민이 함께 정합니다."
    assert any("투표자마다 18개 사업 중 꼭 3개를 고릅니다." in one for one in told)
    assert told[-1] == "투표 기간은 2027년 7월 26일(월)부터 8월 15일(일)까지입니다."


@pytest.mark.parametrize(
    ("age", "on", "born", "counts"),
    [
        (14, date(2027, 1, 1), date(2013, 1, 1), True),
        (14, date(2027, 1, 1), date(2013, 1, 2), False),
        (15, date(2027, 2, 28), date(2012, 2, 29), False),
        (15, date(2027, 3, 1), date(2012, 2, 29), True),
        (14, date(2028, 2, 29), date(2014, 3, 1), False),
        (None, None, date(2020, 1, 1), True),
        (19, date(2027, 1, 1), None, True),
    ],
)
def test_who_has_reached_the_age_on_the_day_takes_part(
    age: int | None, on: date | None, born: date | None, counts: bool
) -> None:
    plan = replace(PLAN, minimum_age=age, age_on=on)
    assert (eligibility.refusal_of(plan, Basis.ADDRESS, born) is None) == counts
    assert isinstance(eligibility.refusal_of(plan, Basis.WORK, born), eligibility.NotCounted)


def test_every_phase_has_a_door_but_those_whose_rooms_draw_their_own() -> None:
    assert set(DATED) - set(DOORS) == {"call", "voting"}
