"""What the town keeps and says while ballots are cast tells no marking beside a slot."""

import base64
import io
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from flask.testing import FlaskClient
from sqlalchemy import select

from ballots import canonical, log, styles
from ballots.styles import Ballot
from pb.db import Base
from pb.log import configure
from pb.voting.box import checkpoints
from pb.voting.box.models import BoxEntry
from tests.pb.voting.conftest import Vote, Voter, now

# Not the first and the last of all markings: the message of one of them is nothing but zeros.
MARKINGS = (((0, 1, 4),), ((2, 3, 5),), ((0, 2, 4),), ((1, 3, 5),))


def rows_of(vote: Vote) -> set[str]:
    """Every row of every table, its bytes as hex."""
    found = set()
    with vote.rows() as rows:
        for table in Base.metadata.sorted_tables:
            for row in rows.execute(select(table)):
                cells = (each.hex() if isinstance(each, bytes) else str(each) for each in row)
                found.add(f"{table.name} {' '.join(cells)}")
    return found


def telling(vote: Vote, style: int, ballot: Ballot) -> set[bytes]:
    """All ways in which this ballot could stand written somewhere by accident.

    Its bytes as they are would be found in any file with zeros in it; `rows_of` shows them as hex.
    """
    frozen = vote.hall.manifest
    message = styles.pack(frozen.styles[style], frozen.sections, ballot)
    marking = styles.to_json(frozen.styles[style], frozen.sections, ballot)
    codes = [
        frozen.sections[name].projects[place].id.encode()
        for name, marked in zip(frozen.styles[style].sections, ballot, strict=True)
        for place in marked
    ]
    written = {
        canonical.encode({"marking": marking}),
        canonical.encode(marking),
        str(ballot).encode(),
        str(list(ballot[0])).encode(),
        b", ".join(codes),
        b",".join(codes),
        b" ".join(codes),
        message.hex().encode(),
        base64.b64encode(message),
        base64.urlsafe_b64encode(message).rstrip(b"="),
    }
    return written | {each.hex().encode() for each in written}


def database_files(vote: Vote) -> bytes:
    """The bytes of the database with its write-ahead log; on PostgreSQL, where other tests share the log,
    nothing more than the rows.
    """
    url = vote.town.database.engine.url
    if url.drivername != "sqlite":
        return b""
    path = Path(str(url.database))
    return b"".join(each.read_bytes() for each in sorted(path.parent.glob(f"{path.name}*")))


@contextmanager
def everything_logged() -> Iterator[io.StringIO]:
    """What the operator's log would say at its most talkative, SQL with its parameters included."""
    said, root = io.StringIO(), logging.getLogger()
    handlers, level = root.handlers[:], root.level
    configure(said)
    root.setLevel(logging.DEBUG)
    yield said
    root.handlers[:] = handlers
    root.setLevel(level)


def cast_all(vote: Vote, client: FlaskClient) -> tuple[list[tuple[Voter, Ballot]], bytes]:
    """Known ballots, sent as the browser sends them; and all that was answered."""
    pairs, answers = [], b""
    for number in range(12):
        voter, ballot = vote.admitted(number), MARKINGS[number % len(MARKINGS)]
        answer = client.post(f"/vote/{vote.election}/cast", data=voter.seal(*ballot))
        assert answer.status_code == 200
        pairs.append((voter, ballot))
        answers += answer.data
    with vote.rows() as rows:
        checkpoints.sign(rows, vote.hall, now())
    return pairs, answers


def found_in(vote: Vote, pairs: list[tuple[Voter, Ballot]], where: bytes) -> list[bytes]:
    return [
        written
        for voter, ballot in pairs
        for written in sorted(telling(vote, voter.style, ballot))
        if written in where
    ]


def test_nothing_that_is_kept_or_said_tells_a_marking_beside_a_slot(vote: Vote) -> None:
    before, files_before = rows_of(vote), database_files(vote)
    with everything_logged() as said:
        pairs, answers = cast_all(vote, vote.town.app.test_client())
    new = "\n".join(sorted(rows_of(vote) - before)).encode()
    assert found_in(vote, pairs, new) == []
    assert found_in(vote, pairs, answers) == []
    assert found_in(vote, pairs, said.getvalue().encode()) == []
    assert found_in(vote, pairs, database_files(vote)) == found_in(vote, pairs, files_before)
    codes = {each.id for section in vote.hall.manifest.sections.values() for each in section.projects}
    assert not [code for code in codes if code.encode() in answers]


def test_a_marking_that_was_kept_would_be_found(vote: Vote) -> None:
    """The controls: one leak in a row, one in the file only, one in the log, one in a receipt."""
    before = rows_of(vote)
    pairs, answers = cast_all(vote, vote.town.app.test_client())
    voter, ballot = pairs[0]
    message = styles.pack(vote.hall.manifest.styles[voter.style], vote.hall.manifest.sections, ballot)
    with vote.rows() as rows:
        rows.add(
            BoxEntry(
                election_id=vote.election,
                position=10_000,
                kind="void",
                slot=voter.slot,
                hash=log.leaf_hash(message),
                blob=message + str(ballot).encode(),
                at=now(),
            )
        )
    assert found_in(vote, pairs, "\n".join(sorted(rows_of(vote) - before)).encode())
    if database_files(vote):
        assert found_in(vote, pairs, database_files(vote))
    with everything_logged() as said:
        logging.getLogger("pb").info("cast %s %s", voter.slot, ballot)
    assert found_in(vote, pairs, said.getvalue().encode())
    assert found_in(vote, pairs, answers + message.hex().encode())
