"""What calls are called, for rooms below that know them only by number."""

from collections.abc import Collection

from sqlalchemy import select
from sqlalchemy.orm import Session

from pb.calls.models import Call


def titles(rows: Session, numbers: Collection[int]) -> dict[int, str]:
    found = rows.execute(select(Call.id, Call.title).where(Call.id.in_(numbers), Call.posted.is_not(None)))
    return {number: title for number, title in found}  # noqa: C416 - rows are no pairs for a type checker
