"""How every chart looks: colours that the colour-blind can tell apart, hatches, one font, one width."""

from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from matplotlib.axes import Axes
from matplotlib.figure import Figure
from matplotlib.font_manager import FontProperties, fontManager

from tallying.wording import wrapped

# Okabe & Ito (2008), "Color universal design"
BLUE, SKY, ORANGE, GREEN, RED, PURPLE = "#0072B2", "#56B4E9", "#E69F00", "#009E73", "#D55E00", "#CC79A7"
BOLD = 600  # what matplotlib calls the weight of NanumGothicBold
SERIES = (BLUE, ORANGE, GREEN, PURPLE, SKY, RED)
HATCHES = ("", "///", "...", "\\\\\\", "xxx", "---")
INK, SOFT, PALE, RULE = "#1E2124", "#58616A", "#E4E7EB", "#B1B8BE"

WIDTH = 8.6  # inches
LABELS = 3.5  # for names, left of the bars
ROW = 0.27
TOP, BOTTOM = 0.58, 0.62


@cache
def _families() -> tuple[str, ...]:
    """NanumGothic, found in a package of fonts without importing it; for other letters matplotlib's own."""
    spec = find_spec("koreanize_matplotlib")
    folder = Path(spec.origin).parent / "fonts" if spec and spec.origin else Path()
    files = [folder / f"NanumGothic{weight}.ttf" for weight in ("", "Bold")]
    if not all(file.exists() for file in files):
        return ("DejaVu Sans",)
    for file in files:
        fontManager.addfont(file)
    return ("NanumGothic", "DejaVu Sans")


def font(size: float, weight: int = 400) -> FontProperties:
    """The font of all charts, in points."""
    return FontProperties(family=_families(), size=size, weight=weight)


def canvas(title: str, rows: float, *, labels: float = LABELS, foot: float = BOTTOM) -> tuple[Figure, Axes]:
    """A figure with its title and room for so many rows (of ROW inches), left margin `labels` inches."""
    lines = wrapped(title, 84)
    top = TOP + 0.24 * (len(lines) - 1)
    height = top + rows * ROW + foot
    figure = Figure(figsize=(WIDTH, height), facecolor="white")
    axes = figure.add_axes(
        (labels / WIDTH, foot / height, (WIDTH - labels - 0.45) / WIDTH, rows * ROW / height)
    )
    figure.text(
        0.25 / WIDTH,
        1 - 0.2 / height,
        "\n".join(lines),
        va="top",
        color=INK,
        linespacing=1.35,
        fontproperties=font(13, BOLD),
    )
    for side in ("top", "right", "left"):
        axes.spines[side].set_visible(False)
    axes.spines["bottom"].set_color(RULE)
    axes.tick_params(length=0, colors=SOFT)
    return figure, axes


def note(figure: Figure, text: str) -> None:
    """A line of explanation under the chart."""
    figure.text(0.25 / WIDTH, 0.14 / figure.get_figheight(), text, color=SOFT, fontproperties=font(8.5))


def say(axes: Axes, x: float, y: float, text: str, size: float = 9, weight: int = 400, **look: Any) -> None:
    """Text at a place in the axes' own numbers. Spaces at its ends keep their width, in SVG too."""
    text = text.replace("  ", "\u00a0\u00a0")
    axes.text(x, y, text, fontproperties=font(size, weight), **{"color": INK, "va": "center", **look})


def label_rows(axes: Axes, places: list[float], labels: list[str], size: float = 9) -> None:
    """Names left of the bars."""
    axes.set_yticks(places)
    axes.set_yticklabels(labels, fontproperties=font(size), color=INK)
    axes.tick_params(axis="y", pad=6)
