"""Who lives here: the town's roll, kept only as keyed digests, and the one-time codes that prove it."""
