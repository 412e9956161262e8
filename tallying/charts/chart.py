"""A chart as files: SVG that a strict page may hold, PNG and PDF for the press; same input, same bytes."""

import logging
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from threading import Lock
from typing import Any
from xml.etree import ElementTree

import pandas as pd
from matplotlib import rc_context
from matplotlib.figure import Figure

SVG = "{http://www.w3.org/2000/svg}"
LINK = "{http://www.w3.org/1999/xlink}href"
FAMILY = "'Pretendard GOV', NanumGothic, 'Noto Sans KR', 'DejaVu Sans', sans-serif"
SETTINGS: dict[Any, Any] = {
    "svg.hashsalt": "tallying",
    "svg.fonttype": "none",
    "pdf.fonttype": 42,
    "hatch.linewidth": 0.7,
    "text.parse_math": False,  # a name may hold dollar signs
}
_one_at_a_time = Lock()  # matplotlib's settings belong to the whole process
_FONT = re.compile(r"(?:(bold|[1-9]00)\s+)?([0-9.]+px)\s")
_REFERENCE = re.compile(r"url\(#")


@dataclass(frozen=True, eq=False)
class Chart:
    """One chart.

    name    a word for file names and ids
    title   the sentence to take away
    desc    what the chart shows, for those who cannot see it
    table   every number drawn, exactly; headings in the chart's language
    """

    name: str
    title: str
    desc: str
    table: pd.DataFrame
    draw: Callable[[], Figure] = field(repr=False)

    def svg(self, ident: str = "") -> str:
        """SVG without style attributes or elements; its ids begin with `ident` (the name, if not given)."""
        raw = self._saved("svg", metadata={"Date": None, "Creator": None})
        return _safe(raw, self.title, self.desc, ident or self.name)

    def png(self, dpi: int = 144) -> bytes:
        return self._saved("png", dpi=dpi, metadata={"Software": None, "Title": self.title})

    def pdf(self) -> bytes:
        return self._saved("pdf", metadata={"CreationDate": None, "Title": self.title})

    def _saved(self, kind: str, **options: Any) -> bytes:
        out = BytesIO()
        with _one_at_a_time, rc_context(SETTINGS), _quiet_fonts():
            self.draw().savefig(out, format=kind, **options)
        return out.getvalue()


@contextmanager
def _quiet_fonts() -> Iterator[None]:
    """Fonts tell at length which of their tables and weights a document does without."""
    logs = [logging.getLogger(name) for name in ("fontTools.subset", "matplotlib.font_manager")]
    levels = [log.level for log in logs]
    for log in logs:
        log.setLevel(logging.ERROR)
    try:
        yield
    finally:
        for log, level in zip(logs, levels, strict=True):
            log.setLevel(level)


def _safe(raw: bytes, title: str, desc: str, ident: str) -> str:
    """matplotlib's SVG with `style` turned into attributes, its ids made unique, title and desc in front."""
    ElementTree.register_namespace("", SVG[1:-1])
    ElementTree.register_namespace("xlink", LINK[1 : LINK.index("}")])
    root = ElementTree.fromstring(raw)  # noqa: S314  # our own drawing
    for parent in list(root.iter()):
        for child in list(parent):
            if child.tag in (SVG + "style", SVG + "metadata"):
                parent.remove(child)
    for element in root.iter():
        _unstyle(element)
        _rename(element, ident)
    for tag, text, part in ((SVG + "desc", desc, "d"), (SVG + "title", title, "t")):
        added = ElementTree.Element(tag, {"id": f"{ident}-{part}"})
        added.text = text
        root.insert(0, added)
    _describe(root, ident)
    return ElementTree.tostring(root, encoding="unicode")


def _describe(root: ElementTree.Element, ident: str) -> None:
    root.set("role", "img")
    root.set("aria-labelledby", f"{ident}-t {ident}-d")
    root.set("stroke-linejoin", "round")
    for length in ("width", "height"):  # the page decides; viewBox keeps the shape
        root.attrib.pop(length, None)


def _unstyle(element: ElementTree.Element) -> None:
    for rule in element.attrib.pop("style", "").split(";"):
        name, _, value = (part.strip() for part in rule.partition(":"))
        if name == "font":
            _set_font(element, value)
        elif name == "font-family":
            element.set("font-family", FAMILY)
        elif name:
            element.set(name, value)


def _set_font(element: ElementTree.Element, value: str) -> None:
    """`font` is no attribute of SVG: set its parts."""
    found = _FONT.match(value)
    if found:
        weight, size = found.groups()
        element.set("font-size", size)
        if weight:
            element.set("font-weight", weight)
    element.set("font-family", FAMILY)


def _rename(element: ElementTree.Element, ident: str) -> None:
    for name, value in list(element.attrib.items()):
        if name == "id":
            element.set(name, f"{ident}-{value}")
        elif name == LINK and value.startswith("#"):
            element.set(name, f"#{ident}-{value[1:]}")
        elif "url(#" in value:
            element.set(name, _REFERENCE.sub(f"url(#{ident}-", value))
