"""The projects on the ballot: composed of feasible proposals, frozen, printed in the bulletin (공보)."""
