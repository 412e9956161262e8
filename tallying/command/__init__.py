"""The command line: `python -m tallying`."""

import os
import sys
from collections.abc import Sequence
from io import TextIOWrapper
from pathlib import Path

from tallying.badfile import BadFile
from tallying.command.actions import ACTIONS
from tallying.command.parser import language_of, parser
from tallying.command.refusal import Refused
from tallying.command.words import word
from tallying.unfit import Unfit

UNFIT, INTERRUPTED, PIPE_CLOSED = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code (see `--help`). Bad input never raises."""
    _print_any_letter()
    given = sys.argv[1:] if arguments is None else list(arguments)
    language = language_of(given)
    parsed = parser(language).parse_args(given)
    try:
        code = ACTIONS[parsed.action](parsed, language)
        sys.stdout.flush()
        return code
    except BadFile as wrong:
        return _failed(wrong.sentence(language))
    except Refused as wrong:
        return _failed(wrong.sentence(language))
    except Unfit as wrong:
        return _failed(word("impossible", language, why=wrong.sentence(language)))
    except KeyboardInterrupt:
        print(word("interrupted", language), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        _give_up_output()
        return PIPE_CLOSED
    except OSError as wrong:  # a full disk, say; files are opened and written elsewhere
        _give_up_output()
        return _failed(word("cannot-print", language, why=wrong.strerror))


def _print_any_letter() -> None:
    """A terminal that knows no Korean gets question marks, not a traceback; a closed one gets nothing."""
    sys.stdout = sys.stdout or Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(errors="replace")


def _give_up_output() -> None:
    """What is left to flush at exit must not complain again."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return UNFIT
