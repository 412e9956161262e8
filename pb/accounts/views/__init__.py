"""The pages about accounts, by what a person comes for."""

from pb.accounts.views import entering, factors, identity, joining, officials, own, reads, residence
from pb.accounts.views.page import blueprint

__all__ = [
    "blueprint",
    "entering",
    "factors",
    "identity",
    "joining",
    "officials",
    "own",
    "reads",
    "residence",
]
