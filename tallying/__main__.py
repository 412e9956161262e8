"""`python -m tallying count|compare|rules|check|convert`; `--help` says more."""

import sys

from tallying.command import main

if __name__ == "__main__":
    sys.exit(main())
