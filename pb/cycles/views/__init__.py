"""The pages of the budgeting year: for everyone, and for the budget office that plans and moves it."""

from pb.cycles.views import dividing, everyone, moving, planning, sections
from pb.cycles.views.page import blueprint

__all__ = ["blueprint", "dividing", "everyone", "moving", "planning", "sections"]
