"""Outlines of districts: reading GeoJSON strictly (RFC 7946), and drawing them as SVG paths."""

import json
import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, NoReturn

from flask_babel import lazy_gettext as _l

from pb.web.texts import neat

Point = tuple[float, float]
Ring = tuple[Point, ...]
Outline = tuple[tuple[Ring, ...], ...]

MOST_FEATURES = 500
MOST_POINTS = 300_000
NAMES_KO = ("name_ko", "name", "adm_nm", "ADM_NM", "동", "행정동")
NAMES_EN = ("name_en", "adm_nm_en", "ADM_NM_EN")
WIDTH = 1000.0


class BadMap(Exception):
    """The file is no map of districts; the message says why."""


@dataclass(frozen=True)
class Drawn:
    """One district of a map: its names and the outline as polygons of rings of (longitude, latitude)."""

    name_ko: str
    name_en: str
    outline: Outline

    def text(self) -> str:
        """The outline in the form it is kept in."""
        return json.dumps(self.outline, separators=(",", ":"))


@dataclass(frozen=True)
class Shape:
    """A district ready to be drawn: an SVG path and where its name goes."""

    path: str
    x: float
    y: float


def read(blob: bytes) -> tuple[Drawn, ...]:
    """The districts of a FeatureCollection of (multi)polygons. Raises BadMap."""
    try:
        found = json.loads(blob.decode("utf-8-sig"), parse_constant=no_number)
        features = found["features"] if found["type"] == "FeatureCollection" else ()
        if not isinstance(features, list) or not 0 < len(features) <= MOST_FEATURES:
            raise BadMap(_l("The file must be a GeoJSON FeatureCollection with 1 to 500 districts."))
        drawn = tuple(district(feature) for feature in features)
    except (ValueError, TypeError, LookupError, AttributeError, OverflowError, RecursionError):
        raise BadMap(_l("The file is not GeoJSON as we can read it: polygons with a name each.")) from None
    if len({one.name_ko for one in drawn}) != len(drawn):
        raise BadMap(_l("Two districts have the same name."))
    if sum(len(ring) for one in drawn for polygon in one.outline for ring in polygon) > MOST_POINTS:
        raise BadMap(_l("The outlines have more than 300,000 points. Simplify them first."))
    return drawn


def no_number(_: str) -> NoReturn:
    raise ValueError


def district(feature: Any) -> Drawn:
    told = feature["properties"] or {}
    name_ko = first_name(told, NAMES_KO, 60)
    if not name_ko:
        raise BadMap(_l("A district has no name. Each needs a property `name` or `name_ko`."))
    kind, coordinates = feature["geometry"]["type"], feature["geometry"]["coordinates"]
    polygons = {"Polygon": [coordinates], "MultiPolygon": coordinates}[kind]
    outline = tuple(tuple(ring(points) for points in polygon) for polygon in polygons)
    if not outline or not all(outline):
        raise ValueError
    return Drawn(name_ko, first_name(told, NAMES_EN, 80) or name_ko, outline)


def first_name(told: dict[str, Any], names: Iterable[str], longest: int) -> str:
    """The first of these properties that is there; of `서울특별시 마포구 성산1동` only the last word."""
    found = next((neat(told[name]) for name in names if isinstance(told.get(name), str)), "")
    korean = any("가" <= sign <= "힣" for sign in found)
    return (found.split(" ")[-1] if korean else found)[:longest]


def ring(points: Any) -> Ring:
    """A closed ring of at least four positions (RFC 7946 3.1.6), to a metre or so."""
    read = tuple((round(float(p[0]), 5), round(float(p[1]), 5)) for p in points)
    if len(read) < 4 or read[0] != read[-1]:
        raise ValueError
    if not all(abs(longitude) <= 180 and abs(latitude) <= 90 for longitude, latitude in read):
        raise BadMap(_l("The positions are not longitude and latitude in degrees (WGS 84)."))
    return read


def outline_of(text: str) -> Outline:
    """What `Drawn.text` wrote."""
    return tuple(
        tuple(tuple((p[0], p[1]) for p in points) for points in polygon) for polygon in json.loads(text)
    )


def feature(number: int, name: str, text: str) -> str:
    """One district as GeoJSON, of the outline as `Drawn.text` wrote it, which is not read again."""
    told = json.dumps({"id": number, "name": name}, ensure_ascii=False)
    shape = f'{{"type":"MultiPolygon","coordinates":{text}}}'
    return f'{{"type":"Feature","properties":{told},"geometry":{shape}}}'


def collection(features: Iterable[str]) -> str:
    return f'{{"type":"FeatureCollection","features":[{",".join(features)}]}}'


@dataclass(frozen=True)
class Frame:
    """Where on the picture of a town a position is: 1000 wide or high at most, north up."""

    west: float
    north: float
    shrink: float
    scale: float
    height: float

    def place(self, p: Point) -> Point:
        x = (p[0] - self.west) * self.shrink * self.scale
        return round(x, 1), round((self.north - p[1]) * self.scale, 1)


def frame(outlines: Iterable[Outline]) -> Frame | None:
    """The frame around all outlines; None if there are none."""
    points = [p for outline in outlines for polygon in outline for points in polygon for p in points]
    if not points:
        return None
    west, north = min(p[0] for p in points), max(p[1] for p in points)
    east, south = max(p[0] for p in points), min(p[1] for p in points)
    shrink = math.cos(math.radians((north + south) / 2))
    scale = WIDTH / max((east - west) * shrink, north - south, 1e-9)
    return Frame(west, north, shrink, scale, round((north - south) * scale, 1))


def shapes(outlines: Sequence[Outline]) -> tuple[list[Shape], float]:
    """Each outline drawn in the frame of all, and how high the whole is."""
    around = frame(outlines)
    if around is None:
        return [], 0.0
    placed = [
        [[[around.place(p) for p in points] for points in polygon] for polygon in outline]
        for outline in outlines
    ]
    return [shape(polygons) for polygons in placed], around.height


def shape(polygons: list[list[list[Point]]]) -> Shape:
    path = "".join(
        "M" + "L".join(f"{x:g} {y:g}" for x, y in points[:-1]) + "Z"
        for polygon in polygons
        for points in polygon
    )
    largest = max((polygon[0] for polygon in polygons), key=lambda points: abs(area(points)))
    return Shape(path, *middle(largest))


def area(points: Sequence[Point]) -> float:
    """Twice the area; its sign tells which way round."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in pairwise(points))


def middle(points: Sequence[Point]) -> Point:
    """The centre of mass; the mean of the corners where there is no area."""
    twice = area(points)
    if not twice:
        return points[0]
    pairs = list(pairwise(points))
    x = sum((a[0] + b[0]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    y = sum((a[1] + b[1]) * (a[0] * b[1] - b[0] * a[1]) for a, b in pairs) / (3 * twice)
    return round(x, 1), round(y, 1)
