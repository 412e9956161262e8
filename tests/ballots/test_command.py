"""The command line: what it prints, what it refuses, and its exit status."""

import json
import shutil
from pathlib import Path

import pytest

from ballots.__main__ import main
from tests.ballots.conftest import Made


def test_a_demonstration_is_made_and_verified(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["demo", str(tmp_path / "d"), "--voters", "30", "--paper", "2", "--seed", "s"]) == 0
    said = capsys.readouterr().out
    for stage in ("ceremony", "roll", "vote", "paper", "mix", "decrypt", "count", "bundle", "together"):
        assert f"\n{stage} " in f"\n{said}"
    assert main(["verify", str(tmp_path / "d/bundle.zip"), "--workers", "1"]) == 0
    assert "VERIFIED: all 23 checks hold" in capsys.readouterr().out
    assert main(["verify", str(tmp_path / "d/bundle"), "--workers", "1", "--json"]) == 0
    report = json.loads(capsys.readouterr().out)
    assert report["ok"] is True
    assert set(report) == {"ok", "checks", "counts"}
    assert set(report["checks"][0]) == {"code", "name", "ok", "count", "seconds", "detail"}
    assert report["counts"]["paper"] == 2
    assert report["counts"]["spoiled"] >= 1


def test_a_demonstration_has_paper_unless_one_says_otherwise(tmp_path: Path) -> None:
    for name, options in (("some", []), ("none", ["--paper", "0"])):
        assert main(["demo", str(tmp_path / name), "--voters", "40", "--seed", "p", *options]) == 0
    counted = [json.loads((tmp_path / name / "bundle/result.json").read_bytes()) for name in ("some", "none")]
    assert [each["counts"]["paper"] for each in counted] == [2, 0]


def test_the_demonstration_has_all_that_happens_in_an_election(honest: Made) -> None:
    counts = json.loads((honest.folder / "result.json").read_bytes())["counts"]
    assert counts["paper"] == 3
    for name in ("readmitted", "superseded", "voided", "spoiled", "online"):
        assert counts[name] > 0, name
    assert counts["cast"] == counts["superseded"] + counts["voided"] + counts["online"]
    assert sorted(path.name for path in (honest.folder / "mix").iterdir()) == [
        "all.committee",
        "all.resident",
    ]


@pytest.mark.parametrize(
    ("options", "reason"),
    [
        (["--voters", "29"], "at least 30"),
        (["--voters", "30", "--paper", "11"], "at most a third"),
        (["--voters", "30", "--threshold", "4"], "1 <= threshold"),
        (["--voters", "30", "--threshold", "0"], "1 <= threshold"),
        (["--voters", "30", "--mixers", "1"], "1 <= threshold"),
        (["--voters", "30", "--mixers", "4"], "1 <= threshold"),
    ],
)
def test_an_impossible_demonstration_is_refused(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], options: list[str], reason: str
) -> None:
    assert main(["demo", str(tmp_path / "d"), *options]) == 1
    assert reason in capsys.readouterr().err
    assert not (tmp_path / "d").exists()


def test_nothing_is_overwritten(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "mine").write_text("precious")
    assert main(["demo", str(tmp_path), "--voters", "30"]) == 1
    assert "not empty" in capsys.readouterr().err
    assert [path.name for path in tmp_path.iterdir()] == ["mine"]


def test_the_same_seed_gives_the_same_votes(tmp_path: Path) -> None:
    for name in ("one", "two", "other"):
        seed = "another" if name == "other" else "same"
        assert main(["demo", str(tmp_path / name), "--voters", "30", "--seed", seed]) == 0
    one, two, other = (
        json.loads((tmp_path / name / "bundle/result.json").read_bytes())["votes"]
        for name in ("one", "two", "other")
    )
    assert one == two != other


@pytest.mark.parametrize("command", ["verify", "check-receipt", "tiles export", "watch"])
def test_what_cannot_be_read_ends_with_status_2(
    command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    nothing, out = str(tmp_path / "nothing"), str(tmp_path / "out")
    rest = {
        "verify": [nothing, "--workers", "1"],
        "check-receipt": [nothing, nothing],
        "tiles export": [nothing, out],
        "watch": [nothing, "--state", out],
    }
    assert main([*command.split(), *rest[command]]) == 2
    assert "cannot be read" in capsys.readouterr().err


def test_a_cut_bundle_is_unreadable_and_a_spoilt_one_is_false(
    honest: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    blob = honest.zip.read_bytes()
    (tmp_path / "cut.zip").write_bytes(blob[:-7])
    assert main(["verify", str(tmp_path / "cut.zip"), "--workers", "1"]) == 2
    assert capsys.readouterr().err.startswith("bad-bundle: ")
    shutil.copytree(honest.folder, tmp_path / "spoilt")
    roll = tmp_path / "spoilt/roll.bin"
    roll.write_bytes(roll.read_bytes()[::-1])
    assert main(["verify", str(tmp_path / "spoilt"), "--workers", "1"]) == 1
    assert "NOT VERIFIED: roll: " in capsys.readouterr().out


def test_an_unknown_command_is_status_2(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as refusal:
        main(["count"])
    assert refusal.value.code == 2
    assert "usage:" in capsys.readouterr().err


def test_an_address_without_a_cluster_is_unreadable_not_false(
    honest: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["verify", str(honest.zip), "--scheduler", "nonsense"]) == 2
    assert "no cluster answers" in capsys.readouterr().err
