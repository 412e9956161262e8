"""Tampering with files: what anyone can do who holds the bundle, or an official with one key."""

from __future__ import annotations

import hashlib
from typing import Any

from ballots import canonical, checkpoint, signing
from ballots.bundle import names
from ballots.checkpoint import Checkpoint
from ballots.randomness import SystemSource
from ballots.tamper.workshop import Workshop
from ballots.tiles import entries_in, entry_bundle, tiles_of
from ballots.trustees import holder


def manifest_budget(shop: Workshop) -> None:
    shop.edit(names.MANIFEST, lambda fields: fields["sections"][0].update(budget=1))


def manifest_spaced(shop: Workshop) -> None:
    shop.write(names.MANIFEST, shop.read(names.MANIFEST).replace(b",", b", ", 1))


def manifest_too_wide(shop: Workshop) -> None:
    """Thirteen projects with up to a million points each: 260 bits."""

    def change(fields: dict[str, Any]) -> None:
        first = fields["sections"][0]
        more = [{**first["projects"][0], "id": f"X{number}"} for number in range(13)]
        first.update(kind="scoring", limits={"max": 1_000_000}, projects=more)

    shop.edit(names.MANIFEST, change)


def manifest_key_of_small_order(shop: Workshop) -> None:
    shop.edit(names.MANIFEST, lambda fields: fields.update(registrar="01" + "00" * 31))


def ceremony_swapped(shop: Workshop) -> None:
    agreed = shop.manifest.trustees
    people = [f"Stranger {number}" for number in range(agreed.count)]
    shop.write(names.CEREMONY, holder.rehearse(people, agreed.threshold, SystemSource())[0])


def ceremony_altered(shop: Workshop) -> None:
    shop.edit(names.CEREMONY, lambda fields: fields["deals"][0].update(salt="00" * 32))


def roll_voter_moved(shop: Workshop) -> None:
    shop.flip(names.ROLL, 3)


def roll_slot_added(shop: Workshop) -> None:
    shop.write(names.ROLL, shop.read(names.ROLL) + bytes(4) + hashlib.sha256(b"somebody").digest())


def checkpoint_by_stranger(shop: Workshop) -> None:
    old = _checkpoint(shop)
    key = signing.new_key(SystemSource())
    shop.write(names.CHECKPOINT, checkpoint.sign(key, old.origin, old.size, old.root).octets())


def checkpoint_shortened(shop: Workshop) -> None:
    old = _checkpoint(shop)
    shop.write(names.CHECKPOINT, Checkpoint(old.origin, old.size - 1, old.root, old.lines).octets())


def checkpoint_false_root(shop: Workshop) -> None:
    shop.sign_checkpoint(_checkpoint(shop).size, hashlib.sha256(b"another tree").digest())


def entry_altered(shop: Workshop) -> None:
    tile = next(iter(tiles_of(_checkpoint(shop).size)))
    shop.flip(f"log/{tile.path}", 100)


def entry_dropped(shop: Workshop) -> None:
    name, entries = _last_bundle(shop)
    shop.write(name, entry_bundle([b"", *entries[1:]]))


def entries_swapped(shop: Workshop) -> None:
    name, entries = _last_bundle(shop)
    shop.write(name, entry_bundle([entries[1], entries[0], *entries[2:]]))


def tile_altered(shop: Workshop) -> None:
    tile = next(tile for tile in tiles_of(_checkpoint(shop).size) if tile.level == 0)
    shop.flip(f"log/{tile.path}", 5)


def forked_log(shop: Workshop) -> None:
    """The log shows the auditor another history than it showed the watcher earlier."""
    entries = shop.entries()
    entries[0], entries[1] = entries[1], entries[0]
    shop.rebuild(entries, keep_history=True)


def history_by_stranger(shop: Workshop) -> None:
    name = next((shop.folder / "log/checkpoints").iterdir()).relative_to(shop.folder).as_posix()
    old = checkpoint.read(shop.read(name))
    key = signing.new_key(SystemSource())
    shop.write(name, checkpoint.sign(key, old.origin, old.size, old.root).octets())


