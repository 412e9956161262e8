"""The pages of an election."""

from pb.voting.views import booth, device, now, sample, tracker, turnout
from pb.voting.views.page import blueprint

__all__ = ["blueprint", "booth", "device", "now", "sample", "tracker", "turnout"]
