"""Watching and witnessing a live log: it may only grow, and a fork leaves evidence."""

import io
import threading
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from ballots import checkpoint, follow, signing
from ballots.__main__ import main
from ballots.bundle import names, open_bundle
from ballots.commands import watch
from ballots.commands.tiles import server
from ballots.errors import BadBundle, BadProof, BallotError, Malformed, Refused
from ballots.tamper.workshop import Workshop
from ballots.tiles import TileWriter
from ballots.trustees import keyfile
from tests.ballots.conftest import Made


@pytest.fixture
def address(honest: Made) -> Iterator[str]:
    """The honest bundle on a web server of this machine."""
    with open_bundle(honest.zip) as bundle, server(bundle, 0) as http:
        thread = threading.Thread(target=http.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{http.server_port}"
        http.shutdown()
        thread.join()


@pytest.fixture
def shop(honest: Made, tmp_path: Path) -> Workshop:
    """A copy of the log that the town can rewrite."""
    with open_bundle(honest.zip) as bundle:
        for name in bundle.names:
            path = tmp_path / "site" / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(bundle.read(name))
    return Workshop(tmp_path / "site", honest.election.keys, honest.election.holders)


def publish(shop: Workshop, entries: list[bytes]) -> None:
    """Put a log of these entries on the site, as it would grow: old partial tiles stay."""
    writer = TileWriter(lambda path, blob: shop.write(f"log/{path}", blob))
    for blob in entries:
        writer.append(blob)
    writer.publish()
    shop.sign_checkpoint(writer.size, writer.root())


def test_a_log_that_grows_is_followed(shop: Workshop, tmp_path: Path) -> None:
    entries, state = shop.entries(), tmp_path / "state"
    for size in (1, 2, 3, 40, len(entries)):
        publish(shop, entries[:size])
        assert watch.look(str(shop.folder), state, None)[1].size == size
        assert checkpoint.read(state.read_bytes()).size == size


def test_the_same_size_again_is_no_growth_and_no_fork(shop: Workshop, tmp_path: Path) -> None:
    for _ in range(2):
        assert watch.look(str(shop.folder), tmp_path / "state", None)[1].size == len(shop.entries())


@pytest.mark.parametrize("size", [30, 50])
def test_a_fork_is_found_and_the_evidence_kept(shop: Workshop, tmp_path: Path, size: int) -> None:
    entries, state = shop.entries(), tmp_path / "state"
    publish(shop, entries[:30])
    watch.look(str(shop.folder), state, None)
    publish(shop, [entries[1], entries[0], *entries[2:size]])
    with pytest.raises(BadProof, match="forked"):
        watch.look(str(shop.folder), state, None)
    first, second = (checkpoint.read(path.read_bytes()) for path in (state, tmp_path / "state.evidence"))
    assert first.size == 30
    assert second.size == size
    for note in (first, second):
        checkpoint.check(shop.manifest, note)


def test_a_log_that_shrinks_is_a_fork(shop: Workshop, tmp_path: Path) -> None:
    entries, state = shop.entries(), tmp_path / "state"
    watch.look(str(shop.folder), state, None)
    publish(shop, entries[:-1])
    with pytest.raises(BadProof, match="shrank"):
        watch.look(str(shop.folder), state, None)


def test_tiles_that_do_not_give_the_root_are_found_at_the_first_look(shop: Workshop, tmp_path: Path) -> None:
    shop.sign_checkpoint(len(shop.entries()), bytes(32))
    with pytest.raises(BadProof, match="another root"):
        watch.look(str(shop.folder), tmp_path / "state", None)


def test_another_election_than_the_one_on_the_poster_is_refused(shop: Workshop, tmp_path: Path) -> None:
    with pytest.raises(Refused, match="not 0000"):
        watch.look(str(shop.folder), tmp_path / "state", "00" * 32)


def test_the_state_of_another_log_is_not_overwritten(shop: Workshop, tmp_path: Path) -> None:
    state = tmp_path / "state"
    state.write_bytes(checkpoint.sign(signing.new_key(Source()), "other/log", 5, bytes(32)).octets())
    with pytest.raises(BallotError, match="another log"):
        watch.look(str(shop.folder), state, None)


class Source:
    def octets(self, count: int) -> bytes:
        return bytes(range(count))


def test_watch_works_over_the_web(address: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["watch", address, "--state", str(tmp_path / "state")]) == 0
    assert "grew honestly" in capsys.readouterr().out


def test_a_server_that_does_not_answer_is_asked_again(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    waits: list[float] = []

    def wait(seconds: float) -> None:
        waits.append(seconds)
        if len(waits) == 3:
            raise KeyboardInterrupt

    monkeypatch.setattr("time.sleep", wait)
    options = ["--state", str(tmp_path / "state"), "--every", "2"]
    assert main(["watch", "http://127.0.0.1:9", *options]) == 130
    assert waits == [2, 2, 2]
    assert capsys.readouterr().err.count("cannot be fetched") == 3


def test_what_is_not_there_is_a_named_error(address: str) -> None:
    fetch = follow.source(address)
    with pytest.raises(BadBundle, match="cannot be fetched"):
        fetch("../../etc/passwd")
    with pytest.raises(BadBundle, match="cannot be fetched"):
        follow.source("http://127.0.0.1:9")(names.MANIFEST)


def test_a_full_tile_serves_where_the_partial_one_is_gone(shop: Workshop, tmp_path: Path) -> None:
    entries = (shop.entries() * 4)[:300]
    publish(shop, entries)
    full = shop.read("log/tile/0/000")
    fetch = follow.source(str(shop.folder))
    assert follow._tile(fetch, "tile/0/000.p/77") == full[: 32 * 77]


def test_a_witness_cosigns_a_log_that_only_grew(
    honest: Made, address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    name, key = honest.election.keys.witnesses[0]
    secrets = {"type": "witness", "name": name, "secret": key.private_bytes_raw().hex()}
    keyfile.write(tmp_path / "key", secrets, "correct horse battery", Source(), cost=10)
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\n"))
    options = ["--key", str(tmp_path / "key"), "--state", str(tmp_path / "s")]
    options += ["--out", str(tmp_path / "note")]
    assert main(["witness", "sign", address, *options]) == 0
    note = checkpoint.read((tmp_path / "note").read_bytes())
    assert checkpoint.check(honest.election.manifest, note) == 1
    bare = replace(note, lines=note.lines[:1])
    assert checkpoint.join(bare, note) == note
    with pytest.raises(Malformed, match="cannot be joined"):
        checkpoint.join(replace(note, size=1), note)


def test_a_witness_nobody_named_does_not_cosign(
    address: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("sys.stdin", io.StringIO("correct horse battery\ncorrect horse battery\n"))
    assert main(["witness", "new", str(tmp_path / "key"), "--name", "witness.example/new"]) == 0
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    options = ["--key", str(tmp_path / "key"), "--state", str(tmp_path / "s")]
    assert main(["witness", "sign", address, *options]) == 1
    assert "does not name this witness" in capsys.readouterr().err


def test_the_log_is_exported_as_static_files(honest: Made, tmp_path: Path) -> None:
    assert main(["tiles", "export", str(honest.zip), str(tmp_path / "site")]) == 0
    assert main(["watch", str(tmp_path / "site"), "--state", str(tmp_path / "state")]) == 0
    written = {path.relative_to(tmp_path / "site").as_posix() for path in (tmp_path / "site").rglob("*")}
    assert {"manifest.json", "log/checkpoint"} <= written
    assert not any("plaintexts" in name or "mix" in name for name in written)
    assert main(["tiles", "export", str(honest.zip), str(tmp_path / "site")]) == 1


@pytest.mark.parametrize(
    "odd", ["http://exa mple/", "http://[::1", "http://", "ftp://x/", "http://127.0.0.1:1/"]
)
def test_an_address_that_is_none_ends_in_one_line(
    odd: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", odd, "--state", str(tmp_path / "state")]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_state_that_cannot_be_kept_ends_in_one_line(
    honest: Made, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["watch", str(honest.zip), "--state", str(tmp_path / "no" / "state")]) == 2
    assert "cannot be read or written" in capsys.readouterr().err


@pytest.mark.parametrize("port", ["-1", "65536"])
def test_a_port_that_is_none_is_refused(honest: Made, port: str) -> None:
    assert main(["tiles", "serve", str(honest.zip), "--port", port]) == 1
