"""The booth is not compressed, for it holds a token: so it has to be light as it is."""

import re

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.accounts.models import Account
from pb.accounts.roll.models import RollEntry
from pb.cycles.models import Cycle
from pb.projects.models import Project
from pb.town.models import Category, District
from pb.voting.models import Election, State
from tests.pb.accounts.conftest import Town
from tests.pb.voting.ballots_on_show import with_photos
from tests.pb.voting.conftest import frozen, now

EMAIL = "voter@example.kr"
MOST_BYTES = 100_000
MANY = 80
# As they stand on Korean ballots: long, with brackets, the place once more in the name.
TITLES = (
    "성산초등학교 앞 어린이보호구역 안전 울타리와 노란 발자국 설치",
    "망원시장 주변 보행로 정비 및 그늘나무(느티나무) 30그루 심기",
    "작은도서관 평일 야간·주말 개방과 사서 도우미 운영",
    "연남동 경로당 냉난방기 교체 및 무장애 출입구 만들기",
    "1인 가구와 홀몸 어르신을 위한 공유부엌·반찬 나눔터 조성",
    "불광천 자전거길 야간 조명 개선과 쉼터 의자 놓기(2차)",
)
PLACES = ("성산2동 주민센터 ~ 성산초등학교 정문", "망원1동 망원로 7길 일대", "연남동 경의선숲길 입구")
KINDS = (("안전·교통", "Safety and traffic"), ("복지·돌봄", "Welfare and care"), ("공원·녹지", "Parks"))


def as_in_a_town(rows: Session) -> None:
    """Gives the projects what real ones have: a long name, place, kind and pin, every other one a photo."""
    kinds = [Category(name_ko=ko, name_en=en) for ko, en in KINDS]
    districts = [
        District(name_ko=ko, name_en=f"Dong {ko}", outline="[]") for ko in ("성산2동", "망원1동", "연남동")
    ]
    rows.add_all([*kinds, *districts])
    rows.flush()
    for project in rows.scalars(select(Project)).all():
        at = project.number % 3
        project.title_ko = TITLES[project.number % len(TITLES)]
        project.place, project.category_id, project.district_id = PLACES[at], kinds[at].id, districts[at].id
        project.latitude, project.longitude = 37.550213 + project.number / 2000, 126.911872
    with_photos(rows, rows.scalars(select(Cycle)).one())


@pytest.mark.parametrize("preset", ["exactly-3", "knapsack", "ranked", "points"])
def test_a_booth_with_eighty_projects_weighs_less_than_a_hundred_kilobytes(town: Town, preset: str) -> None:
    vote = frozen(town, preset, projects=MANY)
    browser = town.member(EMAIL)
    with vote.rows() as rows:
        election = rows.scalars(select(Election)).one()
        election.state, election.began = State.OPEN.value, now()
        entry = rows.scalars(select(RollEntry).order_by(RollEntry.id).limit(1)).one()
        entry.person_id = rows.scalars(select(Account)).one().person_id
        as_in_a_town(rows)
    page = browser.client.get("/vote", headers={"Accept-Language": "ko", "Accept-Encoding": "gzip"})
    assert "Content-Encoding" not in page.headers
    assert page.data.count(b'loading="lazy"') == MANY / 2
    for needed in (b"data-pin=", b"data-district=", b'class="pick-kind"', b'class="pick-more"'):
        assert page.data.count(needed) == MANY
    ids = re.findall(r'\bid="([^"]+)"', page.text)
    assert len(ids) == len(set(ids))
    assert len(page.data) < MOST_BYTES
