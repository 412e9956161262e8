"""Drawing districts and keeping the lists, each act in the journal."""

from dataclasses import dataclass

from flask_babel import lazy_gettext as _l
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from pb.errors import Refused
from pb.journal.kinds import Kind
from pb.journal.pen import Pen
from pb.town.models import Category, Department, District
from pb.town.outlines import Drawn

Listed = Category | Department


@dataclass(frozen=True)
class Verbs:
    """The journal's kinds for one list."""

    added: Kind
    changed: Kind
    retired: Kind
    restored: Kind


VERBS: dict[type[Listed], Verbs] = {
    Category: Verbs(
        Kind.CATEGORY_ADDED, Kind.CATEGORY_CHANGED, Kind.CATEGORY_RETIRED, Kind.CATEGORY_RESTORED
    ),
    Department: Verbs(
        Kind.DEPARTMENT_ADDED, Kind.DEPARTMENT_CHANGED, Kind.DEPARTMENT_RETIRED, Kind.DEPARTMENT_RESTORED
    ),
}


class NameTaken(Refused):
    why = _l("This name is on the list already, perhaps among the retired ones.")


@dataclass(frozen=True)
class Changes:
    """What a new map did to the list of districts."""

    new: int
    changed: int
    retired: int


def draw(pen: Pen, drawn: tuple[Drawn, ...]) -> Changes:
    """Take a new map. A district keeps its row as long as its Korean name stays; else it is retired."""
    before = {one.name_ko: one for one in pen.rows.scalars(select(District))}
    new = [one for one in drawn if one.name_ko not in before]
    changed = sum(redraw(before[one.name_ko], one) for one in drawn if one.name_ko in before)
    names = {one.name_ko for one in drawn}
    gone = [row for name, row in before.items() if name not in names and row.retired is None]
    for row in gone:
        row.retired = pen.at
    pen.rows.add_all(
        District(name_ko=one.name_ko, name_en=one.name_en, outline=one.text(), retired=None) for one in new
    )
    changes = Changes(len(new), changed, len(gone))
    pen.note(
        Kind.DISTRICTS_DRAWN,
        districts_new=str(changes.new),
        districts_changed=str(changes.changed),
        districts_retired=str(changes.retired),
    )
    return changes


def redraw(row: District, drawn: Drawn) -> bool:
    """Whether anything about the district is new."""
    wanted = (drawn.name_en, drawn.text(), None)
    if (row.name_en, row.outline, row.retired) == wanted:
        return False
    row.name_en, row.outline, row.retired = wanted
    return True


def add(pen: Pen, table: type[Listed], name_ko: str, name_en: str) -> None:
    """Raises NameTaken."""
    try:
        with pen.rows.begin_nested():
            pen.rows.add(table(name_ko=name_ko, name_en=name_en, retired=None))
    except IntegrityError:
        raise NameTaken from None
    pen.note(VERBS[table].added, name=name_ko)


def change(pen: Pen, row: Listed, name_ko: str, name_en: str) -> None:
    """Raises NameTaken."""
    before = row.name_ko
    try:
        with pen.rows.begin_nested():
            row.name_ko, row.name_en = name_ko, name_en
    except IntegrityError:
        raise NameTaken from None
    pen.note(VERBS[type(row)].changed, before=before, name=name_ko)


def retire(pen: Pen, row: Listed) -> None:
    """From now on it is not offered any more; what already names it keeps doing so."""
    row.retired = pen.at
    pen.note(VERBS[type(row)].retired, name=row.name_ko)


def restore(pen: Pen, row: Listed) -> None:
    row.retired = None
    pen.note(VERBS[type(row)].restored, name=row.name_ko)
