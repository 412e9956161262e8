"""`demo DIR`: make a whole honest election, with the time of each stage."""

from __future__ import annotations

import argparse
from pathlib import Path

from ballots import receipt, workers
from ballots.bundle import names, open_bundle
from ballots.checkpoint import read
from ballots.demo import election, keyring
from ballots.demo.election import Election
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.entry import Cast, decode
from ballots.errors import Refused
from ballots.log import leaf_hash
from ballots.tiles import TileReader

_RECEIPTS = 3


def add(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    """Declare the command."""
    parser = commands.add_parser("demo", help="make a whole honest election for trying things out")
    parser.add_argument("folder", type=Path, metavar="DIR", help="a new or empty folder")
    parser.add_argument("--voters", type=int, default=1000, metavar="N", help="30 or more")
    parser.add_argument("--trustees", type=int, default=3, metavar="N")
    parser.add_argument("--threshold", type=int, default=2, metavar="T")
    parser.add_argument("--mixers", type=int, metavar="K", help="by default as the threshold")
    parser.add_argument(
        "--paper", type=int, metavar="P", help="voters who vote on paper; by default every 20th"
    )
    parser.add_argument("--seed", metavar="S", help="same votes again (not the same bytes)")
    parser.add_argument("--workers", type=int, default=1, metavar="N", help="processes")
    parser.set_defaults(run=run)


def run(options: argparse.Namespace) -> int:
    """Write DIR/bundle, DIR/bundle.zip, a few receipts, and keys.json for playing the insiders."""
    folder: Path = options.folder
    mixers = options.threshold if options.mixers is None else options.mixers
    paper = options.voters // 20 if options.paper is None else options.paper
    size = Size(options.voters, options.trustees, options.threshold, mixers, paper)
    size.check()
    _make_empty(folder)
    stages = Stages()
    with workers.gather(options.workers) as crew:
        made = election.make(folder / "bundle", size, stages, crew, options.seed)
    election.pack(made, folder / "bundle.zip", stages)
    _write_receipts(made, folder)
    keyring.save(folder / "keys.json", made.keys, made.holders)
    print(stages.table(), end="")
    print(f"election  {made.manifest.election.hex()}")
    print(f"written   {folder / 'bundle.zip'} ({(folder / 'bundle.zip').stat().st_size:,} bytes)")
    print(f"next      python -m ballots verify {folder / 'bundle.zip'}")
    return 0


def _make_empty(folder: Path) -> None:
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise Refused("the folder is not empty; nothing is overwritten", str(folder))
    (folder / "bundle").mkdir(parents=True)


def _write_receipts(made: Election, folder: Path) -> None:
    """What the first few voters would hold in hand after the close."""
    with open_bundle(made.folder) as bundle:
        under = read(bundle.read(names.CHECKPOINT))
        tiles = TileReader(lambda path: bundle.read(f"log/{path}"), under.size)
        written = 0
        for index in range(under.size):
            blob = tiles.entry(index)
            cast = decode(blob).entry
            if not isinstance(cast, Cast):
                continue
            promise = receipt.promise(made.manifest, made.keys.log, leaf_hash(blob), cast.slot, cast.revision)
            path = folder / f"receipt-{cast.slot}-{cast.revision}.json"
            path.write_bytes(receipt.encode(receipt.prove(promise, tiles, index, under)))
            written += 1
            if written == _RECEIPTS:
                return
