"""From the composed ballot and the plan to the parts of a manifest: sections, styles, groups.

No session, no page.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from pb.cycles.models import CycleSection
from pb.cycles.plan import Ballot, Channel, Plan, Scope, Section
from pb.cycles.rules import money_of
from pb.projects.models import Project
from pb.projects.queries import BallotSection, OfficialBallot
from pb.town.models import District

# Longest name of the format, less room for a number behind it.
LONGEST = 26


@dataclass(frozen=True)
class Layout:
    """`sections`, `styles` and `groups` as the manifest has them; `style_of` leads from a district's Korean
    name to the index of its style, and `others` is the style of everyone else (None: they have nothing to
    vote on).
    """

    sections: tuple[dict[str, Any], ...]
    styles: tuple[dict[str, Any], ...]
    groups: tuple[dict[str, Any], ...]
    style_of: dict[str, int]
    others: int | None

    def style(self, district: str) -> int | None:
        return self.style_of.get(district, self.others)


class Names:
    """Names as the format has them, made of English words, none twice."""

    def __init__(self) -> None:
        self.taken: set[str] = set()

    def of(self, words: str, otherwise: str) -> str:
        base = re.sub(r"[^a-z0-9]+", "-", words.lower()).strip("-")[:LONGEST].rstrip("-")
        if not base[:1].isalpha():
            base = f"{otherwise}-{base}".rstrip("-")[:LONGEST].rstrip("-")
        name = next(
            each for each in (base, *(f"{base}-{n}" for n in range(2, 10_000))) if each not in self.taken
        )
        self.taken.add(name)
        return name


@dataclass(frozen=True)
class Scores:
    """Signed scores by project code, each at most `top`."""

    top: int
    marks: Mapping[str, int]


@dataclass(frozen=True)
class Zone:
    """Districts, by number, that vote together on one list."""

    name_ko: str
    name_en: str
    districts: frozenset[int]


@dataclass(frozen=True)
class Area:
    """Whoever has a list of their own: one district, or those of a zone."""

    name_ko: str
    name_en: str
    districts: tuple[District, ...]

    @property
    def ids(self) -> frozenset[int]:
        return frozenset(each.id for each in self.districts)


def areas(districts: Sequence[District], zones: Sequence[Zone]) -> list[Area]:
    """In the order of the districts; a zone stands where the first of its districts does."""
    found: dict[str, Area] = {}
    for district in districts:
        zone = next((one for one in zones if district.id in one.districts), None)
        if zone is None:
            found[f"district {district.id}"] = Area(district.name_ko, district.name_en, (district,))
        else:
            theirs = tuple(each for each in districts if each.id in zone.districts)
            found[f"zone {zone.name_ko}"] = Area(zone.name_ko, zone.name_en, theirs)
    return list(found.values())


def layout(
    plan: Plan,
    ballot: OfficialBallot,
    districts: Sequence[District],
    scores: Mapping[str, Scores] | None = None,
    zones: Sequence[Zone] = (),
) -> Layout:
    """Everyone marks the sections of the whole town; a section by districts becomes one for each, for its
    people, or one for all districts of a zone. `scores`, by the Korean names of the groups without ballots,
    weigh as the plan says.
    """
    names = Names()
    common: list[dict[str, Any]] = []
    lists = areas(districts, zones)
    own: dict[int, list[dict[str, Any]]] = {}
    for planned, one in zip(plan.sections, ballot.sections, strict=True):
        if one.section.scope == Scope.DISTRICT:
            for place, fields in of_districts(planned, one, lists, names):
                own.setdefault(place, []).append(fields)
        elif one.projects:
            common.append(section(one.section, one.projects, one.section.budget, titles(one.section), names))
    for fields in (*common, *(each for theirs in own.values() for each in theirs)):
        bind(fields, ballot)
        fields["sheets"] = sheets(plan, fields, scores or {})
    return styled(plan, common, own, lists)


def bind(fields: dict[str, Any], ballot: OfficialBallot) -> None:
    """The section's conflicts and mandatory projects, in the order of the ballot."""
    ids = [project["id"] for project in fields["projects"]]
    pairs = ([each for each in ids if each in pair] for pair in ballot.conflicts)
    fields["conflicts"] = sorted(
        (pair for pair in pairs if len(pair) > 1), key=lambda p: [ids.index(e) for e in p]
    )
    fields["mandatory"] = [each for each in ids if each in ballot.mandatory]


