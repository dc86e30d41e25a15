"""Compiled templates kept between builds: compiling them takes half a second."""

from __future__ import annotations

import marshal
import sys
from contextlib import suppress
from pathlib import Path
from types import CodeType

from jinja2 import BytecodeCache
from jinja2 import __version__ as jinja_version
from jinja2.bccache import Bucket

from chancery.common import stored


class CompiledTemplates(BytecodeCache):
    """The code of templates that were compiled before; it runs only if it is as it was written.

    Jinja's own cache would run code in which a disk has flipped a bit.
    """

    def __init__(self, cache: Path) -> None:
        """Take the cache folder.

        damaged: what was found damaged there.
        """
        self.damaged: list[stored.Damage] = []
        self._folder = cache / "templates"

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, if that was compiled from the same source."""
        about = f"{_COMPILER}-{bucket.checksum}"
        bucket.code = stored.read(self._file(bucket), _TEMPLATE, about, self.damaged)

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Keep the code of a template; where it cannot be, the next build compiles it again."""
        with suppress(OSError):
            data = marshal.dumps(bucket.code)
            stored.write(self._file(bucket), _TEMPLATE, data, f"{_COMPILER}-{bucket.checksum}")

    def _file(self, bucket: Bucket) -> Path:
        return self._folder / f"{bucket.key}.code"


def _code(data: bytes) -> CodeType:
    """Return compiled code. Raises TypeError where it is something else."""
    found = marshal.loads(data)  # noqa: S302  (it has been verified)
    if not isinstance(found, CodeType):
        raise TypeError(f"it is {type(found).__name__}")
    return found


_TEMPLATE = stored.Kind("template", 1, _code)
#: What compiled code depends on beside its source.
_COMPILER = f"{sys.implementation.cache_tag}-{jinja_version}"
