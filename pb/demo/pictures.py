"""Drawn photos for the demonstration's town: what was built, in few shapes."""

import io
from collections.abc import Callable

from PIL import Image, ImageDraw

from pb.proposals.attached import pictures
from pb.proposals.attached.pictures import Picture

SIZE = (960, 640)
SKY, NIGHT, GRASS, SAND, PATH = "#cfe6f5", "#26345c", "#a9d08e", "#f2dcae", "#d8d4cc"
WOOD, STEEL, LEAF, LIGHT, BRICK, LINE = "#b07a45", "#8794a3", "#5d9c59", "#ffd966", "#d98880", "#2f3a46"
Draw = ImageDraw.ImageDraw


def tree(on: Draw, left: int, foot: int) -> None:
    on.rectangle((left - 12, foot - 150, left + 12, foot), WOOD)
    on.ellipse((left - 90, foot - 310, left + 90, foot - 110), LEAF)


def bench(on: Draw, left: int, foot: int) -> None:
    for height in (120, 90, 55):
        on.rectangle((left, foot - height, left + 220, foot - height + 18), WOOD)
    for leg in (left + 20, left + 185):
        on.rectangle((leg, foot - 60, leg + 14, foot), LINE)


def shade(on: Draw) -> None:
    on.rectangle((0, 520, 960, 640), "#9cc7e0")
    for place in (160, 480, 800):
        tree(on, place, 470)
    bench(on, 210, 510)
    bench(on, 560, 510)


def playground(on: Draw) -> None:
    on.ellipse((60, 430, 620, 610), SAND)
    on.line((640, 520, 720, 200, 880, 200, 940, 520), STEEL, 14)
    for rope in (765, 835):
        on.line((rope, 200, rope, 410), LINE, 5)
    on.rectangle((750, 405, 850, 425), BRICK)
    for place, colour in ((190, BRICK), (300, LIGHT), (420, LEAF)):
        on.polygon(((place, 500), (place + 60, 500), (place + 48, 440), (place + 12, 440)), colour)


def lamps(on: Draw) -> None:
    on.rectangle((0, 0, 960, 430), NIGHT)
    for left, top in ((0, 190), (250, 240), (610, 210)):
        on.rectangle((left, top, left + 240, 430), "#3d4a73")
    on.polygon(((300, 640), (420, 430), (540, 430), (760, 640)), PATH)
    for place, high in ((280, 150), (560, 220), (800, 120)):
        on.ellipse((place - 95, high - 60, place + 95, high + 130), "#6b6a5c")
        on.line((place, high, place, 520), STEEL, 12)
        on.ellipse((place - 32, high - 10, place + 32, high + 54), LIGHT)


def books(on: Draw) -> None:
    on.rectangle((0, 0, 960, 640), "#f6efe2")
    for row, top in enumerate((70, 240, 410)):
        on.rectangle((70, top + 140, 620, top + 156), WOOD)
        for place in range(9):
            colour = (BRICK, LEAF, STEEL, LIGHT)[(place + row) % 4]
            on.rectangle((90 + place * 58, top + 20 - place % 3 * 12, 138 + place * 58, top + 140), colour)
    on.rectangle((680, 430, 930, 450), WOOD)
    on.line((800, 430, 800, 320), LINE, 8)
    on.polygon(((740, 330), (860, 330), (830, 270), (770, 270)), LIGHT)


def bicycles(on: Draw) -> None:
    on.polygon(((90, 250), (870, 200), (870, 230), (90, 280)), STEEL)
    for post in (120, 480, 840):
        on.line((post, 240, post, 560), LINE, 12)
    for left in (170, 400, 630):
        for wheel in (left, left + 120):
            on.ellipse((wheel - 52, 450, wheel + 52, 554), outline=LINE, width=9)
        on.line((left, 502, left + 50, 420, left + 120, 502, left, 502), BRICK, 9)


def court(on: Draw) -> None:
    on.rectangle((0, 430, 960, 640), "#d08b5b")
    on.ellipse((330, 470, 630, 620), outline="white", width=8)
    on.line((780, 520, 780, 170), STEEL, 16)
    on.rectangle((660, 120, 800, 230), "white", LINE, 6)
    on.ellipse((650, 228, 740, 252), outline=BRICK, width=8)
    on.ellipse((430, 300, 510, 380), "#e59866", LINE, 5)


SCENES: dict[str, Callable[[Draw], None]] = {
    "환경": shade,
    "복지": playground,
    "안전": lamps,
    "문화": books,
    "교통": bicycles,
    "체육": court,
}


def site(on: Draw) -> None:
    """While it is being built."""
    on.polygon(((250, 520), (420, 300), (600, 520)), SAND)
    for left in (60, 660):
        on.rectangle((left, 400, left + 240, 440), LIGHT)
        for place in range(left, left + 240, 60):
            on.polygon(((place, 440), (place + 30, 440), (place + 60, 400), (place + 30, 400)), LINE)
        for leg in (left + 20, left + 205):
            on.rectangle((leg, 440, leg + 14, 540), LINE)


def drawn(scene: Callable[[Draw], None]) -> Picture:
    """Through the door by which every photo comes in."""
    image = Image.new("RGB", SIZE, SKY)
    on = ImageDraw.Draw(image)
    on.rectangle((0, 430, 960, 640), GRASS)
    scene(on)
    out = io.BytesIO()
    image.save(out, "PNG")
    return pictures.read(out.getvalue())
