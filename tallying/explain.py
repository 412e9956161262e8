"""A reason as one sentence, in Korean and in English.

Numbers are written exactly, but for what supporters lacked, which is rounded up to whole money units, and
weighted scores, which have four decimals (verdict and reason themselves hold the fractions). The sentence
ends with the margin: "3 more votes would have funded it" is a claim that a recount bears out.
"""

from collections.abc import Callable
from fractions import Fraction
from math import ceil
from typing import Literal

from tallying import wording
from tallying.outcome import Code, Margin, Score, Tie, Verdict

Language = Literal["ko", "en"]
Money = Callable[[int], str]


def number(value: Score) -> str:
    """A whole number with thousands separators, or an exact fraction: "1,234", "7/3"."""
    if value == int(value):
        return f"{int(value):,}"
    exact = Fraction(value)
    return f"{exact.numerator:,}/{exact.denominator:,}"


def sentence(
    verdict: Verdict, language: Language = "ko", money: Money = number, *, points: bool = False
) -> str:
    """Why this project was or was not funded. `money` writes whole money units, with a currency if wanted.

    `points`: what it got is told in points, not votes (tallying.scores.in_points).
    """
    why = verdict.why
    word = WORDS[language][points]
    said = SENTENCES[language][why.code].format(
        votes=wording.number(verdict.votes),
        tally=_tally(verdict.votes, word),
        word=word,
        by=BY[word],
        object=OBJECT[word],
        cost=money(verdict.cost),
        paid=money(verdict.paid),
        round=why.round,
        left=_money(why.left, money),
        least=number(why.need or 0),
        lacking=_money(why.need, money),
        other=why.other,
    )
    near = NEAR[language](why.margin, money, word) if why.margin else ""
    return f"{said}{near}."


def tie_sentence(tie: Tie, language: Language = "ko") -> str:
    """What happened in one tie, in one sentence."""
    return TIE[language].format(
        round=tie.round,
        chosen=tie.chosen,
        others=", ".join(project for project in tie.projects if project != tie.chosen),
        decided=tie_break_name(tie.resolved_by, language),
    )


def tie_break_name(name: str, language: Language = "ko") -> str:
    """A tie-break in words."""
    word, _, argument = name.partition(":")
    return TIE_BREAKS[language][word].format(argument)


def _money(value: Score | None, money: Money) -> str:
    if value is None:
        return ""
    return money(ceil(value))


def _near_korean(margin: Margin, money: Money, word: str) -> str:
    votes = [] if margin.more_votes is None else [f"{margin.more_votes:,}{OBJECT[word]} 더 얻었"]
    votes += [f"{group} 집단에서 {count:,}표를 더 얻었" for group, count in margin.by_group]
    cost = [] if margin.less_cost is None else [f"요구액이 {money(margin.less_cost)}만큼 적었"]
    if not votes and not cost:
        return ""
    least = "" if margin.least else " (더 작은 차이로도 될 수 있음)"
    return f" — {'거나 '.join(votes + cost)}다면 선정되었을 것입니다{least}"


def _near_english(margin: Margin, money: Money, word: str) -> str:
    ways = [] if margin.more_votes is None else [_tally(margin.more_votes, f"more {word}")]
    ways += [f"{_tally(count, 'more votes')} in group {group}" for group, count in margin.by_group]
    ways += [] if margin.less_cost is None else [f"a cost lower by {money(margin.less_cost)}"]
    if not ways:
        return ""
    least = "" if margin.least else " (less may do)"
    return f"; {' or '.join(ways)} would have funded it{least}"


def _tally(count: Score, word: str) -> str:
    return f"{wording.number(count)} {word.removesuffix('s') if count == 1 else word}"


# What a project got, first where ballots are counted, then where points are.
WORDS: dict[Language, tuple[str, str]] = {"ko": ("표", "점"), "en": ("votes", "points")}
BY = {"표": "표로", "점": "점으로", "votes": "", "points": ""}
OBJECT = {"표": "표를", "점": "점을", "votes": "", "points": ""}
NEAR: dict[Language, Callable[[Margin, Money, str], str]] = {"ko": _near_korean, "en": _near_english}

