"""The letters with the codes, as one PDF for the printer. What is printed is kept nowhere."""

import io
from collections.abc import Sequence
from pathlib import Path

import segno
from flask_babel import lazy_gettext as _l

from pb.accounts.roll.actions import Letter
from pb.config import Settings
from pb.web import documents

MOST = 5_000
TOO_MANY = _l("At most 5,000 letters at a time: divide the file, for example by district.")
NONE = _l("Nobody in this file is on the roll without having claimed the place. Take the roll in first.")
TEMPLATE = Path(__file__).with_name("letter.typ")
KOREAN = (
    "주민참여예산에 참여할 수 있는 주민임을 확인하는 코드입니다.",
    "아래 주소를 열거나 QR 코드를 찍은 다음 성명, 생년월일, 코드를 입력해 주세요. 계정이 없어도 됩니다.",
    "코드는 한 번만 쓸 수 있습니다. 아무에게도 알려 주지 마세요. 담당 공무원도 코드를 묻지 않습니다.",
)
ENGLISH = (
    "This code shows that you are a resident who can take part in the town's budget.",
    "Open the address above or scan the QR code, then type your name, birth date and the code. "
    "You need no account. The code works once. Tell it to nobody; no official ever asks for it.",
)


def pdf(letters: Sequence[Letter], address: str, settings: Settings) -> bytes:
    """The letters, tagged for screen readers, in the order of the file."""
    told = {
        "title": f"{settings.town_ko} 주민참여예산 주민 확인 코드",
        "address": address,
        "korean": KOREAN,
        "english": ENGLISH,
        "letters": [{"name": one.name, "address": one.address, "code": one.code} for one in letters],
    }
    picture = io.BytesIO()
    segno.make(address, error="m").save(picture, kind="svg", border=2)
    return documents.pdf(TEMPLATE, told, {"qr.svg": picture.getvalue()})
