"""The marking form in a real browser: by finger, by keyboard alone, and without a script."""

from playwright.sync_api import Page, expect

from tests.pages import in_each_view
from tests.pb.accounts.live import Live, look
from tests.pb.voting.ballots_on_show import ballot_on_show, with_photos

NARROW = 320


def practice(live: Live, preset: str, projects: int, width: int, language: str, **limits: int) -> Page:
    with live.town.app.test_request_context(), live.town.database.transaction() as rows:
        with_photos(rows, ballot_on_show(rows, preset, projects, **limits))
    page = live.open(live.url, width, language)
    page.goto(f"{live.url}/ballot/sample")
    expect(page.locator(".tally")).to_be_visible()
    return page


def said(page: Page, text: str) -> None:
    expect(page.locator(".tally-said")).to_contain_text(text)


def state(page: Page, text: str) -> None:
    expect(page.locator(".tally-state")).to_have_text(text)


def test_choosing_on_a_small_phone_says_why_a_fourth_does_not_fit(live: Live) -> None:
    page = practice(live, "exactly-3", 18, NARROW, "ko")
    look(page, "practice-empty-320-ko")
    asked: list[str] = []
    page.on("request", lambda request: asked.append(request.url))
    page.locator(".late-map summary").click()
    page.locator(".late-map .pin, .late-map .cluster").first.wait_for()
    assert any("dist/map.js" in each for each in asked)
    # Closer, until some project stands alone; the map moves while it does that.
    for _time in range(20):
        if page.locator(".late-map .pin").count():
            break
        page.evaluate("document.querySelector('.late-map .cluster').click()")
        page.wait_for_timeout(500)
    look(page, "practice-map-320-ko")
    page.locator(".late-map .pin").first.dispatch_event("click")
    assert page.evaluate("document.activeElement.classList.contains('pick')")
    for place in range(3):
        page.locator(".mark").nth(place).click()
    state(page, "3개 중 3개 고름")
    page.locator(".mark").nth(5).click()
    said(page, "이미 3개를 골랐어요. 먼저 하나를 빼야")
    assert page.locator(".picks input:checked").count() == 3
    look(page, "practice-refused-320-ko")
    page.locator(".pick-more").first.click()
    expect(page.locator("#details")).to_contain_text("이웃이 함께 쓰고 함께 돌봅니다.")
    look(page, "practice-details-320-ko")
    page.keyboard.press("Escape")
    page.locator(".mark").nth(0).click()
    said(page, "뺌:")
    page.click(".tally-check")
    expect(page.locator("#review")).to_contain_text("1개를 더 골라 주세요.")
    look(page, "practice-review-320-ko")
    page.click("#review .review-missing + button")
    page.select_option("#whole-town-category", "공원")
    expect(page.locator(".narrowed")).to_contain_text("18개 사업 중")
    page.locator(".pick:visible .mark:not(:has(:checked))").first.click()
    page.click(".tally-check")
    expect(page.locator("#review")).to_contain_text("올바른 투표용지입니다.")


def test_a_keyboard_alone_is_enough_for_an_order(live: Live) -> None:
    page = practice(live, "ranked", 6, 1280, "en")
    for place in (0, 1, 2):
        page.locator(".mark-button").nth(place).focus()
        page.keyboard.press("Enter")
    titles = page.locator(".my-order li > span")
    before = titles.all_inner_texts()
    said(page, f"{before[2]} is number 3 now.")
    page.locator(".order-up").nth(2).focus()
    page.keyboard.press("Space")
    said(page, f"{before[2]} is number 2 now.")
    assert titles.all_inner_texts() == [before[0], before[2], before[1]]
    page.keyboard.press("Enter")
    assert titles.all_inner_texts() == [before[2], before[0], before[1]]
    assert page.evaluate("document.activeElement.className") == "order-up"
    look(page, "practice-ranked-1280-en")
    page.locator(".order-out").first.press("Enter")
    assert titles.all_inner_texts() == [before[0], before[1]]
    page.locator(".tally-check").press("Enter")
    expect(page.locator("#review .review-ranks li")).to_have_count(2)
    look(page, "practice-ranked-review-1280-en")


def test_money_and_points_are_counted_down(live: Live) -> None:
    page = practice(live, "knapsack", 30, 360, "ko")
    for place in range(30):
        page.locator(".mark").nth(place).click()
    said(page, "남은 돈은")
    spent = page.evaluate(
        "[...document.querySelectorAll('.is-picked')].reduce((sum, e) => sum + Number(e.dataset.cost), 0)"
    )
    assert spent <= 2_000_000_000
    state(page, f"2,000,000,000원 중 {2_000_000_000 - spent:,}원 남음")
    assert page.locator(".tally-drawn .money").count() == page.locator(".pick:has(:checked)").count() + 1
    look(page, "practice-knapsack-360-ko")


def test_points_by_steps_and_by_typing(live: Live) -> None:
    page = practice(live, "points", 6, 360, "ko")
    more = page.locator(".mark-step:last-child")
    for _ in range(6):
        more.nth(0).click()
    said(page, "한 사업에는 0점부터 5점까지")
    page.locator(".mark-points").nth(1).fill("5")
    page.locator(".mark-points").nth(1).press("Tab")
    state(page, "10점 중 0점 남음")
    more.nth(2).click()
    said(page, "점수를 모두 나눠 주었어요.")
    assert page.locator(".mark-points").nth(2).input_value() == ""
    page.locator(".mark-points").nth(2).fill("-3")
    page.locator(".mark-points").nth(2).press("Tab")
    assert page.locator(".mark-points").nth(2).input_value() == ""
    look(page, "practice-points-360-ko")


@in_each_view
def test_several_sections_each_have_their_limit(live: Live, width: int, language: str) -> None:
    page = practice(live, "four-fields", 5, width, language)
    for section in ("administration-and-welfare", "economy-and-farming"):
        for place in range(3):
            page.locator(f"#{section} .mark").nth(place).click()
    expect(page.locator(".tally-title")).to_contain_text("4개 분야 중 2개" if language == "ko" else "2 of 4")
    page.locator("#economy-and-farming .mark").nth(3).click()
    assert page.locator("#economy-and-farming input:checked").count() == 3
    look(page, f"practice-sections-{width}-{language}")
