"""A bundle taken apart, and the tools of a dishonest insider: re-sign, rebuild the log, seal, repack."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from ballots import canonical, checkpoint, entry, manifest, roll, signed
from ballots.bundle import names
from ballots.demo.town import Keys
from ballots.entry import Decoded, Entry
from ballots.errors import Refused
from ballots.manifest import Manifest
from ballots.roll import Roll
from ballots.tiles import TileWriter, entries_in, tiles_of
from ballots.trustees import ceremony
from ballots.trustees.holder import Holder

Edit = Callable[[dict[str, Any]], object]

_COSIGNED_AT = 1_763_200_000


@dataclass
class Workshop:
    """The files of one bundle in `folder`; `keys` and `holders` are the insiders' of the demonstration."""

    folder: Path
    keys: Keys
    holders: Mapping[int, Holder]

    def read(self, name: str) -> bytes:
        return (self.folder / name).read_bytes()

    def write(self, name: str, blob: bytes) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(blob)

    def remove(self, name: str) -> None:
        (self.folder / name).unlink()

    def flip(self, name: str, at: int) -> None:
        """Change one bit of one byte; a negative `at` counts from the end."""
        blob = bytearray(self.read(name))
        blob[at] ^= 1
        self.write(name, bytes(blob))

    def edit(self, name: str, change: Edit, key: Ed25519PrivateKey | None = None) -> None:
        """Change an object in place; `key` signs it again."""
        fields = canonical.decode(self.read(name))
        change(fields)
        self.write(name, canonical.encode(signed.sign(key, unsigned(fields)) if key else fields))

    @property
    def manifest(self) -> Manifest:
        return manifest.decode(self.read(names.MANIFEST))

    @property
    def roll(self) -> Roll:
        return roll.read(self.manifest, self.read(names.ROLL))

    @property
    def key(self) -> ceremony.Key:
        return ceremony.read(self.read(names.CEREMONY))

    @property
    def election(self) -> bytes:
        return self.manifest.election

    def entries(self) -> list[bytes]:
        """Every entry of the log."""
        found: list[bytes] = []
        for tile in tiles_of(checkpoint.read(self.read(names.CHECKPOINT)).size):
            if tile.level is None:
                found += entries_in(self.read(f"log/{tile.path}"), tile.width)
        return found

    def decoded(self) -> list[Decoded]:
        """Every entry of the log, read."""
        return [entry.decode(blob) for blob in self.entries()]

    def registered(self, new: Entry) -> bytes:
        """A new entry signed by the registrar."""
        return entry.write(self.election, new, self.keys.registrar)

    def rebuild(self, entries: list[bytes], keep_history: bool = False) -> None:
        """The log with these entries instead: tiles, checkpoint and cosignatures all new."""
        for tile in tiles_of(checkpoint.read(self.read(names.CHECKPOINT)).size):
            self.remove(f"log/{tile.path}")
        if not keep_history:
            for path in (self.folder / "log/checkpoints").iterdir():
                path.unlink()
        writer = TileWriter(lambda path, blob: self.write(f"log/{path}", blob))
        for blob in entries:
            writer.append(blob)
        writer.publish()
        self.sign_checkpoint(writer.size, writer.root())

    def sign_checkpoint(self, size: int, root: bytes) -> None:
        """A checkpoint as the log and all witnesses would sign it."""
        note = checkpoint.sign(self.keys.log, self.manifest.origin, size, root)
        for name, key in self.keys.witnesses:
            note = checkpoint.cosign(note, key, name, _COSIGNED_AT)
        self.write(names.CHECKPOINT, note.octets())

    def insert(self, *more: bytes) -> None:
        """New entries just before the close, which counts them."""
        kept = self.entries()[:-1]
        self.rebuild([*kept, *more, self.close_after(len(kept) + len(more))])

    def close_after(self, count: int) -> bytes:
        """The close entry of a log with `count` entries before it."""
        return self.registered(entry.Close(count, self.manifest.closes))

    def group(self) -> str:
        """The name of the first mix group."""
        return sorted(path.name for path in (self.folder / "mix").iterdir())[0]

    def find(self, wanted: Callable[[Decoded], bool]) -> int:
        """The index of the first entry that is `wanted`; Refused if this bundle has none."""
        for index, decoded in enumerate(self.decoded()):
            if wanted(decoded):
                return index
        raise Refused("this bundle has no entry for this kind of tampering; make a larger one")


def unsigned(fields: Mapping[str, Any]) -> dict[str, Any]:
    """The object without its signature."""
    return {name: value for name, value in fields.items() if name != "signature"}
