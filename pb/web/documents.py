"""Documents for the printer: tagged PDF made by typst, with a font that has every Korean syllable."""

import json
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import typst


def pdf(template: Path, told: dict[str, Any], pictures: dict[str, bytes] | None = None) -> bytes:
    """The document that `template` makes of `told` (told.json for it) and of the pictures, by file name."""
    files = {
        "main.typ": template.read_bytes(),
        "told.json": json.dumps(told, ensure_ascii=False).encode(),
        **(pictures or {}),
    }
    made = typst.compile(  # type: ignore[call-overload]  # its types do not know a dict of files
        files, format="pdf", font_paths=fonts(), ignore_system_fonts=True, pdf_standards=["ua-1"]
    )
    return bytes(made or b"")


def fonts() -> list[str]:
    """Nanum Gothic has all 11,172 syllables: every name can be printed."""
    package = find_spec("koreanize_matplotlib")
    return [str(Path(package.origin).parent / "fonts")] if package and package.origin else []
