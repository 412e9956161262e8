"""Codes by mail over a real mail server, and by text message to a real service on loopback."""

import hashlib
import hmac
import json
import re
import threading
import time
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import sqlalchemy as sa

from pb.access import Role
from pb.accounts.roll import sending
from pb.config import BadSetting, Settings
from tests.pb.accounts.conftest import Town
from tests.pb.accounts.test_roll import claim, send_file

HEAD = "성명,생년월일,행정동,주소,이메일,휴대전화\n"
KIM = "김하늘,1990-01-31,성산동,성산로 1,kim@example.kr,010-1234-5678\n"
LEE = "이바다,1985-12-03,연남동,연남로 22,,\n"
KEY = "k" * 32


@dataclass
class Service:
    """Takes text messages; answers with `status` after `slow` seconds."""

    port: int = 0
    status: int = 204
    slow: float = 0
    taken: list[tuple[bytes, str]] = field(default_factory=list)


@pytest.fixture
def service() -> Iterator[Service]:
    found = Service()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            found.taken.append((body, self.headers["X-Signature"]))
            time.sleep(found.slow)
            self.send_response(found.status)
            self.send_header("Location", f"http://127.0.0.1:{found.port}/elsewhere")
            self.end_headers()

        def log_message(self, *_said: object) -> None:
            return None

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    found.port = server.server_port
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield found
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture
def texting(town: Town, service: Service) -> Town:
    """The town with a service for text messages."""
    url = f"http://127.0.0.1:{service.port}/send"
    plain: Settings = town.app.extensions["pb.settings"]
    town.app.extensions["pb.settings"] = replace(plain, sms_url=url, sms_key=KEY)
    return town


def kept_anywhere(town: Town, word: str) -> bool:
    """Whether a word stands in any text of any table."""
    with town.database.transaction() as rows:
        tables = sa.inspect(rows.connection()).get_table_names()
        return any(
            word in str(row) for table in tables for row in rows.execute(sa.text(f'select * from "{table}"'))
        )


def test_a_code_comes_by_mail_and_the_address_is_kept_nowhere(town: Town) -> None:
    coordinator = town.official(Role.COORDINATOR)
    assert "text message</button>" not in coordinator.get("/roll/letters").text
    assert send_file(coordinator, "/roll/letters", HEAD + KIM, way="sms").status_code == 400
    assert (
        "Nobody in this file has an address"
        in send_file(coordinator, "/roll/letters", HEAD + KIM, way="mail").text
    )
    send_file(coordinator, "/roll", HEAD + KIM + LEE)
    answer = send_file(coordinator, "/roll/letters", HEAD + KIM + LEE, way="mail")
    assert "1 code was sent" in answer.text
    answer.close()
    text = town.mailbox.to("kim@example.kr")[-1].get_content()
    code = re.search(r"^[A-Z2-9]{4}-[A-Z2-9]{4}-[A-Z2-9]{4}$", text, re.MULTILINE)
    assert code is not None
    assert "주민" in text
    assert not kept_anywhere(town, "kim@example.kr")
    assert "You are a resident of 성산동." in claim(town.browser(), code.group()).text
    entry = town.browser().get("/journal/journal.json").get_json()["entries"][-1]
    assert (entry["kind"], entry["facts"]) == (
        "codes.sent",
        {"letters": "1", "failed": "0", "way": "mail"},
    )


def test_a_code_comes_by_signed_text_and_the_phone_is_kept_nowhere(texting: Town, service: Service) -> None:
    coordinator = texting.official(Role.COORDINATOR)
    send_file(coordinator, "/roll", HEAD + KIM + LEE)
    assert "1 code was sent" in send_file(coordinator, "/roll/letters", HEAD + KIM + LEE, way="sms").text
    ((body, signature),) = service.taken
    assert signature == "sha256=" + hmac.new(KEY.encode(), body, hashlib.sha256).hexdigest()
    message = json.loads(body)
    assert message["phone"] == "01012345678"
    assert not kept_anywhere(texting, "01012345678")
    code = message["text"].split()[3]
    for status, slow in ((500, 0.0), (302, 0.0), (204, sending.SECONDS + 1.0)):
        service.status, service.slow = status, slow
        answer = send_file(coordinator, "/roll/letters", HEAD + KIM, way="sms")
        assert "0 codes were sent" in answer.text
        assert "their earlier codes still work: 2" in answer.text
    assert len(service.taken) == 4
    assert "You are a resident of 성산동." in claim(texting.browser(), code).text


def test_a_service_that_is_down_is_not_asked_for_every_line(service: Service, texting: Town) -> None:
    coordinator = texting.official(Role.COORDINATOR)
    lines = HEAD + "".join(KIM.replace("성산로 1", f"성산로 {number}") for number in range(9))
    send_file(coordinator, "/roll", lines)
    service.status = 503
    answer = send_file(coordinator, "/roll/letters", lines, way="sms")
    assert "2, 3, 4, 5, 6, 7, 8, 9, 10" in answer.text
    assert len(service.taken) == sending.PATIENCE


@pytest.mark.parametrize(
    ("url", "key"), [("sms.example", KEY), ("ftp://sms.example/", KEY), ("https://sms.example/", "short")]
)
def test_a_service_without_an_address_or_a_key_is_refused(tmp_path: Path, url: str, key: str) -> None:
    with pytest.raises(BadSetting, match="PB_SMS_"):
        Settings.from_environment({"PB_INSTANCE": str(tmp_path), "PB_SMS_URL": url, "PB_SMS_KEY": key})
