"""People at their browsers, in a town whose clock the test sets."""

import zipfile
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path

from playwright.sync_api import Page
from pyotp import TOTP

from ballots.bundle import names
from ballots.trustees import steps
from ballots.workers import Alone
from pb import jobs
from pb.access import Role
from pb.cycles.models import PhaseTime
from pb.voting import hall as halls
from pb.voting.models import Election
from tests.pages import press
from tests.pb.accounts.conftest import PASSWORD
from tests.pb.accounts.live import SHOTS, Live
from tests.pb.voting.conftest import Vote
from tests.pb.voting.test_election import CHEAP, PASSPHRASE, files_in, new_files


@dataclass
class Clock:
    """The town's only clock: the real one, set forward."""

    ahead: timedelta = timedelta(0)

    def now(self) -> datetime:
        return datetime.now(UTC) + self.ahead

    def set_to(self, live: Live, phase: str) -> None:
        """A day after the beginning of a phase of the first cycle."""
        with live.town.database.transaction() as rows:
            begins = rows.get_one(PhaseTime, (1, phase)).starts
        self.ahead = begins + timedelta(days=1) - datetime.now(UTC)


@dataclass
class Scene:
    """A running town, its clock, and the language in which everyone there reads."""

    live: Live
    clock: Clock
    language: str


@dataclass
class Somebody:
    """Somebody with an account, at a browser; `secret` is the second factor of an official."""

    scene: Scene
    email: str
    width: int = 1280
    secret: str = ""
    page: Page = field(init=False)

    def __post_init__(self) -> None:
        self.page = self.scene.live.open(self.scene.live.url, self.width, self.scene.language)

    def go(self, path: str) -> Page:
        """Open a page, signing in where the session has run out."""
        self.page.goto(self.scene.live.url + path)
        if "/sign-in" in self.page.url:
            self.sign_in()
            self.page.goto(self.scene.live.url + path)
        return self.page

    def sign_in(self) -> None:
        page = self.page
        page.goto(f"{self.scene.live.url}/sign-in")
        page.fill("#email", self.email)
        page.fill("#password", PASSWORD)
        with page.expect_navigation():
            page.press("#password", "Enter")
        if page.url.endswith("/account/second-factor"):
            self.secret = page.locator("main code").first.inner_text().replace(" ", "")
            page.fill("#present", PASSWORD)
            self.type_code()
            page.wait_for_selector(".codes")
        elif "/sign-in/code" in page.url:
            self.type_code()

    def type_code(self) -> None:
        self.page.fill("#code", TOTP(self.secret).at(self.scene.clock.now()))
        with self.page.expect_navigation():
            self.page.press("#code", "Enter")

    def show(self, name: str) -> None:
        """A picture of what is on the screen, for the guide (`make pictures` puts it there)."""
        SHOTS.mkdir(exist_ok=True)
        self.page.screenshot(path=SHOTS / f"guide-{name}-{self.scene.language}.png")

    def act(self, path: str, **typed: str) -> None:
        """Fill the form of a page in and send it; it must lead on."""
        page = self.go(path)
        for name, text in typed.items():
            page.fill(f"main [name={name}]", text)
        press(page, "main form button[type=submit]")
        assert page.locator("#mistakes").count() == 0, page.inner_text("main")


@dataclass
class Year:
    """The town, and what its voters meant: a count of choices by title."""

    scene: Scene
    home: Path

    def __post_init__(self) -> None:
        self.live, self.clock = self.scene.live, self.scene.clock
        self.meant: Counter[str] = Counter()

    def somebody(self, name: str, *roles: Role, width: int = 1280) -> Somebody:
        email = f"{name}@example.kr"
        self.live.town.account(email, *roles)
        return Somebody(self.scene, email, width)

    def vote(self) -> Vote:
        with self.live.town.app.test_request_context(), self.live.town.database.transaction() as rows:
            return Vote(self.live.town, 1, halls.of(rows, rows.get_one(Election, 1)), {})


@dataclass
class Trustee:
    """Keeps a part of the key in a folder at home, and uses the program there."""

    person: Somebody
    home: Path

    @property
    def own(self) -> Path:
        return self.home / "my-key"

    def take_home(self, file: str, into: str) -> Path:
        page = self.person.go("/trustees/1")
        with page.expect_download() as loading:
            page.click(f"main a[href$='{file}']")
        with zipfile.ZipFile(loading.value.path()) as archive:
            archive.extractall(self.home / into)
        return self.home / into

    def hand_in(self, files: list[Path]) -> None:
        page = self.person.go("/trustees/1")
        page.set_input_files("main input[type=file]", files)
        press(page, "main form button[type=submit]")
        jobs.all_done(self.person.scene.live.town.app)

    def does(self, folder: Path, step: Callable[..., object], *given: object, **options: object) -> None:
        """One command of the program, and what it wrote goes back to the town."""
        before = files_in(folder)
        step(self.own, folder, *given, **options)
        made = [path for path in new_files(folder, before) if path.name != names.CEREMONY]
        if made:
            self.hand_in(made)


def make_key(trustees: list[Trustee]) -> None:
    """The four steps, each by every trustee, with the files of all taken home in between."""
    for one in trustees:
        one.does(one.home / "ceremony", steps.new, one.person.email, PASSPHRASE, cost=CHEAP)
    for step in (steps.deal, steps.deal, steps.finish):
        for one in trustees:
            one.does(one.take_home("ceremony.zip", "ceremony"), step, PASSPHRASE, cost=CHEAP)


def open_box(one: Trustee) -> None:
    """One trustee is enough beside the server: mix, then open."""
    for step in (steps.mix, steps.decrypt):
        one.does(one.take_home("bundle.zip", step.__name__), step, PASSPHRASE, Alone())
