"""Counting, the gate, two officials, and the page: by real requests, with a real opened election."""

import json
import multiprocessing
import os
import re
import shlex
import subprocess
import sys
import threading
import time
from html import unescape
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from pb import jobs
from pb.access import ACCESS, GRANTS, PUBLIC, Role
from pb.projects.models import Project
from pb.proposals.models import Proposal
from pb.results.models import Publication, ResultCount
from pb.results.places import Place
from pb.results.turnout import by_age
from tests.pages import VIEWS, press
from tests.pb.accounts.conftest import PASSWORD, Browser, Town, next_code
from tests.pb.accounts.live import Live, look
from tests.pb.results.made import CHOICES, Honest, opened

PUBLISHERS = frozenset({Role.COORDINATOR, Role.ADMINISTRATOR})
ACCESS_TABLE = {
    "results.page": frozenset(Role),
    "results.file": frozenset(Role),
    "results.latest": PUBLISHERS,
    "results.publish": PUBLISHERS,
    "results.count": PUBLISHERS,
    "results.press": PUBLISHERS,
}
WHY = "선거관리 담당 확인"
LONGEST = 600
HAPPENED = "20분 동안 서버가 멈춰 접수 시간을 늘렸습니다"
COUNT = {"count-reason": WHY}
ROOT = Path(__file__).resolve().parents[3]
SLOW = pytest.mark.timeout(1200)


def settled(town: Town) -> ResultCount:
    """The count's row once the duties have been done."""
    jobs.all_done(town.app)
    with town.database.transaction() as rows:
        row = rows.get_one(ResultCount, 1)
        rows.expunge(row)
    return row


def counted(town: Town, honest: Honest) -> Browser:
    """A coordinator whose count is done."""
    opened(town, honest)
    coordinator = town.official(Role.COORDINATOR)
    assert coordinator.send("/turnout/incident", reason=HAPPENED).status_code == 302
    answer = coordinator.send("/results/1/count", **COUNT)
    assert answer.status_code == 302, answer.text
    row = settled(town)
    assert row.state == "ready", (row.words, row.checks)
    return coordinator


def kinds(town: Town) -> list[str]:
    entries = town.browser().get("/journal/journal.json").get_json()["entries"]
    return [entry["kind"] for entry in entries if entry["kind"].startswith("result.")]


def place(town: Town) -> Place:
    return Place.of(town.app.extensions["pb.settings"], 1)


@SLOW
def test_two_officials_publish_what_anyone_can_verify_and_recount(
    town: Town, honest: Honest, tmp_path: Path
) -> None:
    coordinator = counted(town, honest)
    page = coordinator.get("/results/1/publish").text
    assert "and all hold" in page
    nothing_is_reachable(town)
    assert coordinator.send("/results/1/press", reason="").status_code == 400
    assert coordinator.send("/results/1/press", reason=WHY).status_code == 302
    again = coordinator.send("/results/1/press", reason=WHY)
    assert again.status_code == 400
    assert "four eyes" in again.text
    nothing_is_reachable(town)
    fan = town.member("fan@example.kr")
    fan.send("/follow/project/1", back="/projects/1")
    assert "You get news of it. Stop" in fan.get("/projects/1").text
    assert 'href="/results/1"' not in town.browser().get("/").text
    second = town.official(Role.ADMINISTRATOR, "gwajang@example.kr")
    assert second.send("/results/1/press", reason=WHY).status_code == 302
    assert sorted(kinds(town)) == ["result.counted", "result.published", "result.signed"]
    assert second.send("/results/1/count", **COUNT).status_code == 400
    told(town)
    assert 'href="/results/1"' in town.browser().get("/").text
    verified(town, tmp_path)
    recounted(town, tmp_path)


def nothing_is_reachable(town: Town) -> None:
    """No file, page or answer of the rooms here says what was counted, to anybody."""
    with town.database.transaction() as rows:
        assert rows.scalar(sa.text("select count(*) from news where kind like 'result%'")) == 0
    names = sorted(path.name for path in place(town).folder.iterdir())
    assert "result.json" in names
    for visitor in (town.browser(),):
        assert "No result is published yet" in visitor.get("/results").text
        for name in names:
            assert visitor.get(f"/results/1/files/{name}").status_code == 404, name
        assert visitor.get("/results/1").status_code == 404
        assert "funded" not in visitor.get("/projects/1").text.lower()


