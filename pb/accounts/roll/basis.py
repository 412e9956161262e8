"""Why somebody counts as a resident. Which of these count is said by each cycle."""

from datetime import date
from enum import StrEnum

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


class Basis(StrEnum):
    """One line of the roll stands on one of them."""

    ADDRESS = "address"
    WORK = "work"
    SCHOOL = "school"
    BUSINESS = "business"
    FOREIGNER = "foreigner"


BASES: dict[Basis, LazyString] = {
    Basis.ADDRESS: _l("whoever has their address in the town"),
    Basis.WORK: _l("whoever works in the town"),
    Basis.SCHOOL: _l("whoever goes to school in the town"),
    Basis.BUSINESS: _l("whoever runs a business in the town"),
    Basis.FOREIGNER: _l("registered foreigners who live in the town"),
}

# What a file may call them.
SPELLINGS: dict[str, Basis] = {
    **dict.fromkeys(("", "주소", "거주", "주민", "address"), Basis.ADDRESS),
    **dict.fromkeys(("직장", "근무", "직장인", "work"), Basis.WORK),
    **dict.fromkeys(("학교", "재학", "학생", "school"), Basis.SCHOOL),
    **dict.fromkeys(("사업장", "사업자", "영업소", "business"), Basis.BUSINESS),
    **dict.fromkeys(("외국인", "등록외국인", "foreigner"), Basis.FOREIGNER),
}
# The roll keeps a birth date only of whoever is younger than this: no cycle asks for a higher age.
GROWN = 20
# 개인정보 보호법 제22조의2: under this age a guardian has to agree.
CONSENT_UNDER = 14


def latest_birth(age: int, on: date) -> date:
    """Whoever is born on this day or before has reached `age` on the day `on`."""
    try:
        return on.replace(year=on.year - age)
    except ValueError:  # 29 February, in a year that has none
        return on.replace(year=on.year - age, day=28)
