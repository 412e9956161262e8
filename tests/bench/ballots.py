"""How fast ballots are: `make bench-ballots ARGS="--sizes 1000,10000 --processes 1,2 --belenios 100"`.

Each measurement runs in a process of its own, after a whole election of that size was made. Printed in
microseconds a ballot (2 mixes, 2 of 3 trustees): each stage, as time of the processor with one process and as
time on the wall with more; the bytes; the peak memory of the verifying process and its workers together; and
how much processor time verifying everything took, against the bare group operations and signatures it cannot
do without, measured in the same run.
"""

from __future__ import annotations

import argparse
import json
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from ballots import (
    bundle,
    elgamal,
    entry,
    group,
    manifest,
    mixing,
    randomness,
    roll,
    sealing,
    shuffle,
    signing,
    tiles,
    workers,
)
from ballots.bundle import names
from ballots.checkpoint import read as read_checkpoint
from ballots.demo import election
from ballots.demo.stages import Stages
from ballots.demo.town import Size
from ballots.entry import Cast
from ballots.equations import Balance, Terms
from ballots.proofs import Casting
from ballots.trustees import decryption
from ballots.verify import STEPS, Verifier
from tests.bench import belenios

SECRET = 987_654_321
KEY = group.base(SECRET)
CONTEXT = bytes(64)
WHO_VOTES = 0.835  # of the voters of the demonstration have a counted ballot
MIXES, TRUSTEES = 2, 2
SAMPLE = 500
Row = dict[str, float]


def main() -> None:
    """Run what the options ask for, and print the table as it grows."""
    options = parsed()
    if options.one:
        what, path, ballots, processes = options.one
        measure = {"stages": stages, "verify": verify}[what]
        print(json.dumps(measure(Path(path), int(ballots), int(processes))))
        return
    rows: dict[str, Row] = {}
    for size in map(int, options.sizes.split(",")):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder)
            make(path, size)
            for processes in map(int, options.processes.split(",")):
                rows[f"{size:,} ballots, {processes} proc."] = apart("stages", path, size, processes) | apart(
                    "verify", path, size, processes
                )
                show(rows)
    if options.belenios and belenios.is_installed():
        rows[f"belenios-tool, {options.belenios:,}"] = belenios.measure(options.belenios)
        show(rows)
    elif options.belenios:
        print("belenios-tool is not installed: no comparison (Debian: apt-get install belenios-tool)")


def parsed() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    parser.add_argument("--sizes", default="1000,10000", help="ballots; add 100000 for the long one")
    parser.add_argument("--processes", default="1,2")
    parser.add_argument("--belenios", type=int, default=100, metavar="N", help="its ballots; 0 leaves it out")
    parser.add_argument("--one", nargs=4, help=argparse.SUPPRESS)
    return parser.parse_args()


def make(folder: Path, ballots: int) -> None:
    """An election with about so many counted ballots."""
    (folder / "bundle").mkdir()
    quiet = Stages(quiet=True)
    with workers.gather(2) as crew:
        size = Size(max(30, round(ballots / WHO_VOTES)))
        made = election.make(folder / "bundle", size, quiet, crew, "bench", counted=False)
    election.pack(made, folder / "bundle.zip", quiet)


def apart(what: str, folder: Path, ballots: int, processes: int) -> Row:
    """One measurement in a fresh process."""
    parts = ("--one", what, str(folder), str(ballots), str(processes))
    command = [sys.executable, "-m", "tests.bench.ballots", *parts]
    row: Row = json.loads(subprocess.run(command, stdout=subprocess.PIPE, check=True).stdout)
    return row


def stages(folder: Path, ballots: int, processes: int) -> Row:
    """Each stage by itself."""
    source = randomness.SystemSource()
    row = {"seal": seal(source), "check a ballot": check_ballots(folder / "bundle")}
    point = group.encode_message(bytes(30))
    column = elgamal.pack([elgamal.seal(KEY, point, randomness.scalar(source)) for _ in range(ballots)])
    group.generators(ballots)
    with workers.gather(processes) as crew:
        crew.submit(len, b"").result()

        clock = time.perf_counter if processes > 1 else time.process_time

        def each(work: Callable[[], Any]) -> tuple[float, Any]:
            began = clock()
            answer = work()
            return 1e6 * (clock() - began) / ballots, answer

        row["mix"], mixed = each(lambda: mixing.mix(CONTEXT, 1, 1, KEY, column, source, crew))
        statement = shuffle.Statement(CONTEXT, 1, 1, KEY, column, mixed.outputs)
        row["verify a mix"], _ = each(lambda: check_mix(statement, mixed.proof, crew))
        row["decrypt"], opened = each(lambda: decrypt(column, source, crew))
        row["verify an opening"], _ = each(lambda: check_opening(*opened, crew))
    return row


def seal(source: randomness.Source) -> float:
    """Seal, prove and sign, as the browser does."""
    key = signing.new_key(source)
    casting = Casting(CONTEXT, 1, signing.public_key(key), 1, bytes(32))
    began = time.process_time()
    for number in range(SAMPLE):
        made = sealing.seal(KEY, number.to_bytes(30, "big"), casting, source).sealed
        entry.write(bytes(32), Cast(1, casting.device, 1, bytes(32), made), key)
    return 1e6 * (time.process_time() - began) / SAMPLE


