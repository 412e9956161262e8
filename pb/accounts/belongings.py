"""What rooms above keep about a person: for the file one takes along, and for leaving.

Each room hands in its own when the app is built, so that the account knows none of them.
"""

from collections.abc import Callable
from dataclasses import dataclass

from flask import Flask, current_app
from sqlalchemy.orm import Session

KEY = "pb.accounts.belongings"


@dataclass(frozen=True)
class Belonging:
    """`tell` says what is kept about a person, as JSON; `forget` deletes what is not the town's business."""

    name: str
    tell: Callable[[Session, int], object]
    forget: Callable[[Session, int], None]


def add(app: Flask, belonging: Belonging) -> None:
    app.extensions.setdefault(KEY, []).append(belonging)


def tell(rows: Session, person: int) -> dict[str, object]:
    return {one.name: one.tell(rows, person) for one in current_app.extensions.get(KEY, [])}


def forget(rows: Session, person: int) -> None:
    for one in current_app.extensions.get(KEY, []):
        one.forget(rows, person)
