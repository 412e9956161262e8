"""Who in office reads about somebody is known for two years, to the protection officer and to the person."""

from datetime import UTC, date, datetime, timedelta

import sqlalchemy as sa

from pb import jobs
from pb.access import Role
from pb.accounts.models import Account
from pb.accounts.reads import actions, queries
from pb.accounts.reads.models import PersonalRead
from pb.accounts.roll.reading import Resident
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.test_roll import claim, codes, send_file

KIM = Resident(2, "김하늘", date(1990, 1, 31), "성산동", "성산로 1")
SHOWN = {"name": KIM.name, "birth": "1990-01-31", "address": KIM.address, "reason": "주민등록증을 봄"}


def test_a_read_is_shown_to_the_protection_officer_and_to_the_person(town: Town) -> None:
    codes(town, KIM)
    clerk = town.official(Role.CLERK, "desk@example.kr")
    page = clerk.send("/desk/code", **SHOWN).text
    code = page.split("<code")[1].split(">")[1].split("<")[0].strip()
    assert clerk.send("/desk/code", **SHOWN | {"name": "박노을"}).status_code == 400
    town.official(Role.ADMINISTRATOR, "admin@example.kr").get("/officials")
    member = town.member("kim@example.kr")
    assert claim(member, code).status_code == 200
    told = member.get("/account/data.json").get_json()["read_by_officials"]
    assert [(one["office"], one["what"]) for one in told] == [("clerk", "roll")]
    officer = town.official(Role.PROTECTOR, "privacy@example.kr")
    page = officer.get("/reads").text
    assert page.count("<tr>") == 3
    assert "Place 1 on the roll" in page
    assert "desk@example.kr" in page
    assert KIM.name not in page
    assert "Reads of personal data" in officer.get("/").text
    with town.database.transaction() as rows:
        clerk_is = rows.scalars(sa.select(Account.person_id).where(Account.email == "desk@example.kr")).one()
        assert [what for _, _, what, _ in queries.about(rows, clerk_is)] == ["officials"]


def test_a_read_is_forgotten_after_two_years_by_itself(town: Town) -> None:
    town.account("kim@example.kr")
    now = datetime.now(UTC)
    with town.database.transaction() as rows:
        person = rows.scalars(sa.select(Account.person_id)).one()
        for days in (731, 729):
            at = now - timedelta(days=days)
            rows.add(PersonalRead(at=at, reader_id=person, office="clerk", what="letters", number=7))
    jobs.all_done(town.app)
    with town.database.transaction() as rows:
        assert queries.count(rows) == 1
        assert actions.forget(rows, now + timedelta(days=2)) == 1


def test_who_prints_or_sends_codes_has_read_about_each_whose_code_it_is(town: Town) -> None:
    people = "".join(f"{name},1990-01-31,성산동,성산로 1,{name}@example.kr\n" for name in ("kim", "lee"))
    roll = f"성명,생년월일,행정동,주소,이메일\n{people}"
    keeper = town.official(Role.COORDINATOR, "roll@example.kr")
    send_file(keeper, "/roll", roll)
    for way in ("print", "mail"):
        assert send_file(keeper, "/roll/letters", roll, way=way, reason=f"발송 {way}").status_code == 200
    with town.database.transaction() as rows:
        read = rows.scalars(sa.select(PersonalRead).order_by(PersonalRead.id)).all()
        assert [(one.what, one.entry_id, one.number, one.why) for one in read] == [
            ("letters", place, 1, f"발송 {way}") for way in ("print", "mail") for place in (1, 2)
        ]
        assert queries.count(rows) == 2
        assert [(line.number, line.reader) for line in queries.newest(rows, 0, 9)] == [
            (2, "roll@example.kr"),
            (2, "roll@example.kr"),
        ]
    page = town.official(Role.PROTECTOR, "privacy@example.kr").get("/reads").text
    assert page.count("2 people") == 2
    assert "발송 mail" in page
