"""When a ballot may be composed, what fits where, and what keeps the bulletin from being published."""

import hashlib
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime

from flask_babel import gettext, ngettext
from flask_babel import lazy_gettext as _l

from ballots.styles import MESSAGE_BITS
from pb.cycles.phases import PHASES, Activity
from pb.cycles.plan import Ballot, Plan, Scope
from pb.errors import Refused
from pb.projects.contests import Contest, space
from pb.projects.models import Project
from pb.projects.queries import OfficialBallot
from pb.reviews.rules import Reconciliation
from pb.web.formats import korean, won

CHOICES = frozenset((Ballot.APPROVAL, Ballot.RANKED))


def _(sentence: str, **values: object) -> str:
    return str(gettext(sentence, **values))


class Frozen(Refused):
    why = _l(
        "The ballot is published. Nothing on it can be changed any more; this attempt is in the journal."
    )


class NotNow(Refused):
    why = _l("The ballot is composed after the department review, and before anybody votes.")


class NoDistrict(Refused):
    why = _l("In this section each district has its own list, and this proposal belongs to no district.")


class NoCategory(Refused):
    why = _l("This section is for one field, and this proposal belongs to no category.")


class OtherField(Refused):
    why = _l("Projects of this category stand in another section already. One category belongs to one field.")


class NotFeasible(Refused):
    why = _l("Only a proposal that was found feasible can come on the ballot, and only once.")


class SameProject(Refused):
    why = _l("Choose two different projects.")


def may_compose(plan: Plan, at: datetime) -> bool:
    """From the beginning of the phase in which projects are chosen until voting begins."""
    first = [span.starts for span in plan.spans if Activity.CHOOSE_FOR_BALLOT in PHASES[span.phase].allows]
    votes = [span.starts for span in plan.spans if Activity.VOTE in PHASES[span.phase].allows]
    return plan.published and bool(first and votes) and min(first) <= at < min(votes)


def check_scope(
    scope: Scope, section: int, district: int | None, category: int | None, fields: Mapping[int, int]
) -> None:
    """Raise unless a project may stand in the section; `fields` says which section a category belongs to."""
    if scope is Scope.DISTRICT and district is None:
        raise NoDistrict
    if scope is Scope.CATEGORY:
        if category is None:
            raise NoCategory
        if fields.get(category, section) != section:
            raise OtherField


def drawn(projects: Sequence[Project], seed: str) -> list[Project]:
    """The projects of one section in the order that anyone can draw again from the public seed.

    They are sorted by the SHA-256 of the seed, a slash and the number of the proposal (of the project, if
    it has none).
    """
    return sorted(projects, key=lambda one: lot(seed, one.proposal_id or one.id))


def lot(seed: str, number: int) -> str:
    return hashlib.sha256(f"{seed}/{number}".encode()).hexdigest()


def called(project: Project) -> str:
    return f"{project.number}. {project.title_ko if korean() else project.title_en}"


def name_of(contest: Contest) -> str:
    """What a contest is called, in the visitor's language."""
    section = contest.section.name_ko if korean() else contest.section.name_en
    if contest.district is None:
        return section
    return f"{section} · {contest.district.name_ko if korean() else contest.district.name_en}"


def faults(ballot: OfficialBallot, parts: Sequence[Contest]) -> list[str]:
    """What keeps the bulletin from being published, a sentence each; none if the ballot is in order."""
    return [*empty(ballot), *too_dear(parts), *too_few(parts), *bound(ballot, parts), *too_long(parts)]


def empty(ballot: OfficialBallot) -> Iterator[str]:
    for each in ballot.sections:
        if not each.projects:
            name = each.section.name_ko if korean() else each.section.name_en
            yield _("Section “%(name)s” has no project.", name=name)


