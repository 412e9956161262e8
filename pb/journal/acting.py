"""In which office somebody acts."""

from pb.access import GRANTS, OFFICES, Permission, roles
from pb.journal.kinds import Office


def acting(permission: Permission) -> Office:
    """The office in which whoever sends this request uses `permission`; only behind its guard."""
    return Office(min(GRANTS[permission] & OFFICES & roles()).value)
