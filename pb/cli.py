"""`python -m pb`: bring the schema up to date and serve."""

import argparse
import logging
import os
import signal
import socket
import sys
import traceback
from collections.abc import Callable
from typing import Any, NoReturn

from flask import Flask
from gunicorn.app.base import BaseApplication
from gunicorn.arbiter import Arbiter

from pb import jobs, log
from pb.app import create_app
from pb.config import BadSetting, Settings
from pb.db import Database, migrate
from pb.demo import seeding
from pb.demo.people import PARTS

THREADS = 8
# Counting a large election may take a while; a worker that is silent for longer than this is replaced.
PATIENCE = 120


def main(arguments: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(prog="python -m pb", description=__doc__)
    parser.add_argument("command", nargs="?", default="serve", choices=COMMANDS)
    parser.add_argument("subject", nargs="?", default="", help="of a new migration, for `draft`")
    chosen = parser.parse_args(arguments)
    log.configure()
    for chatty in ("alembic", "gunicorn"):
        logging.getLogger(chatty).setLevel(logging.WARNING)
    try:
        return COMMANDS[chosen.command](Settings.from_environment(), chosen.subject)
    except BadSetting as why:
        print(why, file=sys.stderr)
        return 2


def serve(settings: Settings, _: str) -> int:
    if not is_free(settings.host, settings.port):
        raise BadSetting(f"{settings.host}:{settings.port} is taken; stop what runs there or set PB_PORT")
    upgrade(settings, "")
    if settings.demo:
        found_town(settings)
    print(f"\n  http://{settings.host}:{settings.port}\n\n  Ctrl+C stops it.\n", flush=True)
    Server(settings).run()
    return 0


def found_town(settings: Settings) -> None:
    """The made-up town, at the first start of a demonstration."""
    print("Making a town in the middle of its year ...", flush=True)
    if seeding.seed(create_app(settings)):
        print(f"Try it as anybody in it: http://{settings.host}:{settings.port}/try", flush=True)
        print("\n".join(f"  {part.email}: {part.name_ko} / {part.name_en}" for part in PARTS), flush=True)


def is_free(host: str, port: int) -> bool:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def upgrade(settings: Settings, _: str) -> int:
    database = Database(settings.database_url)
    migrate.upgrade(database.engine)
    database.engine.dispose()
    return 0


def draft(settings: Settings, subject: str) -> int:
    database = Database(settings.database_url)
    migrate.upgrade(database.engine)
    migrate.draft(database.engine, subject)
    return 0


def work(settings: Settings, _: str) -> int:
    """Do the long work until the process that began it is gone."""
    parent = os.getppid()
    jobs.keep_on(create_app(settings), lambda: os.getppid() == parent)
    return 0


COMMANDS: dict[str, Callable[[Settings, str], int]] = {
    "serve": serve,
    "upgrade": upgrade,
    "draft": draft,
    "work": work,
}


class Server(BaseApplication):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn with our settings; each worker process builds its own app."""

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        super().__init__()

    def load_config(self) -> None:
        options: dict[str, Any] = {
            "bind": f"{self.settings.host}:{self.settings.port}",
            "workers": self.settings.workers,
            "worker_class": "gthread",
            "threads": THREADS,
            "timeout": PATIENCE,
            "loglevel": "warning",
        }
        for name, value in options.items():
            self.cfg.set(name, value)

    def load(self) -> Flask:
        return create_app(self.settings)

    def run(self) -> None:
        Keeper(self).run()


class Keeper(Arbiter):  # type: ignore[misc]  # gunicorn ships no types
    """Gunicorn's master, which keeps one process for the long work beside the web workers.

    It is a fork like them, and like them it is begun anew if it dies.
    """

    long_work = 0

    def manage_workers(self) -> None:
        super().manage_workers()
        if not self.long_work or not is_there(self.long_work):
            self.long_work = os.fork() or self.do_long_work()

    def do_long_work(self) -> NoReturn:
        for each in (*self.SIGNALS, signal.SIGCHLD):
            signal.signal(each, signal.SIG_DFL)
        for listener in self.LISTENERS:
            listener.close()
        try:
            work(self.app.settings, "")
        finally:
            # Not as an exception of gunicorn's own loop, in which this fork was made.
            traceback.print_exc()
            os._exit(1)

    def stop(self, graceful: bool = True) -> None:
        if self.long_work and is_there(self.long_work):
            os.kill(self.long_work, signal.SIGTERM)
        super().stop(graceful)


def is_there(process: int) -> bool:
    """Whether there is such a process; gunicorn waits for all that end."""
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    return True
