"""The command line, as a person or a program meets it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from tallying.command import main
from tallying.command.actions import ACTIONS
from tallying.command.parser import ACTIONS as PARSED
from tallying.command.parser import language_of
from tallying.command.words import WORDS
from tallying.town import FOLDER
from tests.tallying.files import REAL, SMALL, each_real_file, spoilt

ROOT = Path(__file__).parents[2]
EXAMPLE = str(FOLDER / "exactly-3-of-18.pb")
JURY = str(FOLDER / "jury-and-online.pb")
JURY_WEIGHTS = str(FOLDER / "jury-and-online.weights.csv")
Capture = pytest.CaptureFixture[str]


@pytest.fixture
def small(tmp_path: Path) -> str:
    path = tmp_path / "small.pb"
    path.write_text(SMALL, encoding="utf-8")
    return str(path)


def shell(*arguments: str, **environment: str) -> subprocess.CompletedProcess[str]:
    clean = {key: value for key, value in os.environ.items() if key not in ("LANG", "LC_ALL", "LC_MESSAGES")}
    command = [sys.executable, "-W", "error", "-m", "tallying", *arguments]
    return subprocess.run(
        command, cwd=ROOT, env=clean | environment, capture_output=True, text=True, check=False
    )


def test_count_prints_one_json_object(small: str, capsys: Capture) -> None:
    assert main(["count", small, "--rule", "greedy", "--format", "json", "--lang", "en"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert (printed["rule"], printed["funded"], printed["cost"], printed["budget"]) == (
        "greedy",
        ["park", "tree"],
        100,
        100,
    )
    assert printed["ties"] == []
    assert [(r["number"], r["project"], r["action"]) for r in printed["rounds"]] == [
        (1, "park", "funded"),
        (2, "road", "skipped"),
        (3, "tree", "funded"),
    ]
    assert [(p["id"], p["cost"], p["votes"], p["funded"]) for p in printed["projects"]] == [
        ("park", 60, 3, True),
        ("road", 50, 2, False),
        ("tree", 40, 1, True),
    ]
    assert "would have funded it" in printed["projects"][1]["why"]


def test_count_prints_a_table_with_the_funding_line(small: str, capsys: Capture) -> None:
    assert main(["count", small, "--rule", "greedy", "--lang", "ko"]) == 0
    assert capsys.readouterr().out.splitlines() == [
        "A street and a park",
        "방식: 득표순 (greedy) · 예산: 100 · 투표자: 4 · 사업: 3",
        "",
        "순서  번호  사업명                득표  비용",
        "   1  park  Park                     3    60",
        "   2  tree  Tree                     1    40",
        "---- 선정선: 2개 사업, 예산 100 중 100 배정(100%), 0 남음",
        '   -  road  Road; the long "one"     2    50',
        "",
        "동점이 없었습니다.",
    ]


def test_explain_says_every_round_and_every_reason(small: str, capsys: Capture) -> None:
    assert main(["count", small, "--rule", "greedy", "--explain", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "  2. skipped road: 0, 40 left" in printed
    assert "  road: Not funded: with 2 votes its turn came when 40 was left and it costs 50" in printed


def test_the_tie_breaks_are_those_asked_for(tmp_path: Path, capsys: Capture) -> None:
    level = tmp_path / "level.pb"
    level.write_bytes(
        spoilt("tree;40;1", "tree;40;2").replace(b"d;road;70", b"d;tree;70").replace(b"50;2", b"50;1")
    )
    level.write_bytes(level.read_bytes().replace(b"b;park;", b"b;road,park;").replace(b"50;1", b"50;2"))
    won = {}
    for ties in ("cost", "lexico"):
        assert main(["count", str(level), "--rule", "greedy", "--ties", ties, "--format", "json"]) == 0
        (tie,) = json.loads(capsys.readouterr().out)["ties"]
        won[ties] = tie["chosen"], tie["resolved_by"]
    assert won == {"cost": ("tree", "cost"), "lexico": ("road", "lexico")}


def test_weights_change_the_scores(capsys: Capture) -> None:
    assert main(["count", JURY, "--rule", "greedy", "--weights", JURY_WEIGHTS, "--format", "json"]) == 0
    printed = json.loads(capsys.readouterr().out)
    assert printed["options"]["weights"]["groups"] == {"internet": 50, "paper": 50}
    assert "/" in printed["projects"][0]["votes"]


def test_compare_puts_rules_side_by_side(small: str, capsys: Capture) -> None:
    assert main(["compare", small, "--rules", "greedy,greedy-no-skip", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    assert "1 projects are funded by every rule." in printed
    assert printed.splitlines()[-1] == "A·  tree  Tree"


def test_rules_names_every_rule_and_every_leniency(capsys: Capture) -> None:
    assert main(["rules", "--lang", "en"]) == 0
    printed = capsys.readouterr().out
    for name in (
        "greedy",
        "greedy-per-won",
        "knapsack-per-won",
        "max-votes",
        "equal-shares",
        "phragmen",
        "maximin",
    ):
        assert f"\n{name} " in f"\n{printed}"
    assert "*  decimal-money" in printed


def test_check_accepts_a_strict_file_and_its_stated_result(small: str, capsys: Capture) -> None:
    assert main(["check", small, "--lang", "en"]) == 0
    assert "`selected` is what the rule greedy gives." in capsys.readouterr().out


def test_check_fails_where_the_stated_result_is_not_the_counted_one(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "wrong.pb"
    path.write_bytes(spoilt(";Park;1", ";Park;0"))
    assert main(["check", str(path), "--lang", "en"]) == 1
    assert "only stated -; only counted park." in capsys.readouterr().out


def test_check_fails_with_the_deviations_of_a_file(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "odd.pb"
    path.write_bytes(spoilt("b;park;", "b;park,park;"))
    assert main(["check", str(path), "--format", "json", "--lang", "en"]) == 1
    (found,) = json.loads(capsys.readouterr().out)["deviations"]
    assert (found["leniency"], found["line"]) == ("repeated-project", 24)


def test_a_refused_file_names_the_flag_that_would_accept_it(tmp_path: Path, capsys: Capture) -> None:
    path = tmp_path / "odd.pb"
    path.write_bytes(spoilt("b;park;", "b;park,park;").replace(b"d;road;", b"d;road,sea;"))
    assert main(["count", str(path), "--rule", "greedy", "--lang", "en"]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert "--lenient repeated-project,unknown-project\n" in said.err
    assert "odd.pb:24: the ballot names park twice" in said.err
    lenient = "repeated-project,unknown-project"
    assert main(["count", str(path), "--rule", "greedy", "--lenient", lenient]) == 0
    assert main(["count", str(path), "--rule", "greedy", "--lenient", "all"]) == 0


@pytest.mark.parametrize(
    "arguments",
    [
        ["count", "missing.pb", "--rule", "greedy"],
        ["count", ".", "--rule", "greedy"],
        ["count", EXAMPLE, "--rule", "astrology"],
        ["count", EXAMPLE, "--rule", "greedy", "--ties", "beauty"],
        ["count", EXAMPLE, "--rule", "greedy", "--quorum", "-1"],
        ["count", EXAMPLE, "--rule", "greedy", "--quorum", "1" * 5000],
        ["count", EXAMPLE, "--rule", "greedy", "--quorum", "1.5"],
        ["count", EXAMPLE, "--rule", "greedy", "--threshold", "x"],
        ["count", EXAMPLE, "--rule", "greedy", "--threshold", "1e999999999"],
        ["count", EXAMPLE, "--rule", "greedy", "--ties", "most:residents"],
        ["count", EXAMPLE, "--rule", "greedy", "--lenient", "everything"],
        ["count", EXAMPLE, "--rule", "greedy", "--weights", "missing.csv"],
        ["count", EXAMPLE, "--rule", "greedy", "--weights", EXAMPLE],
        ["count", EXAMPLE, "--rule", "greedy", "--charts", EXAMPLE],
        ["count", "bad\x00name", "--rule", "greedy"],
        ["convert", EXAMPLE, EXAMPLE, "out.pb"],
        ["convert", EXAMPLE, "/nowhere/at/all.pb"],
        ["compare", EXAMPLE, "--rules", "greedy,astrology"],
        ["check", "missing.pb"],
    ],
)
def test_what_cannot_be_done_is_said_in_one_line_and_ends_in_two(
    arguments: list[str], capsys: Capture
) -> None:
    for language in ("ko", "en"):
        assert main([*arguments, "--lang", language]) == 2
        said = capsys.readouterr()
        assert said.out == "" or "--charts" in arguments
        assert len(said.err.splitlines()) == 1


def test_wrong_usage_ends_in_two() -> None:
    with pytest.raises(SystemExit) as ended:
        main(["count"])
    assert ended.value.code == 2


@each_real_file
def test_every_real_file_is_counted_as_it_is(path: Path, capsys: Capture) -> None:
    assert main(["count", str(path), "--rule", "greedy", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["funded"]


@pytest.mark.skipif(not REAL, reason="no real elections here")
def test_the_leniency_that_was_needed_is_told(capsys: Capture) -> None:
    (path,) = (path for path in REAL if path.stem == "France_Toulouse_2022")
    assert main(["count", str(path), "--rule", "greedy", "--lang", "en"]) == 0
    assert "[decimal-money, 199 times: " in capsys.readouterr().err


def test_convert_goes_to_sheets_and_back(tmp_path: Path, capsys: Capture) -> None:
    sheets, again = tmp_path / "sheets", tmp_path / "again.pb"
    assert main(["convert", EXAMPLE, str(sheets)]) == 0
    sources = [str(sheets / f"{part}.csv") for part in ("projects", "ballots", "meta")]
    assert main(["convert", *sources, str(again)]) == 0
    assert again.read_bytes() == Path(EXAMPLE).read_bytes()


def test_convert_takes_facts_from_the_command_line_and_says_what_it_leaves_out(
    tmp_path: Path, capsys: Capture
) -> None:
    (tmp_path / "p.csv").write_text("사업번호,사업비\n1,100\n2,50\n", encoding="cp949")
    (tmp_path / "b.csv").write_text('선택,날짜\n1,2026-01-01\n"1,2",2026-01-02\n', encoding="cp949")
    files = [str(tmp_path / name) for name in ("p.csv", "b.csv", "out.pb")]
    facts = ["--meta", "budget=120", "--meta", "unit=한별구"]
    assert main(["convert", *files, *facts, "--lang", "en"]) == 0
    assert "left out, as Pabulib has no place for it: date" in capsys.readouterr().err
    assert main(["count", files[2], "--rule", "greedy", "--format", "json"]) == 0
    assert json.loads(capsys.readouterr().out)["funded"] == ["1"]


def test_charts_and_report_are_written(small: str, tmp_path: Path, capsys: Capture) -> None:
    charts, report = tmp_path / "charts", tmp_path / "report.pdf"
    assert main(["count", small, "--rule", "greedy", "--charts", str(charts), "--report", str(report)]) == 0
    names = {
        f"{chart}.{kind}"
        for chart in ("support", "budget", "satisfaction")
        for kind in ("svg", "png", "pdf", "csv")
    }
    assert names <= {file.name for file in charts.iterdir()}
    assert report.read_bytes().startswith(b"%PDF-")


def test_the_language_is_asked_for_or_that_of_the_terminal() -> None:
    assert language_of(["count"], {"LANG": "ko_KR.UTF-8"}) == "ko"
    assert language_of(["count"], {"LANG": "pl_PL.UTF-8"}) == "en"
    assert language_of(["count"], {"LC_ALL": "en_US.UTF-8", "LANG": "ko_KR.UTF-8"}) == "en"
    assert language_of(["--lang", "ko"], {"LANG": "en_US"}) == "ko"
    assert language_of(["--lang=en"], {"LANG": "ko_KR"}) == "en"


def test_every_sentence_is_there_in_both_languages() -> None:
    assert set(ACTIONS) == set(PARSED)
    for english, korean in WORDS.values():
        assert english
        assert korean
        assert sorted(_parts(english)) == sorted(_parts(korean))


def _parts(text: str) -> list[str]:
    return [piece.split("}")[0] for piece in text.split("{")[1:]]


def test_the_program_runs_as_a_module_in_the_language_of_the_terminal() -> None:
    done = shell("count", EXAMPLE, "--rule", "greedy", LANG="ko_KR.UTF-8")
    assert done.returncode == 0
    assert "선정선" in done.stdout
    assert done.stderr == ""


def test_a_reader_who_stops_early_makes_no_traceback() -> None:
    command = f"{sys.executable} -m tallying count {EXAMPLE} --rule greedy --explain; echo $? >&2"
    done = subprocess.run(
        ["bash", "-c", f"({command}) | head -1"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert "Traceback" not in done.stderr
    assert done.stderr.strip() in ("0", "141")


def test_a_terminal_without_korean_gets_question_marks() -> None:
    done = shell("count", EXAMPLE, "--rule", "greedy", PYTHONIOENCODING="ascii")
    assert done.returncode == 0
    assert "??" in done.stdout
    assert done.stderr == ""


@pytest.mark.parametrize(("output", "code"), [(">/dev/full", 2), (">&-", 0)])
def test_an_output_that_takes_nothing_makes_no_traceback(output: str, code: int) -> None:
    command = f"{sys.executable} -m tallying count {EXAMPLE} --rule greedy --lang en {output}"
    done = subprocess.run(["bash", "-c", command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == code
    assert done.stderr == ("cannot print: No space left on device\n" if code else "")


def test_a_tie_break_that_does_not_exist_is_told_in_korean(capsys: Capture) -> None:
    assert main(["count", EXAMPLE, "--rule", "greedy", "--ties", "beauty", "--lang", "ko"]) == 2
    assert capsys.readouterr().err.startswith(
        "셀 수 없습니다: 모르는 동점 처리 beauty. 가능한 이름: votes, cost"
    )
