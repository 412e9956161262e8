"""The pages of the review, by who comes to them."""

from pb.reviews.views import (
    asking,
    assigning,
    committee,
    dossier,
    filling,
    inbox,
    judging,
    meetings,
    menu,
    public,
    scores,
    words,
)
from pb.reviews.views.page import blueprint

__all__ = [
    "asking",
    "assigning",
    "blueprint",
    "committee",
    "dossier",
    "filling",
    "inbox",
    "judging",
    "meetings",
    "menu",
    "public",
    "scores",
    "words",
]
