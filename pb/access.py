"""Who may open which page. Every view says so on its own line, or the app refuses to start."""

from collections.abc import Callable
from enum import StrEnum
from typing import Any, TypeVar

from flask import Flask, abort, current_app, g, request

View = TypeVar("View", bound=Callable[..., Any])
ACCESS = "__pb_access__"
PUBLIC = "public"


class Role(StrEnum):
    """Whom the town may take a person for; see the product's table of people."""

    VISITOR = "visitor"
    RESIDENT = "resident"
    REVIEWER = "reviewer"
    COORDINATOR = "coordinator"
    CLERK = "clerk"
    TRUSTEE = "trustee"
    ADMINISTRATOR = "administrator"


class Permission(StrEnum):
    """What can be allowed, as `<thing>.<verb>`."""

    RECOUNT = "election.recount"


GRANTS: dict[Permission, frozenset[Role]] = {
    Permission.RECOUNT: frozenset(Role),
}


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


def guard() -> None:
    if request.endpoint is None:
        return
    needed = getattr(current_app.view_functions[request.endpoint], ACCESS)
    if needed != PUBLIC and not may(needed):
        abort(403)
