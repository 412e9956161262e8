"""The letter that asks somebody to write along, in both languages, since nobody knows theirs."""

from flask_babel import force_locale
from flask_babel import gettext as _

from pb.accounts.letters import link
from pb.mail import Letter

LANGUAGES = ("ko", "en")


def invitation(email: str, title: str, token: str) -> Letter:
    told, subject = [], ""
    for language in LANGUAGES:
        with force_locale(language):
            subject = subject or _("Will you write a proposal with us?")
            told += [
                _(
                    "Somebody would like to list you as a co-author of the proposal “%(title)s”. Nobody sees "
                    "your address, and nothing happens unless you agree.",
                    title=title,
                ),
                _("Open this link within two weeks to read it and to say yes or no:"),
                link("proposals.invitation", token=token),
            ]
    return Letter(email, subject, "\n\n".join(told) + "\n")
