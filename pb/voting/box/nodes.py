"""Reading the Merkle tree out of its table: all the hashes that a question needs come by one query."""

from collections.abc import Callable
from typing import TypeVar

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from ballots import log
from ballots.errors import BadProof
from pb.voting.box.models import BoxNode

Answer = TypeVar("Answer")


def asking(rows: Session, election: int, question: Callable[[log.Reader], Answer]) -> Answer:
    """The answer of `question`, which reads hashes and whose choice of them depends on sizes alone.

    It is asked twice: once to learn which hashes it wants, then with them. Raises BadProof if one is not
    there.
    """
    wanted: list[tuple[int, int]] = []

    def note(level: int, place: int) -> bytes:
        wanted.append((level, place))
        return bytes(log.HASH_BYTES)

    question(note)
    known = read(rows, election, wanted)

    def answer(level: int, place: int) -> bytes:
        if (level, place) not in known:
            raise BadProof(f"the box has lost subtree {level}/{place}")
        return known[level, place]

    return question(answer)


def read(rows: Session, election: int, wanted: list[tuple[int, int]]) -> dict[tuple[int, int], bytes]:
    if not wanted:
        return {}
    found = select(BoxNode.level, BoxNode.place, BoxNode.hash).where(
        BoxNode.election_id == election, tuple_(BoxNode.level, BoxNode.place).in_(wanted)
    )
    return {(level, place): hashed for level, place, hashed in rows.execute(found)}
