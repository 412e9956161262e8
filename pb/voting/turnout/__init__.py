"""How many have voted: never what, and never so few together that one could guess who."""
