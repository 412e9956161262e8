"""For which departments an official may post calls. The room that keeps the seats says so by its name."""

from collections.abc import Callable, Collection

from flask import Flask, current_app
from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.access import Role, roles
from pb.town.models import Department

SEATS = "pb.calls.seats"
# The numbers of the departments in which a person works.
Seats = Callable[[Session, int], Collection[int]]


def seats_by(app: Flask, seats: Seats) -> None:
    """Let `seats` say where officials work."""
    app.extensions[SEATS] = seats


def departments_for(rows: Session, person: int) -> list[Department]:
    """Every department for the coordinator, for others those in which they work."""
    in_use = select(Department).where(Department.retired.is_(None)).order_by(Department.name_ko)
    every = list(rows.scalars(in_use))
    if Role.COORDINATOR in roles():
        return every
    seats: Seats = current_app.extensions[SEATS]
    mine = seats(rows, person)
    return [one for one in every if one.id in mine]
