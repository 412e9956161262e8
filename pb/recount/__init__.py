"""The recount page (재검표): anyone counts an election again, by any rule, without an account."""
