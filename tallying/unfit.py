"""Why an election cannot be counted as asked, in Korean and English."""

from tallying.badfile import Language

REASONS: dict[str, tuple[str, str]] = {
    # mandatory and incompatible projects, sections
    "mandatory-too-dear": (
        "the mandatory projects cost {} more than the budget",
        "의무 사업의 비용이 예산보다 {}만큼 많습니다",
    ),
    "mandatory-rivals": (
        "mandatory projects {} and {} are incompatible",
        "의무 사업 {}, {}은(는) 함께 추진할 수 없는 사업입니다",
    ),
    "no-section-budget": (
        "project {} is in section {}, which has no budget",
        "사업 {}이(가) 속한 구분 {}에 예산이 없습니다",
    ),
    "rivals-apart": (
        "incompatible projects {} are in different sections",
        "함께 추진할 수 없는 사업 {}이(가) 서로 다른 구분에 있습니다",
    ),
    # weights
    "no-groups": (
        "the ballots carry no groups, but the weights name groups",
        "가중치는 집단별로 적혀 있는데 투표지에는 집단이 없습니다",
    ),
    "no-weight": ("no weight for group {}", "집단 {}의 가중치가 없습니다"),
    "sheet-stranger": (
        "score sheet {} marks unknown project {}",
        "평가표 {}에 적힌 {}은(는) 없는 사업입니다",
    ),
    "sheet-marks": (
        "score sheet {} gives {} {} of {} marks",
        "평가표 {}의 사업 {} 점수 {}이(가) 0점에서 {}점 사이가 아닙니다",
    ),
    # tie-breaks
    "unknown-tie-break": (
        "unknown tie-break {}; known are {}",
        "모르는 동점 처리 {}. 가능한 이름: {}",
    ),
    "no-number": (
        "project {} has no number in column {}",
        "사업 {}의 {} 열에 수가 없습니다",
    ),
}


class Unfit(ValueError):
    """The election cannot be counted as asked. `code` is a key of REASONS, `parts` fill its sentence."""

    def __init__(self, code: str, *parts: object) -> None:
        self.code, self.parts = code, tuple(map(str, parts))
        super().__init__(code, *self.parts)

    def __str__(self) -> str:
        return self.sentence("en")

    def sentence(self, language: Language) -> str:
        """What does not fit, without a full stop, in "en" or "ko"."""
        return REASONS[self.code][language == "ko"].format(*self.parts)


class Impossible(Unfit):
    """No outcome can keep the election's own demands (mandatory projects too dear, or incompatible)."""


class WeightsUnfit(Unfit):
    """The weights do not belong to this election: a group or project is missing or unknown."""


class UnknownTieBreak(Unfit):
    """No tie-break of this name, or a project without the number it asks for."""
