"""A realistic Korean town made by machine: neighbourhoods, projects, voters with tastes.

Same seed, same town. `python -m tallying.town` writes the examples that the project ships. Nothing here is
a real place, proposal or person.

Tastes: each voter lives in a neighbourhood, has an age, a sex and leanings that depend on them;
a project appeals by its field, by how near it is, by its age group, and by a quality of its own. Choices are
drawn without replacement in proportion to exp(appeal), by adding Gumbel noise, so that ballots correlate as
real ones do.
"""

import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tallying import csvpair, pabulib
from tallying.election import Election, Kind, Limits, Project
from tallying.profile import Profile

Floats = NDArray[np.float64]
MAN = 10_000
TOWN = "한별구"
WHOLE_TOWN = "구 전체"


@dataclass(frozen=True, slots=True)
class Dong:
    """A neighbourhood: its share of the voters, and how much older than the town they are (years)."""

    name: str
    share: float
    older: float


@dataclass(frozen=True, slots=True)
class Idea:
    """A kind of project: its title with {dong} or {place}, its field, costs in 만 원, and whom it serves."""

    title: str
    field: str
    low: int
    high: int
    serves: str = ""
    townwide: bool = False


DONGS = (
    Dong("달빛동", 0.16, -3.0),
    Dong("솔내동", 0.13, 4.0),
    Dong("은행나무동", 0.12, 0.0),
    Dong("새터동", 0.12, -6.0),
    Dong("가람동", 0.11, 2.0),
    Dong("온수골동", 0.10, 7.0),
    Dong("비단동", 0.09, -1.0),
    Dong("학마을동", 0.09, 3.0),
    Dong("너른들동", 0.08, 5.0),
)
FIELDS = ("안전", "환경", "복지", "문화", "교통", "교육", "체육", "경제")
CHILDREN, SENIORS, PARENTS, YOUTH = "어린이", "어르신", "양육자", "청년"
IDEAS = (
    Idea("{dong} 초등학교 앞 옐로카펫 설치", "안전", 600, 2400, PARENTS),
    Idea("{dong} 골목길 LED 보안등 교체", "안전", 2500, 9000),
    Idea("{dong} 어두운 골목 CCTV 설치", "안전", 3000, 12000),
    Idea("{dong} 통학로 과속 경보등 설치", "안전", 1500, 5000, PARENTS),
    Idea("{dong} 빗물받이 정비와 침수 알림판", "안전", 2000, 8000),
    Idea("우리 구 자동심장충격기 찾기 쉬운 안내판", "안전", 800, 2500, "", True),
    Idea("{dong} 자투리땅 쌈지공원 만들기", "환경", 6000, 25000),
    Idea("{dong} 가로수 그늘 쉼터 조성", "환경", 2500, 9000, SENIORS),
    Idea("{dong} 공동 텃밭과 빗물 저금통", "환경", 1200, 4500),
    Idea("{dong} 재활용 정거장 세우기", "환경", 1000, 4000),
    Idea("{dong} 하천변 꽃길과 산책로 정비", "환경", 8000, 30000),
    Idea("한별천 수질 지킴이 교실", "환경", 900, 2200, CHILDREN, True),
    Idea("{dong} 경로당 안마의자와 공기청정기", "복지", 800, 3500, SENIORS),
    Idea("{dong} 장애인 전동보장구 급속충전기", "복지", 600, 2000),
    Idea("{dong} 홀몸 어르신 도시락과 말벗 나들이", "복지", 1500, 5000, SENIORS),
    Idea("{dong} 공유 부엌과 마을 밥상", "복지", 3500, 12000),
    Idea("{dong} 육아맘·육아대디 쉼터", "복지", 4000, 15000, PARENTS),
    Idea("찾아가는 이동 빨래방 차량 운영", "복지", 9000, 18000, SENIORS, True),
    Idea("{dong} 작은도서관 밤마실 책방", "문화", 2000, 8000),
    Idea("{dong} 마을 영화제와 골목 음악회", "문화", 1500, 6000, YOUTH),
    Idea("{dong} 벽화 골목과 마을 이야기길", "문화", 2000, 7000),
    Idea("{dong} 어린이 물놀이터 조성", "문화", 12000, 38000, PARENTS),
    Idea("한별구 청년 예술가 거리 공연 지원", "문화", 3000, 9000, YOUTH, True),
    Idea("{dong} 횡단보도 바닥 신호등 설치", "교통", 2500, 8000, PARENTS),
    Idea("{dong} 마을버스 정류장 온열 의자", "교통", 1500, 5500, SENIORS),
    Idea("{dong} 자전거 보관대와 공기주입기", "교통", 800, 3000, YOUTH),
    Idea("{dong} 보행로 턱 낮추기와 점자블록 정비", "교통", 4000, 16000, SENIORS),
    Idea("{dong} 학교 담장 허물어 보행로 넓히기", "교통", 10000, 32000, PARENTS),
    Idea("{dong} 방과후 코딩·목공 교실", "교육", 1500, 5000, PARENTS),
    Idea("{dong} 청소년 스터디카페형 공부방", "교육", 5000, 18000, YOUTH),
    Idea("{dong} 어르신 스마트폰·키오스크 교실", "교육", 700, 2200, SENIORS),
    Idea("우리 구 초등 생존수영 교육 확대", "교육", 4000, 11000, PARENTS, True),
    Idea("{dong} 공원 운동기구 교체", "체육", 2000, 8000, SENIORS),
    Idea("{dong} 풋살장 인조잔디 교체", "체육", 9000, 28000, YOUTH),
    Idea("{dong} 맨발 황톳길 만들기", "체육", 4000, 14000, SENIORS),
    Idea("{dong} 실내 배드민턴장 조명 교체", "체육", 2500, 7000),
    Idea("{dong} 반려견 놀이터 조성", "체육", 5000, 16000, YOUTH),
    Idea("{dong} 전통시장 장바구니 배달 서비스", "경제", 2500, 8000, SENIORS),
    Idea("{dong} 골목상권 야시장과 간판 정비", "경제", 6000, 22000, YOUTH),
    Idea("{dong} 공유 창고와 공구 도서관", "경제", 1800, 6000),
    Idea("청년 면접 정장 무료 대여", "경제", 2000, 5000, YOUTH, True),
)
# How a leaning to a field changes with age (per ten years over 45) and for women.
BY_AGE = {"복지": 0.22, "체육": 0.08, "환경": 0.05, "문화": -0.12, "교육": -0.16, "경제": -0.05}
BY_WOMEN = {"안전": 0.25, "교육": 0.15, "체육": -0.2, "복지": 0.1}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One example: what is voted on, by how many, and how a ballot is marked."""

    name: str
    title: str
    seed: int
    projects: int
    voters: int
    budget: int
    mark: Callable[["_Town", Floats], Profile]
    limits: Limits
    kind: Kind = Kind.APPROVAL
    days: tuple[str, str] = ("2025-09-01", "2025-09-21")
    paper: float = 0.12


@dataclass(frozen=True, eq=False)
class _Town:
    """The voters and projects of one plan, before anybody marks a ballot."""

    rng: np.random.Generator
    plan: Plan
    projects: tuple[Project, ...]
    ideas: tuple[Idea, ...]
    dong: NDArray[np.int64]
    age: NDArray[np.int64]
    woman: NDArray[np.bool_]
    paper: NDArray[np.bool_]

    @property
    def costs(self) -> NDArray[np.int64]:
        return np.array([project.cost for project in self.projects], dtype=np.int64)


def generate(plan: Plan) -> Election:
    """The election of a plan."""
    town = _people(plan)
    profile = plan.mark(town, _appeal(town))
    return Election(
        projects=town.projects,
        budget=plan.budget,
        profile=replace(profile, columns=_columns(town)),
        kind=plan.kind,
        limits=plan.limits,
        meta=_meta(plan),
    )


def _meta(plan: Plan) -> dict[str, str]:
    first, last = (date.fromisoformat(day) for day in plan.days)
    return {
        "description": plan.title,
        "country": "South Korea",
        "unit": TOWN,
        "instance": str(first.year),
        "rule": "unknown",
        "date_begin": f"{first:%d.%m.%Y}",
        "date_end": f"{last:%d.%m.%Y}",
        "edition": "1",
        "language": "ko",
        "currency": "KRW",
        "comment": "#1: Made by machine for demonstration; no real place, proposal or person.",
    }


def _people(plan: Plan) -> _Town:
    rng = np.random.default_rng(plan.seed)
    ideas, projects = _projects(rng, plan)
    shares = np.array([dong.share for dong in DONGS])
    dong = rng.choice(len(DONGS), plan.voters, p=shares / shares.sum())
    older = np.array([d.older for d in DONGS])[dong]
    age = np.clip(np.rint(rng.normal(46, 16, plan.voters) + older), 14, 92).astype(np.int64)
    woman = rng.random(plan.voters) < 0.54
    paper = rng.random(plan.voters) < plan.paper * np.clip((age - 30) / 25, 0.2, 2.2)
    return _Town(rng, plan, projects, ideas, dong, age, woman, paper)


def _projects(rng: np.random.Generator, plan: Plan) -> tuple[tuple[Idea, ...], tuple[Project, ...]]:
    """As many projects as planned: each idea first once, then again in other neighbourhoods."""
    taken: set[tuple[str, str]] = set()
    ideas: list[Idea] = []
    projects: list[Project] = []
    order = [idea for _ in range(3) for idea in (IDEAS[i] for i in rng.permutation(len(IDEAS)))]
    for idea in order:
        place = WHOLE_TOWN if idea.townwide else DONGS[int(rng.integers(len(DONGS)))].name
        if (idea.title, place) in taken or len(projects) == plan.projects:
            continue
        taken.add((idea.title, place))
        ideas.append(idea)
        projects.append(_project(rng, idea, place, len(projects) + 1))
    return tuple(ideas), tuple(projects)


def _project(rng: np.random.Generator, idea: Idea, place: str, number: int) -> Project:
    low, high = np.log(idea.low), np.log(idea.high)
    cost = int(np.exp(rng.uniform(low, high)))
    step = 100 if cost < 3000 else 500  # estimates come in round sums
    return Project(
        id=str(number),
        cost=max(step, round(cost / step) * step) * MAN,
        name=idea.title.format(dong=place),
        categories=(idea.field,),
        targets=(idea.serves,) if idea.serves else (),
        extra={"neighborhood": place},
    )


def _appeal(town: _Town) -> Floats:
    """float[voters, projects]: how much each voter likes each project."""
    rng, plan = town.rng, town.plan
    fields = {field: place for place, field in enumerate(FIELDS)}
    leaning = rng.normal(0, 0.6, (plan.voters, len(FIELDS)))
    for field, slope in BY_AGE.items():
        leaning[:, fields[field]] += slope * (town.age - 45) / 10
    for field, more in BY_WOMEN.items():
        leaning[:, fields[field]] += more * town.woman
    names = [dong.name for dong in DONGS]
    columns = []
    quality = rng.normal(0, 0.55, len(town.projects))
    for project, idea, good in zip(town.projects, town.ideas, quality, strict=True):
        place = project.extra["neighborhood"]
        near = 0.7 if place == WHOLE_TOWN else np.where(town.dong == names.index(place), 1.9, 0.0)
        size = 0.18 * np.log(project.cost / (2000 * MAN))
        columns.append(leaning[:, fields[idea.field]] + near + good + size + _served(town, idea.serves))
    return np.stack(columns, axis=1)


def _served(town: _Town, whom: str) -> Floats | float:
    inside = {
        SENIORS: town.age >= 62,
        YOUTH: (town.age >= 17) & (town.age < 35),
        PARENTS: (town.age >= 30) & (town.age < 50),
        CHILDREN: (town.age >= 32) & (town.age < 48),
    }
    return np.where(inside[whom], 0.8, -0.1) if whom in inside else 0.1


def _preferred(town: _Town, appeal: Floats) -> NDArray[np.int64]:
    """int64[voters, projects]: each voter's projects from the one they like best today."""
    luck = town.rng.gumbel(size=appeal.shape)
    return np.argsort(-(1.6 * appeal + luck), axis=1, kind="stable")


