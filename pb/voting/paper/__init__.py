"""Typing paper ballots in: two clerks read a stack independently; what both read goes into the box."""
