"""From bytes to an election."""

from collections.abc import Iterable
from dataclasses import dataclass
from os import PathLike
from pathlib import Path
from types import MappingProxyType

import numpy as np

from tallying.badfile import BadFile
from tallying.election import Election, Kind
from tallying.pabulib import patient, quick
from tallying.pabulib.head import Head, read_head
from tallying.pabulib.lawful import WITH_POINTS, check
from tallying.pabulib.leniency import STRICT, Leniency, Notice, Tolerance
from tallying.pabulib.marks import GROUP, POINTS, Marks
from tallying.pabulib.rows import text_of
from tallying.profile import Profile

MOST_BYTES = 1 << 30


@dataclass(frozen=True, slots=True)
class Reading:
    """An election, and the leniencies that reading it took."""

    election: Election
    notices: tuple[Notice, ...] = ()


def read(path: str | PathLike[str], lenient: Iterable[Leniency] = STRICT) -> Election:
    """The election in a .pb file. Raises BadFile for whatever is not strict and not named in `lenient`."""
    return parse(bytes_of(path), str(path), lenient).election


def bytes_of(path: str | PathLike[str], limit: int = MOST_BYTES) -> bytes:
    """The content of an ordinary file of at most `limit` bytes. Raises BadFile."""
    file = Path(path)
    try:
        if not file.exists():
            raise BadFile(str(path), None, "no-file")
        if not file.is_file():
            raise BadFile(str(path), None, "not-a-file")
        if file.stat().st_size > limit:
            raise BadFile(str(path), None, "too-big", limit=limit)
        return file.read_bytes()
    except (OSError, ValueError) as wrong:
        if isinstance(wrong, BadFile):
            raise
        raise BadFile(str(path), None, "unreadable", why=getattr(wrong, "strerror", None) or wrong) from None


def parse(data: bytes, name: str, lenient: Iterable[Leniency] = STRICT) -> Reading:
    """The election in the bytes of a .pb file called `name`. Raises BadFile."""
    tolerance = Tolerance(name, lenient)
    if len(data) > MOST_BYTES:
        tolerance.refuse("too-big", None, limit=MOST_BYTES)
    text = text_of(data, tolerance)
    head = read_head(text, tolerance)
    ids = [project.id for project in head.projects]
    _check_columns(head, tolerance)
    marks = quick.read_ballots(text, head.votes, ids)
    if marks is None:
        marks = patient.read_ballots(text, head.votes, ids, tolerance)
    profile = _profile(head, marks)
    check(head, marks, profile, tolerance)
    return Reading(_election(head, profile), tolerance.notices())


def _check_columns(head: Head, tolerance: Tolerance) -> None:
    has, takes = POINTS in head.votes.columns, head.kind in WITH_POINTS
    if takes and not has:
        tolerance.refuse("no-column", head.votes.line, column=POINTS)
    if has and not takes:
        tolerance.refuse("needless-points", head.votes.line)


def _profile(head: Head, marks: Marks) -> Profile:
    points = marks.points
    if head.kind is Kind.ORDINAL:
        lengths = np.diff(marks.starts)
        points = np.arange(len(marks.projects)) - np.repeat(marks.starts[:-1], lengths)
    profile = Profile(len(head.projects), marks.starts, marks.projects, points, marks.columns)
    return profile.grouped(marks.columns[GROUP]) if GROUP in marks.columns else profile


def _counts(profile: Profile) -> dict[str, str]:
    return {"num_projects": str(profile.n_projects), "num_votes": str(profile.n_voters)}


def _election(head: Head, profile: Profile) -> Election:
    return Election(
        projects=head.projects,
        budget=head.budget,
        profile=profile,
        kind=head.kind,
        limits=head.limits,
        meta=MappingProxyType({**head.meta, **_counts(profile)}),
        decimals=head.decimals,
        conflicts=head.conflicts,
        mandatory=head.mandatory,
        sections=head.sections,
    )
