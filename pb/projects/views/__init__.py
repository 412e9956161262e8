"""The pages of the ballot's projects."""

from pb.projects.views import composing, reading
from pb.projects.views.page import blueprint

__all__ = ["blueprint", "composing", "reading"]