def pick_exactly(count: int) -> Callable[[_Town, Floats], Profile]:
    """Everybody names exactly `count` projects, in the order of the ballot paper."""

    def mark(town: _Town, appeal: Floats) -> Profile:
        chosen = np.sort(_preferred(town, appeal)[:, :count], axis=1)
        return Profile.of(len(town.projects), chosen.tolist())

    return mark


def pick_up_to(most: int) -> Callable[[_Town, Floats], Profile]:
    """Everybody names one to `most` projects; most people use most of them."""

    def mark(town: _Town, appeal: Floats) -> Profile:
        preferred = _preferred(town, appeal)
        counts = 1 + town.rng.binomial(most - 1, 0.72, town.plan.voters)
        marks = [np.sort(row[:n]).tolist() for row, n in zip(preferred, counts.tolist(), strict=True)]
        return Profile.of(len(town.projects), marks)

    return mark


def fill_knapsack(town: _Town, appeal: Floats) -> Profile:
    """Everybody fills the budget with what they like, skipping what no longer fits, until they tire."""
    costs, limit = town.costs.tolist(), town.plan.limits.max_sum_cost or town.plan.budget
    patience = town.rng.integers(3, 12, town.plan.voters).tolist()
    marks = []
    for row, most in zip(_preferred(town, appeal).tolist(), patience, strict=True):
        left, chosen = limit, list[int]()
        for project in row[: 3 * most]:
            if costs[project] <= left and len(chosen) < most:
                left -= costs[project]
                chosen.append(project)
        marks.append(sorted(chosen))
    return Profile.of(len(town.projects), marks)


