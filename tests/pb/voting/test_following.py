"""The auditors' own programs, each in a process of its own, against a running server of the town."""

import subprocess
import sys
import threading
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import sqlalchemy as sa
from click.testing import Result
from flask import Flask
from werkzeug.serving import make_server

from ballots import checkpoint
from pb.app import create_app
from pb.config import Settings
from pb.voting.box import checkpoints
from pb.voting.box.models import SlotStanding
from pb.voting.models import Election, State
from tests.pb.accounts.conftest import Town
from tests.pb.voting.conftest import Vote, frozen, now
from tests.pb.voting.test_pages import hand_in

NAME, PASSPHRASE = "press.example", "kept apart from the file"
MARKED, OTHER = (0, 1, 2), (1, 2, 3)
LAST = sa.select(SlotStanding.last_cast).where(SlotStanding.number == 0)


@contextmanager
def serving(app: Flask) -> Iterator[str]:
    """The address of the box on a running server."""
    server = make_server("127.0.0.1", 0, app, threaded=True)
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    thread.join()


def ballots(*words: object, status: int = 0) -> str:
    """What `python -m ballots ...` says."""
    command = [sys.executable, "-m", "ballots", *map(str, words)]
    done = subprocess.run(
        command, input=f"{PASSPHRASE}\n", capture_output=True, text=True, check=False, timeout=300
    )
    assert done.returncode == status, done.stdout + done.stderr
    return done.stdout + done.stderr


def opened(town: Town, key: Path) -> Vote:
    """Voting is open, with a witness whose key was made by the witness' own program."""
    said = ballots("witness", "new", key, "--name", NAME)
    vote = frozen(town, witness=(NAME, bytes.fromhex(said.split("key  ")[1].strip())))
    with vote.rows() as rows:
        election = rows.get_one(Election, vote.election)
        election.state, election.began = State.OPEN.value, now()
    return vote


def run(app: Flask, *words: str) -> Result:
    return app.test_cli_runner().invoke(args=["election", *words])


def post(url: str, blob: bytes) -> bytes:
    with urllib.request.urlopen(urllib.request.Request(url, blob)) as answer:
        return bytes(answer.read())


def test_watch_witness_and_check_receipt_work_against_a_running_server(town: Town, tmp_path: Path) -> None:
    vote, kept = opened(town, tmp_path / "key"), tmp_path / "watch.checkpoint"
    voter, receipts = vote.admitted(0), [tmp_path / "receipt-1.json", tmp_path / "receipt-2.json"]
    watching = ("--state", kept, "--election", vote.hall.manifest.election.hex())
    with serving(town.app) as address:
        for number, marked in enumerate((MARKED, OTHER)):
            receipts[number].write_bytes(post(f"{address}/vote/1/cast", voter.seal(marked)))
            with vote.rows() as rows:
                voter.revision, voter.last = voter.revision + 1, bytes(rows.scalars(LAST).one())
                checkpoints.sign(rows, vote.hall, now())
            assert f"size {number + 2}, " in ballots("watch", f"{address}/box/1", *watching)
            if number == 0:
                assert run(town.app, "backup").exit_code == 0
        note = tmp_path / "note"
        signing = ("--key", tmp_path / "key", "--out", note, "--state", tmp_path / "seen")
        ballots("witness", "sign", f"{address}/box/1", *signing)
    assert hand_in(town.browser(), note.read_bytes()) == 302
    assert len(checkpoint.read(town.browser().get("/box/1/log/checkpoint").get_data()).lines) == 2
    bundle = tmp_path / "so-far.zip"
    assert run(town.app, "export", "1", str(bundle)).exit_code == 0
    assert "replaced by a later ballot" in ballots("check-receipt", receipts[0], bundle)
    assert "and counted" in ballots("check-receipt", receipts[1], bundle)
    assert run(town.app, "compare", "1", str(kept), str(note)).exit_code == 0
    refused_after_an_older_backup(restored(town), watching, kept, receipts[1], tmp_path)


def restored(town: Town) -> Flask:
    """The town on the rows of its backup, which holds the first ballot only."""
    settings: Settings = town.app.extensions["pb.settings"]
    (path,) = settings.instance.glob("backups/*/rows.sqlite")
    return create_app(replace(settings, database_url=f"sqlite:///{path}"))


def refused_after_an_older_backup(
    app: Flask, watching: tuple[object, ...], kept: Path, held: Path, folder: Path
) -> None:
    """Everyone who has seen more says so, and the town's own check does too."""
    compared = run(app, "compare", "1", str(kept))
    assert (compared.exit_code, "watch.checkpoint: " in compared.output) == (1, True)
    with serving(app) as address:
        assert "grew honestly" not in ballots("watch", f"{address}/box/1", *watching, status=1)
    bundle = folder / "older.zip"
    assert run(app, "export", "1", str(bundle)).exit_code == 0
    assert "keep this receipt" in ballots("check-receipt", held, bundle, status=1)
    app.extensions["pb.db"].engine.dispose()
