"""Voters who cast over HTTP without end, and send the same bytes again until they are acknowledged."""

import http.client
import random
import threading
import time
from dataclasses import dataclass, field
from http import HTTPStatus

from sqlalchemy import select
from sqlalchemy.orm import Session

from ballots import log, receipt
from ballots.demo.markings import draw_ballot
from ballots.receipt import Receipt
from pb import clock
from pb.voting.models import Slot
from pb.voting.rehearsal.voters import Voter
from tests.bench.serving import PATIENCE, a_form
from tests.pb.voting.rehearsed import Rehearsed

THREADS, ANSWER_WITHIN, BREATH = 6, 30, 0.05


@dataclass
class Crowd:
    """`told` is what was acknowledged, `broken` what should never have been answered."""

    place: Rehearsed
    port: int
    form: tuple[str, str]
    voters: list[Voter]
    told: list[Receipt] = field(default_factory=list)
    broken: list[str] = field(default_factory=list)
    pending: dict[int, bytes] = field(default_factory=dict)
    going: threading.Event = field(default_factory=threading.Event)
    threads: list[threading.Thread] = field(default_factory=list)

    @classmethod
    def before(cls, place: Rehearsed, port: int) -> "Crowd":
        """Everyone's device is let in, the server is running."""
        with Session(place.database.engine) as rows:
            slots = rows.scalars(select(Slot).where(Slot.election_id == place.hall.election)).all()
            voters = [Voter.of(place.hall, slot) for slot in slots]
        for voter in voters:
            voter.takes_device(place.database, clock.now())
        return cls(place, port, a_form(port), voters)

    def start(self) -> None:
        self.going.set()
        parts = [self.voters[part::THREADS] for part in range(THREADS)]
        self.threads = [threading.Thread(target=self.play, args=(part,), daemon=True) for part in parts]
        for thread in self.threads:
            thread.start()

    def stop(self) -> None:
        self.going.clear()
        for thread in self.threads:
            thread.join(PATIENCE)

    def play(self, voters: list[Voter]) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN)
        while self.going.is_set():
            try:
                self.cast(connection, random.choice(voters))
            except (OSError, http.client.HTTPException):
                connection.close()
                time.sleep(BREATH)
        connection.close()

    def cast(self, connection: http.client.HTTPConnection, voter: Voter) -> None:
        blob = self.pending.get(voter.slot) or self.seal(voter)
        cookie, token = self.form
        place = f"10.1.{voter.slot // 200}.{voter.slot % 200 + 1}"
        headers = {"Cookie": cookie, "X-CSRFToken": token, "X-Forwarded-For": place}
        connection.request("POST", f"/vote/{self.place.hall.election}/cast", blob, headers)
        answer = connection.getresponse()
        body = answer.read()
        if answer.status == HTTPStatus.OK:
            self.acknowledged(voter, blob, receipt.decode(body))
        elif answer.status != HTTPStatus.SERVICE_UNAVAILABLE:
            self.broken.append(f"{answer.status} {answer.getheader('X-Request-Id')} {body[:200]!r}")
        if answer.status != HTTPStatus.OK:
            time.sleep(BREATH)

    def seal(self, voter: Voter) -> bytes:
        style = self.place.hall.manifest.styles[voter.style]
        voter.meant = draw_ballot(self.place.hall.manifest, style, voter.source)
        self.pending[voter.slot] = voter.sealed(voter.meant)
        return self.pending[voter.slot]

    def acknowledged(self, voter: Voter, blob: bytes, given: Receipt) -> None:
        receipt.check(self.place.hall.manifest, given)
        del self.pending[voter.slot]
        voter.revision, voter.last = voter.revision + 1, log.leaf_hash(blob)
        self.told.append(given)

    def all_told(self) -> bool:
        """Whether nobody waits for an answer: asked after `stop`, it sends what is pending once more."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=ANSWER_WITHIN)
        for voter in [each for each in self.voters if each.slot in self.pending]:
            self.cast(connection, voter)
        return not self.pending