def too_dear(parts: Sequence[Contest]) -> Iterator[str]:
    for part in parts:
        for project in part.projects:
            if project.cost > part.budget:
                yield _(
                    "“%(project)s” costs %(cost)s, but “%(section)s” has only %(budget)s.",
                    project=called(project),
                    cost=won(project.cost),
                    section=name_of(part),
                    budget=won(part.budget),
                )


def too_few(parts: Sequence[Contest]) -> Iterator[str]:
    for part in parts:
        most, least, projects = part.section.most, part.section.least, len(part.projects)
        if part.section.ballot in CHOICES and projects and most is not None and most > projects:
            yield _(
                "“%(section)s” asks for up to %(most)s choices, but has only %(projects)s projects.",
                section=name_of(part),
                most=most,
                projects=projects,
            )
        if part.district is not None and not projects and least != 0:
            yield _(
                "“%(section)s” has no project: its voters would have nothing to choose.",
                section=name_of(part),
            )
        if part.section.ballot == Ballot.YES_NO and projects > 1:
            yield _(
                "“%(section)s” asks yes or no, which can be about one project only.", section=name_of(part)
            )


def bound(ballot: OfficialBallot, parts: Sequence[Contest]) -> Iterator[str]:
    """Mandatory projects must be payable together, and may not exclude each other."""
    for part in parts:
        cost = sum(project.cost for project in part.projects if project.code in ballot.mandatory)
        if cost > part.budget:
            yield _(
                "The mandatory projects of “%(section)s” cost %(cost)s together; it has only %(budget)s.",
                section=name_of(part),
                cost=won(cost),
                budget=won(part.budget),
            )
    for pair in ballot.conflicts:
        if pair <= ballot.mandatory:
            yield _(
                "%(pair)s are both mandatory, but exclude each other.",
                pair=" + ".join(sorted(called(p) for p in ballot.projects if p.code in pair)),
            )


def too_long(parts: Sequence[Contest]) -> Iterator[str]:
    """Every marking of one voter's ballot must fit into one sealed message."""
    if any(True for _fault in too_few(parts)) or any(not part.projects for part in parts):
        return
    shared = sum(space(part) for part in parts if part.district is None)
    longest = max((space(part) for part in parts if part.district), default=0)
    if shared + longest > MESSAGE_BITS:
        yield _(
            "One ballot would need %(bits)s bits; %(fit)s fit into a sealed ballot. Use fewer projects or "
            "choices.",
            bits=shared + longest,
            fit=MESSAGE_BITS,
        )


def waiting(numbers: Mapping[str, int]) -> Iterator[str]:
    """Proposals without an end: the year's statistics could not reconcile."""
    open_ones = sum(numbers.get(state, 0) for state in ("received", "in-review"))
    if open_ones:
        yield str(
            ngettext(
                "%(num)s proposal still waits for its answer.",
                "%(num)s proposals still wait for their answer.",
                open_ones,
            )
        )
    left = numbers.get("feasible", 0)
    if left:
        yield str(
            ngettext(
                "%(num)s feasible proposal is not on the ballot. Put it on, or correct the decision.",
                "%(num)s feasible proposals are not on the ballot. Put them on, or correct the decision.",
                left,
            )
        )


def unmet(sums: Reconciliation) -> Iterator[str]:
    """The year's figures of the review: their sum must meet, and a decision stand behind each answer."""
    if sums.received != sums.together:
        yield _(
            "%(received)s proposals were received, but the figures of the review account for %(together)s.",
            received=sums.received,
            together=sums.together,
        )
    if sums.unanswered:
        yield str(
            ngettext(
                "%(num)s proposal has no decision of a department to show to its proposer.",
                "%(num)s proposals have no decision of a department to show to their proposers.",
                sums.unanswered,
            )
        )


def lost(projects: Sequence[Project]) -> Iterator[str]:
    """Projects whose proposal was withdrawn, merged or decided anew after they were picked."""
    for project in projects:
        yield _("The proposal behind “%(project)s” is not feasible any more.", project=called(project))
