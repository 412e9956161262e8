"""`check-receipt RECEIPT BUNDLE`: is my ballot in the box, and does it count?"""

from __future__ import annotations

import argparse
from pathlib import Path

from ballots import box, entry, log, manifest, receipt, roll
from ballots.bundle import Bundle, names, open_bundle
from ballots.checkpoint import read
from ballots.entry import Cast
from ballots.errors import BadBundle, BadProof
from ballots.receipt import Receipt
from ballots.slot import SlotState
from ballots.tiles import entries_in, tiles_of


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("check-receipt", help="check that the ballot of a receipt is in the box")
    parser.add_argument("receipt", type=Path, metavar="RECEIPT")
    parser.add_argument("bundle", type=Path, metavar="BUNDLE")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Check promise, proof and the box itself; print what became of the ballot."""
    held = receipt.decode(_bytes(options.receipt), options.receipt.name)
    with open_bundle(options.bundle) as bundle:
        print(fate(bundle, held))
    return 0


def fate(bundle: Bundle, held: Receipt) -> str:
    """One sentence on what became of the ballot; raises if the receipt or the box is not in order.

    BadProof if a promised ballot is not in the box: keep that receipt, it is evidence.
    """
    election = manifest.decode(bundle.read(names.MANIFEST))
    receipt.check(election, held)
    state, found = _replay(bundle, election, held)
    shown = f"slot {held.slot}, ballot {held.revision}, tracker {receipt.tracker(held.entry)}"
    if found < 0:
        raise BadProof("promised, and not in the log: keep this receipt, it is evidence", shown)
    if state.last_cast != held.entry:
        return f"In the box as entry {found}, and replaced by a later ballot of the same slot. {shown}"
    if not state.counts:
        return f"In the box as entry {found}, and not counted: it was voided. {shown}"
    return f"In the box as entry {found}, and counted. {shown}"


def _replay(bundle: Bundle, election: manifest.Manifest, held: Receipt) -> tuple[SlotState, int]:
    """The slot's state after the whole log, and the index of the receipt's entry (-1 if it is not there)."""
    under = read(bundle.read(names.CHECKPOINT), names.CHECKPOINT)
    ballot_box = box.Box(election, roll.read(election, bundle.read(names.ROLL)))
    tree, found = log.Frontier(), -1
    for tile in tiles_of(under.size):
        if tile.level is not None:
            break
        for blob in entries_in(bundle.read(f"log/{tile.path}"), tile.width, tile.path):
            place, hashed = f"entry {tree.size}", log.leaf_hash(blob)
            decoded = entry.decode(blob, place)
            if hashed == held.entry:
                _check_same(decoded.entry, held, place)
                found = tree.size
            ballot_box.add(decoded, hashed, place)
            tree.append(hashed)
    if tree.root() != under.root:
        raise BadProof("the entries give another root than the checkpoint", names.CHECKPOINT)
    if held.slot >= election.slots:
        raise BadProof(f"the roll has no slot {held.slot}", "receipt")
    return ballot_box.slot(held.slot), found


def _check_same(found: entry.Entry, held: Receipt, place: str) -> None:
    if not isinstance(found, Cast) or (found.slot, found.revision) != (held.slot, held.revision):
        raise BadProof("the receipt names another slot or ballot than the entry", place)


def _bytes(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(receipt.MOST_BYTES + 1)
    except OSError as error:
        raise BadBundle(f"cannot be read: {error.strerror}", str(path)) from None