def told(town: Town) -> None:
    visitor = town.browser()
    result = visitor.get("/results/1/files/result.json").get_json()
    (section,) = result["sections"]
    funded = [one["id"] for one in section["projects"] if one["funded"]]
    ballots = sum(section["ballots"].values())
    page = visitor.get("/results").text
    assert f"{ballots} ballots × {CHOICES} = {ballots * CHOICES} votes" in page
    assert f"{len(funded)} projects, ₩{section['cost']:,} of ₩{section['budget']:,}" in page
    assert "python -m ballots verify" in page
    assert HAPPENED in page
    assert result["ages"] == []
    kept = place(town).read("page-en.json")
    place(town).keep("page-en.json", kept | {"ages": by_age([(1950, 30, 90), (None, 20, 90)])})
    page = visitor.get("/results").text
    assert "Born in the 1950s" in page
    assert "Voters by age" in page
    assert len(page) < 100_000
    with town.database.transaction() as rows:
        wanted = sa.select(Project.number, Proposal.state).join(Proposal, Project.proposal_id == Proposal.id)
        states = {f"P{row.number}": row.state for row in rows.execute(wanted)}
    assert {code for code, state in states.items() if state == "funded"} == set(funded)
    assert set(states.values()) == {"funded", "not-funded"}
    number = funded[0].removeprefix("P")
    assert "Funded" in visitor.get(f"/projects/{number}").text
    for name in ("town-support-ko.svg", "town-support-en.png", "town-en.pdf", "town-ko.csv", "town-en.json"):
        assert visitor.get(f"/results/1/files/{name}").status_code == 200, name
    for name in ("page-ko.json", "..%2f..%2fkeys%2fregistrar", "nothing.zip"):
        assert visitor.get(f"/results/1/files/{name}").status_code == 404, name
    assert visitor.get("/results/7").status_code == 404


def verified(town: Town, folder: Path) -> None:
    """The offered file, by the auditor's command, in a process that knows nothing of the town."""
    bundle = folder / "home.zip"
    bundle.write_bytes(town.browser().get("/results/1/files/bundle.zip").data)
    command = [sys.executable, "-m", "ballots", "verify", str(bundle), "--json", "--workers", "1"]
    answer = subprocess.run(command, capture_output=True, check=False, timeout=LONGEST)
    report = json.loads(answer.stdout)
    assert (answer.returncode, report["ok"]) == (0, True), report


