"""A request that cannot be met, said to the person who made it."""

from tallying.badfile import Language
from tallying.command.words import word


class Refused(Exception):
    """Wrong usage, found after the arguments were parsed. `key` and `parts` as in words."""

    def __init__(self, key: str, **parts: object) -> None:
        super().__init__(key)
        self.key, self.parts = key, parts

    def sentence(self, language: Language) -> str:
        return word(self.key, language, **self.parts)
