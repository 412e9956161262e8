"""The two calls that departments of the demonstration's town posted, and which ideas answer them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta

from pb.calls import actions
from pb.calls.models import Call
from pb.calls.rules import Terms
from pb.cycles.models import Cycle
from pb.cycles.rules import morning
from pb.demo.calendar import BEGINS, Calendar
from pb.journal.pen import Pen
from pb.town.models import Department

LAW = "한별구 주민참여예산제 운영 조례 제12조(주민의견 수렴)"
MAN = 10_000


@dataclass(frozen=True)
class Asked:
    """What a department asked; `answers` are how the titles of the ideas begin that answer it."""

    department: str
    title: str
    problem: str
    wanted: str
    budget: int
    prize: str
    criteria: tuple[tuple[str, int], ...]
    who: str
    answers: tuple[str, ...]


ASKED = (
    Asked(
        "교통행정과",
        "아이들이 혼자 걸어도 걱정 없는 학교 가는 길",
        "작년에 초등학교 앞 300미터 안에서 아이가 다친 사고가 열한 건 있었습니다. 과속 단속 카메라만으로는 "
        "줄지 않았고, 어디가 왜 위험한지는 매일 걷는 분들이 가장 잘 압니다.",
        "우리 동네 학교 앞 한 곳을 골라, 무엇이 위험하고 무엇을 바꾸면 되는지 적어 주세요. 도면은 없어도 "
        "됩니다. 사진이나 지도 표시가 있으면 현장에 나가 확인하기 쉽습니다.",
        30_000 * MAN,
        "",
        (("사고가 줄어드는 정도", 50), ("아이와 보호자의 의견을 들었는지", 30), ("유지 비용", 20)),
        "주민 누구나. 학급이나 학부모 모임도 함께 낼 수 있습니다.",
        ("솔내초 앞 네거리", "통학로 과속 경보등", "학교 담장을 허물어"),
    ),
    Asked(
        "환경과",
        "버리는 것을 줄이는 동네 실험",
        "우리 구에서 나오는 쓰레기는 하루 210톤이고 열에 넷은 다시 쓸 수 있는 것입니다. 분리배출 안내문은 "
        "해마다 나눠 드리지만 섞여 나오는 양은 그대로입니다.",
        "골목 하나, 아파트 한 동처럼 작은 곳에서 여섯 달 동안 해 볼 수 있는 실험을 찾습니다. 무엇을 얼마나 "
        "줄일지 어림수라도 적어 주세요.",
        8_000 * MAN,
        "뽑힌 세 팀에 실험 재료비와 온누리상품권 30만 원",
        (("줄어드는 양", 40), ("다른 동네에서도 할 수 있는지", 40), ("새로움", 20)),
        "주민 누구나. 가게와 학교도 낼 수 있습니다.",
        ("투명 페트병 수거기", "음식물 쓰레기를 퇴비로", "재활용 정거장에"),
    ),
)


def post(pen: Pen, calendar: Calendar, cycle: Cycle, departments: Mapping[str, int]) -> dict[str, Call]:
    """The calls by the beginnings of the titles that answer them."""
    found = {}
    for asked in ASKED:
        department = pen.rows.get_one(Department, departments[asked.department])
        call = actions.draft(pen.rows, cycle, department, terms(asked, calendar))
        actions.post(pen, call)
        found.update(dict.fromkeys(asked.answers, call))
    return found


def terms(asked: Asked, calendar: Calendar) -> Terms:
    return Terms(
        title=asked.title,
        problem=asked.problem,
        wanted=asked.wanted,
        budget=asked.budget,
        prize=asked.prize,
        criteria=asked.criteria,
        who=asked.who,
        districts=(),
        youth=False,
        opens=calendar.at(BEGINS["call"]),
        closes=morning(calendar.today + timedelta(days=BEGINS["review"])),
        decides=calendar.today + timedelta(days=BEGINS["bulletin"]),
        legal_basis=LAW,
    )


def answered(calls: Mapping[str, Call], title: str) -> Call | None:
    return next((call for beginning, call in calls.items() if title.startswith(beginning)), None)
