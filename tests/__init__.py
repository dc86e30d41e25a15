"""The tests: a folder for each room, and the helpers that several share."""
