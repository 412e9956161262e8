"""The arguments of `python -m tallying`."""

import argparse
import os
from collections.abc import Mapping, Sequence
from typing import get_args

from tallying.badfile import Language
from tallying.command.words import word
from tallying.options import Completion, Ranked, Utility


def language_of(arguments: Sequence[str], environment: Mapping[str, str] = os.environ) -> Language:
    """`--lang` if it is there, else the language of the terminal; English when it is neither."""
    for place, argument in enumerate(arguments):
        if argument == "--lang" and arguments[place + 1 : place + 2] == ["ko"]:
            return "ko"
        if argument == "--lang" and arguments[place + 1 : place + 2] == ["en"]:
            return "en"
        if argument in ("--lang=ko", "--lang=en"):
            return "ko" if argument.endswith("ko") else "en"
    spoken = next((environment[n] for n in ("LC_ALL", "LC_MESSAGES", "LANG") if environment.get(n)), "")
    return "ko" if spoken.lower().startswith("ko") else "en"


def parser(language: Language) -> argparse.ArgumentParser:
    """The parser, its help in one language."""
    top = argparse.ArgumentParser(
        prog="python -m tallying", description=word("about", language), epilog=word("exit", language)
    )
    actions = top.add_subparsers(dest="action", required=True, metavar="count|compare|rules|check|convert")
    for name, add in ACTIONS.items():
        one = actions.add_parser(
            name,
            help=word(name, language),
            description=word(name, language),
            epilog=word("exit", language),
        )
        one.add_argument("--lang", choices=("ko", "en"), help=word("lang", language))
        add(one, language)
    return top


def _count(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("file", help=word("file", language))
    one.add_argument("--rule", required=True, metavar="NAME", help=word("rule", language))
    one.add_argument("--explain", action="store_true", help=word("explain", language))
    one.add_argument("--report", metavar="FILE.pdf", help=word("report", language))
    _switches(one, language)


def _switches(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("--utility", choices=get_args(Utility), default="cost", help=word("utility", language))
    one.add_argument("--completion", choices=get_args(Completion), help=word("completion", language))
    one.add_argument("--ties", default="votes,cost,lexico", metavar="NAMES", help=word("ties", language))
    one.add_argument("--weights", metavar="FILE", help=word("weights", language))
    one.add_argument("--conditions", metavar="FILE", help=word("conditions", language))
    one.add_argument("--quorum", default="0", metavar="N", help=word("quorum", language))
    one.add_argument("--threshold", default="0", metavar="N", help=word("threshold", language))
    one.add_argument("--partial-last", action="store_true", help=word("partial", language))
    one.add_argument("--ranked", choices=get_args(Ranked), default="borda", help=word("ranked", language))
    one.add_argument("--first-k", metavar="K", help=word("first", language))
    one.add_argument("--charts", metavar="DIR", help=word("charts", language))
    _common(one, language)


def _compare(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("file", help=word("file", language))
    one.add_argument("--rules", metavar="NAMES", help=word("only", language))
    _switches(one, language)


def _rules(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("--format", choices=("text", "json"), default="text", help=word("format", language))


def _check(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("file", help=word("file", language))
    one.add_argument("--format", choices=("text", "json"), default="text", help=word("format", language))


def _convert(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("sources", nargs="+", metavar="SOURCE", help=word("sources", language))
    one.add_argument("target", help=word("target", language))
    one.add_argument("--meta", action="append", default=[], metavar="KEY=VALUE", help=word("meta", language))
    one.add_argument("--encoding", choices=("utf-8-sig", "utf-8", "cp949"), default="utf-8-sig")
    one.add_argument("--complete", action="store_true", help=word("complete", language))
    one.add_argument("--lenient", default="", metavar="NAMES", help=word("lenient", language))


def _common(one: argparse.ArgumentParser, language: Language) -> None:
    one.add_argument("--format", choices=("text", "json"), default="text", help=word("format", language))
    one.add_argument("--lenient", default="", metavar="NAMES", help=word("lenient", language))


ACTIONS = {"count": _count, "compare": _compare, "rules": _rules, "check": _check, "convert": _convert}
