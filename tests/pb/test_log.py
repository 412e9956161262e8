import json
import logging
from collections.abc import Iterator
from io import StringIO

import pytest
import structlog
from flask.testing import FlaskClient

from pb import log


@pytest.fixture
def lines() -> Iterator[StringIO]:
    stream = StringIO()
    before = logging.getLogger().handlers[:]
    log.configure(stream)
    yield stream
    logging.getLogger().handlers[:] = before
    structlog.reset_defaults()


def written(lines: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in lines.getvalue().splitlines()]


def test_a_request_is_one_line_without_its_address_or_query(lines: StringIO, client: FlaskClient) -> None:
    answer = client.get("/checked?email=someone@example.org", environ_base={"REMOTE_ADDR": "203.0.113.9"})
    (line,) = written(lines)
    assert line["event"] == "request"
    assert line["page"] == "web.checked"
    assert line["status"] == 200
    assert line["request"] == answer.headers["X-Request-Id"]
    assert "example.org" not in str(line)
    assert "203.0.113.9" not in str(line)


def test_what_is_filed_under_a_private_name_is_hidden(lines: StringIO) -> None:
    structlog.get_logger().info("signed in", password="swordfish", Email="a@b.c", role="clerk")
    (line,) = written(lines)
    assert line["password"] == line["Email"] == "(hidden)"
    assert line["role"] == "clerk"


def test_lines_of_libraries_are_json_too(lines: StringIO) -> None:
    logging.getLogger("some.library").warning("low on %s", "space")
    (line,) = written(lines)
    assert line["event"] == "low on space"
    assert line["level"] == "warning"
