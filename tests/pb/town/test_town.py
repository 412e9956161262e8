"""Districts, categories and departments: reading maps, keeping lists, and every act in the journal."""

import io
import json
from pathlib import Path
from typing import Any

import pytest
from werkzeug.test import TestResponse

from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.town import outlines
from pb.town.outlines import BadMap
from tests.pages import in_each_view, press
from tests.pb.accounts.conftest import ENGLISH, Browser, Town
from tests.pb.accounts.live import Live, look, set_up, sign_in

KEEPERS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
ACCESS_TABLE = {
    "town.page": frozenset(Role),
    "town.geojson": frozenset(Role),
    "town.districts": KEEPERS,
    "town.kept": KEEPERS,
    "town.one": KEEPERS,
    "town.unit_costs": KEEPERS,
    "town.unit_cost": KEEPERS,
}


def square(name: str, west: float, south: float = 37.5, **more: str) -> dict[str, Any]:
    """A district of a tenth of a degree each way."""
    east, north = west + 0.1, south + 0.1
    corners = [[west, south], [east, south], [east, north], [west, north], [west, south]]
    return {
        "type": "Feature",
        "properties": {"name": name, **more},
        "geometry": {"type": "Polygon", "coordinates": [corners]},
    }


def collection(*features: dict[str, Any]) -> str:
    return json.dumps({"type": "FeatureCollection", "features": features}, ensure_ascii=False)


TWO = collection(
    square("서울특별시 마포구 성산동", 126.9, name_en="Seongsan-dong"),
    square("연남동", 127.0, name_en="Yeonnam-dong"),
)


def upload(browser: Browser, content: str, reason: str = "국토지리정보원 2026") -> TestResponse:
    data = {"reason": reason, "file": (io.BytesIO(content.encode()), "dong.geojson")}
    return browser.client.post("/town/districts", data=data, headers=ENGLISH)


def last_act(town: Town) -> dict[str, Any]:
    found: dict[str, Any] = town.browser().get("/journal/journal.json").get_json()["entries"][-1]
    return found


def test_a_map_is_read_with_the_last_word_of_a_korean_name() -> None:
    first, second = outlines.read(TWO.encode())
    assert (first.name_ko, first.name_en) == ("성산동", "Seongsan-dong")
    assert (second.name_ko, second.name_en) == ("연남동", "Yeonnam-dong")
    assert outlines.outline_of(first.text()) == first.outline


def test_a_square_at_the_equator_is_drawn_as_a_square_with_its_name_in_the_middle() -> None:
    (one,) = outlines.read(collection(square("적도동", 0.0, -0.05)).encode())
    (shape,), height = outlines.shapes([one.outline])
    assert height == 1000
    assert shape.path == "M0 1000L1000 1000L1000 0L0 0Z"
    assert (shape.x, shape.y) == (500, 500)


@pytest.mark.parametrize(
    ("content", "why"),
    [
        ("", "not GeoJSON"),
        ("[]", "not GeoJSON"),
        ('{"type": "FeatureCollection", "features": []}', "1 to 500 districts"),
        ('{"type": "Feature", "features": [1]}', "1 to 500 districts"),
        ('{"type": "FeatureCollection", "features": [NaN]}', "not GeoJSON"),
        ("[" * 100_000, "not GeoJSON"),
        (collection(square("성산동", 126.9), square("성산동", 127.0)), "same name"),
        (collection(square("", 126.9)), "has no name"),
        (collection(square("성산동", 953_000.0)), "longitude and latitude"),
        (TWO.replace("[126.9, 37.5]", "[126.9]"), "not GeoJSON"),
        (TWO.replace("Polygon", "Point"), "not GeoJSON"),
        (TWO.replace("37.5", "1" + "0" * 400, 1), "not GeoJSON"),
        (TWO.replace("37.5", "1e999"), "longitude and latitude"),
        ('{"type": "FeatureCollection", "features": [{"properties": ["성산동"]}]}', "not GeoJSON"),
        (TWO.replace("37.5]]]", "37.51]]]"), "not GeoJSON"),
    ],
)
def test_a_file_that_is_no_map_is_refused_with_the_reason(town: Town, content: str, why: str) -> None:
    with pytest.raises(BadMap) as refusal:
        outlines.read(content.encode())
    with town.app.test_request_context(headers=ENGLISH):
        assert why in str(refusal.value.args[0])


