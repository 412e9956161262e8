"""The letters that tell of news. Nobody's language is kept, so they say everything in both."""

from collections.abc import Callable, Sequence

from flask import current_app
from flask_babel import force_locale, ngettext
from flask_babel import gettext as _

from pb.accounts.letters import link
from pb.config import Settings
from pb.mail import Letter
from pb.notices.event import Event
from pb.notices.kinds import sentence
from pb.notices.models import News

LONGEST_SUBJECT = 200
# A letter stays short; the page has the rest.
SHOWN = 30
WORDS = 300


def settings() -> Settings:
    found: Settings = current_app.extensions["pb.settings"]
    return found


def in_both(say: Callable[[], str]) -> tuple[str, str]:
    """The same in Korean and in English."""
    told = []
    for language in ("ko", "en"):
        with force_locale(language):
            told.append(say())
    return told[0], told[1]


def cut(words: str) -> str:
    return words if len(words) <= WORDS else f"{words[: WORDS - 1]}…"


def of_event(email: str, event: Event) -> Letter:
    told = in_both(lambda: sentence(event.kind, event.subject))
    parts = (*told, *([event.words] if event.words else []), settings().address + event.address)
    return Letter(email, told[0][:LONGEST_SUBJECT], "\n\n".join(parts) + "\n")


def of_digest(email: str, news: Sequence[News], stop: str) -> Letter:
    """What happened, the newest first; one press at the address `stop` ends such letters."""
    more = len(news) - SHOWN
    subject = in_both(
        lambda: ngettext("%(num)s piece of news for you", "%(num)s pieces of news for you", len(news))
    )
    parts = [*in_both(lambda: _("This is what happened to what you follow."))]
    parts += [of_one(one) for one in news[:SHOWN]]
    if more > 0:
        parts += [*in_both(lambda: _("and %(number)s more:", number=more)), link("notices.mine")]
    parts += [*in_both(lambda: _("You get this letter because you follow these. One press stops it:")), stop]
    title = f"[{settings().town_ko}] {subject[0]} · {subject[1]}"
    return Letter(email, title[:LONGEST_SUBJECT], "\n\n".join(parts) + "\n", unsubscribe=stop)


def of_one(news: News) -> str:
    told = in_both(lambda: sentence(news.kind, news.subject))
    words = [cut(news.words)] if news.words else []
    return "\n".join(("■ " + told[0], told[1], *words, settings().address + news.address))
