"""Entries and paper batches: one form, the right signatures, and what the clerks agree on."""

from dataclasses import replace
from typing import Any

import pytest

from ballots import canonical, entry, paper, sealing, signed, signing, styles
from ballots.entry import Admit, Cast, Paper
from ballots.errors import BadProof, BadSignature, Malformed, Refused, Unlawful
from ballots.paper import Typed
from ballots.randomness import SeededSource
from tests.ballots import make_records as records
from tests.ballots.conftest import Made

SOURCE = SeededSource(b"entries")
KINDS = {entry.decode(blob).fields["type"]: blob for blob in records.example().entries}


def test_every_kind_of_entry_is_among_the_examples() -> None:
    assert set(KINDS) == set(entry.FORMS)


@pytest.mark.parametrize("kind", sorted(entry.FORMS))
def test_what_decodes_encodes_to_the_same_bytes(kind: str) -> None:
    decoded = entry.decode(KINDS[kind])
    fields = {**entry.fields_of(decoded.election, decoded.entry), "version": signed.VERSION}
    assert canonical.encode({**fields, "signature": decoded.fields["signature"]}) == KINDS[kind]


@pytest.mark.parametrize("kind", sorted(entry.FORMS))
def test_every_member_of_an_entry_is_signed(kind: str) -> None:
    """Changing any member, in any lawful way, costs the signature."""
    frozen = records.example().manifest
    for name, value in entry.decode(KINDS[kind]).fields.items():
        if name in ("type", "version"):
            continue
        fields = canonical.decode(KINDS[kind])
        fields[name] = other(name, value)
        with pytest.raises((BadSignature, Malformed)):
            entry.check_signature(frozen, entry.decode(canonical.encode(fields)))


def other(name: str, value: Any) -> Any:
    if name == "closed":
        return "2026-11-15T09:00:01Z"
    if name == "reason":
        return "death"
    if name in ("style", "group"):
        return "elsewhere"
    if isinstance(value, int):
        return value + 1
    if isinstance(value, list):
        return value[::-1] if len(value) > 1 else value * 2
    return ("1" if value[0] == "0" else "0") + value[1:]


@pytest.mark.parametrize("kind", sorted(entry.FORMS))
def test_a_missing_or_a_further_member_is_refused(kind: str) -> None:
    fields = canonical.decode(KINDS[kind])
    for name in fields:
        rest = {key: value for key, value in fields.items() if key != name}
        with pytest.raises(Malformed):
            entry.decode(canonical.encode(rest))
    with pytest.raises(Malformed, match="unknown member 'note'"):
        entry.decode(canonical.encode({**fields, "note": ""}))


@pytest.mark.parametrize(
    ("kind", "name", "value", "reason"),
    [
        ("cast", "revision", 0, "between 1"),
        ("cast", "revision", 1_000_001, "between 1"),
        ("cast", "slot", 2**24, "between 0"),
        ("cast", "alpha", "00", "64 lower-case"),
        ("cast", "alpha", "AA" * 32, "64 lower-case"),
        ("void", "reason", "whim", "desk, death or request"),
        ("close", "closed", "tomorrow", "a time is written"),
        ("paper", "batch", 0, "between 1"),
        ("paper", "clerks", [], "0 items"),
        ("paper", "spoiled", 10_001, "between 0"),
        ("admit", "version", "pb-ballots/0", "this is pb-ballots/1"),
    ],
)
def test_a_member_out_of_bounds_is_refused(kind: str, name: str, value: Any, reason: str) -> None:
    with pytest.raises(Malformed, match=reason):
        entry.decode(canonical.encode({**canonical.decode(KINDS[kind]), name: value}))


@pytest.mark.parametrize("device", ["00" * 32, "01" + "00" * 31, "ff" * 32, "ee" + "ff" * 30 + "7f"])
def test_a_device_key_nobody_may_use_is_refused(device: str) -> None:
    with pytest.raises(BadSignature):
        entry.decode(canonical.encode({**canonical.decode(KINDS["admit"]), "device": device}))


def test_an_empty_batch_is_refused() -> None:
    fields = {**canonical.decode(KINDS["paper"]), "ballots": [], "spoiled": 0}
    with pytest.raises(Malformed, match="without a single paper"):
        entry.decode(canonical.encode(fields))