def test_a_coordinator_draws_the_town_and_everyone_sees_it(town: Town) -> None:
    assert "has not put its map here yet" in town.browser().get("/town").text
    coordinator = town.official(Role.COORDINATOR)
    assert "Done: 2 new, 0 changed, 0 retired." in upload(coordinator, TWO).text
    page = town.browser().get("/town").text
    assert "The town has 2 districts." in page
    assert "Seongsan-dong" in page
    assert "성산동" in town.app.test_client().get("/town").text
    assert last_act(town)["facts"] == {
        "districts_new": "2",
        "districts_changed": "0",
        "districts_retired": "0",
    }
    assert last_act(town)["office"] == "coordinator"


def test_a_new_map_keeps_what_stays_changes_what_moved_and_retires_what_is_gone(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    upload(coordinator, TWO)
    moved = collection(square("성산동", 126.8, name_en="Seongsan-dong"), square("합정동", 127.1))
    assert "Done: 1 new, 1 changed, 1 retired." in upload(coordinator, moved).text
    page = town.browser().get("/town").text
    assert "Yeonnam-dong" not in page
    assert "Done: 0 new, 2 changed, 1 retired." in upload(coordinator, TWO).text
    assert "Yeonnam-dong" in town.browser().get("/town").text


def test_a_bad_map_changes_nothing_and_the_reason_typed_stays(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    upload(coordinator, TWO)
    before = last_act(town)
    answer = upload(coordinator, "{}", reason="새 경계")
    assert answer.status_code == 400
    assert 'value="새 경계"' in answer.text
    assert last_act(town) == before


@pytest.mark.parametrize("what", ["categories", "departments"])
def test_a_list_is_extended_renamed_retired_and_brought_back_with_a_reason(town: Town, what: str) -> None:
    thing = {"categories": "category", "departments": "department"}[what]
    keeper = town.official(Role.ADMINISTRATOR)
    typed = {"name_ko": "공원", "name_en": "Parks", "reason": "올해 계획"}
    assert keeper.send(f"/town/{what}", **typed).status_code == 302
    assert last_act(town)["kind"] == f"{thing}.added"
    assert "Parks" in town.browser().get("/town").text
    changed = {**typed, "name_en": "Parks & trees", "name_ko": "공원·나무"}
    assert keeper.send(f"/town/{what}/1", **changed).status_code == 302
    assert last_act(town)["facts"] == {"before": "공원", "name": "공원·나무"}
    assert keeper.send(f"/town/{what}/1", way="retire", **changed).status_code == 302
    assert last_act(town)["kind"] == f"{thing}.retired"
    assert "Parks" not in town.browser().get("/town").text
    assert "Retired: it is not offered any more." in keeper.get(f"/town/{what}/1").text
    keeper.send(f"/town/{what}/1", way="restore", **changed)
    assert last_act(town)["kind"] == f"{thing}.restored"
    assert "Parks &amp; trees" in town.browser().get("/town").text


def test_two_entries_cannot_have_one_name(town: Town) -> None:
    keeper = town.official(Role.ADMINISTRATOR)
    for name in ("공원", "안전"):
        keeper.send("/town/categories", name_ko=name, name_en=name, reason="올해 계획")
    for path in ("/town/categories", "/town/categories/2"):
        answer = keeper.send(path, name_ko="공원", name_en="Again", reason="올해 계획")
        assert answer.status_code == 400
        assert "on the list already" in answer.text
        assert 'value="Again"' in answer.text


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name_ko", "", "Type the Korean name."),
        ("name_ko", "공" * 61, "This is too long."),
        ("name_en", "", "Type the English name."),
        ("name_en", "900131-1234567", "Never type a resident registration number"),
        ("reason", "", "Say why"),
        ("reason", "왜", "A reason has 5 to 500 letters."),
    ],
)
def test_a_wrong_field_is_named_and_the_others_stay(town: Town, field: str, typed: str, said: str) -> None:
    keeper = town.official(Role.ADMINISTRATOR)
    given = {"name_ko": "공원", "name_en": "Parks", "reason": "올해 계획", field: typed}
    answer = keeper.send("/town/categories", **given)
    assert answer.status_code == 400
    assert said in answer.text
    assert "1234567" not in answer.text
    for name in {"name_ko", "name_en", "reason"} - {field}:
        assert f'value="{given[name]}"' in answer.text


