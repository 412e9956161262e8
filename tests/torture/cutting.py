"""A connection between voters and server on which an answer that the server has given may be lost."""

import random
import socket
import threading
from contextlib import suppress
from dataclasses import dataclass, field

from ballots import receipt
from tests.bench.sending import message
from tests.bench.serving import PATIENCE


@dataclass
class Cutter:
    """A proxy that loses so many answers of a hundred. `lost` is what voters were not told."""

    server: int
    percent: float
    lost: list[bytes] = field(default_factory=list)
    listener: socket.socket = field(default_factory=lambda: socket.create_server(("127.0.0.1", 0)))

    @property
    def port(self) -> int:
        found: int = self.listener.getsockname()[1]
        return found

    def start(self) -> None:
        threading.Thread(target=self.listen, daemon=True).start()

    def stop(self) -> None:
        self.listener.close()

    def listen(self) -> None:
        with suppress(OSError):
            while True:
                voter, _ = self.listener.accept()
                threading.Thread(target=self.pass_on, args=(voter,), daemon=True).start()

    def pass_on(self, voter: socket.socket) -> None:
        """Request by request, until either side hangs up or an answer is lost."""
        with (
            suppress(OSError),
            voter,
            socket.create_connection(("127.0.0.1", self.server), PATIENCE) as server,
        ):
            while True:
                server.sendall(b"".join(message(voter)))
                head, body = message(server)
                if random.random() * 100 < self.percent:
                    self.lost.append(body)
                    return
                voter.sendall(head + body)

    def lost_receipts(self) -> list[receipt.Receipt]:
        return [receipt.decode(body) for body in self.lost if b'"promise"' in body]
