"""The plan: pure functions from the inputs to the pages of each site."""
