"""A refusal to count says why in both languages, wherever it was raised."""

import pickle
from string import Formatter

import pytest

from tallying.unfit import REASONS, Impossible


@pytest.mark.parametrize("code", REASONS)
def test_every_reason_has_the_same_parts_in_both_languages(code):
    english, korean = ([field for _, field, *_ in Formatter().parse(text)] for text in REASONS[code])
    assert [part for part in english if part is not None] == [part for part in korean if part is not None]
    assert REASONS[code][0] != REASONS[code][1]


def test_a_refusal_says_the_same_after_it_went_to_another_process():
    refusal = pickle.loads(pickle.dumps(Impossible("mandatory-rivals", "park", "pool")))
    assert str(refusal) == "mandatory projects park and pool are incompatible"
    assert refusal.sentence("ko") == "의무 사업 park, pool은(는) 함께 추진할 수 없는 사업입니다"
