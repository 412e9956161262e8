"""Handing the opened ballots to the counting library: one .pb file a section, counted in another process.

The two libraries meet only in this file format (Pabulib), so an auditor may use any other counting program.
"""

from __future__ import annotations

import importlib.util
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from pathlib import Path
from typing import Final, TextIO

from ballots import bundle, canonical, styles
from ballots.bundle import Bundle
from ballots.errors import BadProof, Refused
from ballots.kinds import Marking
from ballots.manifest import Manifest
from ballots.result import Sums
from ballots.sections import Section

SECONDS: Final = 600

_VOTE_TYPE: Final = {
    "approval": "approval",
    "choose-1": "choose-1",
    "cumulative": "cumulative",
    "knapsack": "approval",
    "ranked": "ordinal",
    "scoring": "scoring",
    "yes-no": "approval",
}


def is_installed() -> bool:
    """Whether the counting library is there."""
    found = importlib.util.find_spec("tallying")
    places = found.submodule_search_locations if found else None
    return any((Path(place) / "__main__.py").is_file() for place in places or ())


def funded(manifest: Manifest, path: Path, sums: Sums) -> dict[str, tuple[str, ...]]:
    """What the counting library funds in each section; nothing where it is not installed."""
    if not is_installed():
        return dict.fromkeys(manifest.sections, ())
    with bundle.open_bundle(path) as opened:
        return {name: count(manifest, opened, section, sums) for name, section in manifest.sections.items()}


def check(manifest: Manifest, opened: Bundle, sums: Sums, announced: Mapping[str, tuple[str, ...]]) -> None:
    """BadProof unless each section's announced list is what the counting library finds."""
    for name, section in manifest.sections.items():
        found = count(manifest, opened, section, sums)
        if found != announced[name]:
            words = f"announced {_list(announced[name])}; counted {_list(found)}"
            raise BadProof(words, f"result.json.funded.{name}")


def count(manifest: Manifest, opened: Bundle, section: Section, sums: Sums) -> tuple[str, ...]:
    """The projects that the counting library funds in one section, in its order; Refused if it fails."""
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"{section.name}.pb"
        with path.open("w", encoding="utf-8", newline="\n") as out:
            write_pb(manifest, opened, section, sums, out)
        more = ["--conditions", _file(folder, "conditions.json", conditions_json(section))]
        if is_weighed(section, sums):
            more += ["--weights", _file(folder, "weights.json", weights_json(manifest, section, sums))]
        return _ask(section, path, more)


def _file(folder: str, name: str, text: str) -> str:
    path = Path(folder) / name
    path.write_text(text, encoding="utf-8")
    return str(path)


def write_pb(manifest: Manifest, opened: Bundle, section: Section, sums: Sums, out: TextIO) -> None:
    """The section's opened ballots as a .pb file, without those that leave it out or are unlawful."""
    ballots = sum(sums.ballots.get(section.name, {}).values())
    out.write("META\nkey;value\n")
    for key, value in _meta(manifest, section, ballots):
        out.write(f"{key};{_cell(str(value))}\n")
    out.write("PROJECTS\nproject_id;cost;name\n")
    for project in section.projects:
        out.write(f"{project.id};{project.cost};{_cell(project.title['ko'])}\n")
    points = section.kind_name in ("cumulative", "scoring")
    out.write("VOTES\nvoter_id;group;vote" + (";points\n" if points else "\n"))
    for number, (group, marking) in enumerate(_markings(manifest, opened, section), start=1):
        out.write(f"{number};{group};{_vote(section, marking)}\n")


def _ask(section: Section, path: Path, more: list[str]) -> tuple[str, ...]:
    command = [sys.executable, "-m", "tallying", "count", str(path), "--format", "json"]
    command += ["--lenient", "empty-ballot"]  # marking nothing is lawful in some kinds
    command += [*switches(section), *more]
    try:
        answer = subprocess.run(command, capture_output=True, timeout=SECONDS, check=False)  # noqa: S603
        if answer.returncode == 0:
            return tuple(json.loads(answer.stdout)["funded"])
        words = answer.stderr.decode(errors="replace").strip()[-300:]
    except (subprocess.TimeoutExpired, ValueError, KeyError, TypeError) as error:
        words = repr(error)
    raise Refused(f"the counting library did not count: {words}", section.name)


