"""Adding to what a proposal brings along, and taking away from it."""

from collections.abc import Iterable
from datetime import datetime

from flask_babel import lazy_gettext as _l
from sqlalchemy import delete
from sqlalchemy.orm import Session

from pb.errors import Refused
from pb.proposals.attached import queries
from pb.proposals.attached.models import CostItem, Document, Photo
from pb.proposals.attached.papers import Paper
from pb.proposals.attached.pictures import Picture
from pb.town.costs.queries import unit_costs

MOST_PHOTOS = 6
MOST_DOCUMENTS = 3


class TooManyPhotos(Refused):
    why = _l("A proposal has six photos at most. Take one of the others away first.")


class TooManyDocuments(Refused):
    why = _l("A proposal has three documents at most. Take one of the others away first.")


def add_photo(rows: Session, proposal: int, picture: Picture, alt: str, at: datetime) -> Photo:
    """Raises TooManyPhotos."""
    if len(queries.photos(rows, proposal)) >= MOST_PHOTOS:
        raise TooManyPhotos
    photo = Photo(
        proposal_id=proposal,
        alt=alt,
        width=picture.width,
        height=picture.height,
        added=at,
        large=picture.large,
        small=picture.small,
    )
    rows.add(photo)
    return photo


def add_document(rows: Session, proposal: int, paper: Paper, at: datetime) -> None:
    """Raises TooManyDocuments."""
    if len(queries.documents(rows, proposal)) >= MOST_DOCUMENTS:
        raise TooManyDocuments
    rows.add(
        Document(
            proposal_id=proposal,
            name=paper.name,
            kind=paper.kind,
            size=len(paper.content),
            added=at,
            content=paper.content,
        )
    )


def remove(rows: Session, table: type[Photo] | type[Document], proposal: int, number: int) -> None:
    """Its bytes go too. Whoever takes the same away twice meets no mistake."""
    rows.execute(delete(table).where(table.id == number, table.proposal_id == proposal))


def work_out(rows: Session, proposal: int, items: Iterable[tuple[int, int]]) -> None:
    """Keep how the cost was worked out, at today's prices; what stays as it was keeps its price."""
    kept = {one.unit_cost_id: one for one in queries.cost_items(rows, proposal)}
    wanted = dict(items)
    for number in kept.keys() - wanted.keys():
        rows.delete(kept[number])
    for price in unit_costs(rows, with_retired=True):
        quantity, item = wanted.get(price.id), kept.get(price.id)
        if quantity is None or (item is not None and item.quantity == quantity):
            continue
        if item is None:
            rows.add(CostItem(proposal_id=proposal, unit_cost_id=price.id, quantity=quantity, won=price.won))
        else:
            item.quantity, item.won = quantity, price.won
    rows.flush()


def forget(rows: Session, proposal: int) -> None:
    """Delete all of it, with a draft that is thrown away."""
    for table in (Photo, Document, CostItem):
        rows.execute(delete(table).where(table.proposal_id == proposal))
