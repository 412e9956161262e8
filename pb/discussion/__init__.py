"""What residents say about proposals, what offices and experts answer, and how it stays civil."""
