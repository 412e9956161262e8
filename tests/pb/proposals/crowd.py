"""A town with districts, kinds and many proposals, written straight into the tables."""

import random
from datetime import UTC, datetime, timedelta

from sqlalchemy import insert

from pb.accounts.models import Person
from pb.proposals.models import Proposal, ProposalVersion, State
from pb.town.models import Category
from tests.pb.accounts.conftest import Town
from tests.pb.proposals.people import call_open
from tests.pb.town.test_maps import draw

KINDS = (
    ("공원·녹지", "Parks"),
    ("교통·보행", "Roads"),
    ("안전", "Safety"),
    ("복지", "Welfare"),
    ("문화", "Culture"),
)
WHERE = ("학교 앞", "시장 골목", "하천변", "마을 공원", "도서관 옆", "버스 정류장", "놀이터", "골목길")
WHAT = (
    "그늘나무 심기",
    "가로등 밝히기",
    "턱 낮추기",
    "벤치 놓기",
    "쓰레기통 늘리기",
    "작은 무대 만들기",
    "텃밭 가꾸기",
)
WHY = (
    "여름마다 걷기 힘들다고 이웃들이 말합니다. ",
    "아이들과 어르신이 함께 쓸 수 있으면 좋겠어요. ",
    "밤에는 어두워서 무섭습니다. ",
)


def crowd(town: Town, many: int, seed: int = 7) -> int:
    """A running cycle with so many proposals; returns the number of the cycle."""
    cycle, districts, dice = call_open(town), draw(town), random.Random(seed)
    with town.database.transaction() as rows:
        kinds = [Category(name_ko=ko, name_en=en, retired=None) for ko, en in KINDS]
        author = Person()
        rows.add_all([*kinds, author])
        rows.flush()
        start = datetime.now(UTC) - timedelta(days=9)
        pins = [(37.5 + dice.random() / 5, 126.9 + dice.random() / 5) for _ in range(many)]
        rows.execute(
            insert(Proposal),
            [
                {
                    "id": number,
                    "cycle_id": cycle,
                    "person_id": author.id,
                    "state": dice.choice(
                        [State.RECEIVED, State.RECEIVED, State.IN_REVIEW, State.FEASIBLE]
                    ).value,
                    "district_id": dice.choice([*districts, None]),
                    "category_id": dice.choice(kinds).id,
                    "latitude": round(north, 6),
                    "longitude": round(east, 6),
                    "made": start,
                    "submitted": start + timedelta(minutes=number),
                    "version": 1,
                    "supports": dice.randrange(300),
                }
                for number, (north, east) in enumerate(pins, 1)
            ],
        )
        rows.execute(
            insert(ProposalVersion),
            [
                {
                    "proposal_id": number,
                    "number": 1,
                    "at": start,
                    "person_id": author.id,
                    "title": f"{dice.choice(WHERE)} {dice.choice(WHAT)}",
                    "problem": dice.choice(WHY) * dice.randrange(1, 9),
                    "idea": dice.choice(WHY) * dice.randrange(1, 12),
                    "beneficiaries": "이웃 모두",
                    "place": "",
                    "cost": dice.choice([None, 3_000_000, 24_000_000, 120_000_000]),
                }
                for number in range(1, many + 1)
            ],
        )
    return cycle