def cosignatures_missing(shop: Workshop) -> None:
    old = _checkpoint(shop)
    shop.write(names.CHECKPOINT, Checkpoint(old.origin, old.size, old.root, old.lines[:1]).octets())


def cosignature_false(shop: Workshop) -> None:
    old = _checkpoint(shop)
    bare = Checkpoint(old.origin, old.size, old.root, old.lines[:1])
    wrong = signing.new_key(SystemSource())
    name = shop.keys.witnesses[0][0]
    shop.write(names.CHECKPOINT, checkpoint.cosign(bare, wrong, name, 1).octets())


def cosigned_by_stranger(shop: Workshop) -> None:
    stranger = signing.new_key(SystemSource())
    note = checkpoint.cosign(_checkpoint(shop), stranger, "witness.example/nobody", 1)
    shop.write(names.CHECKPOINT, note.octets())


def cosigned_twice(shop: Workshop) -> None:
    name, key = shop.keys.witnesses[0]
    shop.write(names.CHECKPOINT, checkpoint.cosign(_checkpoint(shop), key, name, 2).octets())


def file_missing(shop: Workshop) -> None:
    shop.remove(names.plaintexts_file(shop.group()))


def file_extra(shop: Workshop) -> None:
    shop.write(names.mix_file(shop.group(), 40, "outputs"), bytes(64))


def result_unsigned(shop: Workshop) -> None:
    shop.edit(names.RESULT, lambda fields: fields["counts"].update(counted=3_835))


def result_counts(shop: Workshop) -> None:
    """Buk-gu 2017: 3,822 votes were cast and 3,835 announced."""
    shop.edit(names.RESULT, lambda fields: fields["counts"].update(counted=3_835), shop.keys.registrar)


def result_votes(shop: Workshop) -> None:
    def change(fields: dict[str, dict[str, dict[str, list[int]]]]) -> None:
        for by_group in fields["votes"].values():
            for votes in by_group.values():
                votes[0] += 1
                return

    shop.edit(names.RESULT, change, shop.keys.registrar)


def result_funded(shop: Workshop) -> None:
    def change(fields: dict[str, dict[str, list[str]]]) -> None:
        for name, funded in fields["funded"].items():
            ids = [project.id for project in shop.manifest.sections[name].projects]
            fields["funded"][name] = [each for each in ids if each not in funded][:1]

    shop.edit(names.RESULT, change, shop.keys.registrar)


def journal_edited(shop: Workshop) -> None:
    shop.write(names.JOURNAL_DATA, shop.read(names.JOURNAL_DATA).replace(b"opened", b"erased"))


def journal_dropped_half(shop: Workshop) -> None:
    shop.remove(names.JOURNAL)


def plaintext_spaced(shop: Workshop) -> None:
    name = names.plaintexts_file(shop.group())
    shop.write(name, shop.read(name).replace(b":", b": ", 1))


def plaintext_dropped(shop: Workshop) -> None:
    name = names.plaintexts_file(shop.group())
    shop.write(name, b"".join(shop.read(name).splitlines(keepends=True)[1:]))


def vote_changed(shop: Workshop) -> None:
    """One line replaced by another's: a lawful ballot, but not the one that was in the box."""
    name = names.plaintexts_file(shop.group())
    lines = shop.read(name).splitlines(keepends=True)
    other = next(line for line in lines if line != lines[0])
    shop.write(name, b"".join([other, *lines[1:]]))


def ballot_called_spoiled(shop: Workshop) -> None:
    name = names.plaintexts_file(shop.group())
    lines = shop.read(name).splitlines(keepends=True)
    spoiled = canonical.encode({"spoiled": shop.key.public.hex()}) + b"\n"
    shop.write(name, b"".join([spoiled, *lines[1:]]))


def _checkpoint(shop: Workshop) -> Checkpoint:
    return checkpoint.read(shop.read(names.CHECKPOINT))


def _last_bundle(shop: Workshop) -> tuple[str, list[bytes]]:
    tile = [tile for tile in tiles_of(_checkpoint(shop).size) if tile.level is None][-1]
    name = f"log/{tile.path}"
    return name, entries_in(shop.read(name), tile.width)
