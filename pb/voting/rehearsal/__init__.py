"""A whole simulated election through the real code, in a database of its own, down to its bundle."""
