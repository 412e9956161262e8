"""Complaints (민원) that are no project: sent on to a department, with an answer."""
