"""Two proposals that want the same become one."""
