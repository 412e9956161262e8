"""Codes by mail or by text message. Neither an address nor a phone number is kept with the roll."""

import hashlib
import hmac
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime
from http.client import HTTPException
from urllib.error import URLError
from urllib.request import HTTPRedirectHandler, Request, build_opener

from flask_babel import force_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from sqlalchemy.orm import Session

from pb import mail
from pb.accounts.letters import link
from pb.accounts.roll.actions import give_code, line_digest, open_place, set_code
from pb.accounts.roll.reading import Resident, Roll
from pb.accounts.secrets import Keys, new_code
from pb.config import Settings
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from pb.journal.seal import Seal
from pb.mail import Letter

MOST_TEXTS = 500
SECONDS = 5
# So many refusals one after the other mean that the service is down: the rest would only wait.
PATIENCE = 3
TOO_MANY_TEXTS = _l("At most 500 text messages at a time: divide the file, for example by district.")
NO_ADDRESS = _l("Nobody in this file has an address for this and an unclaimed place on the roll.")


class NoRedirect(HTTPRedirectHandler):
    """A phone number goes to the address that the operator chose and to no other."""

    def redirect_request(self, *_args: object, **_more: object) -> None:
        return None


OPENER = build_opener(NoRedirect)


@dataclass(frozen=True)
class Sent:
    """To which places on the roll codes were handed over, and the lines of the file for which that failed."""

    places: tuple[int, ...]
    failed: tuple[int, ...] = ()

    @property
    def codes(self) -> int:
        return len(self.places)


def by_mail(
    rows: Session, keys: Keys, seal: Seal, roll: Roll, office: Office, reason: str, at: datetime
) -> Sent:
    """A letter with a new code to each who has an e-mail address in the file and an unclaimed place."""
    places = []
    for one in roll.residents:
        line = line_digest(keys, one.name, one.birth, one.address)
        given = give_code(rows, keys, line) if one.email else None
        if given is not None:
            code, place = given
            mail.post(rows, letter(one, code), at)
            places.append(place)
    return told(rows, seal, office, reason, at, "mail", Sent(tuple(places)))


def by_text(
    rows: Session,
    keys: Keys,
    seal: Seal,
    roll: Roll,
    office: Office,
    reason: str,
    at: datetime,
    send: Callable[[str, str], bool],
) -> Sent:
    """A text message with a new code to each who has a phone number. An old code stops working only when
    the new one was taken over by the service."""
    places, failed, down = [], [], 0
    for one, line, place in reachable(rows, keys, roll):
        code = new_code()
        if down < PATIENCE and send(one.phone, words(code)):
            set_code(rows, keys, line, code)
            places.append(place)
            down = 0
        else:
            failed.append(one.line)
            down += 1
    return told(rows, seal, office, reason, at, "sms", Sent(tuple(places), tuple(failed)))


def reachable(rows: Session, keys: Keys, roll: Roll) -> Iterator[tuple[Resident, str, int]]:
    for one in roll.residents:
        line = line_digest(keys, one.name, one.birth, one.address)
        place = open_place(rows, line) if one.phone else None
        if place is not None:
            yield one, line, place


def told(rows: Session, seal: Seal, office: Office, reason: str, at: datetime, way: str, sent: Sent) -> Sent:
    facts = {"letters": str(sent.codes), "failed": str(len(sent.failed)), "way": way}
    record(rows, seal, Act(Kind.CODES_SENT, office, facts, reason), at)
    return sent


def in_both(say: Callable[[], str]) -> str:
    """Nobody's language is known, so everything is said in both."""
    parts = []
    for language in ("ko", "en"):
        with force_locale(language):
            parts.append(say())
    return "\n".join(parts)


def letter(resident: Resident, code: str) -> Letter:
    def text() -> str:
        return str(
            _(
                "With this code you show that you are a resident who takes part in the town's budget. Open "
                "the address and type your name, birth date and the code. No official ever asks for it."
            )
        )

    with force_locale("ko"):
        subject = str(_("Your code for the participatory budget"))
    address = link("accounts.residence")
    return Letter(resident.email, subject, f"{in_both(text)}\n\n{code}\n{address}\n")


def words(code: str) -> str:
    """A text message: short, in both languages."""
    return f"주민참여예산 코드 Code {code}\n{link('accounts.residence')}"


def texter(settings: Settings) -> Callable[[str, str], bool]:
    """Hands a text over to the town's own service: POST as JSON, signed by HMAC-SHA-256 over the body."""

    def send(phone: str, text: str) -> bool:
        body = json.dumps({"phone": phone, "text": text}, ensure_ascii=False).encode()
        signature = hmac.new(settings.sms_key.encode(), body, hashlib.sha256).hexdigest()
        headers = {"Content-Type": "application/json", "X-Signature": f"sha256={signature}"}
        try:
            with OPENER.open(Request(settings.sms_url, body, headers), timeout=SECONDS) as answer:  # noqa: S310  # the operator's own address, checked at the start
                return bool(200 <= answer.status < 300)
        except (URLError, OSError, HTTPException):
            return False

    return send
