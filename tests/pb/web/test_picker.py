"""Putting a pin on the map by pressing, by keyboard, by buttons and by typing."""

import json

from playwright.sync_api import Page

from tests.conftest import Visit
from tests.pages import assert_accessible

SQUARE = {
    "type": "Feature",
    "properties": {"id": "seongsan", "name": "성산동"},
    "geometry": {
        "type": "MultiPolygon",
        "coordinates": [[[[126.9, 37.5], [127.0, 37.5], [127.0, 37.6], [126.9, 37.6], [126.9, 37.5]]]],
    },
}


def place(page: Page) -> tuple[float, float]:
    return float(page.input_value("#latitude")), float(page.input_value("#longitude"))


def opened(visit: Visit, width: int) -> Page:
    """The page with a picker in a town of one district."""
    page = visit("/style", width=width)
    answer = json.dumps({"type": "FeatureCollection", "features": [SQUARE]})
    page.context.route("**/districts.geojson", lambda route: route.fulfill(body=answer))
    page.reload()
    page.wait_for_selector(".map-canvas path.district")
    return page


def test_a_pin_is_put_by_press_moved_by_keys_and_buttons_and_taken_away(visit: Visit) -> None:
    page = opened(visit, 320)
    assert "아직 핀이 없어요" in page.inner_text("[data-said]")
    page.click(".map-canvas", position={"x": 140, "y": 160})
    assert "성산동" in page.inner_text("[data-said]")
    assert page.input_value("#district") == "seongsan"
    latitude, longitude = place(page)
    assert 37.5 < latitude < 37.6
    page.focus(".map-canvas")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowRight")
    moved = place(page)
    assert moved[0] > latitude
    assert moved[1] > longitude
    page.click("[data-move=ArrowDown]")
    assert abs(place(page)[0] - latitude) < 1e-4
    assert_accessible(page)
    page.click("[data-take]")
    assert page.input_value("#latitude") == ""
    assert page.locator(".map-mark").count() == 0


def test_the_keyboard_alone_puts_a_pin_and_typed_numbers_move_it(visit: Visit) -> None:
    page = opened(visit, 1280)
    page.focus(".map-canvas")
    page.keyboard.press("ArrowUp")
    assert page.locator(".map-mark").count() == 1
    page.fill("#latitude", "38.5")
    page.keyboard.press("Tab")
    assert "바깥" in page.inner_text("[data-said]")
    page.fill("#latitude", "many")
    page.keyboard.press("Tab")
    assert_accessible(page)


def test_without_javascript_there_are_only_the_fields(visit: Visit) -> None:
    page = visit("/style", javascript=False)
    assert page.locator("[data-map]").is_hidden()
    assert page.locator("#latitude").is_visible()
