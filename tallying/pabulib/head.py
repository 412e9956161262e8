"""The sections META and PROJECTS, and the header of VOTES."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from types import MappingProxyType
from typing import Any

from tallying.election import Kind, Limits, Project
from tallying.pabulib.leniency import Leniency, Tolerance
from tallying.pabulib.numbers import MOST_MONEY, Place, decimals_of, money, text_of_money, whole
from tallying.pabulib.rows import Row, Rows, fitted

MOST_KEYS = 1_000
MOST_PROJECTS = 5_000
MOST_COLUMNS = 200
WITHDRAWN = 999_999_999
WHOLE_LIMITS = (
    "min_length",
    "max_length",
    "min_points",
    "max_points",
    "min_sum_points",
    "max_sum_points",
    "default_score",
)
THRESHOLD = "min_project_score_threshold"
MONEY_LIMITS = ("min_sum_cost", "max_sum_cost")
COUNTS = ("num_projects", "num_votes")
DERIVED = ("votes", "score")  # columns that the ballots decide
OWN_COLUMNS = ("project_id", "cost", "name", "category", "beneficiaries", "target", "section", *DERIVED)


@dataclass(frozen=True, slots=True)
class Line:
    """A META value and the line it stands on."""

    text: str
    line: int


@dataclass(frozen=True, slots=True)
class Header:
    """The header row of VOTES: its column names, its line, and where the byte after it is."""

    columns: list[str]
    line: int
    end: int


@dataclass(frozen=True, slots=True)
class Stated:
    """What PROJECTS claims about one project's votes and score, to be compared with the ballots."""

    line: int
    votes: int | None
    score: int | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Head:
    """All that stands before the ballots. Money is whole in units of 10**-decimals."""

    meta: Mapping[str, str]
    kind: Kind
    budget: int
    limits: Limits
    decimals: int
    projects: tuple[Project, ...]
    sections: Mapping[str, int]
    conflicts: frozenset[frozenset[str]]
    mandatory: frozenset[str]
    stated: tuple[Stated, ...]
    counts: Mapping[str, Line | None]
    votes: Header


@dataclass
class _Table:
    """PROJECTS while it is read."""

    columns: list[str]
    rows: list[tuple[Row, dict[str, str]]] = field(default_factory=list)


def read_head(data: bytes, tolerance: Tolerance) -> Head:
    """Read up to and including the header of VOTES. Raises BadFile."""
    rows = Rows(data, tolerance)
    _expect(next(rows, None), "META", tolerance)
    meta = _meta(rows, tolerance)
    table = _projects(rows, tolerance)
    header = _header(rows, "VOTES", "voter_id", "vote", tolerance)
    votes = Header(header.cells, header.line, header.end)
    return _understood(meta, table, votes, tolerance)


def _expect(row: Row | None, section: str, tolerance: Tolerance) -> None:
    if row is None:
        tolerance.refuse("truncated", None, section=section)
    if row.cells != [section]:
        tolerance.refuse("no-section", row.line, section=section, cell=";".join(row.cells))


def _meta(rows: Rows, tolerance: Tolerance) -> dict[str, Line]:
    first = next(rows, None)
    if first is None:
        tolerance.refuse("truncated", None, section="META")
    if first.cells[:2] != ["key", "value"]:
        tolerance.refuse("meta-header", first.line, cell=";".join(first.cells))
    meta: dict[str, Line] = {}
    for row in rows:
        if row.cells == ["PROJECTS"]:
            return meta
        key, value = fitted(row, 2, tolerance)
        if not key:
            tolerance.refuse("empty-key", row.line)
        if key in meta:
            tolerance.meet(Leniency.REPEATED_KEY, "repeated-key", row.line, cell=key)
        if len(meta) == MOST_KEYS:
            tolerance.refuse("too-many-rows", row.line, section="META", limit=MOST_KEYS)
        meta.setdefault(key, Line(value, row.line))
    return tolerance.refuse("truncated", None, section="META")


