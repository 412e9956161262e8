"""Charts: the same bytes each time, fit for a strict page, everything drawn also in the table."""

import re
from collections.abc import Iterable
from xml.etree import ElementTree

import pytest

from tallying import csvpair, figures, pabulib
from tallying.badfile import Language
from tallying.charts import Chart, by_day, charts
from tallying.counting import count
from tallying.csvpair import Sheet
from tallying.election import Election, Project
from tallying.options import Options
from tallying.outcome import Outcome
from tallying.profile import Profile
from tallying.town import AS_SHEETS, FOLDER
from tests.tallying.files import SMALL

LANGUAGES: tuple[Language, ...] = ("ko", "en")
RULES = ("greedy", "greedy-per-won", "greedy-no-skip")


def town() -> Election:
    parts = {part: FOLDER / f"{AS_SHEETS}.{part}.csv" for part in ("projects", "ballots", "meta")}
    sheets = {part: Sheet(file.name, file.read_bytes()) for part, file in parts.items()}
    return csvpair.read_pair(
        sheets["projects"], sheets["ballots"], csvpair.read_meta(sheets["meta"])
    ).election


def outcomes(election: Election, rules: Iterable[str] = RULES) -> dict[str, Outcome]:
    return {rule: count(election, rule, Options()) for rule in rules}


@pytest.fixture(scope="module", params=LANGUAGES)
def drawn(request: pytest.FixtureRequest) -> list[Chart]:
    election = town()
    return charts(election, outcomes(election), request.param)


def test_a_town_with_days_and_groups_gets_every_chart(drawn: list[Chart]) -> None:
    assert [chart.name for chart in drawn] == [
        "support",
        "budget",
        "comparison",
        "satisfaction",
        "days",
        "group-voting_method",
        "group-sex",
        "group-age",
        "group-neighborhood",
    ]


def test_the_same_chart_is_the_same_bytes_in_every_format(drawn: list[Chart]) -> None:
    for chart in drawn[:2]:
        assert chart.svg() == chart.svg()
        assert chart.png(50) == chart.png(50)
        assert chart.pdf() == chart.pdf()


def test_an_svg_may_stand_in_a_page_without_inline_style(drawn: list[Chart]) -> None:
    for chart in drawn:
        root = ElementTree.fromstring(chart.svg())
        for element in root.iter():
            assert "style" not in element.attrib
            assert element.tag.rpartition("}")[2] not in ("style", "script", "metadata", "image")
            assert not any(name.startswith("on") for name in element.attrib)


def test_an_svg_tells_its_title_and_description_to_screen_readers(drawn: list[Chart]) -> None:
    for chart in drawn:
        root = ElementTree.fromstring(chart.svg("here"))
        assert (root[0].text, root[1].text) == (chart.title, chart.desc)
        assert root.attrib["role"] == "img"
        assert root.attrib["aria-labelledby"] == "here-t here-d"


def test_ids_are_unique_and_every_reference_leads_somewhere(drawn: list[Chart]) -> None:
    page = "".join(chart.svg() for chart in drawn)
    ids = re.findall(r'\sid="([^"]+)"', page)
    assert len(ids) == len(set(ids))
    references = re.findall(r'href="#([^"]+)"|url\(#([^)]+)\)', page)
    assert references
    assert {first or second for first, second in references} <= set(ids)


def test_the_support_table_has_every_project_with_its_exact_numbers() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    table = figures.support(election, count(election, "greedy", Options()))
    assert table.to_numpy().tolist() == [
        [1, "park", "Park", 3, 60, True],
        [3, "tree", "Tree", 1, 40, True],
        [2, "road", 'Road; the long "one"', 2, 50, False],
    ]


def test_the_spending_table_adds_up_to_the_budget() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    table = figures.spending(election, count(election, "greedy", Options()))
    assert table[["project", "paid", "spent", "left"]].to_numpy().tolist() == [
        ["park", 60, 60, 40],
        ["tree", 40, 100, 0],
    ]


def test_the_comparison_table_marks_who_funds_what() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    table = figures.comparison(election, outcomes(election, ("greedy", "greedy-no-skip")))
    assert table.to_numpy().tolist() == [
        ["park", "Park", 60, True, True, 2],
        ["tree", "Tree", 40, True, False, 1],
    ]


def test_satisfaction_counts_voters_by_funded_picks() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    table = figures.satisfaction(election, outcomes(election, ("greedy",)))
    assert table["greedy"].tolist() == [1, 2, 1, 0, 0, 0]


def test_ages_are_drawn_in_bands_in_order() -> None:
    text = SMALL.replace("34\n", "7\n").replace("18-24", "34").replace("70\n", "71\n")
    election = pabulib.parse(text.encode(), "town.pb").election
    assert figures.ballots_by_group(election, "age").to_numpy().tolist() == [
        ["0-19", 1, 33.3],
        ["30-39", 1, 33.3],
        ["70+", 1, 33.3],
    ]


def test_a_file_without_days_has_no_chart_of_days() -> None:
    assert by_day(pabulib.parse(SMALL.encode(), "town.pb").election, "ko") is None


def test_the_title_is_the_sentence_to_take_away() -> None:
    election = pabulib.parse(SMALL.encode(), "town.pb").election
    titles = {chart.name: chart.title for chart in charts(election, outcomes(election, ("greedy",)), "en")}
    assert titles["support"] == "Funded: 2 of 3; “Park” has the most votes of them, 3"
    assert titles["budget"] == "100 of 100 is spent (100%), 0 is left"
    assert titles["satisfaction"] == "75% of voters see at least one of their projects funded"


@pytest.mark.parametrize("language", LANGUAGES)
def test_names_from_strangers_are_drawn_as_they_are(language: Language) -> None:
    names = ["$\\frac{1}{0}$ 50% off", "<script>alert(1)</script>", "\x00\x1b[31m", "ł" * 500, "%s {0}", ""]
    projects = tuple(Project(id=str(n), cost=10, name=name) for n, name in enumerate(names))
    profile = Profile.of(len(names), [list(range(n + 1)) for n in range(len(names))])
    election = Election(projects=projects, budget=35, profile=profile)
    for chart in charts(election, outcomes(election), language):
        ElementTree.fromstring(chart.svg())
        assert chart.png(40)


def test_an_election_without_votes_or_money_is_drawn_too() -> None:
    projects = (Project(id="a", cost=10), Project(id="b", cost=20))
    election = Election(projects=projects, budget=0, profile=Profile.of(2, []))
    for chart in charts(election, outcomes(election), "ko"):
        assert chart.svg()


def test_a_very_long_election_stays_one_chart_of_bounded_height() -> None:
    projects = tuple(Project(id=str(n), cost=1 + n % 7) for n in range(600))
    election = Election(
        projects=projects, budget=900, profile=Profile.of(600, [[n, n // 2] for n in range(1, 600)])
    )
    for chart in charts(election, outcomes(election, ("greedy", "greedy-per-won")), "ko"):
        height = float(ElementTree.fromstring(chart.svg()).attrib["viewBox"].split()[3])
        assert height < 72 * 24
    assert len(figures.support(election, count(election, "greedy", Options()))) == 600


def test_tables_for_spreadsheets_hold_no_formulas() -> None:
    projects = (Project(id="=1+1", cost=10, name="@SUM(A1)"),)
    election = Election(projects=projects, budget=10, profile=Profile.of(1, [[0]]))
    table = figures.support(election, count(election, "greedy", Options()))
    assert figures.as_csv(table).decode("utf-8-sig").splitlines()[1] == "1,'=1+1,'@SUM(A1),1,10,True"
