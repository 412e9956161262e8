"""Long work behind the pages' back. There is no queue that could lose something: what is to be done stands in
the rows.

A duty looks whether there is something to do, does one piece of it in transactions of its own, and says
whether it did. Whoever is killed in the middle finds the same rows again and goes on from there. One process
does the duties (`python -m pb work`, which `python -m pb` starts beside the web workers), so no two do the
same thing at once.
"""

import time
from collections.abc import Callable
from datetime import timedelta

from flask import Flask

from pb import clock
from pb.errors import goes_on

Duty = Callable[[], bool]
DUTIES = "pb.jobs"
# How long to wait when there was nothing to do; a checkpoint of the ballot box comes within two seconds.
PAUSE = 0.5


def add(app: Flask, duty: Duty) -> None:
    app.extensions.setdefault(DUTIES, []).append(duty)


def seldom(duty: Duty, every: timedelta) -> Duty:
    """The duty, looked at no oftener than this by one process; at once when the process begins."""
    due = clock.now()

    def done() -> bool:
        nonlocal due
        if clock.now() < due:
            return False
        due = clock.now() + every
        return duty()

    return done


def once(app: Flask) -> bool:
    """Go through all duties; whether any of them did something."""
    duties: list[Duty] = app.extensions.get(DUTIES, [])
    with app.app_context(), app.test_request_context():
        return sum(duty() for duty in duties) > 0


def all_done(app: Flask) -> None:
    """Go on until nothing is left to do."""
    while once(app):
        pass


def keep_on(app: Flask, is_wanted: Callable[[], bool]) -> None:
    """Until it is no longer wanted. What fails is logged and tried again after a while."""
    while is_wanted():
        if not goes_on(lambda: once(app)):
            time.sleep(PAUSE)
