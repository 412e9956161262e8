"""What projects are called, for rooms below that know them only by number."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.projects.models import Bulletin, Project
from pb.web.formats import korean


def titles(rows: Session, numbers: Collection[int]) -> dict[int, str]:
    """Of those whose ballot everyone can see."""
    wanted = select(Project.id, Project.title_ko, Project.title_en)
    found = rows.execute(
        wanted.join(Bulletin, Bulletin.cycle_id == Project.cycle_id).where(Project.id.in_(numbers))
    )
    return {number: title_ko if korean() else title_en for number, title_ko, title_en in found}
