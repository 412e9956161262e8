"""The map that can be dragged, in a real browser: the districts, without and with tiles, and by keyboard."""

import json
from dataclasses import replace

import pytest
from flask import Flask
from flask.testing import FlaskClient

from pb.access import Role
from pb.app import create_app
from pb.config import BadSetting, Settings
from pb.town import outlines
from pb.town.models import District
from tests.pages import in_each_view
from tests.pb.accounts.conftest import ENGLISH, Town
from tests.pb.accounts.live import Live, look
from tests.pb.town.test_town import TWO, collection, square, upload

NAMES = (("성산동", "Seongsan"), ("연남동", "Yeonnam"), ("망원동", "Mangwon"), ("합정동", "Hapjeong"))
TILES = "https://tiles.example:8443/{z}/{x}/{y}.png"


def draw(town: Town) -> list[int]:
    """Four districts, two beside two; returns their numbers."""
    found = [
        square(ko, 126.9 + 0.1 * (place % 2), 37.5 + 0.1 * (place // 2), name_en=en)
        for place, (ko, en) in enumerate(NAMES)
    ]
    read = outlines.read(collection(*found).encode())
    with town.database.transaction() as rows:
        made = [District(name_ko=one.name_ko, name_en=one.name_en, outline=one.text()) for one in read]
        rows.add_all(made)
        rows.flush()
        return [one.id for one in made]


def test_the_districts_are_geojson_in_the_visitors_language(town: Town) -> None:
    upload(town.official(Role.COORDINATOR), TWO)
    client: FlaskClient = town.app.test_client()
    answer = client.get("/town/districts.geojson", headers=ENGLISH)
    assert answer.mimetype == "application/geo+json"
    first, second = json.loads(answer.text)["features"]
    assert (first["properties"]["name"], second["properties"]["name"]) == ("Seongsan-dong", "Yeonnam-dong")
    assert first["geometry"]["type"] == "MultiPolygon"
    assert first["geometry"]["coordinates"][0] == json.loads(TWO)["features"][0]["geometry"]["coordinates"]
    again = client.get("/town/districts.geojson", headers=ENGLISH | {"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "성산동" in client.get("/town/districts.geojson").text


def test_pictures_may_come_from_the_tiles_host_and_from_nowhere_else(app: Flask, settings: Settings) -> None:
    plain = app.test_client().get("/town").headers["Content-Security-Policy"]
    assert "img-src 'self' data:;" in plain
    tiled = create_app(replace(settings, tiles=TILES)).test_client().get("/town")
    assert "img-src 'self' https://tiles.example:8443 data:;" in tiled.headers["Content-Security-Policy"]


@pytest.mark.parametrize("tiles", ["tiles", "https://a b/{z}/{x}/{y}", "https://tiles.example/{z}/{x}.png"])
def test_an_odd_address_of_tiles_is_refused(tmp_path: object, tiles: str) -> None:
    with pytest.raises(BadSetting, match="PB_TILES"):
        Settings.from_environment({"PB_INSTANCE": str(tmp_path), "PB_TILES": tiles})


@in_each_view
def test_the_town_is_a_map_and_without_javascript_a_picture(live: Live, width: int, language: str) -> None:
    draw(live.town)
    page = live.open(live.url, width, language)
    page.goto(f"{live.url}/town")
    page.wait_for_selector(".map-canvas path.district")
    assert page.locator(".district").count() == 4
    assert page.locator("svg.town-map").is_hidden()
    look(page, f"town-map-{width}-{language}")
    zoom = page.locator(".leaflet-control-zoom-in")
    zoom.focus()
    page.keyboard.press("Enter")
    page.context.route("**/districts.geojson", lambda route: route.abort())
    page.goto(f"{live.url}/town")
    assert page.locator("svg.town-map").is_visible()
