"""Words and numbers as charts write them."""

from fractions import Fraction

from tallying.badfile import Language
from tallying.outcome import Score

GROUPS: dict[str, tuple[str, str]] = {
    "internet": ("online", "온라인"),
    "paper": ("on paper", "종이"),
    "F": ("women", "여성"),
    "M": ("men", "남성"),
    "O": ("other", "기타"),
}
COLUMNS: dict[str, tuple[str, str]] = {
    "group": ("voter group", "투표자 집단"),
    "voting_method": ("voting channel", "투표 방법"),
    "sex": ("sex", "성별"),
    "age": ("age", "나이"),
    "district": ("district", "지역"),
    "neighborhood": ("neighbourhood", "동네"),
    "education": ("education", "학력"),
}
RULES: dict[str, tuple[str, str]] = {
    "greedy": ("most votes first", "득표순"),
    "greedy-no-skip": ("most votes, stop at misfit", "득표순(멈춤)"),
    "greedy-threshold": ("most votes over a threshold", "득표순(기준 득표)"),
    "greedy-per-won": ("most votes per won", "비용 대비 득표순"),
    "knapsack-per-won": ("won by won", "원 단위 집계"),
    "max-votes": ("most votes in total", "총득표 최대"),
    "equal-shares": ("Equal Shares", "균등 몫"),
    "phragmen": ("Phragmén", "프라그멘"),
    "maximin": ("maximin support", "최소 지지 최대"),
}


def pick(language: Language, english: str, korean: str) -> str:
    return korean if language == "ko" else english


def name_of(words: dict[str, tuple[str, str]], word: str, language: Language) -> str:
    """The word in this language, or itself."""
    return words[word][language == "ko"] if word in words else word


def number(votes: Score) -> str:
    """Votes for a label: whole with thousands, shares with four decimals."""
    return f"{votes:,}" if isinstance(votes, int) else _decimal(votes)


def _decimal(share: Fraction) -> str:
    return f"{share.numerator:,}" if share.denominator == 1 else f"{float(share):,.4f}"


def percent(part: int, whole: int) -> str:
    """A share in whole percent, never 0 or 100 unless it is exactly that."""
    if not whole:
        return "0%"
    rounded = (200 * part + whole) // (2 * whole)
    if part and not rounded:
        return "<1%"
    return ">99%" if part < whole and rounded == 100 else f"{rounded}%"
