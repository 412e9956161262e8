"""Taking a proposal back, with a reason that stays to be read."""
