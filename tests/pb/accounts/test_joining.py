"""Signing up, forgetting a password, changing an address: by real mail, telling nobody who has an account."""

import re

import pytest

from pb.access import Role
from tests.pb.accounts.conftest import PASSWORD, Town


def without_tokens(page: str) -> str:
    return re.sub(r'value="[^"]+"', "", page)


def test_a_newcomer_signs_up_by_mail_and_is_signed_in(town: Town) -> None:
    browser = town.browser()
    assert "Look into your mail" in browser.send("/sign-up", email="Kim@Example.kr").text
    mail = town.mailbox.to("Kim@Example.kr")[0]
    assert mail["Subject"] == "Finish signing up"
    link = town.mailbox.link("Kim@Example.kr")
    assert "Choose a password" in browser.get(link).text
    assert browser.send(link, password=PASSWORD).location.endswith("/account")
    assert "Kim@Example.kr" in browser.get("/account").text


def test_a_mail_speaks_the_language_of_the_page(town: Town) -> None:
    town.app.test_client().post("/sign-up", data={"email": "lee@example.kr"}).close()
    assert town.mailbox.to("lee@example.kr")[0]["Subject"] == "회원가입을 마무리해 주세요"


def test_a_link_works_once(town: Town) -> None:
    town.browser().send("/sign-up", email="kim@example.kr")
    link = town.mailbox.link("kim@example.kr")
    assert town.browser().send(link, password=PASSWORD).status_code == 302
    assert town.browser().send(link, password=PASSWORD).status_code == 410
    assert town.browser().get(link).status_code == 410


def test_a_program_that_opens_the_link_does_not_use_it_up(town: Town) -> None:
    town.browser().send("/sign-up", email="kim@example.kr")
    link = town.mailbox.link("kim@example.kr")
    assert [town.browser().get(link).status_code for _ in range(3)] == [200, 200, 200]
    assert town.browser().send(link, password=PASSWORD).status_code == 302


def test_of_two_links_for_one_address_only_one_opens_an_account(town: Town) -> None:
    town.browser().send("/sign-up", email="kim@example.kr")
    first = town.mailbox.link("kim@example.kr")
    town.browser().send("/sign-up", email="kim@example.kr")
    second = town.mailbox.link("kim@example.kr")
    assert town.browser().send(first, password=PASSWORD).status_code == 302
    assert town.browser().send(second, password="another good one").status_code == 409


@pytest.mark.parametrize("path", ["/sign-up", "/forgotten"])
def test_the_answer_is_the_same_and_a_mail_goes_out_whether_the_address_is_known_or_not(
    town: Town, path: str
) -> None:
    town.account("known@example.kr")
    known = town.browser().send(path, email="known@example.kr")
    unknown = town.browser().send(path, email="other@example.kr")
    assert known.status_code == unknown.status_code == 200
    assert without_tokens(known.text) == without_tokens(unknown.text)
    assert len(town.mailbox.to("known@example.kr")) == len(town.mailbox.to("other@example.kr")) == 1


def test_a_wrong_password_and_an_unknown_address_get_the_same_answer(town: Town) -> None:
    town.account("known@example.kr")
    wrong = town.browser().sign_in("known@example.kr", "not the password")
    unknown = town.browser().sign_in("other@example.kr", "not the password")
    assert wrong.status_code == unknown.status_code == 400
    assert wrong.text.replace("known@", "other@") == unknown.text


def test_a_forgotten_password_is_replaced_and_every_browser_signed_out(town: Town) -> None:
    signed_in = town.member("kim@example.kr")
    town.browser().send("/forgotten", email="kim@example.kr")
    link = town.mailbox.link("kim@example.kr")
    assert "Your password is changed" in town.browser().send(link, password="전혀 다른 새 비밀번호").text
    assert signed_in.get("/account").status_code == 302
    assert town.browser().sign_in("kim@example.kr", PASSWORD).status_code == 400
    assert town.browser().sign_in("kim@example.kr", "전혀 다른 새 비밀번호").status_code == 302
    assert town.mailbox.to("kim@example.kr")[-1]["Subject"] == "Your password was changed"


