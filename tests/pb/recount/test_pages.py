"""The recount page as a visitor without an account meets it."""

import json
import os
import re
import shlex
import subprocess
import sys
from base64 import b64decode
from html import unescape
from io import BytesIO
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from pb.config import ROOT
from pb.recount import apart
from pb.recount.examples import EXAMPLES, FOLDER
from pb.recount.files import KINDS

LARGEST_PAGE = 100_000
# Two voters of one ₩60 project, three of another: ₩100 pay for only one of them.
SMALL = """META
key;value
budget;100
vote_type;approval
num_projects;2
num_votes;5
currency;KRW
PROJECTS
project_id;cost;name
bench;60;A bench
tree;60;A tree
VOTES
voter_id;vote
1;bench
2;bench
3;tree
4;tree
5;tree
"""
PROJECTS = "사업번호,사업명,사업비\nbench,의자,60\ntree,나무,60\n"
BALLOTS = "투표자,선택\n1,bench\n2,tree\n3,tree\n"


@pytest.fixture
def english(client: FlaskClient) -> FlaskClient:
    client.set_cookie("language", "en")
    return client


def send(
    client: FlaskClient, name: str, data: bytes, ways: tuple[str, ...] = ("greedy",), **more: object
) -> TestResponse:
    form = {"vote": (BytesIO(data), name), "ways": list(ways), "kind": "approval", **more}
    return client.post("/recount/", data=form)


def test_the_first_page_offers_every_example(client: FlaskClient) -> None:
    text = client.get("/recount/").text
    assert [name for name in EXAMPLES if f"/recount/examples/{name}" not in text] == []


@pytest.mark.parametrize("name", EXAMPLES)
def test_an_example_is_counted_side_by_side_in_both_languages(client: FlaskClient, name: str) -> None:
    for language, words in (("ko", "나란히 보기"), ("en", "Side by side")):
        client.set_cookie("language", language)
        answer = client.get(f"/recount/examples/{name}")
        assert answer.status_code == 200
        assert words in answer.text
        assert len(answer.data) < LARGEST_PAGE


def test_the_ways_of_counting_stand_in_the_address(english: FlaskClient) -> None:
    text = english.get("/recount/examples/exactly-3-of-18?ways=max-votes&ways=phragmen").text
    assert 'id="way-2">Phragmén' in text
    assert "14 projects, ₩773,000,000 of ₩800,000,000" in text


@pytest.mark.parametrize(
    "query",
    [
        "ways=no-such-rule",
        "ways=",
        "ways=greedy&ways=phragmen&ways=max-votes&ways=greedy-per-won&ways=equal-shares",
    ],
)
def test_a_choice_that_cannot_be_is_asked_for_again(english: FlaskClient, query: str) -> None:
    answer = english.get(f"/recount/examples/exactly-3-of-18?{query}")
    assert "Please correct this" in answer.text


def test_a_picture_of_an_example_is_an_svg(english: FlaskClient) -> None:
    answer = english.get("/recount/examples/exactly-3-of-18/chart.svg?part=greedy&chart=support&ways=greedy")
    assert answer.mimetype == "image/svg+xml"
    assert "<title" in answer.text
    assert english.get("/recount/examples/exactly-3-of-18/chart.svg?part=greedy&chart=no").status_code == 404


