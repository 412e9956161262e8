"""The pages of the review, by who comes to them."""

from pb.reviews.views import assigning, committee, dossier, inbox, menu, public, scores, words
from pb.reviews.views.page import blueprint

__all__ = ["assigning", "blueprint", "committee", "dossier", "inbox", "menu", "public", "scores", "words"]
