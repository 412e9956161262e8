"""News for everyone, feeds, what I follow, and what happened to it."""

import hmac
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from flask import (
    Blueprint,
    Response,
    abort,
    current_app,
    jsonify,
    redirect,
    render_template,
    request,
    url_for,
)
from flask.blueprints import BlueprintSetupState
from flask.typing import ResponseReturnValue
from flask_babel import get_locale
from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice  # type: ignore[attr-defined]  # newer than its types

from pb import clock, db
from pb.access import Permission, public, requires
from pb.accounts.letters import link
from pb.accounts.sessions import keys, visitor
from pb.config import Settings
from pb.notices import actions, digests, feeds, naming, queries
from pb.notices.forms import FilterForm, RhythmForm
from pb.notices.kinds import sentence
from pb.notices.models import News
from pb.notices.rules import Rhythm
from pb.notices.topics import KINDS, WORDS, Topic, parted
from pb.town.models import Category, Department, District
from pb.town.queries import districts, listed
from pb.web.formats import korean
from pb.web.forms import Form
from pb.web.paging import Page
from pb.web.preferences import way_back

blueprint = Blueprint("notices", __name__)
PAGE = 20
IN_FEED = 50
ON_HOME = 3
WRONG = 400


@blueprint.record_once
def let_mail_programs_unsubscribe(state: BlueprintSetupState) -> None:
    """RFC 8058: they post without ever having seen a page of ours; the token in the address is the proof."""
    state.app.extensions["csrf"].exempt(f"{__name__}.{unsubscribe.__name__}")


@dataclass(frozen=True)
class Follow:
    """What the button of a topic shows to whoever looks at it."""

    topic: str
    kind: str
    number: int
    on: bool
    has_account: bool


@blueprint.app_template_global("follow_of")
def follow_of(topic: str) -> Follow:
    kind, number = parted(topic)
    found = visitor()
    has_account = found is not None and found.account is not None
    on = found is not None and has_account and queries.is_following(db.session(), found.person, topic)
    return Follow(topic, kind.value, number, on, has_account)


@blueprint.app_template_global("news_on_show")
def news_on_show() -> list[News]:
    """The newest news, for the home page."""
    return queries.newest(db.session(), None, ON_HOME)


@blueprint.app_template_filter("told")
def told(news: News) -> str:
    return sentence(news.kind, news.subject)


def topic_or_404(kind: str, number: int) -> tuple[str, str]:
    """The topic of an address, with its title."""
    if kind not in KINDS:
        abort(404)
    topic = Topic(kind).of(number)
    title = naming.titles(db.session(), [topic]).get(topic)
    return (topic, title) if title is not None else abort(404)


def wanted_topic() -> tuple[str | None, str]:
    """What the visitor wants to see news of, with its title; None for everything."""
    asked = request.args.get("topic", "")
    if not asked:
        return None, ""
    try:
        kind, number = parted(asked)
    except ValueError:
        abort(404)
    return topic_or_404(kind, number)


@blueprint.get("/news")
@public
def page() -> str:
    topic, title = wanted_topic()
    form = FilterForm(topic=topic or "")
    form["topic"].choices = choices(topic, title)
    found = queries.page(db.session(), queries.is_public(topic), page_number(), PAGE)
    return render_template(
        "notices/page.html",
        form=form,
        page=found,
        addresses=addresses(found),
        topic=topic,
        title=title,
        feed=feed_path(topic),
        json=url_for(".as_json", **asked()),
    )


def choices(topic: str | None, title: str) -> list[SelectChoice]:
    """Everything the town is made of, and what is asked for now if it is something else."""
    rows = db.session()
    found = [SelectChoice("", _("Everything"))]
    for kind, listing in (
        (Topic.DISTRICT, districts(rows)),
        (Topic.CATEGORY, listed(rows, Category)),
        (Topic.DEPARTMENT, listed(rows, Department)),
    ):
        found += [SelectChoice(kind.of(one.id), f"{WORDS[kind]}: {name_of(one)}") for one in listing]
    if topic is not None and topic not in [choice.value for choice in found]:
        found.append(SelectChoice(topic, f"{WORDS[parted(topic)[0]]}: {title}"))
    return found


def name_of(one: District | Category | Department) -> str:
    return one.name_ko if korean() else one.name_en


def page_number() -> int:
    return request.args.get("page", 1, type=int)


def asked() -> dict[str, Any]:
    return {"topic": request.args["topic"]} if request.args.get("topic") else {}


def addresses(found: Page[News]) -> dict[int, str]:
    here = request.endpoint or ""
    return {number: url_for(here, page=number, **asked()) for number in found.links if number}


def feed_path(topic: str | None) -> str:
    if topic is None:
        return url_for(".feed")
    kind, number = parted(topic)
    return url_for(".feed_of", kind=kind.value, number=number)