def test_hostile_names_are_shown_as_text(town: Town) -> None:
    keeper = town.official(Role.ADMINISTRATOR)
    hostile = "<script>alert(1)</script>"
    keeper.send("/town/categories", name_ko=hostile, name_en=hostile, reason=f"{hostile} 이유")
    upload(keeper, collection(square(hostile, 126.9)))
    for path in ("/town", "/town/categories", "/town/districts", "/town/categories/1", "/journal"):
        assert "<script>alert" not in keeper.get(path).text


def test_every_page_of_the_town_opens_to_exactly_the_roles_of_the_table(town: Town) -> None:
    rooms = {endpoint for endpoint in town.app.view_functions if endpoint.startswith("town.")}
    assert rooms == set(ACCESS_TABLE)
    for endpoint, allowed in ACCESS_TABLE.items():
        needed = getattr(town.app.view_functions[endpoint], ACCESS)
        assert (frozenset(Role) if needed == PUBLIC else GRANTS[needed]) == allowed
    clerk, keeper = town.official(Role.CLERK, "clerk@example.kr"), town.official(Role.COORDINATOR)
    keeper.send("/town/departments", name_ko="예산과", name_en="Budget", reason="올해 계획")
    for path in ("/town/districts", "/town/categories", "/town/departments", "/town/departments/1"):
        assert town.browser().get(path).location.startswith("/sign-in?next=")
        assert clerk.get(path).status_code == 403
        assert clerk.send(path).status_code == 403
        assert keeper.get(path).status_code == 200
    assert keeper.get("/town/departments/99").status_code == 404
    assert keeper.get("/town/mayors").status_code == 404


@in_each_view
def test_every_page_of_the_town_is_accessible_empty_filled_and_with_mistakes(
    live: Live, tmp_path: Path, width: int, language: str
) -> None:
    page, place = live.open(live.url, width, language), f"{width}-{language}"
    page.goto(f"{live.url}/town")
    look(page, f"town-empty-{place}")
    live.town.account("budget@example.kr", Role.COORDINATOR)
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    file = tmp_path / "dong.geojson"
    file.write_text(TWO, "utf-8")
    page.goto(f"{live.url}/town/districts")
    press(page, "main button[type=submit]")
    look(page, f"town-districts-mistaken-{place}")
    page.set_input_files("#file", file)
    page.fill("#reason", "국토지리정보원 2026")
    press(page, "main button[type=submit]")
    page.wait_for_selector("main .alert-success")
    look(page, f"town-districts-{place}")
    for what in ("categories", "departments"):
        page.goto(f"{live.url}/town/{what}")
        look(page, f"town-{what}-empty-{place}")
        press(page, "main button[type=submit]")
        look(page, f"town-{what}-mistaken-{place}")
        for name, typed in (("name_ko", "공원"), ("name_en", "Parks"), ("reason", "올해 계획")):
            page.fill(f"#{name}", typed)
        press(page, "main button[type=submit]")
        page.wait_for_selector("main table")
        look(page, f"town-{what}-{place}")
        press(page, "main th a")
        look(page, f"town-{what}-one-{place}")
    page.goto(f"{live.url}/town")
    look(page, f"town-{place}")


