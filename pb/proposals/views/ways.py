"""From one page of the wizard to the next."""

from dataclasses import dataclass

from flask import url_for

from pb.proposals.writing import screens

BACK, STOP, STAY = "back", "stop", "stay"
WRONG, CONFLICT = 400, 409


@dataclass(frozen=True)
class Place:
    """Where on the way a page is: its name, its number, of how many, and all of them with their titles."""

    name: str
    number: int
    total: int
    all: list[tuple[str, str]]

    @property
    def is_first(self) -> bool:
        return self.number == 1


def place_of(name: str) -> Place:
    names = tuple(screens.WAY)
    titles = [(other, str(title)) for other, title in screens.WAY.items()]
    return Place(name, names.index(name) + 1, len(names), titles)


def address(number: int, name: str) -> str:
    """The address of one page of the way."""
    if name in screens.SCREENS:
        return url_for("proposals.write", number=number, step=name)
    return url_for(f"proposals.{name}", number=number)


def onward(number: int, name: str, way: str) -> str:
    """Where the pressed button leads."""
    if way == STOP:
        return url_for("proposals.new")
    if way == STAY:
        return address(number, name)
    if way == BACK:
        return address(number, screens.before(name) or name)
    return address(number, screens.after(name))
