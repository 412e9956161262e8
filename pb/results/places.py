"""Where the files of a result lie, and how they are called when somebody takes them home."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pb.config import Settings

BUNDLE = "bundle.zip"
LANGUAGES = ("ko", "en")


@dataclass(frozen=True)
class Place:
    """The folder of one election's result; beside the bundle's folder, never inside it."""

    folder: Path

    @classmethod
    def of(cls, settings: Settings, election: int) -> "Place":
        return cls(settings.instance / "elections" / str(election) / "result")

    @property
    def bundle(self) -> Path:
        return self.folder / BUNDLE

    def path(self, name: str) -> Path:
        return self.folder / name

    def write(self, name: str, data: bytes) -> None:
        """All of it or nothing: whoever reads meanwhile finds the old file."""
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        aside = self.folder / f"{name}.part"
        aside.write_bytes(data)
        aside.replace(self.folder / name)

    def keep(self, name: str, told: Mapping[str, Any]) -> None:
        self.write(name, json.dumps(told, ensure_ascii=False, indent=1).encode())

    def read(self, name: str) -> Any:
        return json.loads(self.path(name).read_bytes())


def page_file(language: str) -> str:
    """What the results page tells in one language."""
    return f"page-{language}.json"


def chart_file(section: str, chart: str, language: str, ending: str) -> str:
    return f"{section}-{chart}-{language}.{ending}"