def test_a_new_password_makes_older_links_worthless(town: Town) -> None:
    town.account("kim@example.kr")
    town.browser().send("/forgotten", email="kim@example.kr")
    old = town.mailbox.link("kim@example.kr")
    town.browser().send("/forgotten", email="kim@example.kr")
    town.browser().send(town.mailbox.link("kim@example.kr"), password="전혀 다른 새 비밀번호")
    assert town.browser().send(old, password="도둑이 고른 비밀번호").status_code == 410


def test_an_address_changes_only_by_the_link_sent_to_the_new_one(town: Town) -> None:
    browser = town.member("old@example.kr")
    browser.send("/account/address", email="new@example.kr", present=PASSWORD)
    assert "old@example.kr" in browser.get("/account").text
    link = town.mailbox.link("new@example.kr")
    assert "Confirm your new address" in town.browser().get(link).text
    assert "Your address is changed" in town.browser().send(link).text
    assert "new@example.kr" in browser.get("/account").text
    assert town.mailbox.to("old@example.kr")[-1]["Subject"] == "Your address was changed"
    assert town.browser().sign_in("old@example.kr").status_code == 400
    assert town.browser().sign_in("new@example.kr").status_code == 302


def test_nobody_moves_to_an_address_that_is_taken_and_nobody_is_told_so(town: Town) -> None:
    town.account("taken@example.kr")
    browser = town.member("kim@example.kr")
    answer = browser.send("/account/address", email="taken@example.kr", present=PASSWORD)
    assert "Look into your mail" in answer.text
    assert town.mailbox.to("taken@example.kr")[-1]["Subject"] == "You already have an account"
    assert "kim@example.kr" in browser.get("/account").text


def test_the_links_host_is_the_town_s_and_not_the_request_s(town: Town) -> None:
    town.app.test_client().post(
        "/sign-up", data={"email": "kim@example.kr"}, headers={"Host": "evil.example"}
    ).close()
    assert "evil" not in town.mailbox.to("kim@example.kr")[0].get_content()


def test_a_mail_waits_while_the_server_is_down_and_goes_with_the_next_one(town: Town) -> None:
    town.mailbox.down = True
    assert town.browser().send("/sign-up", email="first@example.kr").status_code == 200
    assert town.mailbox.mails == []
    town.mailbox.down = False
    with town.database.transaction() as rows:
        rows.connection().exec_driver_sql(
            "UPDATE waiting_mails SET taken_until = '2026-01-01 00:00:00+00:00'"
        )
    town.browser().send("/sign-up", email="second@example.kr")
    assert len(town.mailbox.to("first@example.kr")) == len(town.mailbox.to("second@example.kr")) == 1


def test_the_operator_s_timer_hands_over_what_waits(town: Town) -> None:
    town.mailbox.down = True
    town.browser().send("/sign-up", email="kim@example.kr")
    deliver = town.app.test_cli_runner().invoke
    assert deliver(args=["mail", "deliver"]).output.endswith("1 waiting\n")
    with town.database.transaction() as rows:
        rows.connection().exec_driver_sql(
            "UPDATE waiting_mails SET taken_until = '2026-01-01 00:00:00+00:00'"
        )
    town.mailbox.down = False
    assert deliver(args=["mail", "deliver"]).output.endswith("0 waiting\n")
    assert len(town.mailbox.to("kim@example.kr")) == 1


