"""Pelican's writer, replaced: the network writes its own files, and only those that changed."""

from __future__ import annotations

from typing import Any


class SiteWriter:
    """Stands in Pelican's place for a writer; Pelican's own generators have nothing to write."""

    def __init__(self, output_path: str, settings: Any = None) -> None:
        """Take what Pelican gives to writers."""
        self.output_path, self.settings = output_path, settings

    def write_file(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: a page that Pelican itself would write has no place in the network."""

    def write_feed(self, *args: Any, **kwargs: Any) -> None:
        """Write nothing: feeds are written with their sites."""
