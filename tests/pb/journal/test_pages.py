"""The journal as people and programs outside see it."""

import csv
import io
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import text

from ballots import log
from pb.journal import seal
from pb.journal.actions import record
from pb.journal.entry import Act
from pb.journal.kinds import Kind, Office
from tests.conftest import Visit
from tests.pages import assert_accessible, in_each_view

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
ENGLISH = {"Accept-Language": "en"}


@pytest.fixture
def filled(app: Flask) -> Flask:
    """Entry 0 by the operator, entry 1 corrects it by the service, with a formula for a reason."""
    with app.app_context(), app.extensions["pb.db"].transaction() as session:
        facts = {"entry": "9", "correction": "<b>12 동</b>"}
        record(session, seal(), Act(Kind.ENTRY_CORRECTED, Office.OPERATOR, facts, "오타"), NOON)
        facts = {"entry": "0", "correction": "13 동"}
        record(session, seal(), Act(Kind.ENTRY_CORRECTED, Office.SYSTEM, facts, "=1+1"), NOON)
    return app


def test_an_empty_journal_invites_and_has_no_checkpoint(client: FlaskClient) -> None:
    assert "As soon as an office acts" in client.get("/journal", headers=ENGLISH).text
    assert client.get("/journal/checkpoint").status_code == 404
    assert client.get("/journal/0").status_code == 404


def test_the_list_shows_who_what_and_why_the_newest_first(filled: Flask) -> None:
    page = filled.test_client().get("/journal", headers=ENGLISH).text
    assert page.index("The service itself</td>") < page.index("Operator of the service</td>")
    assert "2 entries, the newest first" in page


@pytest.mark.parametrize(
    ("asked", "shown", "hidden"),
    [
        ("office=operator", "오타", "=1+1"),
        ("office=system", "=1+1", "오타"),
        ("since=2026-11-22&until=2026-11-22", "오타", "No entry fits"),
        ("since=2026-11-23", "No entry fits", "오타"),
        ("until=2026-11-21", "No entry fits", "오타"),
        ("page=99", "오타", "No entry fits"),
    ],
)
def test_the_list_can_be_narrowed(filled: Flask, asked: str, shown: str, hidden: str) -> None:
    page = filled.test_client().get(f"/journal?{asked}", headers=ENGLISH).text
    assert shown in page
    assert hidden not in page


@pytest.mark.parametrize("asked", ["kind=no.such", "since=gestern", "page=minus", "office=%00"])
def test_a_filter_that_makes_no_sense_is_named_and_breaks_nothing(filled: Flask, asked: str) -> None:
    answer = filled.test_client().get(f"/journal?{asked}")
    assert answer.status_code == 200


def test_an_entry_shows_its_correction_and_a_proof_that_holds(filled: Flask) -> None:
    page = filled.test_client().get("/journal/0", headers=ENGLISH).text
    assert "This entry was corrected later" in page
    assert "&lt;b&gt;12 동&lt;/b&gt;" in page
    found = filled.test_client().get("/journal/journal.json").get_json()["entries"]
    first, second = (bytes.fromhex(one["leaf"]) for one in found)
    assert log.node_hash(first, second).hex() in page
    assert second.hex() in page


def test_the_csv_file_holds_no_formula(filled: Flask) -> None:
    answer = filled.test_client().get("/journal/journal.csv")
    rows = list(csv.reader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert rows[0] == ["position", "at", "kind", "office", "facts", "reason", "leaf"]
    assert rows[2][5] == "'=1+1"
    assert len(rows) == 3


def test_the_json_file_carries_the_signed_checkpoint(filled: Flask) -> None:
    found = filled.test_client().get("/journal/journal.json").get_json()
    assert [one["position"] for one in found["entries"]] == [0, 1]
    assert found["checkpoint"] == filled.test_client().get("/journal/checkpoint").text


def test_the_operator_can_verify_and_a_tampered_row_fails(filled: Flask, tmp_path: Path) -> None:
    run = filled.test_cli_runner().invoke
    kept = tmp_path / "kept.txt"
    kept.write_text(filled.test_client().get("/journal/checkpoint").text, encoding="utf-8")
    good = run(args=["journal", "verify", "--earlier", str(kept)])
    assert good.exit_code == 0
    assert "2 entries, all as they were written" in good.output
    with filled.app_context(), filled.extensions["pb.db"].transaction() as session:
        sqlite = session.get_bind().dialect.name == "sqlite"
        on = "" if sqlite else " ON journal_entries"
        session.execute(text(f"DROP TRIGGER journal_entries_{'no_update' if sqlite else 'kept'}{on}"))
        session.execute(text("UPDATE journal_entries SET office = 'clerk' WHERE position = 0"))
    bad = run(args=["journal", "verify"])
    assert bad.exit_code == 1
    assert "FAILED  entries" in bad.output


def test_the_operator_corrects_by_a_new_entry(filled: Flask) -> None:
    run = filled.test_cli_runner().invoke
    assert run(args=["journal", "correct", "1", "14 동", "--reason", "miscounted"]).output == "entry 2\n"
    assert run(args=["journal", "correct", "77", "14 동", "--reason", "miscounted"]).exit_code == 2
    assert "14 동" in filled.test_client().get("/journal/1").text


@in_each_view
def test_the_empty_journal_is_accessible(visit: Visit, language: str, width: int) -> None:
    assert_accessible(visit("/journal", width=width, language=language))
