"""The counting rules by name."""

from collections.abc import Callable

from tallying.election import Election
from tallying.options import Options
from tallying.outcome import Outcome

__all__ = ["RULES", "Options", "Rule"]

Rule = Callable[[Election, Options], Outcome]

RULES: dict[str, Rule] = {}
