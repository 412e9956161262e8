"""Named leniencies: each deviation from a strict .pb file that a reader may accept, and what then happens.

Plain, and no deviation: lines that end in LF or CRLF or some in each; a last line without an end; ids that
are not numbers; columns and META keys that Pabulib does not know; a project that costs nothing, or more than
the budget.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import NoReturn

from tallying.badfile import BadFile, Language


class Leniency(StrEnum):
    """The name of one deviation that may be accepted."""

    BOM = "bom"
    BLANK_LINES = "blank-lines"
    SPACES = "spaces"
    OLD_TARGET = "target"
    DECIMAL_MONEY = "decimal-money"
    WITHDRAWN = "withdrawn"
    CP949 = "cp949"
    COMMA_DECIMAL = "comma-decimal"
    RAGGED_ROWS = "ragged-rows"
    REPEATED_KEY = "repeated-key"
    STALE_COUNTS = "stale-counts"
    STALE_TALLIES = "stale-tallies"
    EMPTY_BALLOT = "empty-ballot"
    REPEATED_VOTER = "repeated-voter"
    REPEATED_PROJECT = "repeated-project"
    UNKNOWN_PROJECT = "unknown-project"
    OVER_LENGTH = "over-length"
    OVER_COST = "over-cost"
    OVER_POINTS = "over-points"


MEANING: dict[Leniency, tuple[str, str]] = {
    Leniency.BOM: ("a byte order mark is skipped", "바이트 순서 표시를 건너뜁니다"),
    Leniency.BLANK_LINES: ("blank lines are skipped", "빈 줄을 건너뜁니다"),
    Leniency.SPACES: (
        "spaces around cells and list items are removed",
        "칸과 목록 항목 앞뒤의 빈칸을 지웁니다",
    ),
    Leniency.OLD_TARGET: ("`target` is read as `beneficiaries`", "`target`을 `beneficiaries`로 읽습니다"),
    Leniency.DECIMAL_MONEY: (
        "money is counted in its smallest unit, exactly",
        "금액을 가장 작은 단위로 정확히 셉니다",
    ),
    Leniency.WITHDRAWN: (
        "cost 999999999 above the budget: never funded",
        "비용 999999999인 사업은 선정되지 않습니다",
    ),
    Leniency.CP949: ("the text is read as CP949", "텍스트를 CP949로 읽습니다"),
    Leniency.COMMA_DECIMAL: ("1234,5 is read as 1234.5", "1234,5를 1234.5로 읽습니다"),
    Leniency.RAGGED_ROWS: (
        "missing cells are empty, cells too many ignored",
        "모자란 칸은 비우고 남는 칸은 무시합니다",
    ),
    Leniency.REPEATED_KEY: ("the first of two equal META keys holds", "같은 META 항목은 처음 것을 씁니다"),
    Leniency.STALE_COUNTS: (
        "num_votes and num_projects may be wrong or absent",
        "num_votes, num_projects가 틀려도 됩니다",
    ),
    Leniency.STALE_TALLIES: ("stated votes and scores may be wrong", "적힌 득표수와 점수가 틀려도 됩니다"),
    Leniency.EMPTY_BALLOT: (
        "a ballot without a project is a voter all the same",
        "빈 투표지도 투표자 한 명입니다",
    ),
    Leniency.REPEATED_VOTER: (
        "ballots under one voter id all count",
        "같은 투표자 번호의 투표지를 모두 셉니다",
    ),
    Leniency.REPEATED_PROJECT: (
        "the first mark of a project on a ballot counts",
        "한 투표지의 같은 사업은 처음 것만 셉니다",
    ),
    Leniency.UNKNOWN_PROJECT: ("marks for unknown projects are left out", "없는 사업의 표시를 뺍니다"),
    Leniency.OVER_LENGTH: (
        "ballots with too many or too few projects count as they are",
        "개수 제한을 어긴 투표지도 그대로 셉니다",
    ),
    Leniency.OVER_COST: (
        "ballots over or under the cost limits count as they are",
        "비용 제한을 어긴 투표지도 그대로 셉니다",
    ),
    Leniency.OVER_POINTS: (
        "ballots over or under the point limits count as they are",
        "점수 제한을 어긴 투표지도 그대로 셉니다",
    ),
}

STRICT: frozenset[Leniency] = frozenset()
ALL: frozenset[Leniency] = frozenset(Leniency)
# What leaves no doubt about any ballot or amount. The command line accepts these by itself and says so.
USUAL: frozenset[Leniency] = frozenset(
    {
        Leniency.BOM,
        Leniency.BLANK_LINES,
        Leniency.SPACES,
        Leniency.OLD_TARGET,
        Leniency.DECIMAL_MONEY,
        Leniency.WITHDRAWN,
    }
)


@dataclass(frozen=True, slots=True)
class Notice:
    """A leniency that was needed: how often, and the first place as the refusal it would have been."""

    leniency: Leniency
    times: int
    first: BadFile

    def sentence(self, language: Language) -> str:
        where, meaning = self.first.sentence(language), MEANING[self.leniency][language == "ko"]
        times = f"{self.times:,}번" if language == "ko" else f"{self.times:,} times"
        return f"{where} [{self.leniency}, {times}: {meaning}]"


class Tolerance:
    """What one reading accepts, and the deviations it met so far."""

    def __init__(self, file: str, allowed: Iterable[Leniency]) -> None:
        self.file, self.allowed = file, frozenset(allowed)
        self._met: dict[Leniency, tuple[int, BadFile]] = {}

    def refuse(self, code: str, line: int | None, **cells: object) -> NoReturn:
        """Raise BadFile for what no leniency accepts."""
        raise BadFile(self.file, line, code, "", **cells)

    def meet(
        self, leniency: Leniency, code: str, line: int | None, times: int = 1, /, **cells: object
    ) -> None:
        """Note a deviation. Raises BadFile unless `leniency` is allowed."""
        if leniency not in self.allowed:
            raise BadFile(self.file, line, code, leniency.value, **cells)
        if leniency not in self._met:
            self._met[leniency] = 0, BadFile(self.file, line, code, leniency.value, **cells)
        met, first = self._met[leniency]
        self._met[leniency] = met + times, first

    def notices(self) -> tuple[Notice, ...]:
        """The leniencies that were needed, in the order met."""
        return tuple(Notice(leniency, times, first) for leniency, (times, first) in self._met.items())
