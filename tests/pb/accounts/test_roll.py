"""The roll, its codes, and who may claim a place on it: on both databases."""

import io
import re
import threading
from dataclasses import replace
from datetime import UTC, date, datetime
from typing import Any

import pytest
from sqlalchemy import func, select
from werkzeug.test import TestResponse

from pb.access import Role
from pb.accounts.errors import AlreadyResident
from pb.accounts.models import Person
from pb.accounts.roll import letters, reading
from pb.accounts.roll.actions import Letter, take_in, write_letters
from pb.accounts.roll.actions import claim as take_place
from pb.accounts.roll.basis import Basis
from pb.accounts.roll.models import RollEntry
from pb.accounts.roll.reading import Resident, Roll, Unreadable
from pb.accounts.secrets import Keys
from pb.accounts.sessions import keys
from pb.config import Settings
from pb.errors import Refused
from pb.journal import seal
from pb.journal.kinds import Office
from tests.pb.accounts.conftest import ENGLISH, PASSWORD, Browser, Town, next_code

HEAD = "성명,생년월일,행정동,주소\n"
KIM = Resident(2, "김하늘", date(1990, 1, 31), "성산동", "성산로 1")
LEE = Resident(3, "이바다", date(1985, 12, 3), "연남동", "연남로 22")
NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)


def test_both_encodings_and_every_way_to_write_a_date_read_the_same() -> None:
    rows = "김하늘,1990-01-31,성산동,성산로 1\n이바다,1985년 12월 3일,연남동,연남로  22\n"
    for blob in ((HEAD + rows).encode(), (HEAD + rows).encode("utf-8-sig"), (HEAD + rows).encode("cp949")):
        assert reading.read(blob) == Roll((KIM, LEE), ())
    for written in ("19900131", "1990.1.31", "1990/01/31", "１９９０－０１－３１"):
        assert reading.birth_date(written) == date(1990, 1, 31)


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("김하늘,1990-01-31,성산동", "Too few cells"),
        ("김하늘,1990-01-31,,성산로 1", "are all needed"),
        ("김하늘,1990-02-30,성산동,성산로 1", "birth date"),
        ("김하늘,90-01-31,성산동,성산로 1", "birth date"),
        ("김하늘,1790-01-31,성산동,성산로 1", "birth date"),
        ("김" * 81 + ",1990-01-31,성산동,성산로 1", "too long"),
        ("김하늘,900131-1234567,성산동,성산로 1", "resident registration number"),
        ("김하늘,1990-01-31,성산동,성산로 1 (９００１３１ 1234567)", "resident registration number"),
    ],
)
def test_a_bad_line_is_named_and_the_others_are_taken(line: str, why: str, town: Town) -> None:
    with town.app.test_request_context(headers=ENGLISH):
        roll = reading.read((HEAD + line + "\n이바다,1985-12-03,연남동,연남로 22\n").encode())
        assert roll.residents == (LEE,)
        assert [fault.line for fault in roll.faults] == [2]
        assert why in str(roll.faults[0].why)
        assert "1234567" not in roll.faults[0].shown


def test_a_line_that_stands_twice_is_taken_once() -> None:
    row = "김하늘,1990-01-31,성산동,성산로 1\n"
    roll = reading.read((HEAD + row + row.replace("1990-01-31", "1990.01.31")).encode())
    assert (len(roll.residents), [fault.line for fault in roll.faults]) == (1, [3])


@pytest.mark.parametrize(
    ("blob", "why"),
    [
        (b"", "first line must name"),
        ("성명,생년월일,주소\n".encode(), "first line must name"),
        ("성명,성명,생년월일,행정동,주소\n".encode(), "first line must name"),
        ("성명,생년월일,행정동,주소,주민등록번호\n".encode(), "column of resident registration numbers"),
        (b"\xff\xfe\x00\x81", "neither in UTF-8 nor in CP949"),
        ((HEAD + '김하늘,"1990').encode(), "line 2 cannot be read"),
    ],
)
def test_a_file_that_is_no_roll_is_refused_as_a_whole(blob: bytes, why: str, town: Town) -> None:
    with town.app.test_request_context(headers=ENGLISH), pytest.raises(Unreadable) as refusal:
        reading.read(blob)
    with town.app.test_request_context(headers=ENGLISH):
        assert why in str(refusal.value.args[0])


