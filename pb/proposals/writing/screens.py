"""The questions of the wizard, one a screen, in their order."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import LazyString
from flask_babel import lazy_gettext as _l


@dataclass(frozen=True)
class Screen:
    """One question: its name, what it asks, what helps, how another answered, which answers it keeps."""

    title: LazyString
    question: LazyString
    help: LazyString
    example: LazyString
    fields: tuple[str, ...]


SCREENS: Mapping[str, Screen] = {
    "title": Screen(
        _l("Title"),
        _l("What is your idea called?"),
        _l("One line that says what should happen and where. You can change it later."),
        _l("Shade trees along the way to Seongsan school"),
        ("title",),
    ),
    "problem": Screen(
        _l("Problem"),
        _l("What is not good today?"),
        _l("Tell what you see, when and for whom it is a problem. No names of people, please."),
        _l(
            "On the 400 metres from the crossing to the school there is no shade. In July children walk in "
            "the sun at two o'clock, and the old people no longer go to the market."
        ),
        ("problem",),
    ),
    "idea": Screen(
        _l("Idea"),
        _l("What should the town do?"),
        _l("Say it as you would tell a neighbour. The departments work out the details."),
        _l(
            "Plant twenty trees that give shade quickly, and put four benches under them. The school's "
            "garden club would water them in the first summer."
        ),
        ("idea",),
    ),
    "people": Screen(
        _l("For whom"),
        _l("Who has something of it?"),
        _l("Which people, and about how many? A guess is fine."),
        _l("About 300 pupils every day, and the old people who walk to the market."),
        ("beneficiaries",),
    ),
    "place": Screen(
        _l("Place"),
        _l("Where should it happen?"),
        _l("Choose the district and say the place in words, so that someone from the town finds it."),
        _l("On the pavement between the crossing at Seongsan-ro 4-gil and the school's gate"),
        ("district", "place", "latitude", "longitude"),
    ),
    "category": Screen(
        _l("Kind"),
        _l("What kind of idea is it?"),
        _l("It helps others to find it. If two fit, take the one you thought of first."),
        _l("Trees along a street belong to parks and green."),
        ("category",),
    ),
    "cost": Screen(
        _l("Cost"),
        _l("What may it cost, roughly?"),
        _l("A guess is enough, and you may leave it open: a department works out the cost later."),
        _l("20 trees and 4 benches: about 24,000,000 won"),
        ("cost", "items"),
    ),
}
NAMES = tuple(SCREENS)
# The whole way; the last three are pages of their own kind.
WAY: Mapping[str, LazyString] = {
    **{name: screen.title for name, screen in SCREENS.items()},
    "pictures": _l("Photos and documents"),
    "authors": _l("Who writes it"),
    "send": _l("Look at it and hand it in"),
}


def after(name: str) -> str:
    """The next page of the way; the last has none after it."""
    names = tuple(WAY)
    return names[names.index(name) + 1]


def before(name: str) -> str | None:
    names = tuple(WAY)
    place = names.index(name)
    return names[place - 1] if place else None
