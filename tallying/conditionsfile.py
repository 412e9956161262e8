"""The file that says which projects exclude each other and which are paid first, for `--conditions FILE`.

    {"conflicts": [["A-1", "A-2"]], "mandatory": ["B-7"]}

Of each conflict at most one project is funded. Mandatory projects are paid before all others.
"""

import json
from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from tallying.badfile import BadFile
from tallying.election import Election
from tallying.pabulib.leniency import USUAL, Leniency, Tolerance
from tallying.pabulib.rows import text_of

_MEMBERS = {"conflicts", "mandatory"}


def applied(election: Election, data: bytes, name: str) -> Election:
    """The election under the conditions of a file. Raises BadFile."""
    content = _content(data, name)
    conflicts = frozenset(_some(rivals, election, name) for rivals in _listed(content, "conflicts", name))
    mandatory = _some(_listed(content, "mandatory", name), election, name)
    return replace(
        election, conflicts=election.conflicts | conflicts, mandatory=election.mandatory | mandatory
    )


def _content(data: bytes, name: str) -> dict[str, Any]:
    text = text_of(data, Tolerance(name, USUAL | {Leniency.CP949})).decode()
    try:
        content = json.loads(text)
    except (ValueError, RecursionError) as wrong:
        raise BadFile(name, getattr(wrong, "lineno", None), "not-json", why=wrong) from None
    if not isinstance(content, dict) or not content.keys() <= _MEMBERS:
        raise BadFile(name, None, "bad-conditions")
    return content


def _listed(content: dict[str, Any], key: str, name: str) -> list[Any]:
    found = content.get(key, [])
    if not isinstance(found, list):
        raise BadFile(name, None, "bad-conditions")
    return found


def _some(ids: Iterable[Any], election: Election, name: str) -> frozenset[str]:
    if not isinstance(ids, list) or not all(isinstance(each, str) for each in ids):
        raise BadFile(name, None, "bad-conditions")
    for each in ids:
        if each not in election.ids:
            raise BadFile(name, None, "bad-reference", key="conditions", cell=each)
    return frozenset(ids)