def test_the_basis_is_read_and_an_unknown_one_refuses_the_line() -> None:
    head = "성명,생년월일,행정동,주소,자격\n"
    rows = "김하늘,1990-01-31,성산동,성산로 1,\n이바다,1985-12-03,연남동,연남로 22, 직장 \n"
    roll = reading.read((head + rows + "박,1985-12-03,가,나,친구\n").encode())
    assert roll.residents == (KIM, replace(LEE, basis=Basis.WORK))
    assert [fault.line for fault in roll.faults] == [4]


def test_who_lives_and_works_here_is_on_the_roll_once_but_two_namesakes_both(town: Town) -> None:
    works = replace(KIM, address="공장로 9", basis=Basis.WORK)
    namesake = replace(KIM, address="성산로 77")
    assert len(codes(town, KIM, works)) == 1
    assert len(codes(town, works)) == 0
    assert len(codes(town, KIM, namesake)) == 2


TEN_YEARS_AGO = datetime.now(UTC).year - 10
CHILD = Resident(2, "박새벽", date(TEN_YEARS_AGO, 6, 1), "성산동", "성산로 5")


def test_a_birth_date_is_kept_of_the_young_only_and_forgotten_when_they_are_grown(town: Town) -> None:
    codes(town, KIM, CHILD)

    def kept() -> list[date]:
        with town.database.transaction() as rows:
            return list(rows.scalars(select(RollEntry.born).where(RollEntry.born.is_not(None))))

    assert kept() == [CHILD.birth]
    for hour, still in ((14, 1), (16, 0)):
        at = datetime(TEN_YEARS_AGO + 20, 5, 31, hour, tzinfo=UTC)
        with town.app.test_request_context(), town.database.transaction() as rows:
            take_in(rows, keys(), seal(), Roll((), ()), Office.COORDINATOR, "명부", at)
        assert len(kept()) == still  # midnight in Seoul is 15:00 in UTC


def test_whoever_is_under_14_claims_only_after_a_guardian_agreed_at_the_desk(town: Town) -> None:
    (code,), born = codes(town, CHILD), CHILD.birth.isoformat()
    child = town.browser()
    said = claim(child, code, CHILD.name, born).text
    assert "needs the agreement of a parent or guardian" in said
    clerk = town.official(Role.CLERK)
    typed = {
        "name": CHILD.name,
        "birth": born,
        "address": CHILD.address,
        "reason": "가족관계증명서 확인",
    }
    assert "Say why" in clerk.send("/desk/consent", **typed | {"reason": ""}).text
    assert "do not fit together" in clerk.send("/desk/consent", **typed | {"address": "다른 곳"}).text
    assert "The agreement is recorded" in clerk.send("/desk/consent", **typed).text
    assert "You are a resident of 성산동." in claim(child, code, CHILD.name, born).text
    entries = town.browser().get("/journal/journal.json")
    assert entries.get_json()["entries"][-1]["kind"] == "consent.recorded"
    assert CHILD.name not in entries.text
    codes(town, KIM)
    grown = {"name": KIM.name, "birth": "1990-01-31", "address": KIM.address, "reason": "가족관계증명서 확인"}
    assert "14 or older" in clerk.send("/desk/consent", **grown).text


def send_file(browser: Browser, path: str, content: str, **typed: str) -> TestResponse:
    data: dict[str, Any] = {"reason": "주민등록 담당 11월 명부", **typed}
    data["file"] = (io.BytesIO(content.encode()), "명부.csv")
    return browser.client.post(path, data=data, headers=ENGLISH)


def codes(town: Town, *residents: Resident) -> list[str]:
    """Put these on the roll and give each a code."""
    roll = Roll(residents, ())
    with town.app.test_request_context(), town.database.transaction() as rows:
        take_in(rows, keys(), seal(), roll, Office.COORDINATOR, "명부", NOW)
        written = write_letters(rows, keys(), seal(), roll, Office.COORDINATOR, "편지", NOW)
    return [letter.code for letter in written]


def claim(browser: Browser, code: str, name: str = "김하늘", birth: str = "1990-01-31") -> TestResponse:
    return browser.send("/residence", name=name, birth=birth, code=code)


