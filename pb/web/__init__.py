"""Page furniture: what every page has, whatever it is about."""
