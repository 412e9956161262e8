"""`python -m ballots trustee` as a trustee types it, and `verify` as an auditor does."""

from __future__ import annotations

import io
import json

import pytest

from ballots.__main__ import main
from ballots.trustees import ceremony
from ballots.verify import STEPS

PASSPHRASE = "correct horse battery\n"


@pytest.fixture
def run(monkeypatch, capsys):
    """Run one command with the passphrase on standard input; its exit status and what it printed."""

    def command(*words: object) -> tuple[int, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(PASSPHRASE))
        status = main([str(word) for word in words])
        said = capsys.readouterr()
        return status, said.out + said.err

    return command


def test_one_person_makes_a_key_alone_and_is_warned(run, tmp_path):
    own, shared = tmp_path / "own", tmp_path / "ceremony"
    status, said = run("trustee", "new", own, shared, "--name", "Town")
    assert (status, "Make a copy" in said) == (0, True)
    status, said = run("trustee", "deal", own, shared, "--threshold", 1)
    assert (status, "trustee 1 of 1" in said) == (0, True)
    status, said = run("trustee", "finish", own, shared)
    assert (status, "SOLO MODE" in said) == (0, True)
    assert ceremony.read((shared / "ceremony.json").read_bytes()).solo


def test_a_step_too_early_is_one_line_and_status_1(run, tmp_path):
    run("trustee", "new", tmp_path / "own", tmp_path / "shared", "--name", "Town")
    status, said = run("trustee", "finish", tmp_path / "own", tmp_path / "shared")
    assert status == 1
    assert said.count("\n") == 1
    assert "no terms yet" in said


def test_verify_says_check_by_check_what_holds(run, honest):
    _, said = run("verify", honest.zip, "--workers", 1)
    marks = [line.split()[:2] for line in said.splitlines() if line.startswith(("holds", "FALSE"))]
    assert marks[:-1] == [["holds", step.code] for step in STEPS[:-1]]


def test_verify_as_json_has_the_promised_form(run, honest):
    _, said = run("verify", honest.zip, "--workers", 1, "--json")
    found = json.loads(said)
    assert set(found) == {"ok", "checks", "counts"}
    assert set(found["checks"][0]) == {"code", "name", "ok", "count", "seconds", "detail"}


def test_verify_of_something_that_is_no_bundle_is_status_2(run, tmp_path):
    (tmp_path / "x.zip").write_bytes(b"PK nonsense")
    assert run("verify", tmp_path / "x.zip", "--workers", 1)[0] == 2
    assert run("verify", tmp_path / "missing.zip", "--workers", 1)[0] == 2


def test_verify_of_a_damaged_bundle_is_status_1_and_names_the_check(run, honest, tmp_path):
    blob = bytearray(honest.zip.read_bytes())
    blob[blob.index(b'"title"') + 3] ^= 1
    damaged = tmp_path / "damaged.zip"
    damaged.write_bytes(blob)
    status, said = run("verify", damaged, "--workers", 1)
    assert status == 1
    assert "NOT VERIFIED: bundle" in said