def _header(rows: Rows, section: str, first: str, second: str, tolerance: Tolerance) -> Row:
    row = next(rows, None)
    if row is None:
        tolerance.refuse("truncated", None, section=section)
    if len(row.cells) > MOST_COLUMNS:
        tolerance.refuse("too-many-columns", row.line, limit=MOST_COLUMNS)
    seen: set[str] = set()
    for cell in row.cells:
        if cell in seen:
            tolerance.refuse("repeated-column", row.line, cell=cell)
        seen.add(cell)
    if row.cells[0] != first or second not in seen:
        tolerance.refuse("no-column", row.line, column=second if row.cells[0] == first else first)
    return row


def _projects(rows: Rows, tolerance: Tolerance) -> _Table:
    header = _header(rows, "PROJECTS", "project_id", "cost", tolerance)
    if "target" in header.cells:
        tolerance.meet(Leniency.OLD_TARGET, "old-target", header.line)
    table = _Table(header.cells)
    for row in rows:
        if row.cells == ["VOTES"]:
            return table
        if len(table.rows) == MOST_PROJECTS:
            tolerance.refuse("too-many-rows", row.line, section="PROJECTS", limit=MOST_PROJECTS)
        cells = fitted(row, len(table.columns), tolerance)
        table.rows.append((row, dict(zip(table.columns, cells, strict=True))))
    return tolerance.refuse("truncated", None, section="PROJECTS")


def _understood(meta: dict[str, Line], table: _Table, votes: Header, tolerance: Tolerance) -> Head:
    stated = _money_keys(meta, tolerance)
    amounts = {key: money(line.text, Place(line.line, key), tolerance) for key, line in stated}
    costs = [money(cells["cost"], Place(row.line, "cost"), tolerance) for row, cells in table.rows]
    decimals = decimals_of([*amounts.values(), *costs])
    if max([*amounts.values(), *costs]) * 10**decimals > MOST_MONEY:
        tolerance.refuse("too-much", None, column="cost", cell=f"{decimals} decimals")
    units = {key: int(amount * 10**decimals) for key, amount in amounts.items()}
    projects = _understood_projects(table, [int(c * 10**decimals) for c in costs], tolerance)
    _note_withdrawn(table, costs, amounts["budget"], tolerance)
    ids = frozenset(project.id for project in projects)
    texts = {key: line.text for key, line in meta.items()}
    texts |= {key: text_of_money(amount, decimals) for key, amount in units.items()}
    limits = _limits(meta, units, tolerance)
    if THRESHOLD in meta:
        texts[THRESHOLD] = str(whole(meta[THRESHOLD].text, Place(meta[THRESHOLD].line, THRESHOLD), tolerance))
    texts |= {key: str(getattr(limits, key)) for key in WHOLE_LIMITS if getattr(limits, key) is not None}
    return Head(
        meta=MappingProxyType(texts),
        kind=_kind(meta, tolerance),
        budget=units["budget"],
        limits=limits,
        decimals=decimals,
        projects=projects,
        sections=_sections(meta, projects, units["budget"], decimals, tolerance),
        conflicts=frozenset(frozenset(s) for s in _references(meta, "conflicts", ids, tolerance)),
        mandatory=frozenset(p for s in _references(meta, "mandatory", ids, tolerance) for p in s),
        stated=tuple(_stated(row, cells, tolerance) for row, cells in table.rows),
        counts={key: meta.get(key) for key in COUNTS},
        votes=votes,
    )


def _money_keys(meta: dict[str, Line], tolerance: Tolerance) -> list[tuple[str, Line]]:
    if "budget" not in meta:
        tolerance.refuse("no-key", None, key="budget")
    return [(key, meta[key]) for key in ("budget", *MONEY_LIMITS) if key in meta and meta[key].text]


def _kind(meta: dict[str, Line], tolerance: Tolerance) -> Kind:
    if "vote_type" not in meta:
        tolerance.refuse("no-key", None, key="vote_type")
    stated = meta["vote_type"]
    if stated.text not in list(Kind):
        tolerance.refuse("bad-kind", stated.line, cell=stated.text, known=", ".join(Kind))
    return Kind(stated.text)