def test_a_full_batch_of_a_hundred_papers_fits_into_an_entry(honest: Made) -> None:
    manifest, keys = honest.election.manifest, honest.election.keys
    typed = Typed((((0, 1),),) * 100, spoiled=0)
    batch = paper.seal_batch(
        manifest, honest.election.key.public, paper.empty_batch(1, "all", "resident"), typed, SOURCE
    )
    blob = entry.write(manifest.election, paper.sign(manifest, batch, keys.clerks), keys.registrar)
    assert len(blob) < 65_535
    decoded = entry.decode(blob)
    entry.check_signature(manifest, decoded)
    assert isinstance(decoded.entry, Paper)
    for place, sealed in enumerate(decoded.entry.ballots):
        sealing.check(sealing.on_paper(manifest, decoded.entry, place), sealed)
    with pytest.raises(BadProof):
        sealing.check(sealing.on_paper(manifest, decoded.entry, 1), decoded.entry.ballots[0])


def test_a_hundred_and_one_papers_are_two_batches(honest: Made) -> None:
    typed = Typed((((0,),),) * 101, spoiled=0)
    with pytest.raises(Refused, match="101 papers; at most 100"):
        paper.seal_batch(
            honest.election.manifest,
            honest.election.key.public,
            paper.empty_batch(1, "all", "resident"),
            typed,
            SOURCE,
        )


@pytest.mark.parametrize("pair", [(0, 0), (0, None), (None, 1)])
def test_a_batch_needs_two_different_clerks_of_the_manifest(
    honest: Made, pair: tuple[int | None, int | None]
) -> None:
    manifest, keys = honest.election.manifest, honest.election.keys
    stranger = signing.new_key(SOURCE)
    batch = replace(paper.empty_batch(1, "all", "resident"), spoiled=1)
    chosen = [stranger if number is None else keys.clerks[number] for number in pair]
    blob = entry.write(manifest.election, paper.sign(manifest, batch, chosen), keys.registrar)
    with pytest.raises(BadSignature, match=r"two different clerks|no clerk's"):
        entry.check_signature(manifest, entry.decode(blob))


def test_a_clerk_did_not_sign_what_was_added_later(honest: Made) -> None:
    manifest, keys = honest.election.manifest, honest.election.keys
    batch = paper.sign(manifest, replace(paper.empty_batch(1, "all", "resident"), spoiled=1), keys.clerks)
    blob = entry.write(manifest.election, replace(batch, spoiled=2), keys.registrar)
    with pytest.raises(BadSignature):
        entry.check_signature(manifest, entry.decode(blob))


def test_the_first_paper_read_differently_is_named() -> None:
    one = Typed((((0,),), ((1,),), ((2,),)), spoiled=1)
    assert paper.compare(one, one) is one
    with pytest.raises(Refused, match="paper 2: the two clerks read this paper differently"):
        paper.compare(one, replace(one, ballots=(((0,),), ((0,),), ((2,),))))
    with pytest.raises(Refused, match="3 ballots and 1 spoiled, the other 2 and 1"):
        paper.compare(one, replace(one, ballots=one.ballots[:2]))
    with pytest.raises(Refused, match="the other 3 and 0"):
        paper.compare(one, replace(one, spoiled=0))


def test_an_unlawful_paper_cannot_be_typed_in(honest: Made) -> None:
    with pytest.raises(Unlawful, match="4 projects are marked"):
        paper.seal_batch(
            honest.election.manifest,
            honest.election.key.public,
            paper.empty_batch(1, "all", "resident"),
            Typed((((0, 1, 2, 3),),), spoiled=0),
            SOURCE,
        )


def test_an_opened_ballot_shows_whether_the_device_was_honest(honest: Made) -> None:
    """Benaloh's challenge: the randomness is shown, and anyone seals again."""
    manifest, key = honest.election.manifest, honest.election.key.public
    device = signing.public_key(signing.new_key(SOURCE))
    cast = Cast(0, device, 1, entry.NOTHING_BEFORE, entry.Sealed(b"", b"", b"", b""))
    message = styles.pack(manifest.styles[0], manifest.sections, ((0, 1),))
    opened = sealing.seal(key, message, sealing.online(honest.election.roll, cast), SOURCE)
    sealing.check_opened(key, opened)
    shown = styles.pack(manifest.styles[0], manifest.sections, ((0, 2),))
    with pytest.raises(BadProof, match="sealed something else"):
        sealing.check_opened(key, replace(opened, message=shown))
    with pytest.raises(BadProof, match="sealed something else"):
        sealing.check_opened(key, replace(opened, r=opened.r + 1))


def test_an_entry_by_the_wrong_signer_is_refused(honest: Made) -> None:
    manifest, keys = honest.election.manifest, honest.election.keys
    own = signing.new_key(SOURCE)
    for key in (own, keys.log, keys.clerks[0]):
        blob = entry.write(manifest.election, Admit(0, signing.public_key(own)), key)
        with pytest.raises(BadSignature):
            entry.check_signature(manifest, entry.decode(blob))
