"""Equal Shares and Phragmén on the real elections that pabutools counts in a second.

`make check-peers` compares all of them.
"""

import pytest

from tallying.pabulib import USUAL, read
from tests.peers.job import run
from tests.peers.proportional import APPROVALS, same
from tests.tallying.files import PABULIB, REAL

SMALL = [p for p in REAL if p.stat().st_size < 100_000 and read(p, USUAL).kind in APPROVALS]
needs_real_files = pytest.mark.skipif(not SMALL, reason=f"no real elections in {PABULIB}")


@needs_real_files
@pytest.mark.parametrize("work", ["equal-shares", "equal-shares-votes", "phragmen"])
@pytest.mark.parametrize("path", SMALL, ids=lambda path: path.stem)
def test_the_same_projects_are_funded_in_the_same_order(path, work):
    us, them = run("ours", work, path, 60), run("theirs", work, path, 60)
    assert us.funded, us.note
    assert same(work, us, them), them.note
