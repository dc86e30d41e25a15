"""Publish: a finished output sent where it will live."""
