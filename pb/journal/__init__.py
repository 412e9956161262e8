"""The public, append-only record of official acts: a Merkle log of its own, beside those of the elections."""

from flask import Flask, current_app

from pb.config import Settings
from pb.journal.seal import Seal


def init_app(app: Flask, settings: Settings) -> None:
    app.extensions["pb.journal"] = Seal.from_hex(settings.journal_key)


def seal() -> Seal:
    found = current_app.extensions["pb.journal"]
    assert isinstance(found, Seal)  # noqa: S101 - narrows the type
    return found
