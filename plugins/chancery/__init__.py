"""Chancery: sites for a network of embassies, from one file and shared content.

This module registers the Pelican plugin. It imports nothing heavy, so that a command that has
nothing to do ends at once.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from chancery.generator import MicrositeGenerator
    from chancery.writer import SiteWriter

__version__ = "0.1.0"


def register() -> None:
    """Connect to Pelican's signals: the one seam between Pelican and the network."""
    from pelican import signals

    # Pelican finds the plugin by PLUGIN_PATHS; a worker that is spawned finds it by the path only.
    folder = str(Path(__file__).parents[1])
    if folder not in sys.path:
        sys.path.append(folder)
    signals.initialized.connect(_initialized)
    signals.readers_init.connect(_readers)
    signals.get_generators.connect(_generators)
    signals.get_writer.connect(_writer)
    signals.generator_init.connect(_generator)
    signals.finalized.connect(_finalized)


def _initialized(pelican: Any) -> None:
    from chancery.run.guards import begin
    from chancery.write.generation import HIDDEN

    # What Pelican is asked to delete before a run is the sites, and not the lock that it holds.
    pelican.output_retention = [*pelican.output_retention, HIDDEN]
    begin(pelican.settings)


def _readers(readers: Any) -> None:
    from chancery.reader import MarkdownReader, unsafe

    for extension in unsafe(readers.reader_classes, readers.settings["READERS"]):
        del readers.reader_classes[extension]
    readers.reader_classes["md"] = MarkdownReader


def _generators(pelican: Any) -> type[MicrositeGenerator]:
    from chancery.generator import MicrositeGenerator

    return MicrositeGenerator


def _generator(generator: Any) -> None:
    from pelican.settings import DEFAULT_CONFIG

    from chancery.run.templates import keep_compiled

    keep_compiled(generator, DEFAULT_CONFIG)


def _writer(pelican: Any) -> type[SiteWriter]:
    from chancery.writer import SiteWriter

    return SiteWriter


def _finalized(pelican: Any) -> None:
    from chancery.run.summary import finish

    finish(pelican.settings)
