"""The files hold what is published, and nothing before; the description names each of them."""

import re

from pb.access import ACCESS, PUBLIC
from pb.opendata.describing import FILES
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.live import Live, look
from tests.pb.projects import year
from tests.pb.results.made import Honest, opened


def test_a_published_ballot_is_there_for_programs_and_spreadsheets(town: Town, honest: Honest) -> None:
    opened(town, honest)
    visitor = town.browser()
    (cycle,) = visitor.get("/open-data/cycles.json").get_json()["cycles"]
    assert (cycle["id"], cycle["budget"]) == (1, 2_000_000_000)
    listed = visitor.get("/open-data/1/projects.json").get_json()["projects"]
    assert [one["code"] for one in listed] == [f"P{number}" for number in range(1, 13)]
    assert "person" not in str(listed)
    assert visitor.get("/open-data/1/projects.csv").text.count("\r\n") == 13
    # Opened and perhaps counted, but not published: nobody gets a count.
    assert visitor.get("/open-data/1/results.json").status_code == 404
    assert "Projects on the published ballot" in visitor.get("/open-data/").text


def test_nothing_is_there_before_its_publication(town: Town) -> None:
    cycle = year.running(town, "exactly-3")
    visitor = town.browser()
    for name in ("projects.json", "projects.csv", "results.json", "delivery.json", "delivery.csv"):
        assert visitor.get(f"/open-data/{cycle}/{name}").status_code == 404
    assert visitor.get("/open-data/9/projects.json").status_code == 404


def test_the_description_names_every_file_and_each_is_public(town: Town) -> None:
    told = town.browser().get("/open-data/openapi.json").get_json()
    rules = {
        re.sub(r"<int:(\w+)>", r"{\1}", str(rule)): rule.endpoint
        for rule in town.app.url_map.iter_rules()
        if rule.endpoint.startswith("opendata.")
    }
    assert set(told["paths"]) == {file.path for file in FILES.values()}
    assert set(told["paths"]) == set(rules) - {"/open-data/", "/open-data/openapi.json"}
    views = town.app.view_functions
    assert all(getattr(views[endpoint], ACCESS) == PUBLIC for endpoint in rules.values())


def test_the_list_can_be_read_on_a_phone(live: Live, honest: Honest) -> None:
    opened(live.town, honest)
    page = live.open(live.url, 320, "ko")
    page.goto(f"{live.url}/open-data/")
    look(page, "open-data-320-ko")
