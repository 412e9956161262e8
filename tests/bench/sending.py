"""Sends what was made ready beforehand over connections that stay open, at little cost of its own."""

import re
import socket
import statistics
import threading
import time
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field

from tests.bench.serving import PATIENCE

END, SIZE = b"\r\n\r\n", re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
LARGEST_READ, TRIES, BREATH = 1 << 16, 5, 0.2


@dataclass(frozen=True)
class Answer:
    status: int
    body: bytes


# The request of this number, and what was wrong with the answer, or nothing.
Request = Callable[[int], bytes]
Wrong = Callable[[Answer], str]


class Wire:
    """One connection. A server may close it while nothing is asked; then it is opened anew."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.socket: socket.socket | None = None

    def ask(self, request: bytes) -> Answer:
        """Raises OSError if no whole answer came."""
        if self.socket is not None:
            try:
                return self.over(self.socket, request)
            except ConnectionError:
                self.close()
        self.socket = socket.create_connection(("127.0.0.1", self.port), PATIENCE)
        self.socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        try:
            return self.over(self.socket, request)
        except OSError:
            self.close()
            raise

    def over(self, connection: socket.socket, request: bytes) -> Answer:
        connection.sendall(request)
        head, body = message(connection)
        if b"connection: close" in head.lower():
            self.close()
        return Answer(int(head[9:12]), body)

    def close(self) -> None:
        if self.socket is not None:
            self.socket.close()
            self.socket = None


def message(connection: socket.socket) -> tuple[bytes, bytes]:
    """Head and body of the next request or answer; what does not say how long its body is has none."""
    got = b""
    while END not in got:
        got += some(connection)
    head, _, body = got.partition(END)
    size = SIZE.search(head)
    while size and len(body) < int(size[1]):
        body += some(connection)
    return head + END, body


def some(connection: socket.socket) -> bytes:
    got = connection.recv(LARGEST_READ)
    if not got:
        raise ConnectionResetError("the server hung up")
    return got


@dataclass
class Taken:
    """What came of the requests: seconds each, and what was not answered as it should be, by its kind."""

    seconds: list[float] = field(default_factory=list)
    errors: Counter[str] = field(default_factory=Counter)
    lasted: float = 0.0

    def line(self) -> str:
        ms = [1000 * each for each in self.seconds] or [0.0, 0.0]
        p99 = statistics.quantiles(ms, n=100, method="inclusive")[-1] if len(ms) > 1 else ms[0]
        rate = len(self.seconds) / self.lasted if self.lasted else 0.0
        told = f"{rate:7.1f}/s  p50 {statistics.median(ms):7.0f} ms  p99 {p99:7.0f} ms  "
        return f"{told}{len(self.seconds)} answered, errors {dict(self.errors) or 0}"


@dataclass(frozen=True)
class Load:
    """Up to `most` requests, `rate` a second or, if that is 0, as fast as the answers come.

    Request number n always goes over connection n modulo `connections`: so whoever sends several sends the
    next one after the answer to the one before, as people do.
    """

    request: Request
    wrong: Wrong
    connections: int
    rate: float
    seconds: float
    most: int = 1 << 30

    def drive(self, port: int) -> Taken:
        taken, lock, begun = Taken(), threading.Lock(), time.monotonic()

        def work(first: int) -> None:
            wire = Wire(port)
            for number in range(first, self.most, self.connections):
                due = begun + number / self.rate if self.rate else time.monotonic()
                if due > begun + self.seconds:
                    break
                time.sleep(max(0.0, due - time.monotonic()))
                errors = self.send(wire, number)
                with lock:
                    taken.seconds.append(time.monotonic() - due)
                    taken.errors.update(errors)
            wire.close()

        at_once([threading.Thread(target=work, args=(first,)) for first in range(self.connections)])
        taken.lasted = time.monotonic() - begun
        return taken

    def send(self, wire: Wire, number: int) -> list[str]:
        """The same bytes again as long as nobody answers or the server says so, as a browser does."""
        errors: list[str] = []
        for _ in range(TRIES):
            try:
                answer = wire.ask(self.request(number))
            except OSError as why:
                errors.append(type(why).__name__)
                continue
            error = self.wrong(answer)
            errors += [error] if error else []
            if answer.status != 503:
                break
            time.sleep(BREATH)
        return errors


def at_once(threads: list[threading.Thread]) -> None:
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