def test_a_coordinator_checks_then_takes_the_roll_in_and_names_are_kept_nowhere(town: Town) -> None:
    browser = town.official(Role.COORDINATOR)
    content = HEAD + "김하늘,1990-01-31,성산동,성산로 1\n이바다,어제,연남동,연남로 22\n"
    checked = send_file(browser, "/roll", content, way="check").text
    assert "1 lines are good, 1 are not" in checked
    assert "이바다, 어제" in checked
    assert "1 resident added" in send_file(browser, "/roll", content).text
    assert "0 residents added" in send_file(browser, "/roll", content).text
    with town.database.transaction() as rows:
        kept = rows.scalars(select(RollEntry)).one()
        assert (kept.district, len(kept.line_digest), kept.code_digest) == ("성산동", 64, None)
    entry = town.browser().get("/journal/journal.json").get_json()["entries"][-2]
    assert entry["facts"] == {"added": "1", "known": "0", "refused": "1"}
    assert "김하늘" not in town.browser().get("/journal/journal.json").text


def test_the_letters_are_a_pdf_with_a_new_code_for_each(town: Town) -> None:
    browser = town.official(Role.COORDINATOR)
    content = HEAD + "김하늘,1990-01-31,성산동,성산로 1\n"
    assert "Nobody in this file is on the roll" in send_file(browser, "/roll/letters", content).text
    send_file(browser, "/roll", content)
    answer = send_file(browser, "/roll/letters", content)
    assert answer.mimetype == "application/pdf"
    assert answer.data.startswith(b"%PDF-")
    assert answer.cache_control.no_store


def test_names_with_rare_syllables_and_signs_of_the_typesetter_print(settings: Settings) -> None:
    odd = Letter("갉뷁 #let x = 1 $a$ *b* _c_ [d] @e", "\\u{41} <f> // g /* h", "ABCD-2345-EFGH", 1)
    assert letters.pdf([odd, odd], "https://pb.example/residence", settings).startswith(b"%PDF-")


def test_name_birth_date_and_code_open_a_session_without_an_account(town: Town) -> None:
    (code,) = codes(town, KIM)
    browser = town.browser()
    answer = claim(browser, code.lower().replace("-", " "), name="김 하늘", birth="１９９０.１.３１")
    assert "You are a resident of 성산동." in answer.text
    assert "You are a resident of 성산동." in browser.get("/residence").text
    assert browser.get("/account").location.startswith("/sign-in")
    assert browser.get("/officials").location.startswith("/sign-in")


@pytest.mark.parametrize(
    ("name", "birth", "wrong_code"),
    [("이바다", "1990-01-31", False), ("김하늘", "1990-01-30", False), ("김하늘", "1990-01-31", True)],
)
def test_all_three_must_fit(town: Town, name: str, birth: str, wrong_code: bool) -> None:
    (code,) = codes(town, KIM)
    answer = claim(town.browser(), "ABCD-ABCD-ABCD" if wrong_code else code, name, birth)
    assert answer.status_code == 400
    assert "do not fit together" in answer.text
    assert f'value="{name}"' in answer.text
    with town.database.transaction() as rows:
        assert rows.scalar(select(func.count(Person.id))) == 0


def test_a_second_claim_is_refused_and_stands_in_the_journal_without_a_name(town: Town) -> None:
    (code,) = codes(town, KIM)
    assert claim(town.browser(), code).status_code == 200
    second = claim(town.browser(), code)
    assert second.status_code == 400
    assert "Somebody has shown this residence before" in second.text
    entry = town.browser().get("/journal/journal.json").get_json()["entries"][-1]
    assert (entry["kind"], entry["office"], entry["facts"]) == ("claim.refused", "system", {})