def switches(section: Section) -> tuple[str, ...]:
    """How the counting library's command line is told the section's rule."""
    terms = section.terms
    return "--rule", terms.rule, "--ties", ",".join(terms.ties), "--quorum", str(terms.quorum)


def is_weighed(section: Section, sums: Sums) -> bool:
    """Whether weights matter: ballots of one group alone, without a score sheet, simply count as votes."""
    groups = sum(count > 0 for count in sums.ballots.get(section.name, {}).values())
    return groups > 1 or bool(section.terms.sheets)


def weights_json(manifest: Manifest, section: Section, sums: Sums) -> str:
    """The weights of the voter groups that have ballots, and the score sheets, for the counting library."""
    present = sums.ballots.get(section.name, {})
    groups = {group.name: group.weight for group in manifest.groups if present.get(group.name)}
    sheets = [asdict(sheet) for sheet in section.terms.sheets]
    return json.dumps({"column": "group", "groups": groups, "sheets": sheets}, ensure_ascii=False)


def conditions_json(section: Section) -> str:
    """Which projects exclude each other and which are paid first, as the counting library reads them."""
    return json.dumps({"conflicts": section.terms.conflicts, "mandatory": section.terms.mandatory})


def _meta(manifest: Manifest, section: Section, ballots: int) -> Iterator[tuple[str, object]]:
    yield from (
        ("description", manifest.title["ko"]),
        ("country", "Korea"),
        ("unit", manifest.log.name),
        ("instance", manifest.opens[:4]),
        ("num_projects", len(section.projects)),
        ("num_votes", ballots),
        ("budget", section.budget),
        ("vote_type", _VOTE_TYPE[section.kind_name]),
        ("rule", section.terms.rule),
        ("date_begin", manifest.opens[:10]),
        ("date_end", manifest.closes[:10]),
    )
    limits = section.limits
    match section.kind_name:
        case "approval" | "ranked":
            yield from (("min_length", limits["min"]), ("max_length", limits["max"]))
        case "knapsack":
            yield "max_sum_cost", limits["spend"]
        case "cumulative":
            yield from (("max_points", limits["max"]), ("max_sum_points", limits["points"]))
        case "yes-no":
            yield from (("min_length", 0), ("max_length", 1))
        case "scoring":
            yield from (("min_points", 0), ("max_points", limits["max"]))


def _markings(manifest: Manifest, opened: Bundle, section: Section) -> Iterator[tuple[str, Marking]]:
    """(voter group, marking) of every opened ballot that does not leave the section out."""
    for name in opened.names:
        folder, _, group = name.partition("/")
        if folder != "plaintexts":
            continue
        style_name, _, voter_group = group.partition(".")
        style = manifest.style_named[style_name]
        if section.name not in style.sections:
            continue
        for line in bundle.lines(opened, name):
            fields = canonical.decode(line[:-1], name)
            if "marking" not in fields:
                continue
            marking = styles.from_json(style, manifest.sections, fields["marking"], name)
            chosen = marking[style.sections.index(section.name)]
            if chosen is not None:
                yield voter_group, chosen


def _vote(section: Section, marking: Marking) -> str:
    """The vote column, and the points column where there is one."""
    if section.kind_name == "yes-no":
        return section.projects[0].id if marking[0] else ""
    if section.kind_name in ("cumulative", "scoring"):
        given = [(section.projects[number].id, points) for number, points in enumerate(marking) if points]
        return ",".join(each for each, _ in given) + ";" + ",".join(str(points) for _, points in given)
    return ",".join(section.projects[number].id for number in marking)


def _list(ids: tuple[str, ...]) -> str:
    return ", ".join(ids) or "nothing"


def _cell(words: str) -> str:
    quoted = '"' in words or ";" in words or "\n" in words
    return '"' + words.replace('"', '""') + '"' if quoted else words