def _limits(meta: dict[str, Line], units: dict[str, int], tolerance: Tolerance) -> Limits:
    limits: dict[str, Any] = {key: units.get(key) for key in MONEY_LIMITS}
    for key in WHOLE_LIMITS:
        if key in meta and meta[key].text:
            limits[key] = whole(meta[key].text, Place(meta[key].line, key), tolerance)
    for name in ("length", "sum_cost", "points", "sum_points"):
        low, high = limits.get(f"min_{name}"), limits.get(f"max_{name}")
        if low is not None and high is not None and low > high:
            tolerance.refuse("bad-limits", meta[f"min_{name}"].line, low=f"min_{name}", high=f"max_{name}")
    return Limits(**limits)


def _understood_projects(table: _Table, costs: list[int], tolerance: Tolerance) -> tuple[Project, ...]:
    seen: set[str] = set()
    projects = []
    for (row, cells), cost in zip(table.rows, costs, strict=True):
        name = cells["project_id"]
        if not name:
            tolerance.refuse("empty-id", row.line, column="project_id")
        if "," in name:
            tolerance.refuse("bad-id", row.line, cell=name)
        if name in seen:
            tolerance.refuse("repeated-id", row.line, cell=name)
        seen.add(name)
        projects.append(_project(cells, cost))
    return tuple(projects)


def _project(cells: dict[str, str], cost: int) -> Project:
    return Project(
        id=cells["project_id"],
        cost=cost,
        name=cells.get("name", ""),
        categories=_listed(cells.get("category", "")),
        targets=_listed(cells.get("beneficiaries", "") or cells.get("target", "")),
        section=cells.get("section", ""),
        extra=MappingProxyType({k: v for k, v in cells.items() if v and k not in OWN_COLUMNS}),
    )


def _listed(cell: str) -> tuple[str, ...]:
    return tuple(item.strip() for item in cell.split(",") if item.strip())


def _note_withdrawn(table: _Table, costs: list[Fraction], budget: Fraction, tolerance: Tolerance) -> None:
    """Pabulib writes the cost 999999999 for a project withdrawn after the vote. Where the budget could pay
    that much (as in won) it is a cost like any other."""
    for (row, cells), cost in zip(table.rows, costs, strict=True):
        if cost == WITHDRAWN > budget:
            tolerance.meet(Leniency.WITHDRAWN, "withdrawn", row.line, cell=cells["project_id"])


def _stated(row: Row, cells: dict[str, str], tolerance: Tolerance) -> Stated:
    numbers = [
        whole(cells[column], Place(row.line, column), tolerance, MOST_MONEY) if cells.get(column) else None
        for column in DERIVED
    ]
    return Stated(row.line, *numbers)


def _references(
    meta: dict[str, Line], key: str, ids: frozenset[str], tolerance: Tolerance
) -> list[tuple[str, ...]]:
    """Sets of projects: ids joined by "|", sets by commas (`conflicts;4|7,2|9|11`, `mandatory;3,5`)."""
    if key not in meta:
        return []
    sets = [tuple(part.split("|")) for part in meta[key].text.split(",") if part]
    for name in (name for one in sets for name in one):
        if name not in ids:
            tolerance.refuse("bad-reference", meta[key].line, key=key, cell=name)
    return sets


def _sections(
    meta: dict[str, Line], projects: tuple[Project, ...], budget: int, decimals: int, tolerance: Tolerance
) -> Mapping[str, int]:
    """Budgets of sections, whole in the currency: `sections;복지,교통`, `budget_per_section;300,200`."""
    if "sections" not in meta:
        return MappingProxyType({})
    names, amounts = meta["sections"], meta.get("budget_per_section", Line("", meta["sections"].line))
    keys, cells = names.text.split(","), amounts.text.split(",")
    place = Place(amounts.line, "budget_per_section")
    sums = [whole(cell, place, tolerance, MOST_MONEY) * 10**decimals for cell in cells]
    used = {project.section for project in projects}
    if len(keys) != len(sums) or len(set(keys)) != len(keys) or not used <= set(keys) or sum(sums) != budget:
        tolerance.refuse("bad-sections", amounts.line, cell=f"{names.text} / {amounts.text}")
    return MappingProxyType(dict(zip(keys, sums, strict=True)))
