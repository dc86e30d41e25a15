"""What every room may use: problems, the clock, digests, languages, YAML with places."""
