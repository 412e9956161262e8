"""Score sheets that come from outside, such as a survey: taken in as CSV, looked at, and signed."""
