"""The command line: `python -m tallying`."""

import os
import sys
from collections.abc import Sequence

from tallying.badfile import BadFile
from tallying.command.actions import ACTIONS
from tallying.command.parser import language_of, parser
from tallying.command.refusal import Refused
from tallying.command.words import word
from tallying.contest import Impossible
from tallying.counting import UnknownRule
from tallying.ties import UnknownTieBreak
from tallying.weights import WeightsUnfit

UNFIT, INTERRUPTED, PIPE_CLOSED = 2, 130, 141


def main(arguments: Sequence[str] | None = None) -> int:
    """Do what the arguments say and return the exit code (see `--help`). Bad input never raises."""
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
    except (Impossible, UnknownRule, WeightsUnfit, UnknownTieBreak) as wrong:
        return _failed(word("impossible", language, why=wrong))
    except KeyboardInterrupt:
        print(word("interrupted", language), file=sys.stderr)
        return INTERRUPTED
    except BrokenPipeError:
        # What is left to flush at exit must not complain again.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return PIPE_CLOSED


def _failed(sentence: str) -> int:
    print(sentence, file=sys.stderr)
    return UNFIT
