"""Open data: what is public anyway, as JSON and CSV at addresses that stay, described for programs."""
