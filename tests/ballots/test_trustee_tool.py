"""The trustees' own tool on files: a whole drill, missing trustees, and what it refuses to do."""

from __future__ import annotations

import json
import shutil
import stat
import unicodedata
from dataclasses import replace
from pathlib import Path

import pytest

from ballots import canonical, group, signed
from ballots.bundle import names, open_bundle
from ballots.errors import BadKeyFile, Malformed, Refused
from ballots.randomness import SystemSource
from ballots.trustees import ceremony, holder, keyfile, steps
from ballots.trustees.announcements import Batch
from ballots.workers import Alone

PASSPHRASE = "correct horse battery"
CHEAP = 10
PEOPLE = ("Kim", "Lee", "Park")


def gathered(folder: Path) -> Path:
    """Three trustees with keys and cards, and the shared folder they use."""
    shared = folder / "shared"
    for name in PEOPLE:
        steps.new(folder / name, shared, name, PASSPHRASE, CHEAP)
    return shared


def deal(folder: Path, name: str, threshold: int | None = None) -> str:
    return "\n".join(steps.deal(folder / name, folder / "shared", PASSPHRASE, threshold, CHEAP))


def finish(folder: Path, name: str) -> str:
    return "\n".join(steps.finish(folder / name, folder / "shared", PASSPHRASE, CHEAP))


def dealt(folder: Path) -> Path:
    shared = gathered(folder)
    deal(folder, "Kim", threshold=2)
    for name in ("Lee", "Park", "Kim", "Lee"):
        deal(folder, name)
    return shared


def test_three_trustees_make_a_key_and_are_told_what_comes_next(tmp_path):
    shared = gathered(tmp_path)
    first = deal(tmp_path, "Kim", threshold=2)
    assert "wait for the commitments of Lee, Park" in first
    keys = [canonical.decode((shared / "cards" / f"{name}.json").read_bytes())["signing"] for name in PEOPLE]
    assert all(key in first for key in keys)
    assert "wait for the commitments of Park" in deal(tmp_path, "Lee")
    assert "Everybody has committed" in deal(tmp_path, "Park")
    assert "The deals of Kim, Lee are not there yet" in finish(tmp_path, "Park")
    deal(tmp_path, "Kim")
    deal(tmp_path, "Lee")
    assert "wait for Lee, Park" in finish(tmp_path, "Kim")
    finish(tmp_path, "Lee")
    assert "The ceremony is complete" in finish(tmp_path, "Park")
    key = ceremony.read((shared / "ceremony.json").read_bytes())
    assert sorted(card.name for card in key.cards.values()) == sorted(PEOPLE)
    for name in PEOPLE:
        me = holder.from_json(keyfile.read(tmp_path / name / "key.json", PASSPHRASE))
        assert group.base(me.share) in key.verification.values()


def test_nobody_deals_before_everybody_has_committed(tmp_path):
    shared = gathered(tmp_path)
    deal(tmp_path, "Kim", threshold=2)
    deal(tmp_path, "Lee")
    deal(tmp_path, "Lee")
    assert not (shared / "deals").exists()


def test_terms_are_fixed_once_and_a_step_too_early_says_so(tmp_path):
    shared = gathered(tmp_path)
    with pytest.raises(Refused, match="no terms yet"):
        deal(tmp_path, "Lee")
    deal(tmp_path, "Kim", threshold=2)
    with pytest.raises(Refused, match="fixed already"):
        steps.deal(tmp_path / "Lee", shared, PASSPHRASE, 1, CHEAP)


def test_a_key_is_never_overwritten(tmp_path):
    shared = gathered(tmp_path)
    with pytest.raises(Refused, match="key already"):
        steps.new(tmp_path / "Kim", shared, "Kim", PASSPHRASE, CHEAP)


def test_two_trustees_cannot_have_one_name(tmp_path):
    shared = gathered(tmp_path)
    with pytest.raises(Refused, match="has this name already"):
        steps.new(tmp_path / "other", shared, "Kim", PASSPHRASE, CHEAP)
    assert not (tmp_path / "other" / "key.json").exists()


def test_a_wrong_deal_ends_in_a_signed_complaint_and_stops_everybody(tmp_path):
    shared = dealt(tmp_path)
    first = shared / "deals" / "1.json"
    fields = canonical.decode(first.read_bytes())
    kim = holder.from_json(keyfile.read(tmp_path / "Kim" / "key.json", PASSPHRASE))
    rest = {name: value for name, value in fields.items() if name not in ("signature", "version")}
    first.write_bytes(canonical.encode(signed.sign(kim.signing, {**rest, "shares": rest["shares"][::-1]})))
    with pytest.raises(Refused, match="the deal of Kim is wrong"):
        finish(tmp_path, "Park")
    words = canonical.decode((shared / "complaints" / "3.json").read_bytes())
    park = holder.from_json(keyfile.read(tmp_path / "Park" / "key.json", PASSPHRASE))
    signed.check(bytes.fromhex(park.card()["signing"]), words)
    assert (words["trustee"], words["against"]) == (3, 1)
    with pytest.raises(Refused, match="a trustee complained"):
        finish(tmp_path, "Lee")