HOSTILE = "<img src=x onerror=window.hit=1><svg/onload=window.hit=1>"
PAGES = (
    *("/town", "/town/districts", "/town/categories", "/town/categories/1", "/town/departments"),
    *("/town/departments/1", "/journal", "/journal/1", "/journal/2", "/journal/3", "/journal/4"),
)


def test_hostile_text_in_every_stored_field_runs_on_no_page(live: Live, tmp_path: Path) -> None:
    page = live.open(live.url, 1280, "en")
    page.set_content(HOSTILE)
    page.wait_for_function("window.hit === 1")
    live.town.account("budget@example.kr", Role.COORDINATOR)
    sign_in(page, live.url, "budget@example.kr")
    set_up(page, page.locator("main code").first.inner_text().replace(" ", ""))
    for what in ("categories", "departments"):
        page.goto(f"{live.url}/town/{what}")
        for name in ("name_ko", "name_en", "reason"):
            page.fill(f"#{name}", HOSTILE)
        press(page, "main button[type=submit]")
        page.wait_for_selector("main table")
    (tmp_path / "dong.geojson").write_text(collection(square(HOSTILE, 126.9, name_en=HOSTILE)), "utf-8")
    (tmp_path / "roll.csv").write_text(
        f"성명,생년월일,행정동,주소\n{HOSTILE},어제,{HOSTILE},{HOSTILE}\n", "utf-8"
    )
    for path, file in (("/town/districts", "dong.geojson"), ("/roll", "roll.csv")):
        page.goto(live.url + path)
        page.set_input_files("#file", tmp_path / file)
        page.fill("#reason", HOSTILE)
        press(page, "main button[type=submit]")
        page.wait_for_selector("main .alert-success")
        assert page.evaluate("window.hit") is None, path
    for path in PAGES:
        answer = page.goto(live.url + path)
        assert answer is not None
        assert answer.status == 200
        assert "onerror" in page.content(), path
        assert page.evaluate("window.hit") is None, path


PRICE = {
    "name_ko": "가로수 심기",
    "name_en": "Planting a tree",
    "unit": "그루",
    "won": "800,000",
    "reason": "2026년 조달 단가",
}


def test_unit_costs_are_kept_and_each_act_stands_in_the_journal(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    assert coordinator.send("/town/unit-costs", **PRICE).status_code == 302
    assert last_act(town)["facts"] == {"name": "가로수 심기", "unit": "그루", "won": "800000"}
    taken = coordinator.send("/town/unit-costs", **PRICE)
    assert taken.status_code == 400
    assert "This name is on the list already" in taken.text
    path = "/town/unit-costs/1"
    assert 'value="800,000"' in coordinator.get(path).text
    assert coordinator.send(path, **PRICE | {"won": "９00,000원"}).status_code == 302
    assert last_act(town)["facts"]["won"] == "900000"
    for way, kind, said in (
        ("retire", "unit-cost.retired", "Retired"),
        ("restore", "unit-cost.restored", "In use"),
    ):
        assert coordinator.send(path, **PRICE | {"way": way}).status_code == 302
        assert last_act(town)["kind"] == kind
        assert said in coordinator.get("/town/unit-costs").text
    assert coordinator.get("/town/unit-costs/9").status_code == 404


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name_ko", "", "Type the Korean name."),
        ("name_en", "900131-1234567", "Never type a resident registration number"),
        ("unit", "그" * 21, "This is too long."),
        ("won", "0", "Type an amount between 1 won"),
        ("won", "", "Type an amount in won."),
        ("won", "비싸요", "Type a whole number"),
        ("reason", "", "Say why: the journal needs a reason."),
    ],
)
def test_a_wrong_unit_cost_is_refused_and_stays(town: Town, field: str, typed: str, said: str) -> None:
    refused = town.official(Role.COORDINATOR).send("/town/unit-costs", **PRICE | {field: typed})
    assert refused.status_code == 400
    assert said in refused.text
    assert "1234567" not in refused.text
    if field != "unit":
        assert 'value="그루"' in refused.text
