import pytest
from flask.testing import FlaskClient

from pb.web.headers import ALWAYS
from pb.web.preferences import way_back


def test_a_newcomer_reads_korean(client: FlaskClient) -> None:
    assert '<html lang="ko"' in client.get("/").text


@pytest.mark.parametrize(
    ("spoken", "shown"), [("en-GB,en;q=0.8", "en"), ("fr", "ko"), ("ko-KR,en;q=0.5", "ko"), ("", "ko")]
)
def test_the_browser_says_which_language_is_read(client: FlaskClient, spoken: str, shown: str) -> None:
    assert f'<html lang="{shown}"' in client.get("/", headers={"Accept-Language": spoken}).text


def test_a_chosen_language_wins_and_leads_back(client: FlaskClient) -> None:
    answer = client.get("/prefer/language/en?back=/checked")
    assert answer.status_code == 302
    assert answer.headers["Location"] == "/checked"
    assert "HttpOnly" in answer.headers["Set-Cookie"]
    assert "SameSite=Lax" in answer.headers["Set-Cookie"]
    assert '<html lang="en"' in client.get("/", headers={"Accept-Language": "ko"}).text


def test_contrast_and_larger_text_are_kept(client: FlaskClient) -> None:
    client.get("/prefer/contrast/high")
    client.get("/prefer/text/larger")
    assert '<html lang="ko" data-krds-mode="high-contrast" data-text="larger">' in client.get("/").text


@pytest.mark.parametrize("wish", ["language/fr", "contrast/en", "colour/red"])
def test_an_unknown_preference_is_no_page(client: FlaskClient, wish: str) -> None:
    assert client.get(f"/prefer/{wish}").status_code == 404


@pytest.mark.parametrize(
    "path", ["https://elsewhere.example", "//elsewhere.example", "/\\elsewhere", "", "/\n/x"]
)
def test_the_way_back_never_leads_elsewhere(path: str) -> None:
    assert way_back(path) == "/"


def test_a_cookie_with_nonsense_is_ignored(client: FlaskClient) -> None:
    client.set_cookie("contrast", '"><script>')
    client.set_cookie("text", "huge")
    page = client.get("/").text
    assert "data-krds-mode" not in page
    assert "data-text" not in page


@pytest.mark.parametrize("path", ["/", "/nowhere", "/static/dist/app.css", "/static/nothing.css", "/health"])
def test_every_answer_carries_the_security_headers(client: FlaskClient, path: str) -> None:
    answer = client.get(path)
    assert {name: answer.headers.get(name) for name in ALWAYS} == ALWAYS


def test_the_content_policy_allows_nothing_inline(client: FlaskClient) -> None:
    policy = client.get("/").headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert policy.startswith("default-src 'none'")


def test_static_files_are_kept_for_a_year_and_pages_are_not(client: FlaskClient) -> None:
    page = client.get("/")
    assert "no-cache" in page.headers["Cache-Control"]
    (address,) = (part for part in page.text.split('"') if part.startswith("/static/dist/app.css"))
    assert "immutable" in client.get(address).headers["Cache-Control"]
    assert "immutable" not in client.get("/static/dist/app.css").headers["Cache-Control"]


def test_choosing_a_language_keeps_the_page_and_what_was_asked_of_it(client: FlaskClient) -> None:
    assert "back=/checked?year%3D2026%26page%3D2" in client.get("/checked?year=2026&page=2").text
    assert "back=/&" not in client.get("/nowhere").text
