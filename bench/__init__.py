"""The benchmark: one command, `inv bench`."""
