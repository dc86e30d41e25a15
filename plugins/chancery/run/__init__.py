"""One run, step by step: guards, reading, entries, build, summary."""
