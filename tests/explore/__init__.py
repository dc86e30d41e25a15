"""Long explorations, run by hand with `tools/explore`: one module each.

A module has `explore(folder, seed, seconds)`: it takes an empty folder for its files, tries what it
is for until the time is over, prints what it did, and gives what it found wrong, a text each.
"""
