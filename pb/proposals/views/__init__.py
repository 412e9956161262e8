"""The pages about proposals, by what a person comes for."""

from pb.proposals.views import beginning, reading, sending, writing
from pb.proposals.views.page import blueprint

__all__ = ["beginning", "blueprint", "reading", "sending", "writing"]
