"""Feeds: parsing, cleaning, caching and merging."""
