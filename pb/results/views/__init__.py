"""The pages of results: the one for everyone, and the one on which officials count and publish."""

from pb.results.views import publishing, showing
from pb.results.views.page import blueprint

__all__ = ["blueprint", "publishing", "showing"]
