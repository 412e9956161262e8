"""A server broken on purpose: it acknowledges, and commits a while later. The tests must catch it."""

import time

from flask import Flask, Response, g

from pb import cli
from pb.app import create_app
from pb.config import Settings
from pb.db.session import keep_or_forget

LATE = 0.5


class EarlyServer(cli.Server):
    def load(self) -> Flask:
        app = create_app(self.settings)
        hooks = app.after_request_funcs[None]
        hooks[hooks.index(keep_or_forget)] = keep_later
        return app


def keep_later(response: Response) -> Response:
    if "session" in g and response.status_code < 400:
        session = g.pop("session")

        def keep() -> None:
            time.sleep(LATE)
            session.commit()
            session.close()

        response.call_on_close(keep)
    return response


def main(_: list[str] | None = None) -> None:
    EarlyServer(Settings.from_environment()).run()


if __name__ == "__main__":
    main()
