"""The pages about proposals, by what a person comes for."""

from pb.proposals.views import (
    authors,
    beginning,
    changing,
    listing,
    pictures,
    reading,
    sending,
    similar,
    writing,
)
from pb.proposals.views.page import blueprint

__all__ = [
    "authors",
    "beginning",
    "blueprint",
    "changing",
    "listing",
    "pictures",
    "reading",
    "sending",
    "similar",
    "writing",
]
