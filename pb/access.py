"""Who may open which page. Every view says so on its own line, or the app refuses to start."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, current_app, g, redirect, request, url_for
from werkzeug.exceptions import Forbidden
from werkzeug.wrappers import Response

View = TypeVar("View", bound=Callable[..., Any])
ACCESS = "__pb_access__"
PUBLIC = "public"


class Role(StrEnum):
    """Whom the town may take a person for; see the product's table of people."""

    VISITOR = "visitor"
    MEMBER = "member"
    RESIDENT = "resident"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    TRUSTEE = "trustee"
    ADMINISTRATOR = "administrator"
    PROTECTOR = "protector"


class Permission(StrEnum):
    """What can be allowed, as `<thing>.<verb>`."""

    RECOUNT = "election.recount"
    KEEP_ACCOUNT = "account.keep"
    APPOINT = "official.appoint"
    KEEP_ROLL = "roll.keep"
    GIVE_CODE = "code.give"
    KEEP_TOWN = "town.keep"
    PLAN_CYCLE = "cycle.plan"
    COMPOSE_BALLOT = "ballot.compose"
    WRITE_PROPOSAL = "proposal.write"
    SEAT_OFFICIALS = "department.seat"
    ASSIGN_REVIEW = "review.assign"
    OPEN_DOSSIER = "dossier.open"
    FOLLOW = "news.follow"
    RUN_COMMITTEE = "committee.run"
    DISCUSS = "discussion.speak"
    FIND_USEFUL = "discussion.find-useful"
    REPORT_POST = "discussion.report"
    ANSWER = "discussion.answer"
    SUMMARISE = "discussion.summarise"
    MODERATE = "discussion.moderate"
    NAME_EXPERT = "expert.name"
    NOTE_INCIDENT = "incident.note"
    RUN_ELECTION = "election.run"
    HOLD_KEY = "key.hold"
    TRY_VOTE = "rehearsal.join"
    PUBLISH_RESULT = "result.publish"
    CHECK_IN = "arrival.check"
    ANSWER_PROPOSAL = "proposal.answer"
    SET_THRESHOLD = "threshold.set"
    MERGE = "proposal.merge"
    FORWARD = "proposal.forward"
    REFILE = "proposal.refile"
    POST_CALL = "call.post"
    REPORT_DELIVERY = "delivery.report"
    NOTE_COUNCIL = "council.note"
    SEE_READS = "reads.see"
    PRINT_PAPERS = "papers.print"


GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.RECOUNT: frozenset(Role),
    Permission.KEEP_ACCOUNT: frozenset((Role.MEMBER,)),
    Permission.APPOINT: frozenset((Role.ADMINISTRATOR,)),
    Permission.KEEP_ROLL: frozenset((Role.COORDINATOR, Role.ADMINISTRATOR)),
    Permission.GIVE_CODE: frozenset((Role.CLERK,)),
    Permission.KEEP_TOWN: frozenset((Role.COORDINATOR, Role.ADMINISTRATOR)),
    Permission.PLAN_CYCLE: frozenset((Role.COORDINATOR,)),
    Permission.COMPOSE_BALLOT: frozenset((Role.COORDINATOR,)),
    Permission.WRITE_PROPOSAL: frozenset((Role.MEMBER,)),
    Permission.SEAT_OFFICIALS: frozenset((Role.COORDINATOR, Role.ADMINISTRATOR)),
    Permission.ASSIGN_REVIEW: frozenset((Role.COORDINATOR,)),
    Permission.OPEN_DOSSIER: frozenset((Role.REVIEWER, Role.COORDINATOR)),
    Permission.FOLLOW: frozenset((Role.MEMBER,)),
    Permission.RUN_COMMITTEE: frozenset((Role.COORDINATOR,)),
    Permission.DISCUSS: frozenset((Role.MEMBER,)),
    Permission.FIND_USEFUL: frozenset((Role.RESIDENT,)),
    Permission.REPORT_POST: frozenset((Role.MEMBER, Role.RESIDENT)),
    Permission.ANSWER: frozenset((Role.REVIEWER, Role.COORDINATOR)),
    Permission.SUMMARISE: frozenset((Role.REVIEWER, Role.COORDINATOR)),
    Permission.MODERATE: frozenset((Role.COORDINATOR, Role.ADMINISTRATOR)),
    Permission.NAME_EXPERT: frozenset((Role.COORDINATOR,)),
    Permission.NOTE_INCIDENT: frozenset((Role.COORDINATOR,)),
    Permission.RUN_ELECTION: frozenset((Role.COORDINATOR,)),
    Permission.HOLD_KEY: frozenset((Role.TRUSTEE,)),
    Permission.TRY_VOTE: frozenset(
        (Role.REVIEWER, Role.COORDINATOR, Role.CLERK, Role.TRUSTEE, Role.ADMINISTRATOR)
    ),
    Permission.PUBLISH_RESULT: frozenset((Role.COORDINATOR, Role.ADMINISTRATOR)),
    Permission.CHECK_IN: frozenset((Role.CLERK,)),
    Permission.ANSWER_PROPOSAL: frozenset((Role.REVIEWER, Role.COORDINATOR)),
    Permission.SET_THRESHOLD: frozenset((Role.COORDINATOR,)),
    Permission.MERGE: frozenset((Role.COORDINATOR,)),
    Permission.FORWARD: frozenset((Role.COORDINATOR,)),
    Permission.REFILE: frozenset((Role.COORDINATOR,)),
    Permission.POST_CALL: frozenset((Role.COORDINATOR, Role.REVIEWER)),
    Permission.REPORT_DELIVERY: frozenset((Role.REVIEWER, Role.COORDINATOR)),
    Permission.NOTE_COUNCIL: frozenset((Role.COORDINATOR,)),
    Permission.SEE_READS: frozenset((Role.PROTECTOR,)),
    Permission.PRINT_PAPERS: frozenset((Role.CLERK, Role.COORDINATOR)),
}

# Roles that the town gives to its own people: with a reason, in the journal, and behind a second factor.
OFFICES = frozenset(
    (Role.REVIEWER, Role.COORDINATOR, Role.CLERK, Role.TRUSTEE, Role.ADMINISTRATOR, Role.PROTECTOR)
)


class Undeclared(Exception):
    """Some routes say nothing about who may open them; the message names them."""


def public(view: View) -> View:
    """Anyone may open this page."""
    setattr(view, ACCESS, PUBLIC)
    return view


def requires(permission: Permission) -> Callable[[View], View]:
    """Only a role that holds `permission` may open this page."""

    def mark(view: View) -> View:
        setattr(view, ACCESS, permission)
        return view

    return mark


def init_app(app: Flask) -> None:
    """Guard every route. Raises Undeclared if one says nothing. Called when all routes are known."""
    silent = sorted(name for name, view in app.view_functions.items() if not hasattr(view, ACCESS))
    if silent:
        raise Undeclared(f"these routes need @public or @requires(...): {', '.join(silent)}")
    app.before_request(guard)


def roles() -> frozenset[Role]:
    """The roles of whoever sends this request."""
    found: frozenset[Role] = g.get("roles", frozenset({Role.VISITOR}))
    return found


def may(permission: Permission) -> bool:
    return not GRANTS[permission].isdisjoint(roles())


def guard() -> Response | None:
    if request.endpoint is None:
        return None
    needed = getattr(current_app.view_functions[request.endpoint], ACCESS)
    return None if needed == PUBLIC or may(needed) else refuse(needed)


def refuse(needed: Permission) -> Response:
    """Send on whoever only has to sign in or to show the second factor; all others may not come in."""
    if request.method in ("GET", "HEAD") and "accounts.sign_in" in current_app.view_functions:
        if Role.MEMBER not in roles():
            return redirect(url_for("accounts.sign_in", next=request.full_path.rstrip("?")))
        if not GRANTS[needed].isdisjoint(g.get("roles_asleep", frozenset())):
            return redirect(url_for("accounts.second_factor"))
    raise Forbidden
