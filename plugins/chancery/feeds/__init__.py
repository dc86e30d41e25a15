"""Feeds: news from elsewhere, parsed, cleaned, and kept in a cache that the build only reads."""
