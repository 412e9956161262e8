"""The people of the demonstration's town: residents on the roll, and an official for each office."""

import random
from dataclasses import dataclass
from datetime import date, timedelta

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from pb.access import Role
from pb.accounts import actions, appointments
from pb.accounts.models import Account, Person
from pb.accounts.roll import reading
from pb.accounts.roll.actions import take_in
from pb.accounts.roll.models import RollEntry
from pb.accounts.secrets import Keys, hashed, new_token
from pb.journal.kinds import Office
from pb.journal.pen import Pen

FAMILY = "김이박최정강조윤장임한오서신권황안송류홍"
GIVEN = (
    *("하늘", "바다", "지우", "서준", "민서", "도윤", "수아", "은우", "영숙", "정희", "순자", "미경", "성호"),
    *("동현", "유진", "현우", "예린", "준영", "말순", "복동", "경자", "태식", "나래", "새봄", "가온", "한결"),
)
RESIDENTS = 900
ACTIVE = 420


@dataclass(frozen=True)
class Part:
    """An official whom a visitor may try: the address, the offices, and what they are called."""

    email: str
    roles: tuple[Role, ...]
    name_ko: str
    name_en: str
    department: str = ""


@dataclass(frozen=True)
class Inhabitants:
    """Persons: the officials by their addresses, and the residents who have an account."""

    accounts: dict[str, int]
    residents: list[int]


DEPARTMENTS = (
    ("안전총괄과", "Safety", "안전", "Safety"),
    ("환경과", "Environment", "환경", "Environment"),
    ("복지정책과", "Welfare", "복지", "Welfare"),
    ("문화관광과", "Culture", "문화", "Culture"),
    ("교통행정과", "Transport", "교통", "Transport"),
    ("평생교육과", "Education", "교육", "Education"),
    ("체육진흥과", "Sports", "체육", "Sports"),
    ("일자리경제과", "Economy", "경제", "Economy"),
    ("공원녹지과", "Parks", "", ""),
)
PARTS = (
    Part("budget@hanbyeol.example", (Role.COORDINATOR,), "예산담당관 주무관", "Budget office"),
    Part("budget2@hanbyeol.example", (Role.COORDINATOR,), "예산담당관 팀장", "Budget office, head of team"),
    Part("admin@hanbyeol.example", (Role.ADMINISTRATOR,), "시스템 관리자", "Administrator"),
    Part("privacy@hanbyeol.example", (Role.PROTECTOR,), "개인정보 보호책임자", "Data protection officer"),
    Part("desk@hanbyeol.example", (Role.CLERK,), "현장투표소 담당자", "Clerk at the desk"),
    Part("desk2@hanbyeol.example", (Role.CLERK,), "현장투표소 두 번째 담당자", "Second clerk"),
    Part("chair@hanbyeol.example", (Role.TRUSTEE,), "열쇠 관리인(위원장)", "Trustee, the committee's chair"),
    Part("citizens@hanbyeol.example", (Role.TRUSTEE,), "열쇠 관리인(시민단체)", "Trustee, a citizens' group"),
    *(
        Part(
            f"{english.lower()}@hanbyeol.example",
            (Role.REVIEWER,),
            f"{korean} 검토자",
            f"Reviewer, {english}",
            korean,
        )
        for korean, english, *_ in DEPARTMENTS
    ),
)


def department_of(field: str) -> str:
    """The department that a category of proposals belongs to, both by their Korean names."""
    return next(korean for korean, _, category, _ in DEPARTMENTS if category == field)


def open_accounts(pen: Pen) -> dict[str, int]:
    """The person behind each address. Nobody knows a password: visitors come in by the page of the demo."""
    password = hashed(new_token(), official=False)
    found = {}
    for part in PARTS:
        account = actions.open_account(pen.rows, part.email, password, pen.at)
        for role in part.roles:
            appointments.give(
                pen.rows, pen.seal, account, role, Office.ADMINISTRATOR, "인사 발령에 따름", pen.at
            )
        found[part.email] = account.person_id
    return found


def settle(pen: Pen, keys: Keys, dongs: list[str], chance: random.Random) -> list[int]:
    """Fill the roll. Returns the persons of those who have shown that they live here."""
    lines = ["성명,생년월일,행정동,주소"]
    for number in range(RESIDENTS):
        born = date(1938, 1, 1) + timedelta(days=chance.randrange(365 * 72))
        name = chance.choice(FAMILY) + chance.choice(GIVEN)
        dong = dongs[number % len(dongs)]
        lines.append(f"{name},{born.isoformat()},{dong},{dong.removesuffix('동')}로 {number + 1}")
    roll = reading.read("\n".join(lines).encode())
    take_in(pen.rows, keys, pen.seal, roll, Office.COORDINATOR, pen.reason, pen.at)
    entries = list(pen.rows.scalars(select(RollEntry.id).order_by(RollEntry.id)))
    return claimed(pen.rows, chance.sample(entries, ACTIVE), pen)


def claimed(rows: Session, entries: list[int], pen: Pen) -> list[int]:
    """A person with an account for each of these places on the roll."""
    persons = [Person() for _ in entries]
    rows.add_all(persons)
    rows.flush()
    password = hashed(new_token(), official=False)
    for entry, person in zip(entries, persons, strict=True):
        email = f"resident{person.id}@hanbyeol.example"
        rows.add(Account(person_id=person.id, email=email, email_key=email, password=password, made=pen.at))
        taken = update(RollEntry).where(RollEntry.id == entry)
        rows.execute(taken.values(person_id=person.id, claimed=pen.at))
    return [person.id for person in persons]
