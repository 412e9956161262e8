"""The budgeting year: its plan, its phases, and what may happen now."""
