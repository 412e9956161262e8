"""What cycles are called, for rooms below that know them only by number."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.cycles.models import Cycle
from pb.web.formats import korean


def titles(rows: Session, numbers: Collection[int]) -> dict[int, str]:
    """Of those that everyone may see."""
    wanted = select(Cycle.id, Cycle.title_ko, Cycle.title_en)
    found = rows.execute(wanted.where(Cycle.id.in_(numbers), Cycle.published.is_not(None)))
    return {number: title_ko if korean() else title_en for number, title_ko, title_en in found}
