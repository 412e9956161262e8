"""Writing a proposal: drafts, one question a screen, until it is handed in."""