@blueprint.get("/news.json")
@public
def as_json() -> Response:
    topic, _title = wanted_topic()
    found = queries.page(db.session(), queries.is_public(topic), page_number(), PAGE)
    return jsonify(news=[plain(one) for one in found.items], page=found.number, pages=found.last)


def plain(news: News) -> dict[str, Any]:
    return {
        "id": news.id,
        "at": news.at.isoformat(),
        "kind": news.kind,
        "told": told(news),
        "subject": news.subject,
        "words": news.words,
        "address": whole(news.address),
    }


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


def whole(path: str) -> str:
    return settings().address + path


@blueprint.get("/news.atom")
@public
def feed() -> Response:
    return feed_answer(None, _("News"), link(".feed"), link(".page"))


@blueprint.get("/news/<kind>/<int:number>.atom")
@public
def feed_of(kind: str, number: int) -> Response:
    topic, title = topic_or_404(kind, number)
    itself = link(".feed_of", kind=kind, number=number)
    return feed_answer(topic, _("News: %(title)s", title=title), itself, link(".page", topic=topic))


def feed_answer(topic: str | None, title: str, itself: str, page: str) -> Response:
    town = settings().town_ko if korean() else settings().town_en
    host = urlsplit(settings().address).hostname or ""
    made = feeds.Feed(
        title=f"{town} {_('participatory budgeting')} – {title}",
        author=town,
        language=str(get_locale()),
        itself=itself,
        page=page,
        items=[
            feeds.Item(
                f"tag:{host},2026:news/{news.id}", news.at, told(news), news.words, whole(news.address)
            )
            for news in queries.newest(db.session(), topic, IN_FEED)
        ],
    )
    answer = Response(feeds.atom(made), mimetype="application/atom+xml")
    answer.last_modified = made.changed
    answer.add_etag()
    answer.make_conditional(request)
    return answer


def item(news: News, host: str) -> feeds.Item:
    """Its key is a tag (RFC 4151), which stays the same whatever becomes of the page."""
    key = f"tag:{host},2026:news/{news.id}"
    return feeds.Item(key, news.at, told(news), news.words, whole(news.address))


@blueprint.get("/my-news")
@requires(Permission.FOLLOW)
def mine() -> str:
    person, _account = me()
    found = queries.page(db.session(), queries.is_for(person), page_number(), PAGE)
    return render_template("notices/mine.html", page=found, addresses=addresses(found))


def me() -> tuple[int, int]:
    """Person and account of whoever is signed in; only behind the guard."""
    found = visitor()
    assert found is not None and found.account is not None  # noqa: PT018, S101 - the guard let them in
    return found.person, found.account


@blueprint.route("/following", methods=["GET", "POST"])
@requires(Permission.FOLLOW)
def following() -> ResponseReturnValue:
    rows, (person, account) = db.session(), me()
    form = RhythmForm(rhythm=(queries.rhythm(rows, person) or actions.USUAL).value)
    kept = form.validate_on_submit()
    if kept:
        actions.choose_rhythm(rows, person, account, Rhythm(form.typed("rhythm")), clock.now())
    followed = queries.followings(rows, person)
    titles = naming.titles(rows, [one.topic for one in followed])
    shown = [(one, WORDS[parted(one.topic)[0]], titles.get(one.topic, "")) for one in followed]
    answer = render_template("notices/following.html", form=form, kept=kept, followed=shown)
    return answer, WRONG if form.errors else 200


@blueprint.route("/follow/<kind>/<int:number>", methods=["GET", "POST"])
@requires(Permission.FOLLOW)
def follow(kind: str, number: int) -> ResponseReturnValue:
    """A page of its own for whoever had to sign in first; the button on other pages posts here directly."""
    topic, title = topic_or_404(kind, number)
    form, back = Form(), way_back(request.values.get("back", "/following"))
    if form.validate_on_submit():
        actions.follow(db.session(), me()[0], topic, clock.now())
        return redirect(back)
    return render_template(
        "notices/one.html", form=form, word=WORDS[Topic(kind)], title=title, back=back, topic=topic
    )


@blueprint.post("/unfollow/<topic>")
@requires(Permission.FOLLOW)
def unfollow(topic: str) -> ResponseReturnValue:
    """Of what is not there any more, too."""
    actions.unfollow(db.session(), me()[0], topic)
    return redirect(way_back(request.form.get("back", "/following")))


@blueprint.route("/unsubscribe/<int:person>/<token>", methods=["GET", "POST"])
@public
def unsubscribe(person: int, token: str) -> str:
    """For whoever holds a digest, signed in or not. Opening it changes nothing: mail programs look in."""
    if not hmac.compare_digest(digests.stop_token(keys(), person).encode(), token.encode()):
        abort(404)
    done = request.method == "POST"
    if done:
        actions.silence(db.session(), person)
    return render_template("notices/unsubscribe.html", done=done)
