"""Plans as Korean towns have really run them, to start from: one entry of PRESETS each."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from pb.cycles.phases import DATED
from pb.cycles.plan import Ballot, Channel, Group, Plan, Scope, Section, Span
from pb.cycles.rules import morning
from tallying.variants import MAJORITY

EOK = 100_000_000
LAW = "지방재정법 제39조, 같은 법 시행령 제46조, 주민참여예산제 운영 조례"
# A year as most towns divide it: weeks of each phase, one after the other.
WEEKS = {
    "call": 8,
    "review": 8,
    "appeal": 3,
    "bulletin": 2,
    "voting": 3,
    "counting": 1,
    "results": 2,
    "council": 10,
    "delivery": 52,
    "evaluation": 4,
}
RESIDENTS = (Group("주민", "Residents", 100, Channel.BOTH),)


@dataclass(frozen=True)
class Preset:
    """What a town did: its name for the list, and the part of a plan that makes it what it is."""

    name_ko: str
    name_en: str
    sections: tuple[Section, ...]
    groups: tuple[Group, ...] = RESIDENTS

    @property
    def budget(self) -> int:
        return sum(section.budget for section in self.sections)

    def plan(self, year: int, begins: date) -> Plan:
        """A whole plan for the budget of `year`, with the call beginning on a day."""
        return Plan(
            title_ko=f"{year}년 주민참여예산",
            title_en=f"Participatory budget {year}",
            year=year,
            budget=self.budget,
            binding=False,
            legal_basis=LAW,
            sections=self.sections,
            groups=self.groups,
            spans=tuple(spans(begins)),
        )


def spans(begins: date) -> Iterator[Span]:
    """Each phase from midnight to midnight in the town, one after the other."""
    for phase in DATED:
        ends = begins + timedelta(weeks=WEEKS[phase])
        yield Span(phase, morning(begins), morning(ends))
        begins = ends


def whole(
    ballot: Ballot, projects: int | None = None, eok: int = 20, rule: str = "greedy", **limits: int
) -> tuple[Section, ...]:
    """One section for the whole town with all the money."""
    return (
        Section(
            "구·시·군 전체",
            "Whole town",
            eok * EOK,
            Scope.TOWN,
            ballot,
            projects,
            limits.get("least"),
            limits.get("most"),
            limits.get("points"),
            rule,
        ),
    )


def choosing(name_ko: str, name_en: str, scope: Scope, eok: int, least: int, most: int) -> Section:
    return Section(name_ko, name_en, eok * EOK, scope, Ballot.APPROVAL, None, least, most)


PRESETS: dict[str, Preset] = {
    "exactly-3": Preset(
        "광주 북구: 18개 사업 중 꼭 3개",
        "Gwangju Buk-gu: exactly 3 of 18 projects",
        whole(Ballot.APPROVAL, 18, least=3, most=3),
    ),
    "exactly-8": Preset(
        "인천 서구: 44개 사업 중 꼭 8개",
        "Incheon Seo-gu: exactly 8 of 44 projects",
        whole(Ballot.APPROVAL, 44, eok=40, least=8, most=8),
    ),
    "four-fields": Preset(
        "여주: 4개 분과에서 3개씩",
        "Yeoju: 3 in each of four fields",
        (
            choosing("행정·복지 분과", "Administration and welfare", Scope.CATEGORY, 5, 3, 3),
            choosing("문화·교육 분과", "Culture and education", Scope.CATEGORY, 5, 3, 3),
            choosing("경제·농업 분과", "Economy and farming", Scope.CATEGORY, 5, 3, 3),
            choosing("도시·안전 분과", "Streets and safety", Scope.CATEGORY, 5, 3, 3),
        ),
    ),
    "town-and-district": Preset(
        "서울 강동구: 구 전체 4개 + 우리 동 4개",
        "Seoul Gangdong-gu: 4 for the whole district office + 4 of my own dong",
        (
            choosing("구 전체 사업", "For everyone", Scope.TOWN, 10, 4, 4),
            choosing("우리 동 사업", "For my dong", Scope.DISTRICT, 18, 4, 4),
        ),
    ),
    "own-district": Preset(
        "거제: 우리 면·동에서 3개까지",
        "Geoje: up to 3 of my own township",
        (choosing("우리 면·동 사업", "For my township", Scope.DISTRICT, 18, 1, 3),),
    ),
    "three-groups": Preset(
        "서울시 2018: 주민 50, 위원회 40, 예산학교 10",
        "Seoul 2018: residents 50, committee 40, budget school 10",
        whole(Ballot.APPROVAL, None, 500, least=1, most=10),
        (
            Group("주민", "Residents", 50, Channel.BOTH),
            Group("주민참여예산위원회", "Participatory budgeting committee", 40, Channel.ONLINE),
            Group("예산학교 수료자", "Graduates of the budget school", 10, Channel.ONLINE),
        ),
    ),
    "score-sheet": Preset(
        "서울시 2015: 위원회 45, 주민 45, 설문조사 10",
        "Seoul 2015: committee 45, residents 45, survey 10",
        whole(Ballot.APPROVAL, None, 500, least=1, most=5),
        (
            Group("주민참여예산위원회", "Participatory budgeting committee", 45, Channel.ONLINE),
            Group("주민", "Residents", 45, Channel.BOTH),
            Group("설문조사", "Survey", 10, Channel.SHEET),
        ),
    ),
    "jurors": Preset(
        "대전: 현장 배심원 350명과 온라인 50대 50",
        "Daejeon: 350 jurors on the spot and everyone online, 50 to 50",
        whole(Ballot.APPROVAL, None, 50, least=1, most=5),
        (
            Group("현장 시민배심원 350명", "350 jurors on the spot", 50, Channel.PAPER),
            Group("온라인 투표 주민", "Residents online", 50, Channel.ONLINE),
        ),
    ),
    "knapsack": Preset(
        "예산 배낭: 돈이 남는 만큼 담기",
        "Knapsack: pick projects while the money lasts",
        whole(Ballot.KNAPSACK),
    ),
    "ranked": Preset(
        "순위 투표: 5개까지 차례로",
        "Ranked choice: up to 5 in my order",
        whole(Ballot.RANKED, 20, least=1, most=5),
    ),
    "points": Preset(
        "점수 나누기: 10점을 나누어 주기",
        "Points: spread 10 points, at most 5 on one project",
        whole(Ballot.CUMULATIVE, 20, rule="equal-shares/utilitarian", most=5, points=10),
    ),
    "yes-no": Preset(
        "찬반 투표: 큰 사업 하나",
        "Yes or no: one large project",
        whole(Ballot.YES_NO, 1, 30, rule=MAJORITY),
    ),
}