def test_nobody_deals_again_for_a_commitment_that_was_changed_since(tmp_path):
    """Rushing: Park commits last, sees the others' values, and wants to commit to something else."""
    shared = dealt(tmp_path)
    commitment = shared / "commitments" / "3.json"
    park = holder.from_json(keyfile.read(tmp_path / "Park" / "key.json", PASSPHRASE))
    agreed = ceremony.read_terms(canonical.decode((shared / "terms.json").read_bytes()))
    second = replace(park, coefficients=(5, 6))
    commitment.write_bytes(canonical.encode(second.commitment(agreed)))
    (shared / "deals" / "1.json").unlink()
    with pytest.raises(Refused, match="not the one you dealt for"):
        deal(tmp_path, "Kim")
    assert not (shared / "deals" / "1.json").exists()


def test_a_deal_that_was_lost_is_made_again_for_the_same_commitments(tmp_path):
    shared = dealt(tmp_path)
    (shared / "deals" / "1.json").unlink()
    deal(tmp_path, "Kim")
    for name in PEOPLE:
        finish(tmp_path, name)
    assert (shared / "ceremony.json").exists()


def test_an_acknowledgement_that_was_lost_is_given_again(tmp_path):
    shared = dealt(tmp_path)
    finish(tmp_path, "Kim")
    finish(tmp_path, "Lee")
    (shared / "acknowledgements" / "1.json").unlink()
    assert "it is there again" in finish(tmp_path, "Kim")
    assert "The ceremony is complete" in finish(tmp_path, "Park")


@pytest.mark.parametrize("name", ["", "x" * 101])
def test_a_trustee_without_a_lawful_name_gets_no_key(tmp_path, name):
    with pytest.raises(Malformed):
        steps.new(tmp_path / "own", tmp_path / "shared", name, PASSPHRASE, CHEAP)
    assert not (tmp_path / "own" / "key.json").exists()
    assert not (tmp_path / "shared").exists()


def test_a_wrong_passphrase_fixes_no_terms(tmp_path):
    shared = gathered(tmp_path)
    with pytest.raises(BadKeyFile, match="wrong passphrase"):
        steps.deal(tmp_path / "Kim", shared, "wrong horse battery", 2, CHEAP)
    assert not (shared / "terms.json").exists()


def test_a_korean_passphrase_is_the_same_however_its_syllables_are_put_together(tmp_path):
    path = tmp_path / "key.json"
    composed = "우리 동네 나무 그늘 아래"
    keyfile.write(path, {"a": "secret"}, composed, SystemSource(), CHEAP)
    assert keyfile.read(path, unicodedata.normalize("NFD", composed)) == {"a": "secret"}


def test_a_passphrase_that_is_no_text_is_refused(tmp_path):
    with pytest.raises(BadKeyFile, match="is no text"):
        keyfile.write(tmp_path / "key.json", {}, "\udcff" * 12, SystemSource(), CHEAP)


def test_key_files_are_for_their_owner_alone_and_need_the_passphrase(tmp_path):
    gathered(tmp_path)
    path = tmp_path / "Kim" / "key.json"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700
    with pytest.raises(BadKeyFile, match="wrong passphrase"):
        keyfile.read(path, "wrong horse battery")
    path.chmod(0o640)
    with pytest.raises(BadKeyFile, match="chmod 600"):
        keyfile.read(path, PASSPHRASE)


def test_a_short_passphrase_is_refused(tmp_path):
    with pytest.raises(BadKeyFile, match="at least 10"):
        keyfile.write(tmp_path / "key.json", {}, "short", SystemSource(), CHEAP)


@pytest.mark.parametrize("name", ["cost", "nonce", "salt", "sealed"])
def test_every_changed_member_of_a_key_file_is_noticed(tmp_path, name):
    path = tmp_path / "key.json"
    keyfile.write(path, {"a": "secret"}, PASSPHRASE, SystemSource(), CHEAP)
    fields = json.loads(path.read_bytes())
    old = fields[name]
    fields[name] = old + 1 if name == "cost" else ("0" if old[0] != "0" else "1") + old[1:]
    keyfile.write_private(path, canonical.encode(fields))
    with pytest.raises(BadKeyFile):
        keyfile.read(path, PASSPHRASE)


def test_a_link_to_a_key_file_is_not_followed(tmp_path):
    gathered(tmp_path)
    (tmp_path / "link").symlink_to(tmp_path / "Kim" / "key.json")
    with pytest.raises(BadKeyFile, match="no link"):
        keyfile.read(tmp_path / "link", PASSPHRASE)


def test_the_first_batch_of_a_group_may_be_repeated_but_no_second_one_opened(tmp_path):
    batch = Batch(bytes(32), "whole", "adults")
    steps.remember(tmp_path, batch, b"the mixed ballots")
    steps.remember(tmp_path, batch, b"the mixed ballots")
    steps.remember(tmp_path, Batch(bytes(32), "whole", "youth"), b"others")
    with pytest.raises(Refused, match="second batch is never opened"):
        steps.remember(tmp_path, batch, b"one ballot that somebody slipped in")
    assert stat.S_IMODE((tmp_path / "signed.json").stat().st_mode) == 0o600


