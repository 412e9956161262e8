import pytest
from flask import Flask

from pb.web import formats
from pb.web.paging import cut


@pytest.mark.parametrize(
    ("language", "exact", "short"), [("ko", "2,000,000,000원", "20억 원"), ("en", "₩2,000,000,000", "₩2bn")]
)
def test_money_is_written_as_people_write_it(app: Flask, language: str, exact: str, short: str) -> None:
    with app.test_request_context(headers={"Cookie": f"language={language}"}):
        assert formats.won(2_000_000_000) == exact
        assert formats.short_won(2_000_000_000) == short


@pytest.mark.parametrize(
    ("amount", "short"),
    [
        (0, "0원"),
        (9_999, "9,999원"),
        (35_000, "3.5만 원"),
        (45_000_000, "4,500만 원"),
        (1_250_000_000, "12.5억 원"),
    ],
)
def test_short_money_in_korean(app: Flask, amount: int, short: str) -> None:
    with app.test_request_context(headers={"Cookie": "language=ko"}):
        assert formats.short_won(amount) == short


def test_a_short_list_is_one_page() -> None:
    page = cut(["a", "b"], 7, 10)
    assert (page.items, page.number, page.last, page.links) == (["a", "b"], 1, 1, (1,))


def test_a_long_list_shows_its_ends_and_its_middle() -> None:
    page = cut(range(95), 5, 10)
    assert list(page.items) == list(range(40, 50))
    assert page.links == (1, None, 3, 4, 5, 6, 7, None, 10)


def test_an_empty_list_is_one_empty_page() -> None:
    assert cut([], 1, 10).links == (1,)
