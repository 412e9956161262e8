"""Signing in and out, sessions, the second factor, and how slow guessing is."""

import re
import threading

import pytest
from sqlalchemy import select

from pb.access import Role
from pb.accounts import secrets
from pb.accounts.models import Account, RecoveryCode, SignedIn
from pb.accounts.secrets import is_weak
from tests.conftest import DEAR
from tests.pb.accounts.conftest import PASSWORD, Browser, Town, next_code


def token(browser: Browser) -> str:
    cookie = browser.client.get_cookie("session")
    return cookie.value if cookie else ""


def recovery_codes(page: str) -> list[str]:
    return re.findall(r"<li><code>([0-9A-Z-]{14})</code></li>", page)


def test_signing_in_leads_where_the_person_wanted_to_go(town: Town) -> None:
    town.account("kim@example.kr")
    browser = town.browser()
    answer = browser.get("/account/password")
    assert answer.location == "/sign-in?next=/account/password"
    answer = browser.send(answer.location, email="kim@example.kr", password=PASSWORD)
    assert answer.location == "/account/password"


@pytest.mark.parametrize("bad", ["https://evil.example/", "//evil.example", "/\\evil.example", "evil"])
def test_signing_in_never_leads_to_another_site(town: Town, bad: str) -> None:
    town.account("kim@example.kr")
    answer = town.browser().send(f"/sign-in?next={bad}", email="kim@example.kr", password=PASSWORD)
    assert answer.location == "/account"


def test_the_session_is_a_new_one_after_signing_in_and_the_old_one_is_dead(town: Town) -> None:
    browser = town.member()
    before = token(browser)
    browser.sign_in("kim@example.kr")
    assert token(browser) != before
    stolen = town.browser()
    stolen.client.set_cookie("session", before)
    assert stolen.get("/account").status_code == 302


def test_the_database_alone_opens_no_session(town: Town) -> None:
    browser = town.member()
    with town.database.transaction() as rows:
        kept = rows.scalars(select(SignedIn.digest)).one()
    assert kept not in token(browser)
    assert len(kept) == 64


def test_signing_out_ends_the_session_for_a_copied_cookie_too(town: Town) -> None:
    browser = town.member()
    copied = token(browser)
    browser.send("/sign-out")
    assert browser.get("/account").status_code == 302
    browser.client.set_cookie("session", copied)
    assert browser.get("/account").status_code == 302


def test_one_browser_can_be_signed_out_from_another(town: Town) -> None:
    phone = town.member("kim@example.kr")
    desk = town.browser()
    desk.client.post(
        "/sign-in",
        data={"email": "kim@example.kr", "password": PASSWORD},
        headers={"User-Agent": "Mozilla/5.0 (Windows NT 10.0) Whale/3.2 Chrome/118"},
    )
    page = phone.get("/account").text
    assert "Whale · Windows" in page
    end = re.search(r"/account/browsers/\d+/end", page)
    assert end is not None
    phone.send(end.group(0))
    assert desk.get("/account").status_code == 302
    assert phone.get("/account").status_code == 200


def test_nobody_signs_out_somebody_else_s_browser(town: Town) -> None:
    kim, lee = town.member("kim@example.kr"), town.member("lee@example.kr")
    with town.database.transaction() as rows:
        ids = rows.scalars(select(SignedIn.id)).all()
    for number in ids:
        kim.send(f"/account/browsers/{number}/end")
    assert lee.get("/account").status_code == 200


def test_signing_out_everywhere_ends_every_browser(town: Town) -> None:
    first = town.member("kim@example.kr")
    second = town.browser()
    second.sign_in("kim@example.kr")
    assert "signed out everywhere" in first.send("/account/browsers/end").text
    assert [one.get("/account").status_code for one in (first, second)] == [302, 302]


def test_changing_the_password_ends_the_other_browsers_and_renews_this_one(town: Town) -> None:
    here = town.member("kim@example.kr")
    other = town.browser()
    other.sign_in("kim@example.kr")
    before = token(here)
    assert (
        here.send("/account/password", present=PASSWORD, password="전혀 다른 새 비밀번호").status_code == 302
    )
    assert token(here) != before
    assert here.get("/account").status_code == 200
    assert other.get("/account").status_code == 302


def test_changing_the_password_needs_the_present_one(town: Town) -> None:
    browser = town.member("kim@example.kr")
    answer = browser.send("/account/password", present="not my password", password="전혀 다른 새 비밀번호")
    assert answer.status_code == 400
    assert "This is not your password." in answer.text
    assert town.browser().sign_in("kim@example.kr").status_code == 302


def test_after_five_tries_an_account_is_closed_for_a_minute_even_to_the_right_password(town: Town) -> None:
    town.account("kim@example.kr")
    for _ in range(5):
        assert "password is not right" in town.browser().sign_in("kim@example.kr", "wrong password").text
    assert "Too many tries" in town.browser().sign_in("kim@example.kr").text
    assert "Too many tries" in town.browser().sign_in("KIM@example.kr").text


