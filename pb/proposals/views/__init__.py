"""The pages about proposals, by what a person comes for."""

from pb.proposals.views import (
    answering,
    authors,
    beginning,
    changing,
    deciding,
    joining,
    listing,
    mine,
    pictures,
    reading,
    sending,
    similar,
    supporting,
    writing,
)
from pb.proposals.views.page import blueprint

__all__ = [
    "answering",
    "authors",
    "beginning",
    "blueprint",
    "changing",
    "deciding",
    "joining",
    "listing",
    "mine",
    "pictures",
    "reading",
    "sending",
    "similar",
    "supporting",
    "writing",
]
