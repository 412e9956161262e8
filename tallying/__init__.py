"""Counting participatory-budgeting elections: exactly, with every step explained."""

from tallying.counting import count

__all__ = ["count"]
