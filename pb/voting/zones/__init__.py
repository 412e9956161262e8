"""Small districts that vote together on one list (권역), so that their box is large enough to be opened."""
