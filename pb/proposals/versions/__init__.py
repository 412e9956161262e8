"""Changing a proposal after it was handed in: every version stays, and any two can be compared."""
