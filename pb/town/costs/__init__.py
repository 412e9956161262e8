"""What things usually cost (단가), so that a resident can work out a rough cost."""
