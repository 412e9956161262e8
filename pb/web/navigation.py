"""The way around: the menus, each page in them only if its room is built and its visitor may open it."""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l

from pb.access import ACCESS, Role, may, roles

CONDITIONS = "pb.web.menu_conditions"
WAITING = "pb.web.menu_waiting"

# What most people come for. Keep it short: a phone shows it behind one press.
MENU: tuple[tuple[str, LazyString], ...] = (
    ("web.home", _l("Home")),
    ("voting.booth", _l("Vote")),
    ("cycles.page", _l("This year")),
    ("projects.listed", _l("Projects")),
    ("proposals.listed", _l("Proposals")),
    ("notices.page", _l("News")),
    ("results.page", _l("Results")),
    ("recount.start", _l("Recount")),
)

# Everything else that is public: at the foot of every page.
MORE: tuple[tuple[str, LazyString], ...] = (
    ("town.page", _l("Town")),
    ("calls.listed", _l("Calls of the departments")),
    ("reviews.statistics", _l("Review in figures")),
    ("journal.entries", _l("Journal")),
    ("voting.turnout", _l("Turnout")),
    ("voting.tracker_form", _l("Is my ballot in the box?")),
    ("audit.page", _l("Audit centre")),
    ("opendata.page", _l("Open data")),
    ("web.checked", _l("How it is checked")),
)

# About the person rather than the town; each shown to those who may open it.
PERSONAL: tuple[tuple[str, LazyString], ...] = (
    ("proposals.mine", _l("My proposals")),
    ("notices.mine", _l("My news")),
    ("accounts.overview", _l("My account")),
    ("accounts.sign_in", _l("Sign in")),
)

# The officials' pages; each shown to those who may open it.
WORK: tuple[tuple[str, LazyString], ...] = (
    ("cycles.listed", _l("Plans")),
    ("projects.ballots", _l("Ballot")),
    ("reviews.inbox", _l("Review")),
    ("results.latest", _l("Result")),
    ("voting.desk", _l("Polling place")),
    ("proposals.answers", _l("Answers owed")),
    ("calls.write", _l("Post a call")),
    ("accounts.desk_code", _l("Codes at the desk")),
    ("accounts.roll", _l("Roll")),
    ("accounts.officials", _l("Officials")),
    ("discussion.queue", _l("Reports")),
    ("discussion.expert_list", _l("Verified experts")),
    ("voting.elections", _l("Run the vote")),
    ("voting.trustees", _l("Trustees")),
    ("delivery.listed", _l("Delivery")),
    ("accounts.reads", _l("Reads of personal data")),
)


@dataclass(frozen=True)
class Link:
    """`waiting` is how many things on that page want the visitor."""

    address: str
    label: str
    here: bool
    waiting: int = 0


def menu() -> list[Link]:
    return public_links(MENU)


def more() -> list[Link]:
    return public_links(MORE)


def public_links(pages: tuple[tuple[str, LazyString], ...]) -> list[Link]:
    """Links upward are names: a room that is not there yet is simply not in the menu."""
    room = (request.endpoint or "").partition(".")[0]
    return [
        Link(url_for(endpoint), str(label), is_here(endpoint, room))
        for endpoint, label in pages
        if is_shown(endpoint)
    ]


def show_while(app: Flask, endpoint: str, condition: Callable[[], bool]) -> None:
    """Show a page in a public menu only as long as `condition` holds."""
    app.extensions.setdefault(CONDITIONS, {})[endpoint] = condition


def count_waiting(app: Flask, endpoint: str, counting: Callable[[], int]) -> None:
    """Let the own menus say beside a page how many things wait there for whoever sees it."""
    app.extensions.setdefault(WAITING, {})[endpoint] = counting


def is_shown(endpoint: str) -> bool:
    if endpoint not in current_app.view_functions:
        return False
    condition: Callable[[], bool] | None = current_app.extensions.get(CONDITIONS, {}).get(endpoint)
    return condition is None or holds(condition)


def holds(condition: Callable[[], bool]) -> bool:
    """Several links stand under one condition: each is asked once a page."""
    answers: dict[Callable[[], bool], bool] = g.setdefault("menu_conditions", {})
    if condition not in answers:
        answers[condition] = condition()
    return answers[condition]


def personal() -> list[Link]:
    return own_links(PERSONAL)


def work() -> list[Link]:
    return own_links(WORK)


def own_links(pages: tuple[tuple[str, LazyString], ...]) -> list[Link]:
    waiting: dict[str, Callable[[], int]] = current_app.extensions.get(WAITING, {})
    shown = [(endpoint, url_for(endpoint), str(label)) for endpoint, label in pages if is_for_me(endpoint)]
    here = max((address for _, address, _ in shown if is_under(address)), key=len, default="")
    return [
        Link(address, label, address == here, waiting[endpoint]() if endpoint in waiting else 0)
        for endpoint, address, label in shown
    ]


def is_under(address: str) -> bool:
    """Whether the page is this one or one below it, as `/delivery/3` is below `/delivery`."""
    return f"{request.path}/".startswith(f"{address}/")


def is_for_me(endpoint: str) -> bool:
    """Signing in is for those who are not; everything else for those who may open it."""
    if endpoint not in current_app.view_functions:
        return False
    if endpoint == "accounts.sign_in":
        return Role.MEMBER not in roles()
    return may(getattr(current_app.view_functions[endpoint], ACCESS))


def is_here(endpoint: str, room: str) -> bool:
    return endpoint == request.endpoint or (room != "web" and endpoint.startswith(f"{room}."))


def address_of(endpoint: str) -> str | None:
    """The address of a page, if its room is there."""
    return url_for(endpoint) if endpoint in current_app.view_functions else None


def next_step() -> Link:
    """The one thing to do next, for the big button of the home page."""
    if is_shown("voting.booth"):
        return Link(url_for("voting.booth"), str(_l("Vote now")), here=False)
    recount = address_of("recount.start")
    if recount:
        return Link(recount, str(_l("Recount a vote")), here=False)
    return Link(url_for("web.checked"), str(_l("See how it is checked")), here=False)
