"""The PDF report: the same bytes each time, tagged, in the language asked for."""

import json

import pytest

from tallying import pabulib, report
from tallying.badfile import Language
from tallying.counting import count
from tallying.election import Election, Project
from tallying.options import Options
from tallying.profile import Profile
from tests.tallying.files import SMALL

SMALL_TOWN = pabulib.parse(SMALL.encode(), "town.pb").election


@pytest.mark.parametrize(("language", "tag"), [("ko", b"/Lang(ko"), ("en", b"/Lang(en")])
def test_a_report_is_tagged_and_says_its_language(language: Language, tag: bytes) -> None:
    made = report.pdf(SMALL_TOWN, count(SMALL_TOWN, "greedy", Options()), "greedy", language)
    assert made.startswith(b"%PDF-1.7")
    assert b"/StructTreeRoot" in made
    assert tag in made.replace(b" ", b"")


def test_the_same_outcome_gives_the_same_report() -> None:
    outcome = count(SMALL_TOWN, "greedy", Options())
    assert report.pdf(SMALL_TOWN, outcome, "greedy", "ko") == report.pdf(SMALL_TOWN, outcome, "greedy", "ko")


def test_the_identities_carry_their_numbers() -> None:
    outcome = count(SMALL_TOWN, "greedy", Options())
    lines = report.identities(SMALL_TOWN, outcome, "en")
    assert lines[:3] == [
        "4 ballots name 6 projects; all projects' votes add up to 6.",
        "100 granted + 0 left = budget 100.",
        "75% of voters have at least one funded project on their ballot.",
    ]
    assert "4장이 고른 사업 6개 = 득표의 합 6" in report.identities(SMALL_TOWN, outcome, "ko")[0]


def test_names_from_strangers_cannot_become_markup() -> None:
    names = ("#panic()", "= Heading", "$x$ *bold* \\", '"quotes" <label> @ref', "\x00\x1b")
    projects = tuple(Project(id=str(n), cost=10, name=name) for n, name in enumerate(names))
    profile = Profile.of(len(names), [list(range(n + 1)) for n in range(len(names))])
    election = Election(
        projects=projects, budget=35, profile=profile, meta={"description": '#read("/etc/passwd")'}
    )
    assert report.pdf(election, count(election, "greedy", Options()), "greedy", "ko")


def test_what_the_template_gets_is_plain_data() -> None:
    outcome = count(SMALL_TOWN, "greedy", Options())
    content = report.content(SMALL_TOWN, outcome, "greedy", {}, "en")
    assert json.loads(json.dumps(content)) == content
    assert content["winners"]["rows"] == [["1", "Park (park)", "3", "60"], ["2", "Tree (tree)", "1", "40"]]
    assert [row[0] for row in content["why"]["rows"]] == [
        "Park (park)",
        'Road; the long "one" (road)',
        "Tree (tree)",
    ]
