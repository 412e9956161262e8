"""Residents' proposals (주민제안): from the first words of a draft to what became of it."""
