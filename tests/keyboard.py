"""Somebody without a mouse: Tab, Enter, Space, the arrows and typing, and nothing else.

Each stop at which such a person does something must show that it has the focus, and stand on the screen.
"""

from dataclasses import dataclass

from playwright.sync_api import ElementHandle, Page

# More stops than any page has before what is looked for.
STOPS = 250
SKIP, MAIN = ".skip", "main"
HAS_FOCUS = "e => e === document.activeElement"
# A ring, or a border that has become thick; for a small tick perhaps around its label.
IS_SEEN = """e => {
    const looks = [e, ...(e.labels ?? [])].map(one => getComputedStyle(one));
    const box = e.getBoundingClientRect();
    return looks.some(look => look.outlineStyle !== 'none' || look.boxShadow !== 'none'
        || parseFloat(look.borderTopWidth) >= 2) && box.bottom > 0 && box.top < innerHeight;
}"""


@dataclass
class Keyboard:
    page: Page

    def reach(self, wanted: str) -> None:
        """Tab until the element has the focus; by the skip link, where it is in the content."""
        found = self.page.wait_for_selector(wanted, state="attached")
        assert found is not None
        if self.is_above(found):
            self.skip()
        for _stop in range(STOPS):
            if found.evaluate(HAS_FOCUS):
                assert found.evaluate(IS_SEEN), f"the focus on {wanted} cannot be seen"
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"the keyboard does not reach {wanted} on {self.page.url}")

    def is_above(self, wanted: ElementHandle) -> bool:
        """Whether the focus is still above the content, and what is wanted in it."""
        inside = wanted.evaluate(f"e => e.closest('{MAIN}') !== null")
        return bool(inside) and not self.page.evaluate(
            f"document.activeElement.closest('{MAIN}') !== null || document.activeElement.id === 'mistakes'"
        )

    def skip(self) -> None:
        """The first stop of every page, unless its address named a place in the content."""
        self.page.keyboard.press("Tab")
        if self.page.locator(SKIP).evaluate(HAS_FOCUS):
            self.page.keyboard.press("Enter")

    def press(self, wanted: str, key: str = "Enter") -> None:
        """Press what leads to another page, and wait until it is there."""
        self.reach(wanted)
        with self.page.expect_navigation():
            self.page.keyboard.press(key)

    def tick(self, wanted: str) -> None:
        self.reach(wanted)
        self.page.keyboard.press("Space")
        assert self.page.locator(wanted).first.is_checked()

    def type(self, field: str, text: str) -> None:
        self.reach(field)
        self.page.keyboard.press("Control+A")
        self.page.keyboard.type(text)
        assert self.page.input_value(field) == text

    def choose(self, field: str, down: int = 1) -> None:
        """An entry of a list that unfolds, so many below the first."""
        self.reach(field)
        for _step in range(down):
            self.page.keyboard.press("ArrowDown")

    def attach(self, field: str, name: str, kind: str, content: bytes) -> None:
        self.reach(field)
        with self.page.expect_file_chooser() as opened:
            self.page.keyboard.press("Space")
        opened.value.set_files({"name": name, "mimeType": kind, "buffer": content})
