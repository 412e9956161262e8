"""Writing a plan part by part, until it is published."""
