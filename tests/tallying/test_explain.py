"""Every reason is one sentence in both languages, and says the numbers."""

from fractions import Fraction

import pytest

from tallying.election import Kind
from tallying.explain import SENTENCES, TIE_BREAKS, number, sentence, tie_sentence
from tallying.options import Options
from tallying.outcome import Code, Margin, Reason, Tie, Verdict
from tallying.rules import RULES
from tallying.scores import in_points
from tallying.weights import Weights
from tests.tallying.elections import election

PARK = election({"park": 60, "road": 50}, ["park", "park", "park", "road"], budget=100)


def test_a_project_that_did_not_fit_is_told_what_would_have_helped():
    lost = RULES["greedy"](PARK, Options()).verdict("road")
    assert sentence(lost, "en") == (
        "Not funded: with 1 vote its turn came when 40 was left and it costs 50; "
        "2 more votes or a cost lower by 10 would have funded it."
    )
    assert sentence(lost, "ko", lambda amount: f"{amount}원") == (
        "1표를 얻었지만 차례가 왔을 때 남은 예산이 모자라 선정되지 않았습니다(요구액 50원, 남은 예산 40원)"
        " — 2표를 더 얻었거나 요구액이 10원만큼 적었다면 선정되었을 것입니다."
    )


def test_a_funded_project_is_told_its_place():
    won = RULES["greedy"](PARK, Options()).verdict("park")
    assert sentence(won, "en") == "Funded in round 1 with 3 votes: 60."
    assert sentence(won, "ko") == "3표로 1번째 순서에서 선정되었습니다(배정액 60)."


def test_a_margin_that_is_not_proven_the_least_says_so():
    why = Reason(Code.UNAFFORDABLE, need=Fraction(7, 2), margin=Margin(40, None, (), least=False))
    verdict = Verdict("pool", 1_000_000, 12, False, 0, why)
    assert sentence(verdict, "en").endswith("; 40 more votes would have funded it (less may do).")
    assert sentence(verdict, "ko").endswith(
        " — 40표를 더 얻었다면 선정되었을 것입니다 (더 작은 차이로도 될 수 있음)."
    )
    assert "4 too little" in sentence(verdict, "en")


def test_a_weighted_margin_names_the_group():
    why = Reason(Code.NO_ROOM, left=3, margin=Margin(None, None, (("jury", 1), ("online", 1_200))))
    said = sentence(Verdict("pool", 9, Fraction(1, 3), False, 0, why), "en")
    assert said.endswith(
        "; 1 more vote in group jury or 1,200 more votes in group online would have funded it."
    )


def test_a_project_that_nothing_would_have_funded_is_given_no_hope():
    why = Reason(Code.INCOMPATIBLE, other="bridge", margin=Margin())
    said = sentence(Verdict("ferry", 9, 1, False, 0, why), "en")
    assert said == "Not funded: it is incompatible with bridge, which was funded."


@pytest.mark.parametrize("language", ["ko", "en"])
@pytest.mark.parametrize("code", Code)
def test_every_code_has_a_sentence_without_gaps(code, language):
    why = Reason(code, round=1, left=5, need=3, other="road", margin=Margin(1, 1))
    said = sentence(Verdict("park", 1_234, 56, False, 0, why), language)
    assert said.endswith(".")
    assert "{" not in said
    assert "None" not in said


def test_both_languages_know_the_same_codes_and_tie_breaks():
    assert SENTENCES["ko"].keys() == SENTENCES["en"].keys() == set(Code)
    assert TIE_BREAKS["ko"].keys() == TIE_BREAKS["en"].keys()


def test_a_tie_is_told_with_what_decided_it():
    tie = Tie(3, ("10", "9"), "lot:2026", "10")
    assert tie_sentence(tie, "en") == "In round 3, 10 stood level with 9 and went first by public lot (2026)."
    assert (
        tie_sentence(tie)
        == "3번째 순서에서 10 사업이 9 사업과 동점이라 기준(공개 추첨(2026))에 따라 앞섰습니다."
    )


def test_numbers_are_written_exactly():
    assert [number(1_234_567), number(Fraction(7, 3)), number(Fraction(4, 2))] == ["1,234,567", "7/3", "2"]


def test_points_and_weighted_scores_are_told_in_points():
    verdict = Verdict("park", 60, Fraction(7, 3), False, 0, Reason(Code.NO_ROOM, left=50))
    assert sentence(verdict, "en", points=True) == (
        "Not funded: with 2.3333 points its turn came when 50 was left and it costs 60."
    )
    assert sentence(verdict, "ko", points=True).startswith("2.3333점을 얻었지만 차례가 왔을 때")
    near = Verdict("park", 60, 5, False, 0, Reason(Code.NOT_BEST, margin=Margin(more_votes=1)))
    assert sentence(near, "en", points=True).endswith("the most points; 1 more point would have funded it.")
    assert sentence(near, "ko", points=True).endswith("1점을 더 얻었다면 선정되었을 것입니다.")
    won = Verdict("park", 60, 5, True, 60, Reason(Code.FUNDED, round=1))
    assert sentence(won, "ko", points=True) == "5점으로 1번째 순서에서 선정되었습니다(배정액 60)."


def test_scores_are_points_where_ballots_give_points_or_ranks_or_groups_weigh():
    assert not in_points(election({"a": 1}, ["a"], 1), Options())
    ranked = election({"a": 1}, ["a"], 1, kind=Kind.ORDINAL)
    assert in_points(ranked, Options())
    assert not in_points(ranked, Options(ranked="first-k"))
    assert in_points(election({"a": 1}, ["a"], 1), Options(weights=Weights({"all": Fraction(1)})))
