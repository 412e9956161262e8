"""A section of a ballot: its projects, its kind of marking, its money (FORMAT.md, chapter 5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Final

from ballots import terms
from ballots.canonical import NAME, array, boolean, matching, members, natural, text
from ballots.errors import Malformed, Unlawful
from ballots.kinds import KINDS, FormOfMarking, Kind, Marking
from ballots.terms import Terms

BLANK: Final = "blank"

_ID = re.compile(r"[A-Za-z0-9_.-]{1,32}\Z")
_MEMBERS = terms.MEMBERS | {"blank", "budget", "kind", "limits", "name", "projects", "title"}


@dataclass(frozen=True, slots=True)
class Project:
    """One project as it stands on the ballot; `cost` is whole won."""

    id: str
    cost: int
    title: Mapping[str, str]


@dataclass(frozen=True)
class Section:
    """Projects with one kind of marking. A marking of None means: left out (only if `may_be_blank`)."""

    name: str
    title: Mapping[str, str]
    kind_name: str
    kind: Kind
    limits: Mapping[str, Any]
    may_be_blank: bool
    budget: int
    terms: Terms
    projects: tuple[Project, ...]

    @cached_property
    def size(self) -> int:
        """Every code of this section is below this."""
        return self.kind.size + self.may_be_blank

    @cached_property
    def number_of(self) -> Mapping[str, int]:
        """Project numbers by id."""
        return {project.id: number for number, project in enumerate(self.projects)}

    def pack(self, marking: Marking | None) -> int:
        """The section's code; raises Unlawful."""
        if marking is not None:
            return self.kind.pack(marking) + self.may_be_blank
        if not self.may_be_blank:
            raise Unlawful("this section may not be left out", self.name)
        return 0

    def unpack(self, code: int) -> Marking | None:
        """The marking with this code; raises Unlawful."""
        if self.may_be_blank and code == 0:
            return None
        return self.kind.unpack(code - self.may_be_blank)

    def to_json(self, marking: Marking | None) -> Any:
        """How the marking stands in a plaintext ballot."""
        if marking is None:
            return BLANK
        form = KINDS[self.kind_name].form
        if form == FormOfMarking.ANSWER:
            return "yes" if marking[0] else "no"
        if form == FormOfMarking.POINTS:
            return list(marking)
        return [self.projects[number].id for number in marking]

    def from_json(self, value: Any, place: str = "") -> Marking | None:
        """The marking that `to_json` would write so; raises Malformed or Unlawful."""
        marking = None if value == BLANK else self._read(value, place)
        self.pack(marking)
        return marking

    def _read(self, value: Any, place: str) -> Marking:
        form = KINDS[self.kind_name].form
        if form == FormOfMarking.ANSWER:
            return (_answer(value, place),)
        items = array(value, place, 0, len(self.projects))
        if form == FormOfMarking.POINTS:
            return tuple(natural(item, place) for item in items)
        marking = tuple(self._number(item, place) for item in items)
        if self.kind_name != "ranked" and list(marking) != sorted(marking):
            raise Malformed("projects stand in the order of the ballot", place)
        return marking

    def _number(self, value: Any, place: str) -> int:
        number = self.number_of.get(text(value, place, 32))
        if number is None:
            raise Unlawful(f"there is no project {value!r} in section {self.name}", place)
        return number


def titles(value: Any, place: str) -> dict[str, str]:
    """`{"en", "ko"}`, each 1-200 characters."""
    fields = members(value, frozenset({"en", "ko"}), place)
    for language, words in fields.items():
        if not text(words, f"{place}.{language}", 200):
            raise Malformed("a title is empty", f"{place}.{language}")
    return fields


def read_section(value: Any, place: str) -> Section:
    """One member of the manifest's `sections`."""
    fields = members(value, _MEMBERS, place)
    projects = _projects(fields["projects"], f"{place}.projects")
    costs = {project.id: project.cost for project in projects}
    kind = _kind(fields, tuple(costs.values()), place)
    budget = natural(fields["budget"], f"{place}.budget")
    blank = boolean(fields["blank"], f"{place}.blank")
    if blank and kind.empty_is_lawful:
        raise Malformed("blank must be false: the empty marking is lawful already", f"{place}.blank")
    return Section(
        name=matching(fields["name"], NAME, "name of a section", f"{place}.name"),
        title=titles(fields["title"], f"{place}.title"),
        kind_name=fields["kind"],
        kind=kind,
        limits=fields["limits"],
        may_be_blank=blank,
        budget=budget,
        terms=terms.read(fields, costs, budget, place),
        projects=projects,
    )


def _kind(fields: Mapping[str, Any], costs: tuple[int, ...], place: str) -> Kind:
    kind = KINDS.get(text(fields["kind"], f"{place}.kind", 32))
    if kind is None:
        raise Malformed(f"there is no ballot kind {fields['kind']!r}", f"{place}.kind")
    return kind.read(fields["limits"], costs, f"{place}.limits")


def _projects(value: Any, place: str) -> tuple[Project, ...]:
    items = array(value, place, 1, 1000)
    projects = tuple(_project(item, f"{place}[{number}]") for number, item in enumerate(items))
    if len({project.id for project in projects}) != len(projects):
        raise Malformed("a project id is given twice", place)
    return projects


def _project(value: Any, place: str) -> Project:
    fields = members(value, frozenset({"cost", "id", "title"}), place)
    return Project(
        matching(fields["id"], _ID, "project id", f"{place}.id"),
        natural(fields["cost"], f"{place}.cost"),
        titles(fields["title"], f"{place}.title"),
    )


def _answer(value: Any, place: str) -> int:
    if value not in ("yes", "no"):
        raise Malformed("the answer is yes or no", place)
    return int(value == "yes")
