"""The mail after voting: that a ballot is in the box, never what is in it."""

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _

from pb.accounts.letters import link
from pb.config import Settings
from pb.mail import Letter


def in_the_box(email: str, tracker: str) -> Letter:
    """In both languages: nobody's language is kept."""
    settings: Settings = current_app.extensions["pb.settings"]
    address = link("voting.tracker", written=tracker)
    told = []
    for language, town in (("ko", settings.town_ko), ("en", settings.town_en)):
        with force_locale(language):
            told.append(
                _(
                    "%(town)s: a ballot was put into the box in your name. You can change your vote until "
                    "voting closes; the last ballot counts. If it was not you, tell the town at once.",
                    town=town,
                )
            )
    with force_locale("ko"):
        subject = _("Your ballot is in the box")
    return Letter(email, subject, "\n\n".join((*told, address)) + "\n")
