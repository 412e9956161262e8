"""Counting participatory-budgeting elections: exactly, with every step explained."""
