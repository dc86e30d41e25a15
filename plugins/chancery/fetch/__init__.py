"""Feeds fetched over HTTP into the cache that builds read; no other room uses a network."""
