"""Finding proposals: by words, by filters, on the map, and those that resemble each other."""
