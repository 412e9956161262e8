"""Proposals that resemble each other, and what is shown while one types."""

import pytest

from pb.proposals.finding.resembling import Index, grams
from pb.proposals.models import State
from tests.pb.accounts.conftest import Town
from tests.pb.proposals.crowd import crowd
from tests.pb.proposals.test_finding import HOSTILE, write

TEXTS = {
    3: "학교 앞에 그늘나무를 심어 주세요",
    4: "통학로에 나무 그늘 만들기",
    8: "경로당에 승강기를 놓아 주세요",
    9: "밤길에 가로등을 더 밝혀 주세요",
}


@pytest.fixture
def index() -> Index:
    return Index.of({number: grams(text) for number, text in TEXTS.items()})


def test_the_most_alike_come_first_and_strangers_not_at_all(index: Index) -> None:
    found = index.nearest("나무 그늘", 3)
    assert [number for number, _ in found] == [4, 3]
    assert index.nearest("골목 가로등", 3)[0][0] == 9
    assert index.nearest("수영장", 3) == []


def test_a_text_is_as_like_as_can_be_to_itself_and_can_be_left_out(index: Index) -> None:
    number, likeness = index.nearest(TEXTS[8], 1)[0]
    assert number == 8
    assert likeness == pytest.approx(1, abs=0.1)
    assert 8 not in [number for number, _ in index.nearest(TEXTS[8], 4, but=(8,))]


@pytest.mark.parametrize("text", ["", "나", "!?", "🌳" * 500, "\x00\ud800"[:1]])
def test_odd_words_resemble_nothing(index: Index, text: str) -> None:
    assert index.nearest(text, 3) == []
    assert Index.of({}).nearest("나무", 3) == []


def test_typing_shows_similar_ones_and_a_change_is_seen_at_once(town: Town) -> None:
    crowd(town, 12)
    write(town, 3, title="반려견 산책 놀이터", problem="x", idea="x")
    guest = town.browser()

    def alike(title: str) -> list[str]:
        answer = guest.client.get("/proposals/similar", query_string={"title": title})
        return [found["address"] for found in answer.get_json()["similar"]]

    assert alike("반려견 놀이터")[0] == "/proposals/3"
    write(town, 3, title="x", state=State.WITHDRAWN.value)
    assert "/proposals/3" not in alike("반려견 놀이터")
    assert alike("나") == []
    assert guest.get("/proposals/similar").get_json() == {"similar": []}
    title = {"title": HOSTILE, "but": "9" * 30}
    assert guest.client.get("/proposals/similar", query_string=title).status_code == 200
