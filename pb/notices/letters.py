"""The letters that tell of news. Nobody's language is kept, so they say everything in both."""

from flask import current_app
from flask_babel import force_locale

from pb.config import Settings
from pb.mail import Letter
from pb.notices.event import Event
from pb.notices.kinds import TELLS


def of_event(email: str, event: Event) -> Letter:
    settings: Settings = current_app.extensions["pb.settings"]
    told = []
    for language in ("ko", "en"):
        with force_locale(language):
            told.append(str(TELLS[event.kind]) % {"subject": event.subject})
    parts = (*told, *([event.words] if event.words else []), settings.address + event.address)
    return Letter(email, told[0][:200], "\n\n".join(parts) + "\n")
