"""The templates of Pelican's own that its generators ask for, whatever they have to write."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from jinja2 import BytecodeCache
from jinja2.bccache import Bucket


class KeptBytecode(BytecodeCache):
    """Compiled templates that are kept as long as the process runs.

    Pelican loads four templates at each run, of which a network shows nothing. `serve` runs it at
    each edit.
    """

    def __init__(self) -> None:
        """Begin without any."""
        self._kept: dict[str, bytes] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give what was compiled from the same source; Jinja compiles where there is none."""
        if bucket.key in self._kept:
            bucket.bytecode_from_string(self._kept[bucket.key])

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep what was compiled."""
        self._kept[bucket.key] = bucket.bytecode_to_string()


_KEPT = KeptBytecode()
#: What compiled templates depend on beside their source.
_ASKED = ("JINJA_ENVIRONMENT", "JINJA_FILTERS", "JINJA_GLOBALS", "JINJA_TESTS")


def keep_compiled(generator: Any, usual: Mapping[str, Any]) -> None:
    """Let a generator of Pelican's compile its templates once in a process.

    usual: Pelican's own settings.

    Not so where a network's settings ask for something of Jinja: that may be another thing in the
    next run.
    """
    if hasattr(generator, "env") and all(
        generator.settings[name] == usual[name] for name in _ASKED
    ):
        generator.env.bytecode_cache = _KEPT
