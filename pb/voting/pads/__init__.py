"""Pads of printed ballots. A number stands on the stub alone, which is torn off before the hand-out."""