def test_a_letter_that_the_server_refuses_holds_up_no_other_and_is_not_named_in_the_log(
    town: Town, capsys: pytest.CaptureFixture[str]
) -> None:
    town.mailbox.unwanted = "first@example.kr"
    town.browser().send("/sign-up", email="first@example.kr")
    with town.database.transaction() as rows:
        rows.connection().exec_driver_sql(
            "UPDATE waiting_mails SET taken_until = '2026-01-01 00:00:00+00:00'"
        )
    town.browser().send("/sign-up", email="second@example.kr")
    assert [mail["To"] for mail in town.mailbox.mails] == ["second@example.kr"]
    said = capsys.readouterr()
    assert "mail waits" in said.out + said.err
    assert "first@" not in said.out + said.err


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("", "Type an e-mail address such as"),
        ("kim", "Type an e-mail address such as"),
        ("kim@example", "Type an e-mail address such as"),
        ("kim@exa mple.kr", "Type an e-mail address such as"),
        ("kim@example.kr\nBcc: all@example.kr", "Type an e-mail address such as"),
        ("k" * 300 + "@example.kr", "Type an e-mail address such as"),
        ("900101-1234567", "Never type a resident registration number"),
    ],
)
def test_a_wrong_address_is_named_and_stays_in_the_field(town: Town, typed: str, said: str) -> None:
    answer = town.browser().send("/sign-up", email=typed)
    assert answer.status_code == 400
    assert said in answer.text
    assert "900101-1234567" not in answer.text
    assert town.mailbox.mails == []


def test_full_width_letters_are_the_same_address(town: Town) -> None:
    town.browser().send("/sign-up", email="ｋｉｍ１＠ｅｘａｍｐｌｅ．ｋｒ")
    assert len(town.mailbox.to("kim1@example.kr")) == 1


@pytest.mark.parametrize(
    ("password", "said"),
    [
        ("short", "at least 10"),
        ("", "at least 10"),
        ("x" * 201, "too long"),
        ("1q2w3e4r5t", "guess"),
        ("KIM@example.kr", "guess"),
        ("aaaaaaaaaaaa", "guess"),
    ],
)
def test_a_weak_password_is_refused_and_the_link_stays_good(town: Town, password: str, said: str) -> None:
    town.browser().send("/sign-up", email="kim@example.kr")
    link = town.mailbox.link("kim@example.kr")
    answer = town.browser().send(link, password=password)
    assert answer.status_code == 400
    assert said in answer.text
    assert town.browser().send(link, password=PASSWORD).status_code == 302


def test_the_sixth_mail_within_an_hour_is_not_sent(town: Town) -> None:
    for _ in range(5):
        assert town.browser().send("/sign-up", email="kim@example.kr").status_code == 200
    assert "Too many mails" in town.browser().send("/sign-up", email="kim@example.kr").text
    assert len(town.mailbox.mails) == 5


def test_an_official_s_reset_leaves_the_second_factor(town: Town) -> None:
    official = town.official(Role.CLERK, "clerk@example.kr")
    town.browser().send("/forgotten", email="clerk@example.kr")
    town.browser().send(town.mailbox.link("clerk@example.kr"), password="전혀 다른 새 비밀번호")
    assert official.get("/account").status_code == 302
    again = town.browser().sign_in("clerk@example.kr", "전혀 다른 새 비밀번호")
    assert again.location.startswith("/sign-in/code")


def test_signing_up_leads_on_to_the_page_that_was_wanted_and_never_elsewhere(town: Town) -> None:
    browser = town.browser()
    assert "/sign-up?next=/proposals/new" in browser.get("/sign-in?next=/proposals/new").text
    browser.send("/sign-up?next=/proposals/new", email="kim@example.kr")
    link = town.mailbox.link("kim@example.kr")
    assert browser.send(link, password=PASSWORD).location == "/proposals/new"
    town.browser().send("/sign-up?next=/calls", email="kim@example.kr")
    assert town.mailbox.link("kim@example.kr") == "/sign-in?next=/calls"
    for stranger in ("https://example.org/", "//example.org", "/" + "a" * 300):
        town.browser().send(f"/sign-up?next={stranger}", email="lee@example.kr")
        assert "next" not in town.mailbox.to("lee@example.kr")[-1].get_content()