def recounted(town: Town, folder: Path) -> None:
    """The line that the page shows, with the files that it names, gives the same winners."""
    visitor = town.browser()
    found = re.search(r"<code>python (-m tallying count .+) --explain</code>", visitor.get("/results").text)
    assert found is not None
    words = shlex.split(unescape(found[1]))
    for name in (word for word in words if word.startswith("pb-")):
        file = name.split("-", 2)[2]
        (folder / name).write_bytes(visitor.get(f"/results/1/files/{file}").data)
    (section,) = visitor.get("/results/1/files/result.json").get_json()["sections"]
    answer = subprocess.run(
        [sys.executable, *words, "--format", "json"],
        cwd=folder,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert set(json.loads(answer.stdout)["funded"]) == {
        one["id"] for one in section["projects"] if one["funded"]
    }


def test_a_count_that_does_not_reconcile_is_refused_with_its_numbers(town: Town, honest: Honest) -> None:
    opened(town, honest)
    check = {"code": "votes-within-limits", "left": 3835, "right": 3822, "at_most": False, "part": "town"}
    now = sa.func.now()
    with town.database.transaction() as rows:
        rows.execute(
            sa.insert(ResultCount).values(
                election_id=1, state="refused", stage="verifying", done=5, total=5, begun=now, seen=now,
                words="", checks=json.dumps([check]), verified='{"checks": []}', sha256="a" * 64, size=1,
            )
        )  # fmt: skip
    coordinator = town.official(Role.COORDINATOR)
    page = coordinator.get("/results/1/publish").text
    assert "3,835 against 3,822: wrong by 13" in page
    answer = coordinator.send("/results/1/press", reason=WHY)
    assert answer.status_code == 400
    assert "does not reconcile" in answer.text
    assert kinds(town) == []


@SLOW
def test_a_spoilt_folder_breaks_the_count_off_and_says_why(town: Town, honest: Honest) -> None:
    opened(town, honest)
    folder = place(town).folder.parent / "bundle"
    plaintexts = next((folder / "plaintexts").iterdir())
    lines = plaintexts.read_bytes().splitlines(keepends=True)
    plaintexts.write_bytes(b"".join(lines[1:]))
    coordinator = town.official(Role.COORDINATOR)
    coordinator.send("/results/1/count", **COUNT)
    row = settled(town)
    assert row.state == "broken"
    page = coordinator.get("/results/1/publish").text
    assert "Nothing was published" in page
    assert "Nothing is counted yet" in coordinator.send("/results/1/press", reason=WHY).text


@SLOW
def test_a_count_whose_process_is_killed_is_told_and_one_that_was_interrupted_is_done_again(
    town: Town, honest: Honest
) -> None:
    opened(town, honest)
    coordinator = town.official(Role.COORDINATOR)
    coordinator.send("/results/1/count", **COUNT)
    threading.Thread(target=kill_whoever_counts).start()
    assert settled(town).words == "the counting process ended with -9"
    assert "The count broke off" in coordinator.get("/results/1/publish").text
    # Asked for anew; what a process that is gone has noted of its way stops nobody.
    coordinator.send("/results/1/count", **COUNT)
    with town.database.transaction() as rows:
        rows.get_one(ResultCount, 1).stage = "packing"
    assert settled(town).state == "ready"


@SLOW
def test_operators_count_and_two_officials_sign_at_the_keyboard(town: Town, honest: Honest) -> None:
    opened(town, honest)
    one = town.official(Role.COORDINATOR, "one@example.kr")
    other = town.official(Role.ADMINISTRATOR, "other@example.kr")
    clerk = town.official(Role.CLERK, "clerk@example.kr")
    said = command(town, "count")
    assert "every sum holds" in said
    assert "may not publish" in command(town, "publish", "clerk@example.kr", clerk)
    assert "비밀번호가 맞지 않습니다" in command(
        town, "publish", "one@example.kr", one, password="틀린 비밀번호"
    )
    assert "인증번호가 맞지 않거나" in command(town, "publish", "one@example.kr", one, code="000000")
    assert "another official" in command(town, "publish", "one@example.kr", one)
    assert sorted(kinds(town)) == ["result.counted", "result.signed"]
    assert command(town, "publish", "other@example.kr", other).startswith("Published: ")
    assert sorted(kinds(town)) == ["result.counted", "result.published", "result.signed"]
    assert "Error" in command(town, "count")


def command(
    town: Town,
    name: str,
    email: str = "",
    who: Browser | None = None,
    password: str = PASSWORD,
    code: str = "",
) -> str:
    """What `election NAME 1` says at last; `who` types address, password and code."""
    typed = f"{email}\n{password}\n{code or next_code(who)}\n" if who else ""
    arguments = ["election", name, "1", "--reason", WHY]
    said = town.app.test_cli_runner().invoke(args=arguments, input=typed).output
    return [line for line in said.splitlines() if line and "request" not in line][-1]


def kill_whoever_counts() -> None:
    while not multiprocessing.active_children():
        time.sleep(0.01)
    for each in multiprocessing.active_children():
        each.kill()


def test_the_database_itself_wants_two_different_officials(town: Town, honest: Honest) -> None:
    opened(town, honest)
    town.account("a@example.kr", Role.COORDINATOR)
    now = sa.func.now()
    with town.database.transaction() as rows:
        rows.execute(
            sa.insert(ResultCount).values(
                election_id=1, state="ready", stage="verifying", done=5, total=5, begun=now, seen=now,
                words="", checks="[]", verified="{}", sha256="a" * 64, size=1,
            )
        )  # fmt: skip
    with pytest.raises(IntegrityError), town.database.transaction() as rows:
        rows.execute(
            sa.insert(Publication).values(
                election_id=1,
                cycle_id=1,
                sha256="a" * 64,
                first_id=1,
                first_at=now,
                second_id=1,
                published=now,
            )
        )


def test_without_an_election_there_is_nothing_to_count(town: Town) -> None:
    official = town.official(Role.COORDINATOR)
    assert "There is no election yet" in official.get("/results/publish").text
    assert official.get("/results/1/publish").status_code == 404
    assert "No result is published yet" in town.browser().get("/results").text


def test_the_access_table_is_what_the_views_say(town: Town) -> None:
    views = {n: v for n, v in town.app.view_functions.items() if n.startswith("results.")}
    marks = {name: getattr(view, ACCESS) for name, view in views.items()}
    assert {n: frozenset(Role) if m == PUBLIC else GRANTS[m] for n, m in marks.items()} == ACCESS_TABLE


@SLOW
@pytest.mark.views
def test_the_result_can_be_read_on_a_phone_and_a_desk_in_both_languages(live: Live, honest: Honest) -> None:
    live.town.app.config["WTF_CSRF_ENABLED"] = False  # the officials here press without pages
    coordinator = counted(live.town, honest)
    coordinator.send("/results/1/press", reason=WHY)
    second = live.town.official(Role.ADMINISTRATOR, "gwajang@example.kr")
    second.send("/results/1/press", reason=WHY)
    for width, language in VIEWS:
        page = live.open(live.url, width, language)
        answer = page.goto(f"{live.url}/results")
        assert answer is not None
        assert answer.status == 200
        for more in page.query_selector_all("details.more"):
            more.evaluate("e => e.open = true")
        look(page, f"results-{width}-{language}")
    press(page, ".winners a >> nth=0")
    look(page, "project-funded-1280")
