"""The pages of the review, by who comes to them."""

from pb.reviews.views import assigning, dossier, inbox, menu, public, words
from pb.reviews.views.page import blueprint

__all__ = ["assigning", "blueprint", "dossier", "inbox", "menu", "public", "words"]
