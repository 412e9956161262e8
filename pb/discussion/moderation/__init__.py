"""Reports, hiding with a public reason, and appeals that another official decides."""
