"""One budgeting year from the first idea to a bundle that strangers verify, in a real browser."""
