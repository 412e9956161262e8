"""The pages about accounts, by what a person comes for."""

from pb.accounts.views import entering, factors, joining, officials, own, residence
from pb.accounts.views.page import blueprint

__all__ = ["blueprint", "entering", "factors", "joining", "officials", "own", "residence"]
