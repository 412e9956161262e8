"""`make check-peers`: every comparison with pabutools, one after the other (many minutes)."""

import sys

from tests.peers import proportional, tallying
from tests.tallying.files import PABULIB

if __name__ == "__main__":
    limit = float(sys.argv[1]) if len(sys.argv) > 1 else proportional.LIMIT
    sys.exit(bool(tallying.main(PABULIB) + proportional.main(PABULIB, limit)))
