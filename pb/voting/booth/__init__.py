"""What the voter sees: the marking form, the practice ballot, the booth, the pages to check a ballot by."""