def rank_best(most: int) -> Callable[[_Town, Floats], Profile]:
    """Everybody ranks three to `most` projects, the best first."""

    def mark(town: _Town, appeal: Floats) -> Profile:
        preferred = _preferred(town, appeal)
        counts = town.rng.integers(3, most + 1, town.plan.voters).tolist()
        ranked = [
            dict(zip(row[:n].tolist(), range(n), strict=True))
            for row, n in zip(preferred, counts, strict=True)
        ]
        return Profile.of(len(town.projects), ranked)

    return mark


def _columns(town: _Town) -> dict[str, list[str]]:
    return {
        "voter_id": [str(number) for number in range(1, town.plan.voters + 1)],
        "date": _days(town),
        "age": [str(age) for age in town.age.tolist()],
        "sex": ["F" if woman else "M" for woman in town.woman.tolist()],
        "voting_method": ["paper" if paper else "internet" for paper in town.paper.tolist()],
        "neighborhood": [DONGS[dong].name for dong in town.dong.tolist()],
    }


def _days(town: _Town) -> list[str]:
    """Many vote on the first days and on the last; paper is counted at the weekend stands."""
    first, last = (date.fromisoformat(day) for day in town.plan.days)
    days = [first + timedelta(n) for n in range((last - first).days + 1)]
    middle = (len(days) - 1) / 2
    busy = np.array([0.5 + (abs(n - middle) / middle) ** 3 * 2 for n in range(len(days))])
    weekend = np.array([1.0 if day.weekday() >= 5 else 0.05 for day in days])
    online = town.rng.choice(len(days), town.plan.voters, p=busy / busy.sum())
    stands = town.rng.choice(len(days), town.plan.voters, p=weekend / weekend.sum())
    return [days[n].isoformat() for n in np.where(town.paper, stands, online).tolist()]


