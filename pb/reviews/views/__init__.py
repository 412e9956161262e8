"""The pages of the review, by who comes to them."""

from pb.reviews.views import assigning, inbox, menu, public
from pb.reviews.views.page import blueprint

__all__ = ["assigning", "blueprint", "inbox", "menu", "public"]