def test_a_key_opens_one_election_only(tmp_path):
    """A false election with the same key, and five ballots of which four are known, would open the fifth."""
    steps.remember(tmp_path, Batch(bytes(32), "whole", "adults"), b"the mixed ballots")
    with pytest.raises(Refused, match="opened another election before"):
        steps.remember(tmp_path, Batch(b"\1" * 32, "whole", "adults"), b"the mixed ballots")
    steps.remember(tmp_path, Batch(bytes(32), "whole", "youth"), b"others")


@pytest.fixture
def unmixed(tmp_path, honest) -> tuple[Path, dict[int, Path]]:
    """A closed election before any mix, and each trustee's own folder."""
    folder = tmp_path / "bundle"
    shutil.copytree(honest.folder, folder)
    for name in ("mix", "decryption", "plaintexts"):
        shutil.rmtree(folder / name)
    for name in (names.RESULT, names.JOURNAL, names.JOURNAL_DATA):
        (folder / name).unlink(missing_ok=True)
    own = {number: tmp_path / f"own {number}" for number in honest.election.holders}
    for number, person in honest.election.holders.items():
        own[number].mkdir(mode=0o700)
        secrets = holder.to_json(person)
        keyfile.write(own[number] / "key.json", secrets, PASSPHRASE, SystemSource(), CHEAP)
    return folder, own


def test_trustees_mix_in_turn_and_any_two_open(unmixed, honest):
    folder, own = unmixed
    assert "ballots mixed" in "\n".join(steps.mix(own[3], folder, PASSPHRASE, Alone()))
    assert "another trustee is next" in "\n".join(steps.mix(own[3], folder, PASSPHRASE, Alone()))
    with pytest.raises(Refused, match="1 of 2 mixes"):
        steps.decrypt(own[1], folder, PASSPHRASE, Alone())
    steps.mix(own[1], folder, PASSPHRASE, Alone())
    assert "nothing to do" in "\n".join(steps.mix(own[2], folder, PASSPHRASE, Alone()))
    for number in (2, 3):
        steps.decrypt(own[number], folder, PASSPHRASE, Alone())
    assert "a further part would spoil it" in "\n".join(steps.decrypt(own[1], folder, PASSPHRASE, Alone()))
    with open_bundle(folder) as bundle:
        openings = [name for name in bundle.names if name.startswith("decryption") and name.endswith("json")]
        groups = {name.split("/")[1] for name in openings}
    assert len(openings) == 2 * len(groups)


def test_a_trustee_opens_nothing_when_a_mix_is_false(unmixed):
    folder, own = unmixed
    for number in (1, 2):
        steps.mix(own[number], folder, PASSPHRASE, Alone())
    proof = next((folder / "mix").glob("*/2.proof"))
    blob = bytearray(proof.read_bytes())
    blob[-1] ^= 1
    proof.write_bytes(blob)
    with pytest.raises(Refused, match="nothing is mixed or opened"):
        steps.decrypt(own[3], folder, PASSPHRASE, Alone())
    assert not (folder / "decryption").exists()
    assert not (own[3] / "signed.json").exists()


def test_a_trustee_opens_nothing_when_the_log_is_false(unmixed):
    folder, own = unmixed
    bundle = next((folder / "log" / "tile" / "entries").iterdir())
    path = bundle if bundle.is_file() else next(bundle.rglob("*"))
    blob = bytearray(path.read_bytes())
    blob[100] ^= 1
    path.write_bytes(blob)
    with pytest.raises(Refused, match="nothing is mixed or opened"):
        steps.mix(own[1], folder, PASSPHRASE, Alone())


def test_a_trustee_whose_share_is_of_another_ceremony_opens_nothing(unmixed, honest):
    folder, own = unmixed
    other = replace(honest.election.holders[1], share=5)
    keyfile.write(own[1] / "key.json", holder.to_json(other), PASSPHRASE, SystemSource(), CHEAP)
    with pytest.raises(Refused, match="not the ceremony that you took part in"):
        steps.mix(own[1], folder, PASSPHRASE, Alone())


def test_somebody_who_is_no_trustee_cannot_mix(unmixed, tmp_path):
    folder, _ = unmixed
    steps.new(tmp_path / "stranger", tmp_path / "else", "stranger", PASSPHRASE, CHEAP)
    with pytest.raises(Refused, match="not among the trustees"):
        steps.mix(tmp_path / "stranger", folder, PASSPHRASE, Alone())


def test_a_zip_is_to_be_unpacked_before_anything_is_written_into_it(unmixed, honest):
    _, own = unmixed
    with pytest.raises(Refused, match="unzip the bundle first"):
        steps.mix(own[1], honest.zip, PASSPHRASE, Alone())
