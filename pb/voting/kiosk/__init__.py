"""Voting at the polling place on the town's device: a clerk hands it over and learns nothing of the vote."""
