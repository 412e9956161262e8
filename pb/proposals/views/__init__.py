"""The pages about proposals, by what a person comes for."""

from pb.proposals.views import beginning, listing, reading, sending, similar, writing
from pb.proposals.views.page import blueprint

__all__ = ["beginning", "blueprint", "listing", "reading", "sending", "similar", "writing"]
