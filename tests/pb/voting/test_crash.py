"""The server is killed while ballots are cast. The long form: `make torture ARGS="--rounds 200"`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from ballots import checkpoint
from tests.pb.voting.rehearsed import new_databases
from tests.postgres import Postgres
from tests.torture.casting import EARLY, Lost, begun, check, count, is_caught

VOTERS = 60


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, Postgres | None]]:
    with new_databases() as found:
        yield found


@pytest.mark.parametrize(
    ("kind", "blows"), [("sqlite", ["server"]), ("postgresql", ["worker", "database"])], ids=str
)
def test_no_acknowledged_ballot_is_lost_and_all_count_as_they_were_meant(
    databases: dict[str, Postgres | None], kind: str, blows: list[str], tmp_path: Path
) -> None:
    box = begun(tmp_path, databases[kind], VOTERS)
    try:
        for blow in blows:
            box.strike(blow)
        count(box)
    finally:
        box.server.stop()
        box.place.database.engine.dispose()
    hall, later = box.place.hall, box.signed[-1]
    forged = checkpoint.sign(hall.log, later.origin, later.size - 1, later.root)
    with pytest.raises(Lost, match="I4"):
        check(box.place, box.crowd.told, [*box.signed, forged])


def test_a_server_that_acknowledges_before_it_commits_is_caught(tmp_path: Path) -> None:
    box = begun(tmp_path, None, VOTERS, EARLY)
    try:
        assert is_caught(box, 3)
    finally:
        box.server.stop()
        box.place.database.engine.dispose()
