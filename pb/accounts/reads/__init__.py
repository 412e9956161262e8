"""Which official read whose personal data: for the data protection officer, and for the person concerned."""
