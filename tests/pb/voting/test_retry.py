"""Answers get lost on the way, and voters send again. The long form: `make torture-retry`."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.pb.voting.rehearsed import new_databases
from tests.postgres import Postgres
from tests.torture.casting import HONEST, begun
from tests.torture.retrying import FORGETFUL, end, is_caught, retry

VOTERS, CASTS, PERCENT = 60, 120, 20


@pytest.fixture(scope="module")
def databases() -> Iterator[dict[str, Postgres | None]]:
    with new_databases() as found:
        yield found


@pytest.mark.parametrize("kind", ["sqlite", "postgresql"])
def test_whoever_asks_again_gets_the_receipt_that_was_lost_and_casts_once(
    databases: dict[str, Postgres | None], kind: str, tmp_path: Path
) -> None:
    box = begun(tmp_path, databases[kind], VOTERS, HONEST)
    try:
        assert retry(box, CASTS, PERCENT) > 0
    finally:
        end(box)


def test_a_server_that_does_not_know_a_ballot_again_is_caught(tmp_path: Path) -> None:
    box = begun(tmp_path, None, VOTERS, FORGETFUL)
    try:
        assert is_caught(box)
    finally:
        end(box)
