"""The mails about one's own ballot: it is in the box, or paper took its place. Never what is in it."""

from flask import current_app
from flask_babel import LazyString, force_locale
from flask_babel import lazy_gettext as _l

from pb.accounts.letters import link
from pb.config import Settings
from pb.mail import Letter

IN_THE_BOX = _l(
    "%(town)s: a ballot was put into the box in your name. You can change your vote until "
    "voting closes; the last ballot counts. If it was not you, tell the town at once."
)
PAPER = _l(
    "%(town)s: a paper ballot was handed out to you at the polling place. The ballot that you had cast "
    "online does not count any more. If it was not you, tell the town at once."
)

DEVICE = _l(
    "%(town)s: a device was handed to you at the polling place, so that you can vote on it. If it was not "
    "you, tell the town at once; vote online or at the polling place again, and the last ballot counts."
)


def in_the_box(email: str, tracker: str) -> Letter:
    address = link("voting.tracker", written=tracker)
    return letter(email, _l("Your ballot is in the box"), IN_THE_BOX, address)


def paper_instead(email: str) -> Letter:
    return letter(email, _l("You vote on paper"), PAPER, link("cycles.page"))


def device_handed(email: str) -> Letter:
    return letter(email, _l("You vote at the polling place"), DEVICE, link("cycles.page"))


def letter(email: str, subject: LazyString, text: LazyString, address: str) -> Letter:
    """In both languages: nobody's language is kept."""
    settings: Settings = current_app.extensions["pb.settings"]
    told = []
    for language, town in (("ko", settings.town_ko), ("en", settings.town_en)):
        with force_locale(language):
            told.append(str(text) % {"town": town})
    with force_locale("ko"):
        title = str(subject)
    return Letter(email, title, "\n\n".join((*told, address)) + "\n")
