"""The pages of the vote, by who comes to them."""

from pb.voting.views import booth, box, device, elections, now, sample, tracker, trustees, turnout
from pb.voting.views.page import blueprint

__all__ = [
    "blueprint",
    "booth",
    "box",
    "device",
    "elections",
    "now",
    "sample",
    "tracker",
    "trustees",
    "turnout",
]