def check_ballots(folder: Path) -> float:
    """Form, signature and proof of knowledge of a cast entry, as the box does before it takes one."""
    with bundle.open_bundle(folder) as opened:
        election_rules = manifest.decode(opened.read(names.MANIFEST))
        slots = roll.read(election_rules, opened.read(names.ROLL))
        casts = [blob for blob in entries(opened) if b'"type":"cast"' in blob][:SAMPLE]
    began = time.process_time()
    for blob in casts:
        decoded = entry.decode(blob)
        entry.check_signature(election_rules, decoded)
        if isinstance(decoded.entry, Cast):
            sealing.check(sealing.online(slots, decoded.entry), decoded.entry.sealed)
    return 1e6 * (time.process_time() - began) / len(casts)


def entries(opened: bundle.Bundle) -> Iterator[bytes]:
    """The first entries of the log."""
    size = read_checkpoint(opened.read(names.CHECKPOINT)).size
    for tile in tiles.tiles_of(min(size, 4 * SAMPLE // tiles.WIDTH * tiles.WIDTH) or size):
        if tile.level is None and f"log/{tile.path}" in opened:
            yield from tiles.entries_in(opened.read(f"log/{tile.path}"), tile.width)


def check_mix(statement: shuffle.Statement, proof: shuffle.Proof, crew: workers.Crew) -> None:
    balance = Balance(crew)
    sides = shuffle.Sides(Terms(statement.inputs), Terms(statement.outputs))
    generators = Terms(group.generators(statement.count))
    shuffle.fold(balance, statement, proof, sides, generators)
    for terms in (sides.inputs, sides.outputs, generators):
        balance.terms(terms)
    balance.settle()


def decrypt(
    column: bytes, source: randomness.Source, crew: workers.Crew
) -> tuple[decryption.Statement, decryption.Proof]:
    factors = decryption.factors(SECRET, column, crew)
    statement = decryption.Statement(CONTEXT, 1, KEY, column, factors)
    return statement, decryption.prove(statement, SECRET, source, crew)


def check_opening(statement: decryption.Statement, proof: decryption.Proof, crew: workers.Crew) -> None:
    balance = Balance(crew)
    ballots, factors = Terms(statement.ciphertexts), Terms(statement.factors)
    decryption.fold(balance, statement, proof, ballots, factors)
    balance.terms(ballots)
    balance.terms(factors)
    balance.settle()


def verify(folder: Path, ballots: int, processes: int) -> Row:
    """The whole bundle, all checks but the recount."""
    path = folder / "bundle.zip"
    bare = bare_costs()
    started, began = time.process_time(), time.perf_counter()
    with bundle.open_bundle(path) as opened, workers.gather(processes) as crew:
        verifier = Verifier(opened, crew)
        report = verifier.run(STEPS[:-1])
    seconds = time.perf_counter() - began
    if not report.ok:
        raise SystemExit(f"the bundle does not hold: {report.failed}")
    found = verifier.counts
    counted, cast = found["counted"], found["cast"]
    signatures = cast + found["admitted"] + found["readmitted"]
    needed = needed_multiplications(counted, cast) * bare["term"] + signatures * bare["signature"]
    here, there = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    busy = sum(usage.ru_utime + usage.ru_stime for usage in (here, there)) - started
    return {
        "verify all, wall": 1e6 * seconds / counted,
        "verify all, processor": 1e6 * busy / counted,
        "bare cost of it": needed / counted,
        "ratio to bare": 1e6 * busy / needed,
        "bytes": path.stat().st_size / counted,
        "peak MB": (here.ru_maxrss + processes * there.ru_maxrss * (processes > 1)) / 1024,
    }


def needed_multiplications(counted: int, cast: int) -> int:
    """Points in the one sum: one for each A; per counted ballot one generator, two halves of the input, for
    each mix c, c-hat, t-hat and two halves, a factor for each trustee, and the opened point."""
    return cast + counted * (1 + 2 + 5 * MIXES + TRUSTEES + 1)


def bare_costs() -> Row:
    """Microseconds of one term of a sum (a multiplication and an addition) and of one signature check."""
    point, key = group.base(SECRET), signing.new_key(randomness.SystemSource())
    signature, public = signing.sign(key, b"m" * 400), signing.public_key(key)
    began = time.process_time()
    group.multiscalar([SECRET << 200] * 2000, [point] * 2000)
    between = time.process_time()
    for _ in range(1000):
        signing.verify(public, b"m" * 400, signature)
    return {"term": 500 * (between - began), "signature": 1000 * (time.process_time() - between)}


def show(rows: dict[str, Row]) -> None:
    """The table so far, one column a measurement."""
    names_of = list(dict.fromkeys(name for row in rows.values() for name in row))
    print()
    print(f"{'microseconds a ballot':<24}" + "".join(f"{title:>26}" for title in rows))
    for name in names_of:
        cells = (f"{row[name]:>26,.1f}" if name in row else f"{'':>26}" for row in rows.values())
        print(f"{name:<24}" + "".join(cells), flush=True)


if __name__ == "__main__":
    main()
