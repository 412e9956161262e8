"""The command that holds a whole simulated election, and the other commands of an election."""

from pathlib import Path

from flask import Flask
from flask.testing import FlaskCliRunner

from ballots.bundle import open_bundle
from ballots.verify import Verifier
from ballots.workers import Alone
from pb.voting.models import State
from tests.pb.voting.conftest import Vote


def runner(app: Flask) -> FlaskCliRunner:
    return app.test_cli_runner()


def test_a_rehearsal_ends_in_a_bundle_that_holds(app: Flask, tmp_path: Path) -> None:
    out = tmp_path / "rehearsal"
    done = runner(app).invoke(args=["election", "rehearse", "--voters", "60", "--out", str(out)])
    assert done.exit_code == 0, done.output
    with open_bundle(out / "bundle.zip") as found:
        report = Verifier(found, Alone()).run()
    assert report.failed is None
    again = runner(app).invoke(args=["election", "rehearse", "--out", str(out)])
    assert again.exit_code == 1


def test_operators_see_how_far_an_election_is_and_take_the_log_so_far(vote: Vote, tmp_path: Path) -> None:
    vote.admitted(0)
    commands = runner(vote.town.app)
    shown = commands.invoke(args=["election", "status"])
    assert f"1  real  {State.OPEN.value}" in shown.output
    out = tmp_path / "so-far.zip"
    assert commands.invoke(args=["election", "export", "1", str(out)]).exit_code == 0
    with open_bundle(out) as found:
        assert "log/tile/entries/000.p/1" in found.names
    early = commands.invoke(args=["election", "close", "1", "--reason", "시험"])
    assert early.exit_code == 1
    assert commands.invoke(args=["election", "verify", "1"]).exit_code == 1
    assert "SHA-256" in commands.invoke(args=["election", "backup"]).output
