"""Support of residents for a proposal, and the written answers that enough of them oblige the town to."""
