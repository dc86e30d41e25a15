"""Content: Markdown and data files, each read, cleaned and cut once."""
