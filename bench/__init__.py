"""The benchmark: one command, `chancery bench`."""
