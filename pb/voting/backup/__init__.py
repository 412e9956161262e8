"""Copies of everything that an election needs to be finished elsewhere."""