def sheets(plan: Plan, fields: dict[str, Any], scores: Mapping[str, Scores]) -> list[dict[str, Any]]:
    """A score sheet for each group of the plan that scores instead of voting, as far as they are signed."""
    names, ids = Names(), [project["id"] for project in fields["projects"]]
    found = [(group, scores[group.name_ko]) for group in plan.groups if group.name_ko in scores]
    return [
        {
            "name": names.of(group.name_en, "sheet"),
            "weight": group.weight,
            "top": given.top,
            "marks": {each: given.marks[each] for each in ids if each in given.marks},
        }
        for group, given in found
        if group.channel == Channel.SHEET
    ]


def styled(
    plan: Plan,
    common: list[dict[str, Any]],
    own: dict[int, list[dict[str, Any]]],
    lists: Sequence[Area],
) -> Layout:
    names = Names()
    styles: list[dict[str, Any]] = []
    style_of: dict[str, int] = {}
    shared = [each["name"] for each in common]
    if common:
        styles.append({"name": names.of("everyone" if own else "all", "style"), "sections": shared})
    for place, area in enumerate(lists):
        if place in own:
            style_of |= {district.name_ko: len(styles) for district in area.districts}
            theirs = [each["name"] for each in own[place]]
            styles.append({"name": names.of(area.name_en, "district"), "sections": shared + theirs})
    sections = [*common, *(each for theirs in own.values() for each in theirs)]
    may_skip(sections, styles)
    return Layout(tuple(sections), tuple(styles), groups(plan), style_of, 0 if common else None)


def may_skip(sections: list[dict[str, Any]], styles: list[dict[str, Any]]) -> None:
    """Where a ballot has several sections a voter may leave one out, if marking nothing does not say so
    already.
    """
    together = {name for style in styles if len(style["sections"]) > 1 for name in style["sections"]}
    for each in sections:
        each["blank"] = each["name"] in together and not empty_is_lawful(each)


def empty_is_lawful(fields: dict[str, Any]) -> bool:
    if fields["kind"] in (Ballot.APPROVAL, Ballot.RANKED):
        return bool(fields["limits"]["min"] == 0)
    return fields["kind"] in (Ballot.KNAPSACK, Ballot.CUMULATIVE, Ballot.SCORING)


def of_districts(
    planned: Section, one: BallotSection, lists: Sequence[Area], names: Names
) -> Iterator[tuple[int, dict[str, Any]]]:
    """The section of each area that has projects, by its place, with the money of all its districts."""
    money = money_of(planned, [district.id for area in lists for district in area.districts])
    for place, area in enumerate(lists):
        projects = tuple(p for p in one.projects if p.district_id in area.ids)
        if not projects:
            continue
        title = {
            "ko": f"{one.section.name_ko} · {area.name_ko}",
            "en": f"{one.section.name_en} · {area.name_en}",
        }
        together = sum(money[each] for each in area.ids)
        yield place, section(one.section, projects, together, title, names)


def section(
    of: CycleSection, projects: Iterable[Project], budget: int, title: dict[str, str], names: Names
) -> dict[str, Any]:
    listed = [{"id": p.code, "cost": p.cost, "title": {"ko": p.title_ko, "en": p.title_en}} for p in projects]
    return {
        "name": names.of(title["en"], "section"),
        "title": title,
        "kind": of.ballot,
        "limits": limits(of, len(listed), budget),
        "budget": budget,
        "projects": listed,
        "rule": of.rule,
        "quorum": of.quorum or 0,
        "sheets": [],
    }


def limits(of: CycleSection, projects: int, budget: int) -> dict[str, Any]:
    """The limits as the format names them; nobody can be asked for more projects than there are."""
    least, most, points = of.least or 0, of.most or 0, of.points or 0
    if of.ballot in (Ballot.APPROVAL, Ballot.RANKED):
        return {"min": min(least, projects), "max": min(most, projects)}
    if of.ballot == Ballot.KNAPSACK:
        return {"spend": budget}
    if of.ballot == Ballot.CUMULATIVE:
        return {"exact": False, "max": most, "points": points}
    return {"max": most} if of.ballot == Ballot.SCORING else {}


def titles(of: CycleSection) -> dict[str, str]:
    return {"ko": of.name_ko, "en": of.name_en}


def groups(plan: Plan) -> tuple[dict[str, Any], ...]:
    names = Names()
    marking = [group for group in plan.groups if group.channel != "sheet"]
    return tuple({"name": names.of(group.name_en, "group"), "weight": group.weight} for group in marking)


def merging(found: Sequence[dict[str, Any]]) -> list[dict[str, str]]:
    """Each small group joins the first; if even that stays small, what it holds joins the second."""
    first = [{"from": each["name"], "into": found[0]["name"]} for each in found[1:]]
    return [*first, {"from": found[0]["name"], "into": found[1]["name"]}] if first else []