def test_of_twenty_who_claim_one_place_at_once_one_gets_it(town: Town) -> None:
    (code,) = codes(town, KIM)
    won: list[int] = []
    lost: list[str] = []

    def race() -> None:
        with town.app.test_request_context():
            from_keys = keys()
        outcome = attempt(town, from_keys, code)
        won.append(outcome) if isinstance(outcome, int) else lost.append(outcome)

    threads = [threading.Thread(target=race) for _ in range(20)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert (len(won), lost) == (1, ["AlreadyClaimed"] * 19)
    with town.database.transaction() as rows:
        assert rows.scalars(select(RollEntry.person_id)).all() == won
        assert rows.scalar(select(func.count(Person.id))) == 1


def attempt(town: Town, from_keys: Keys, code: str) -> int | str:
    try:
        with town.database.transaction() as rows:
            return take_place(rows, from_keys, KIM.name, KIM.birth, code, None, NOW)
    except Refused as why:
        return type(why).__name__


def test_one_person_cannot_claim_two_places(town: Town) -> None:
    first, second = codes(town, KIM, LEE)
    with town.app.test_request_context():
        from_keys = keys()
    with town.database.transaction() as rows:
        person = take_place(rows, from_keys, KIM.name, KIM.birth, first, None, NOW)
    with pytest.raises(AlreadyResident), town.database.transaction() as rows:
        take_place(rows, from_keys, LEE.name, LEE.birth, second, person, NOW)


def test_signing_in_later_joins_the_residence_to_the_same_person(town: Town) -> None:
    (code,) = codes(town, KIM)
    town.account("kim@example.kr")
    browser = town.browser()
    claim(browser, code)
    browser.sign_in("kim@example.kr")
    assert "성산동" in browser.get("/account").text
    elsewhere = town.browser()
    elsewhere.sign_in("kim@example.kr")
    assert "성산동" in elsewhere.get("/account").text
    with town.database.transaction() as rows:
        assert rows.scalar(select(func.count(Person.id))) == 1


def test_the_residence_is_joined_through_a_second_factor_and_a_sign_up_too(town: Town) -> None:
    first, second = codes(town, KIM, LEE)
    member = town.member("kim@example.kr")
    member.set_up_factor()
    browser = town.browser()
    browser.secret = member.secret
    claim(browser, first)
    browser.sign_in("kim@example.kr")
    browser.send("/sign-in/code", code=next_code(browser))
    assert "성산동" in browser.get("/account").text
    newcomer = town.browser()
    claim(newcomer, second, "이바다", "1985-12-03")
    newcomer.send("/sign-up", email="lee@example.kr")
    newcomer.send(town.mailbox.link("lee@example.kr"), password=PASSWORD)
    assert "연남동" in newcomer.get("/account").text


def test_an_account_claims_for_itself(town: Town) -> None:
    (code,) = codes(town, KIM)
    browser = town.member("kim@example.kr")
    assert "Your account remembers it" in claim(browser, code).text
    assert browser.get("/account").status_code == 200


def test_a_deleted_account_does_not_free_the_place(town: Town) -> None:
    (code,) = codes(town, KIM)
    browser = town.member("kim@example.kr")
    claim(browser, code)
    browser.send("/account/delete", present=PASSWORD)
    assert "Somebody has shown this residence before" in claim(town.browser(), code).text


def test_a_clerk_gives_a_code_at_the_desk_and_the_letter_s_stops_working(town: Town) -> None:
    (old,) = codes(town, KIM)
    clerk = town.official(Role.CLERK, "clerk@example.kr")
    typed = {"name": "김하늘", "birth": "1990-01-31", "address": "성산로 1", "reason": "주민등록증 확인"}
    page = clerk.send("/desk/code", **typed).text
    found = re.search(r"<code>([0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4})</code>", page)
    assert found is not None
    assert "do not fit together" in claim(town.browser(), old).text
    assert "You are a resident of 성산동." in claim(town.browser(), found.group(1)).text
    assert "Somebody has shown this residence before" in clerk.send("/desk/code", **typed).text
    assert "do not fit together" in clerk.send("/desk/code", **{**typed, "address": "없는 길 9"}).text


def test_guessing_codes_for_one_name_is_slow(town: Town) -> None:
    answers = [claim(town.browser(), "ABCD-ABCD-ABCD").text for _ in range(6)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 5 + [True]


@pytest.mark.parametrize(
    ("field", "typed", "said"),
    [
        ("name", "", "Type the name."),
        ("name", "김" * 81, "This is too long."),
        ("birth", "어제", "Type the birth date as in 1990-01-31."),
        ("birth", "900131-1234567", "Never type a resident registration number"),
        ("code", "", "Type the code from the letter."),
    ],
)
def test_a_wrong_field_is_named_and_the_others_stay(town: Town, field: str, typed: str, said: str) -> None:
    answer = town.browser().send(
        "/residence", **{"name": "김하늘", "birth": "1990-01-31", "code": "ABCD", field: typed}
    )
    assert answer.status_code == 400
    assert said in answer.text
    assert "1234567" not in answer.text
