"""What topics are called. Rooms above say for their own topics how, since nothing here may import them."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.notices.topics import Topic, parted
from pb.town.models import Category, Department, District
from pb.web.formats import korean

NAMERS = "pb.notices.namers"
# The titles of those numbers that everyone may see, in the visitor's language.
Namer = Callable[[Session, Collection[int]], Mapping[int, str]]


def name_by(app: Flask, topic: Topic, namer: Namer) -> None:
    """Let `namer` say what topics of this kind are called. Only what has a namer can be followed."""
    app.extensions.setdefault(NAMERS, {})[topic] = namer


def town_names(table: type[District | Category | Department]) -> Namer:
    """Retired ones keep their name."""

    def names(rows: Session, numbers: Collection[int]) -> dict[int, str]:
        found = rows.execute(select(table.id, table.name_ko, table.name_en).where(table.id.in_(numbers)))
        return {number: name_ko if korean() else name_en for number, name_ko, name_en in found}

    return names


def init_app(app: Flask) -> None:
    for topic, table in (
        (Topic.DISTRICT, District),
        (Topic.CATEGORY, Category),
        (Topic.DEPARTMENT, Department),
    ):
        name_by(app, topic, town_names(table))


def titles(rows: Session, topics: Iterable[str]) -> dict[str, str]:
    """What each topic is called; those that are not there, or not for everyone, are left out."""
    namers: Mapping[Topic, Namer] = current_app.extensions.get(NAMERS, {})
    wanted: dict[Topic, set[int]] = defaultdict(set)
    for one in topics:
        word, number = parted(one)
        wanted[word].add(number)
    return {
        word.of(number): title
        for word, numbers in wanted.items()
        if word in namers
        for number, title in namers[word](rows, numbers).items()
    }
