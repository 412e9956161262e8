"""The pages of discussions, all on one blueprint."""

from pb.discussion.views import judging, keeping, reading, writing
from pb.discussion.views.page import blueprint

__all__ = ["blueprint", "judging", "keeping", "reading", "writing"]
