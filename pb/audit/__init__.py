"""The audit centre: what was checked, what to compare with the poster, and calling voters drawn by lot."""
