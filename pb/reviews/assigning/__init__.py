"""Which department examines which proposal, and until when."""
