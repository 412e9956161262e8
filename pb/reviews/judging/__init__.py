"""Judging the answers to a call: points by its criteria, seen by nobody else until the department decides."""
