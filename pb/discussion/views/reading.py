"""Reading a discussion: on the page of its proposal, on a page of its own, thread by thread."""

from dataclasses import dataclass

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from pb import clock, db
from pb.access import Permission, may, public
from pb.accounts.sessions import visitor
from pb.discussion import places, queries, summaries
from pb.discussion.models import Post, Summary
from pb.discussion.moderation.queries import figures
from pb.discussion.moderation.rules import GROUNDS, Ground
from pb.discussion.queries import Answered, Threads
from pb.discussion.rules import STANCES, Order, Stance, is_editable
from pb.discussion.views.page import blueprint, page_number, post_of, proposal_of
from pb.notices.topics import Topic

ON_PROPOSAL, ON_PAGE, REPLIES, ON_HOME = 3, 10, 20, 2


@dataclass(frozen=True)
class Viewer:
    """Who looks, as far as buttons depend on it."""

    person: int | None
    is_resident: bool
    may_answer: bool
    may_moderate: bool
    may_summarise: bool


@dataclass(frozen=True)
class Talk:
    """A discussion, or the part of it that a page shows."""

    number: int
    title: str
    topic: str
    is_open: bool
    viewer: Viewer
    order: Order
    threads: Threads
    summary: Summary | None


def viewer() -> Viewer:
    found = visitor()
    return Viewer(
        person=found.person if found else None,
        is_resident=found is not None and found.district is not None,
        may_answer=may(Permission.ANSWER),
        may_moderate=may(Permission.MODERATE),
        may_summarise=may(Permission.SUMMARISE),
    )


def talk(number: int, order: Order, page: int, size: int) -> Talk:
    rows, proposal, who = db.session(), proposal_of(number), viewer()
    return Talk(
        number=number,
        title=places.title(rows, proposal),
        topic=Topic.PROPOSAL.of(number),
        is_open=places.is_open_now(rows, proposal, clock.now()),
        viewer=who,
        order=order,
        threads=queries.threads(rows, number, order, page, size, who.person),
        summary=summaries.newest(rows, number),
    )


@blueprint.app_template_global("discussion_of")
def discussion_of(number: int) -> Talk:
    """What the page of a proposal shows: the most useful of each kind."""
    return talk(number, Order.USEFUL, 1, ON_PROPOSAL)


@blueprint.app_template_global("answers_on_show")
def answers_on_show() -> list[Answered]:
    """The latest answers of offices, for the home page."""
    return queries.latest_answers(db.session(), ON_HOME)


@blueprint.app_template_filter("can_be_edited")
def can_be_edited(post: Post) -> bool:
    return is_editable(post.at, clock.now())


@blueprint.app_template_filter("stance_title")
def stance_title(stance: str) -> str:
    return str(STANCES[Stance(stance)])


@blueprint.app_template_filter("ground_title")
def ground_title(ground: str) -> str:
    return str(GROUNDS[Ground(ground)])


@blueprint.app_template_filter("discussion_fact")
def discussion_fact(fact: str, name: str) -> str:
    """A fact of the journal in the visitor's words, where it is a word of this room."""
    return str(GROUNDS[Ground(fact)]) if name == "ground" and fact in GROUNDS else fact


@blueprint.app_template_filter("path_of_post")
def path_of_post(post: Post) -> str:
    return places.path(post)


def asked_order() -> Order:
    asked = request.args.get("sort", "")
    return Order(asked) if asked in {order.value for order in Order} else Order.NEWEST


@blueprint.get("/proposals/<int:number>/discussion")
@public
def of_proposal(number: int) -> str:
    found = talk(number, asked_order(), page_number(), ON_PAGE)
    addresses = {
        one: url_for(".of_proposal", number=number, sort=found.order.value, page=one)
        for one in found.threads.page.links
        if one
    }
    return render_template("discussion/page.html", talk=found, addresses=addresses)


@blueprint.get("/discussion/<int:post>")
@public
def thread(post: int) -> ResponseReturnValue:
    """A thread with all its replies; a reply's own number leads to its thread."""
    found, rows, who = post_of(post), db.session(), viewer()
    if found.parent_id is not None:
        return redirect(places.path(found))
    proposal = proposal_of(found.proposal_id)
    page = queries.replies(rows, post, page_number(), REPLIES, who.person)
    return render_template(
        "discussion/thread.html",
        voice=queries.one(rows, post, who.person),
        page=page,
        addresses={one: url_for(".thread", post=post, page=one) for one in page.links if one},
        number=proposal.id,
        title=places.title(rows, proposal),
        viewer=who,
        is_open=places.is_open_now(rows, proposal, clock.now()),
    )


@blueprint.get("/proposals/<int:number>/discussion/summary")
@public
def summary_versions(number: int) -> str:
    proposal, rows = proposal_of(number), db.session()
    return render_template(
        "discussion/summaries.html",
        number=number,
        title=places.title(rows, proposal),
        versions=summaries.versions(rows, number),
        may_summarise=may(Permission.SUMMARISE),
    )


@blueprint.get("/discussion/figures")
@public
def public_figures() -> str:
    return render_template("discussion/figures.html", figures=figures(db.session()))
