"""What a proposal brings along: photos, documents, and how its cost was worked out."""
