"""Writing together: invitations by mail that are accepted or not, and leaving again."""