EXAMPLES = (
    Plan(
        name="exactly-3-of-18",
        title="한별구 주민참여예산: 18개 사업 중 정확히 3개 (Buk-gu style: exactly 3 of 18)",
        seed=2017,
        projects=18,
        voters=1274,
        budget=80_000 * MAN,
        mark=pick_exactly(3),
        limits=Limits(min_length=3, max_length=3),
    ),
    Plan(
        name="up-to-8-of-60",
        title="한별구 주민참여예산: 60개 사업 중 8개까지 (up to 8 of 60)",
        seed=2024,
        projects=60,
        voters=6000,
        budget=200_000 * MAN,
        mark=pick_up_to(8),
        limits=Limits(min_length=1, max_length=8),
    ),
    Plan(
        name="knapsack-40",
        title="한별구 청소년 참여예산: 5억 원 안에서 고르기 (knapsack, 40 projects)",
        seed=2025,
        projects=40,
        voters=3200,
        budget=50_000 * MAN,
        mark=fill_knapsack,
        limits=Limits(max_sum_cost=50_000 * MAN),
    ),
    Plan(
        name="jury-and-online",
        title="한별구 참여예산 총회: 현장 평가단과 온라인 투표 50:50 (jury on paper, public online)",
        seed=350,
        projects=44,
        voters=2600,
        budget=100_000 * MAN,
        mark=pick_exactly(4),
        limits=Limits(min_length=4, max_length=4),
        paper=0.19,
    ),
    Plan(
        name="ranked-5-of-30",
        title="한별구 동네 사업: 순위 투표 (ranked, up to 5 of 30)",
        seed=305,
        projects=30,
        voters=1800,
        budget=60_000 * MAN,
        mark=rank_best(5),
        limits=Limits(min_length=3, max_length=5),
        kind=Kind.ORDINAL,
    ),
)
FOLDER = Path(__file__).with_name("examples")
AS_SHEETS = "up-to-8-of-60"  # also as CSV, where the day of each ballot has a place
WEIGHTS = "voting_method,weight\ninternet,50\npaper,50\n"


def files() -> dict[str, bytes]:
    """The shipped examples: for each plan a standard .pb file, one also as CSV pair, and a weights file."""
    made: dict[str, bytes] = {}
    for plan in EXAMPLES:
        election = generate(plan)
        made[f"{plan.name}.pb"] = pabulib.write(election)
        if plan.name == AS_SHEETS:
            sheets = csvpair.write_pair(election)
            made |= {f"{plan.name}.{name}": data for name, data in sheets.items()}
    made["jury-and-online.weights.csv"] = WEIGHTS.encode()
    return made


def main(arguments: Sequence[str]) -> int:
    """Write the examples into the folder named, or where the project ships them."""
    folder = Path(arguments[0]) if arguments else FOLDER
    folder.mkdir(parents=True, exist_ok=True)
    for name, data in files().items():
        (folder / name).write_bytes(data)
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
