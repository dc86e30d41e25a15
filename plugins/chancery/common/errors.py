"""The base of all exceptions that this package makes."""

from __future__ import annotations


class ChanceryError(Exception):
    """Something that our own code has found and named; what libraries raise is not of this kind."""
