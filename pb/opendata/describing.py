"""The description of the files for programs (OpenAPI 3.1), made of one table."""

from dataclasses import dataclass
from typing import Any

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class File:
    """One file: the path as OpenAPI writes it, its media type, and what it holds."""

    path: str
    media: str
    tells: LazyString
    by_cycle: bool = True


FILES: dict[str, File] = {
    "cycles": File(
        "/open-data/cycles.json",
        "application/json",
        _l("Budgeting years: money, sections, voter groups, phases"),
        by_cycle=False,
    ),
    "projects_json": File(
        "/open-data/{cycle}/projects.json", "application/json", _l("Projects on the published ballot")
    ),
    "projects_csv": File(
        "/open-data/{cycle}/projects.csv", "text/csv", _l("Projects on the published ballot, as a table")
    ),
    "results_json": File(
        "/open-data/{cycle}/results.json",
        "application/json",
        _l("The published result: figures of the box, votes and grants of each project"),
    ),
    "delivery_json": File(
        "/open-data/{cycle}/delivery.json",
        "application/json",
        _l("Delivery: council's decision, milestones, payments and photos of each funded project"),
    ),
    "delivery_csv": File(
        "/open-data/{cycle}/delivery.csv", "text/csv", _l("Delivery: a line for each funded project")
    ),
}


def openapi(title: str, server: str) -> dict[str, Any]:
    return {
        "openapi": "3.1.0",
        "info": {"title": title, "version": "1", "license": {"name": "CC0-1.0", "identifier": "CC0-1.0"}},
        "servers": [{"url": server}],
        "paths": {file.path: {"get": operation(name, file)} for name, file in FILES.items()},
    }


def operation(name: str, file: File) -> dict[str, Any]:
    number = {"name": "cycle", "in": "path", "required": True, "schema": {"type": "integer"}}
    missing = {"404": {"description": "Not published"}} if file.by_cycle else {}
    return {
        "operationId": name,
        "summary": str(file.tells),
        "parameters": [number] if file.by_cycle else [],
        "responses": {
            "200": {"description": str(file.tells), "content": {file.media: {}}},
            **missing,
        },
    }
