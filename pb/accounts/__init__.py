"""People: their accounts, how they sign in, the second factor, and the offices they hold."""
