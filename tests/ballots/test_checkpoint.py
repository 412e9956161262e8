"""Checkpoints are C2SP signed notes: a published vector, and everything that must be refused."""

import base64

import pytest

from ballots import checkpoint, signing
from ballots.bundle import Bundle, names
from ballots.checkpoint import Checkpoint, Line
from ballots.errors import BadSignature, Malformed
from ballots.randomness import SeededSource
from tests.ballots.conftest import Made

# golang.org/x/mod/sumdb/note, the package's example.
GO_NAME = "PeterNeumann"
GO_KEY = base64.b64decode("ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW")[1:]
GO_TEXT = (
    b"If you think cryptography is the answer to your problem,\nthen you don't know what your problem is.\n"
)
GO_SIGNATURE = base64.b64decode(
    "x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM="
)


@pytest.fixture
def final(bundle: Bundle) -> Checkpoint:
    return checkpoint.read(bundle.read(names.CHECKPOINT))


def test_key_id_and_signature_are_those_of_gos_signed_notes() -> None:
    assert checkpoint.key_id(GO_NAME, checkpoint.LOG_TYPE, GO_KEY) == GO_SIGNATURE[:4]
    signing.verify(GO_KEY, GO_TEXT, GO_SIGNATURE[4:])


def test_what_is_read_is_written_back(bundle: Bundle) -> None:
    blob = bundle.read(names.CHECKPOINT)
    assert checkpoint.read(blob).octets() == blob


def test_both_witnesses_are_counted(honest: Made, final: Checkpoint) -> None:
    assert checkpoint.check_quorum(honest.election.manifest, final) == 2


def test_the_body_is_origin_size_and_root() -> None:
    body = Checkpoint("town.example/box/00", 7, bytes(32), ()).body()
    assert body == b"town.example/box/00\n7\nAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA=\n"


@pytest.mark.parametrize(
    ("old", "new"),
    [
        (b"\n\n", b"\n"),
        (b"\n\n", b"\nextension\n\n"),
        ("\u2014 ".encode(), b"- "),
        ("\u2014 ".encode(), "\u2014".encode()),
        (b"=\n\n", b"\n\n"),
        (b"\n\n", b"\n\n\n"),
        (b"box", b"box\xff"),
    ],
)
def test_a_note_of_another_form_is_refused(bundle: Bundle, old: bytes, new: bytes) -> None:
    with pytest.raises(Malformed):
        checkpoint.read(bundle.read(names.CHECKPOINT).replace(old, new, 1))


@pytest.mark.parametrize("size", ["01", "-1", "", "1.0", "١", "9" * 17])
def test_a_size_of_another_form_is_refused(final: Checkpoint, size: str) -> None:
    note = final.octets().replace(b"\n%d\n" % final.size, f"\n{size}\n".encode(), 1)
    with pytest.raises(Malformed):
        checkpoint.read(note)


def test_unused_bits_of_base64_are_zero() -> None:
    note = Checkpoint("a", 1, bytes(32), (Line("a", b"1234", b"x" * 64),)).octets()
    assert b"AAA=\n" in note
    with pytest.raises(Malformed, match="base64"):
        checkpoint.read(note.replace(b"AAA=\n", b"AAB=\n"))


def test_a_note_that_ends_without_a_newline_is_refused(bundle: Bundle) -> None:
    with pytest.raises(Malformed):
        checkpoint.read(bundle.read(names.CHECKPOINT)[:-1])


def test_another_size_or_root_has_no_signature(honest: Made, final: Checkpoint) -> None:
    manifest = honest.election.manifest
    for size, root in ((final.size + 1, final.root), (final.size, bytes(32))):
        with pytest.raises(BadSignature):
            checkpoint.check(manifest, Checkpoint(final.origin, size, root, final.lines))


def test_a_witness_who_changes_the_time_has_no_signature(honest: Made, final: Checkpoint) -> None:
    log_line, witness, _ = final.lines
    later = Line(witness.name, witness.key_id, (9).to_bytes(8, "big") + witness.signature[8:])
    with pytest.raises(BadSignature):
        checkpoint.check(
            honest.election.manifest, Checkpoint(final.origin, final.size, final.root, (log_line, later))
        )


def test_the_log_cannot_cosign_for_itself_in_a_witness_name(honest: Made, final: Checkpoint) -> None:
    bare = Checkpoint(final.origin, final.size, final.root, final.lines[:1])
    forged = checkpoint.cosign(bare, honest.election.keys.log, honest.election.keys.witnesses[0][0], 5)
    with pytest.raises(BadSignature, match="not by the key"):
        checkpoint.check(honest.election.manifest, forged)


def test_fewer_witnesses_than_the_quorum_are_not_enough(honest: Made, final: Checkpoint) -> None:
    bare = Checkpoint(final.origin, final.size, final.root, final.lines[:1])
    assert checkpoint.check(honest.election.manifest, bare) == 0
    with pytest.raises(BadSignature, match="0 witnesses cosigned, 1 are asked for"):
        checkpoint.check_quorum(honest.election.manifest, bare)


def test_the_same_note_is_signed_the_same_way_twice() -> None:
    key = signing.new_key(SeededSource(b"log"))
    assert checkpoint.sign(key, "a/b", 5, bytes(32)) == checkpoint.sign(key, "a/b", 5, bytes(32))