@pytest.mark.parametrize("name", EXAMPLES)
def test_the_line_under_the_result_counts_the_saved_files_to_the_same_winners(
    english: FlaskClient, tmp_path: Path, name: str
) -> None:
    text = unescape(english.get(f"/recount/examples/{name}").text)
    way = EXAMPLES[name].ways[0]
    line = shlex.split(
        next(line for line in text.splitlines() if line.startswith("python -m tallying")).split("<")[0]
    )
    (tmp_path / line[4]).write_bytes(english.get(f"/recount/examples/{name}/{way}.pb").data)
    for saved in re.findall(r'href="data:text/csv;base64,([^"]+)" download="([^"]+weights[^"]+)"', text):
        (tmp_path / saved[1]).write_bytes(b64decode(saved[0]))
    home = subprocess.run(
        [sys.executable, *line[1:], "--format", "json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    here = english.get(f"/recount/examples/{name}/{way}.json").json
    assert here is not None
    assert json.loads(home.stdout)["funded"] == here["funded"]


@pytest.mark.parametrize("ending", KINDS)
def test_every_file_of_an_example_can_be_taken_home(english: FlaskClient, ending: str) -> None:
    answer = english.get(f"/recount/examples/exactly-3-of-18/greedy.{ending}")
    assert answer.status_code == 200
    assert f"filename=exactly-3-of-18-greedy.{ending}" in answer.headers["Content-Disposition"]
    assert len(answer.data) > 1000


def test_a_file_of_one_s_own_is_counted_and_every_project_hears_why(english: FlaskClient) -> None:
    answer = send(english, "small.pb", SMALL.encode())
    assert answer.status_code == 200
    assert "1 project, ₩60 of ₩100" in answer.text
    assert "with 2 votes its turn came when ₩40 was left and it costs ₩60" in answer.text
    assert "1 more vote or a cost lower by ₩20 would have funded it" in answer.text


def test_the_files_of_one_s_own_vote_are_inside_the_page(english: FlaskClient) -> None:
    text = send(english, "small.pb", SMALL.encode()).text
    inside = text.split("data:application/json;base64,")[1].split('"')[0]
    assert json.loads(b64decode(inside))["funded"] == ["tree"]


def test_a_file_that_is_not_quite_in_order_is_counted_and_says_so(english: FlaskClient) -> None:
    text = send(english, "small.pb", b"\xef\xbb\xbf" + SMALL.encode()).text
    assert "begins with a byte order mark" in text
    assert "₩60 of ₩100" in text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp949"])
def test_two_spreadsheets_are_a_vote_as_well(english: FlaskClient, encoding: str) -> None:
    ballots = (BytesIO(BALLOTS.encode(encoding)), "ballots.csv")
    answer = send(english, "projects.csv", PROJECTS.encode(encoding), ballots=ballots, budget="１００ 원")
    assert "1 project, ₩60 of ₩100" in answer.text
    assert "나무" in answer.text


def test_weights_of_groups_can_come_along(english: FlaskClient) -> None:
    grouped = SMALL.replace("voter_id;vote", "voter_id;vote;group")
    for line, group in (
        ("1;bench", "jury"),
        ("2;bench", "jury"),
        *((f"{n};tree", "public") for n in (3, 4, 5)),
    ):
        grouped = grouped.replace(line, f"{line};{group}")
    weights = (BytesIO(b"group,weight\njury,60\npublic,40\n"), "weights.csv")
    text = send(english, "small.pb", grouped.encode(), weights=weights).text
    inside = text.split("data:application/json;base64,")[1].split('"')[0]
    assert json.loads(b64decode(inside))["funded"] == ["bench"]


@pytest.mark.parametrize(
    ("name", "data", "words"),
    [
        ("small.pb", SMALL.replace("3;tree", "3;house").encode(), "small.pb:16"),
        ("small.pb", b"", "the file is empty"),
        ("small.pb", SMALL.encode("utf-16"), "UTF-16"),
        ("small.txt", SMALL.encode(), "This must be a .pb or a .csv file."),
        ("projects.csv", PROJECTS.encode(), "the file of the ballots is needed as well"),
    ],
)
def test_a_bad_file_is_told_the_line_and_the_reason(
    english: FlaskClient, name: str, data: bytes, words: str
) -> None:
    answer = send(english, name, data)
    assert answer.status_code == 422
    assert words in answer.text


def test_a_budget_that_is_no_number_is_asked_for_again_and_stays_as_typed(english: FlaskClient) -> None:
    ballots = (BytesIO(BALLOTS.encode()), "ballots.csv")
    answer = send(english, "projects.csv", PROJECTS.encode(), ballots=ballots, budget="about 100")
    assert answer.status_code == 422
    assert "Write the budget as a whole number" in answer.text
    assert 'value="about 100"' in answer.text


def test_a_count_that_takes_too_long_is_ended_and_says_what_to_do(
    english: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(apart.apart, "__kwdefaults__", {"seconds": 0.01})
    answer = send(english, "small.pb", SMALL.encode())
    assert answer.status_code == 422
    assert "Count it on your own computer" in answer.text


def test_nothing_that_was_uploaded_is_kept(english: FlaskClient, tmp_path: Path) -> None:
    before = {path: path.stat().st_mtime for path in FOLDER.iterdir()}
    send(english, "small.pb", SMALL.replace("A bench", "Unheard-of words").encode())
    assert {path: path.stat().st_mtime for path in FOLDER.iterdir()} == before
    kept = [path for path in tmp_path.rglob("*") if path.is_file() and b"Unheard-of" in path.read_bytes()]
    assert kept == []


def test_names_from_a_stranger_s_file_stay_text(english: FlaskClient) -> None:
    text = send(english, "small.pb", SMALL.replace("A bench", "<script>alert(1)</script>").encode()).text
    assert "<script>alert" not in text
    assert "&lt;script&gt;alert" in text


def test_weights_that_miss_a_group_are_refused_in_the_visitor_s_language(client: FlaskClient) -> None:
    client.set_cookie("language", "ko")
    grouped = re.sub(r"^(\d;.*)$", r"\1;jury", SMALL, flags=re.MULTILINE)
    grouped = grouped.replace("voter_id;vote", "voter_id;vote;group")
    weights = (BytesIO(b"group,weight\npublic,40\n"), "weights.csv")
    answer = send(client, "small.pb", grouped.encode(), weights=weights)
    assert answer.status_code == 422
    assert "집단 jury의 가중치가 없습니다" in answer.text
