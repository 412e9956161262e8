"""`python -m ballots`: make, check, watch and open elections.

Exit status: 0 all is well, 1 a check failed or something was refused, 2 input or command is unreadable.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from typing import Final

from ballots.commands import check_receipt, demo, tamper, tiles, trustee, verify, watch, witness
from ballots.errors import BadBundle, BallotError, Malformed

COMMANDS: Final = (demo, verify, check_receipt, tiles, watch, witness, trustee, tamper)


def parser() -> argparse.ArgumentParser:
    """Every command and its options."""
    whole = argparse.ArgumentParser(prog="python -m ballots", description="Ballots that anyone can verify.")
    commands = whole.add_subparsers(required=True, metavar="COMMAND")
    for command in COMMANDS:
        command.add(commands)
    return whole


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is one line on the error output."""
    options = parser().parse_args(arguments)
    try:
        status: int = options.run(options)
    except (BadBundle, Malformed) as error:
        print(error, file=sys.stderr)
        return 2
    except BallotError as error:
        print(error, file=sys.stderr)
        return 1
    except OSError as error:
        print(f"cannot be read or written: {error}", file=sys.stderr)
        return 2
    except KeyboardInterrupt:
        return 130
    return status


if __name__ == "__main__":
    sys.exit(main())