SENTENCES: dict[Language, dict[Code, str]] = {
    "ko": {
        Code.FUNDED: "{votes}{by} {round}번째 순서에서 선정되었습니다(배정액 {paid})",
        Code.COMPLETION: "남은 예산을 쓰는 보완 단계에서 {votes}{by} 선정되었습니다(배정액 {paid})",
        Code.MANDATORY: "득표와 관계없이 먼저 배정하는 의무 사업이라 선정되었습니다(배정액 {paid})",
        Code.PARTLY: "맞지 않은 첫 사업이라 남은 예산만 일부 배정되었습니다(요구액 {cost}, 배정액 {paid})",
        Code.TOO_DEAR: "요구액이 전체 예산보다 많아 선정되지 않았습니다(요구액 {cost})",
        Code.NO_ROOM: "{votes}{object} 얻었지만 차례가 왔을 때 남은 예산이 모자라 선정되지 않았습니다"
        "(요구액 {cost}, 남은 예산 {left})",
        Code.STOPPED: "앞 순서 사업({other})에서 예산이 모자라 집계가 끝나 선정되지 않았습니다",
        Code.QUORUM: "최소 득표 수({least}표)에 이르지 못해 선정되지 않았습니다",
        Code.THRESHOLD: "점수가 기준에 이르지 못해 선정되지 않았습니다(점수 {votes}, 기준 {least})",
        Code.INCOMPATIBLE: "함께 추진할 수 없는 사업({other})이 선정되어 제외되었습니다",
        Code.NO_VOTES: "이 사업을 고른 사람이 없어 선정되지 않았습니다",
        Code.NOT_BEST: "예산 안에서 {word}의 합이 가장 큰 목록에 들지 못해 선정되지 않았습니다",
        Code.UNAFFORDABLE: "지지자들에게 남은 몫이 요구액에 모자라 선정되지 않았습니다"
        "(요구액 {cost}, 모자란 금액 {lacking})",
    },
    "en": {
        Code.FUNDED: "Funded in round {round} with {tally}: {paid}",
        Code.COMPLETION: "Funded with {tally} in the completion step, from what was left: {paid}",
        Code.MANDATORY: "Funded first, as a mandatory project, whatever its votes: {paid}",
        Code.PARTLY: "Partly funded, as the first project that did not fit: {paid} of its {cost}",
        Code.TOO_DEAR: "Not funded: its cost of {cost} is more than the whole budget",
        Code.NO_ROOM: "Not funded: with {tally} its turn came when {left} was left and it costs {cost}",
        Code.STOPPED: "Not funded: counting stopped at {other}, which came first and did not fit",
        Code.QUORUM: "Not funded: fewer ballots name it than the {least} required",
        Code.THRESHOLD: "Not funded: its score of {votes} is below the {least} required",
        Code.INCOMPATIBLE: "Not funded: it is incompatible with {other}, which was funded",
        Code.NO_VOTES: "Not funded: no ballot names it",
        Code.NOT_BEST: "Not funded: it is not in the affordable list with the most {word}",
        Code.UNAFFORDABLE: "Not funded: its supporters had {lacking} too little left for its cost of {cost}",
    },
}

TIE: dict[Language, str] = {
    "ko": "{round}번째 순서에서 {chosen} 사업이 {others} 사업과 동점이라 기준({decided})에 따라 앞섰습니다.",
    "en": "In round {round}, {chosen} stood level with {others} and went first by {decided}.",
}

TIE_BREAKS: dict[Language, dict[str, str]] = {
    "ko": {
        "votes": "더 많은 표",
        "cost": "더 적은 비용",
        "lexico": "사업 번호의 글자 순서",
        "lot": "공개 추첨({})",
        "most": "{} 값이 큰 순서",
        "least": "{} 값이 작은 순서",
    },
    "en": {
        "votes": "more votes",
        "cost": "lower cost",
        "lexico": "project id as text",
        "lot": "public lot ({})",
        "most": "larger {}",
        "least": "smaller {}",
    },
}
