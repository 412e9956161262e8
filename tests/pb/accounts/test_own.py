"""One's own data, leaving, and the offices."""

import json

import pytest
from sqlalchemy import func, select

from pb.access import Role
from pb.accounts.models import Account, MailedLink, Person, RecoveryCode, SignedIn
from tests.pb.accounts.conftest import PASSWORD, Town


def test_everyone_can_take_their_data_along(town: Town) -> None:
    found = json.loads(town.member("kim@example.kr").get("/account/data.json").text)
    assert found["email"] == "kim@example.kr"
    assert found["second_factor"] is False
    assert len(found["signed_in"]) == 1


def test_a_deleted_account_leaves_nothing_but_a_bare_number(town: Town) -> None:
    browser = town.member("kim@example.kr")
    browser.set_up_factor()
    browser.send("/account/address", email="new@example.kr", present=PASSWORD)
    assert "Your account is deleted" in browser.send("/account/delete", present=PASSWORD).text
    assert browser.get("/account").status_code == 302
    with town.database.transaction() as rows:
        counts = [
            rows.scalar(select(func.count()).select_from(table))
            for table in (Account, SignedIn, RecoveryCode, MailedLink, Person)
        ]
    assert counts == [0, 0, 0, 0, 1]


def test_deleting_needs_the_password_and_no_office(town: Town) -> None:
    member = town.member("kim@example.kr")
    assert "This is not your password." in member.send("/account/delete", present="wrong password").text
    official = town.official(Role.CLERK, "clerk@example.kr")
    assert "This account holds an office" in official.send("/account/delete", present=PASSWORD).text


def test_an_office_is_given_with_a_reason_that_everyone_can_read_and_no_name(town: Town) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    number = town.account("kim@example.kr")
    answer = boss.send("/officials", email="KIM@example.kr", role="coordinator", reason="예산팀으로 옮김")
    assert answer.status_code == 302
    assert "kim@example.kr" in boss.get("/officials").text
    journal = town.browser().get("/journal/journal.json").get_json()["entries"][-1]
    assert (journal["kind"], journal["office"], journal["reason"]) == (
        "role.given",
        "administrator",
        "예산팀으로 옮김",
    )
    assert journal["facts"] == {"official": str(number), "role": "coordinator"}
    assert "kim@" not in town.browser().get("/journal/journal.json").text


def test_an_office_signs_its_holder_out_so_that_no_old_session_gains_power(town: Town) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    kim = town.member("kim@example.kr")
    boss.send("/officials", email="kim@example.kr", role="clerk", reason="투표소 담당")
    assert kim.get("/account").status_code == 302


def test_giving_oneself_another_office_renews_the_session(town: Town) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    before = boss.client.get_cookie("session")
    boss.send("/officials", email="boss@example.kr", role="clerk", reason="투표소도 맡음")
    after = boss.client.get_cookie("session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert boss.get("/officials").status_code == 200


def test_an_office_is_taken_back_with_a_reason(town: Town) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    number = town.account("kim@example.kr", Role.CLERK)
    page = f"/officials/{number}/clerk/take"
    assert "kim@example.kr" in boss.get(page).text
    assert "Say why" in boss.send(page, reason="").text
    assert boss.send(page, reason="부서 이동").status_code == 302
    assert "kim@example.kr" not in boss.get("/officials").text
    assert boss.get(page).status_code == 404
    assert "Office taken back" in town.browser().get("/journal").text


def test_the_last_administrator_stays_and_the_journal_knows_nothing_of_the_try(town: Town) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    before = len(town.browser().get("/journal/journal.json").get_json()["entries"])
    answer = boss.send("/officials/1/administrator/take", reason="그만두고 싶음")
    assert "at least one administrator" in answer.text
    assert boss.get("/officials").status_code == 200
    assert len(town.browser().get("/journal/journal.json").get_json()["entries"]) == before


@pytest.mark.parametrize(
    ("email", "role", "reason", "said"),
    [
        ("nobody@example.kr", "clerk", "투표소 담당", "There is no account with this e-mail address"),
        ("boss@example.kr", "administrator", "한 번 더", "already holds this office"),
        ("boss@example.kr", "clerk", "", "Say why"),
        ("boss@example.kr", "clerk", "900101-2345678 님", "Never type a resident registration number"),
        ("boss@example.kr", "king", "왕이 되고 싶음", "Not a valid choice"),
        ("boss", "clerk", "투표소 담당", "Type an e-mail address such as"),
    ],
)
def test_a_wrong_appointment_is_refused_and_what_was_typed_stays(
    town: Town, email: str, role: str, reason: str, said: str
) -> None:
    boss = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    answer = boss.send("/officials", email=email, role=role, reason=reason)
    assert answer.status_code == 400
    assert said in answer.text
    assert f'value="{email}"' in answer.text
    assert "2345678" not in answer.text


def test_the_operator_names_the_first_administrator_and_only_the_first(town: Town) -> None:
    run = town.app.test_cli_runner().invoke
    made = run(args=["accounts", "first-administrator", "boss@example.kr"])
    assert made.exit_code == 0
    link = made.output.split("https://pb.example")[1].strip()
    assert "Your password is changed" in town.browser().send(link, password=PASSWORD).text
    assert town.browser().sign_in("boss@example.kr").location == "/account/second-factor"
    assert run(args=["accounts", "first-administrator", "other@example.kr"]).exit_code == 2
    assert run(args=["accounts", "first-administrator", "no address"]).exit_code == 2
    assert "Operator of the service" in town.browser().get("/journal").text
