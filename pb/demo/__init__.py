"""The demonstration's town: a believable year under way, made by the same actions as a real one."""
