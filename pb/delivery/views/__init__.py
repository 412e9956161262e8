"""The officials' pages of the delivery, and what everyone reads on a project's page."""

from pb.delivery.views import reporting, showing
from pb.delivery.views.page import blueprint

__all__ = ["blueprint", "reporting", "showing"]
