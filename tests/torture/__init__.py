"""Long programs that try to break things; each has a short form among the tests."""
