"""The pages of the vote, by who comes to them."""

from pb.voting.views import (
    booth,
    box,
    desk,
    device,
    elections,
    kiosk,
    now,
    pads,
    paper,
    sample,
    scoring,
    tracker,
    trustees,
    turnout,
    witnesses,
    zones,
)
from pb.voting.views.page import blueprint

__all__ = [
    "blueprint",
    "booth",
    "box",
    "desk",
    "device",
    "elections",
    "kiosk",
    "now",
    "pads",
    "paper",
    "sample",
    "scoring",
    "tracker",
    "trustees",
    "turnout",
    "witnesses",
    "zones",
]
