"""What became of each project after the vote: the council's decision, milestones, spending, completion."""
