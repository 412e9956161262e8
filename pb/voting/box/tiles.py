"""The published log: tiles and bundles of entries, as static files (ballots/FORMAT.md, chapter 8)."""

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import tiles
from ballots.tiles import HEIGHT, WIDTH, Tile
from pb.voting.box.models import BoxEntry, BoxNode


def published(rows: Session, election: int, tile: Tile, size: int) -> bytes | None:
    """The bytes of a tile in a log of `size` entries; None if it reaches beyond them."""
    hashes = size >> HEIGHT * (tile.level or 0)
    first = tile.index * WIDTH
    if first + tile.width > hashes:
        return None
    if tile.level is None:
        return tiles.entry_bundle(entries(rows, election, first, first + tile.width))
    wanted = (
        select(BoxNode.hash)
        .where(
            BoxNode.election_id == election,
            BoxNode.level == HEIGHT * tile.level,
            BoxNode.place >= first,
            BoxNode.place < first + tile.width,
        )
        .order_by(BoxNode.place)
    )
    return b"".join(rows.scalars(wanted))


def entries(rows: Session, election: int, first: int, end: int) -> list[bytes]:
    wanted = (
        select(BoxEntry.blob)
        .where(BoxEntry.election_id == election, BoxEntry.position >= first, BoxEntry.position < end)
        .order_by(BoxEntry.position)
    )
    return list(rows.scalars(wanted))
