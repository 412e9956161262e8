"""The form of the review: what was found, the verdict, the second signature, and the decision."""
