"""Equal Shares (cost and votes), add1 and Phragmén on every real election, ours and pabutools' exact.

`python -m tests.peers.proportional [SECONDS]` (the limit for one job), part of `make check-peers`. Equal
Shares must fund the same projects in the same order; pabutools sorts what Phragmén funds, so there the sets
are compared. Ballots with points or rankings are left to our slow twins where pabutools counts otherwise.
"""

import sys
from pathlib import Path

from tallying.election import Election, Kind
from tallying.pabulib import USUAL, read
from tests.peers.job import Done, run
from tests.tallying.files import PABULIB

LIMIT = 120.0
APPROVALS = (Kind.APPROVAL, Kind.CHOOSE_1)


def works(election: Election) -> tuple[str, ...]:
    """The work on which both mean the same by a ballot of this kind."""
    if election.kind in APPROVALS:
        return ("equal-shares", "equal-shares-votes", "phragmen", "add1")
    return ("equal-shares-votes",) if election.kind is Kind.CUMULATIVE else ()


def same(work: str, ours: Done, theirs: Done) -> bool:
    """Do both fund the same?"""
    if work == "phragmen":
        return sorted(ours.funded) == sorted(theirs.funded)
    return ours.funded == theirs.funded


def compare(path: Path, work: str, limit: float) -> str:
    """ "same", "DIFFERS", or why nothing can be said."""
    theirs = run("theirs", work, path, limit)
    if theirs.seconds is None:
        return f"unknown: pabutools {theirs.note}"
    ours = run("ours", work, path, limit)
    verdict = "same" if same(work, ours, theirs) else "DIFFERS"
    return f"{verdict}: {len(ours.funded)} projects, {theirs.seconds:.3f} s against {ours.seconds or 0:.4f} s"


def main(folder: Path, limit: float) -> int:
    """Compare all files, smallest first; the number of differences."""
    differences = 0
    for path in sorted(folder.glob("*.pb"), key=lambda path: path.stat().st_size):
        for work in works(read(path, USUAL)):
            found = compare(path, work, limit)
            differences += found.startswith("DIFFERS")
            print(f"{work:20}{path.stem[:48]:50}{found}", flush=True)
    print(f"{differences} differences")
    return differences


if __name__ == "__main__":
    sys.exit(bool(main(PABULIB, float(sys.argv[1]) if len(sys.argv) > 1 else LIMIT)))