def test_an_unknown_address_is_closed_just_the_same(town: Town) -> None:
    answers = [town.browser().sign_in("nobody@example.kr", "wrong password").text for _ in range(6)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 5 + [True]


def test_sixty_people_behind_one_address_are_not_slowed(town: Town) -> None:
    for number in range(60):
        town.account(f"voter{number}@example.kr")
    answers = [town.browser().sign_in(f"voter{number}@example.kr").status_code for number in range(60)]
    assert answers == [302] * 60


def test_an_official_cannot_do_official_things_before_the_second_factor(town: Town) -> None:
    town.account("boss@example.kr", Role.ADMINISTRATOR)
    browser = town.browser()
    assert browser.sign_in("boss@example.kr").location == "/account/second-factor"
    assert browser.get("/officials").location == "/account/second-factor"
    assert browser.send("/officials", email="x@example.kr").status_code == 403
    before = token(browser)
    assert len(recovery_codes(browser.set_up_factor().text)) == 10
    assert token(browser) != before
    assert browser.get("/officials").status_code == 200


def test_the_password_alone_does_not_sign_in_where_there_is_a_second_factor(town: Town) -> None:
    official = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    thief = town.browser()
    assert thief.sign_in("boss@example.kr").location.startswith("/sign-in/code")
    assert thief.get("/account").status_code == 302
    assert thief.send("/sign-in/code", code="000000").status_code == 400
    thief.secret = official.secret
    assert thief.send("/sign-in/code", code=next_code(thief)).status_code == 302
    assert thief.get("/officials").status_code == 200


def test_a_code_works_once(town: Town) -> None:
    official = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    used = next_code(official)
    again = town.browser()
    again.sign_in("boss@example.kr")
    assert again.send("/sign-in/code", code=used).status_code == 302
    third = town.browser()
    third.sign_in("boss@example.kr")
    assert third.send("/sign-in/code", code=used).status_code == 400


def test_a_full_width_code_with_blanks_is_a_code(town: Town) -> None:
    official = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    browser = town.browser()
    browser.sign_in("boss@example.kr")
    digits = next_code(official).translate(str.maketrans("0123456789", "０１２３４５６７８９"))
    assert browser.send("/sign-in/code", code=f"{digits[:3]} {digits[3:]}").status_code == 302


def test_a_recovery_code_opens_once_typed_in_any_way(town: Town) -> None:
    town.account("boss@example.kr", Role.ADMINISTRATOR)
    browser = town.browser()
    browser.sign_in("boss@example.kr")
    code = recovery_codes(browser.set_up_factor().text)[0].replace("-", " ").lower()
    first, second = town.browser(), town.browser()
    first.sign_in("boss@example.kr")
    second.sign_in("boss@example.kr")
    assert first.send("/sign-in/code", code=code).status_code == 302
    assert second.send("/sign-in/code", code=code).status_code == 400
    assert "9 recovery codes left" in first.get("/account").text


def test_two_browsers_that_use_one_recovery_code_at_once_do_not_both_come_in(town: Town) -> None:
    town.account("boss@example.kr", Role.ADMINISTRATOR)
    browser = town.browser()
    browser.sign_in("boss@example.kr")
    code = recovery_codes(browser.set_up_factor().text)[0]
    racers = [town.browser() for _ in range(3)]
    for racer in racers:
        racer.sign_in("boss@example.kr")
    answers: list[str] = []

    def race(racer: Browser) -> None:
        answer = racer.send("/sign-in/code", code=code)
        answers.append(answer.location or str(answer.status_code))

    threads = [threading.Thread(target=race, args=(racer,)) for racer in racers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(answers) == ["/account", "400", "400"]


def test_guessing_codes_is_slow_too(town: Town) -> None:
    town.official(Role.ADMINISTRATOR, "boss@example.kr")
    thief = town.browser()
    thief.sign_in("boss@example.kr")
    answers = [thief.send("/sign-in/code", code="000000").text for _ in range(6)]
    assert ["Too many tries" in answer for answer in answers] == [False] * 5 + [True]


def test_new_recovery_codes_end_the_old_ones(town: Town) -> None:
    official = town.official(Role.ADMINISTRATOR, "boss@example.kr")
    with town.database.transaction() as rows:
        old = set(rows.scalars(select(RecoveryCode.digest)))
    assert len(recovery_codes(official.send("/account/second-factor/codes", present=PASSWORD).text)) == 10
    with town.database.transaction() as rows:
        assert old.isdisjoint(rows.scalars(select(RecoveryCode.digest)))


def test_a_member_may_turn_the_second_factor_off_and_an_official_may_not(town: Town) -> None:
    member = town.member("kim@example.kr")
    member.set_up_factor()
    assert member.send("/account/second-factor/off", present=PASSWORD).status_code == 302
    assert town.browser().sign_in("kim@example.kr").location == "/account"
    official = town.official(Role.CLERK, "clerk@example.kr")
    answer = official.send("/account/second-factor/off", present=PASSWORD)
    assert "This account holds an office" in answer.text


def test_an_official_s_password_is_hashed_harder_from_the_first_sign_in_on(
    town: Town, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, hasher in DEAR.items():
        monkeypatch.setattr(secrets, name, hasher)
    town.official(Role.CLERK, "clerk@example.kr")
    town.member("kim@example.kr")
    with town.database.transaction() as rows:
        kept = dict(rows.execute(select(Account.email, Account.password)).all())
    assert "m=65536,t=3" in kept["clerk@example.kr"]
    assert "m=19456,t=2" in kept["kim@example.kr"]
    assert is_weak(kept["kim@example.kr"], official=True)


def test_nothing_in_the_tables_is_a_password_a_secret_or_a_code(town: Town) -> None:
    town.account("boss@example.kr", Role.ADMINISTRATOR)
    browser = town.browser()
    browser.sign_in("boss@example.kr")
    codes = recovery_codes(browser.set_up_factor().text)
    with town.database.transaction() as rows:
        account = rows.scalars(select(Account)).one()
        digests = rows.scalars(select(RecoveryCode.digest)).all()
        assert account.secret is not None
        assert browser.secret not in account.secret
        assert PASSWORD not in account.password
    assert not [code for code in codes for digest in digests if code in digest]


def test_a_file_that_caches_may_keep_never_brings_the_session_along(town: Town) -> None:
    answer = town.member("kim@example.kr").get("/static/img/mark.svg?v=1")
    assert "public" in answer.headers["Cache-Control"]
    assert "Set-Cookie" not in answer.headers
