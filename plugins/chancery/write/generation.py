"""Whose an output is: one hidden folder in it has its lock and the number of its generation.

Everybody who writes to an output takes its lock, whatever cache they use. Where locks fail, the
generation counts. A build gives the output a new one before it writes its first file, and keeps it
in its cache too; as long as both are equal, what the cache says of the output's files is true. A
build whose generation is not there any more has found that somebody else wrote since.

The folder is no part of the sites: it is never published, and the same input gives the same bytes
outside it.
"""

from __future__ import annotations

import os
import re
from dataclasses import dataclass
from pathlib import Path

from chancery.common.errors import ChanceryError
from chancery.common.files import write_bytes

#: The folder in an output that is none of its sites'.
HIDDEN = ".chancery"
_FORM = re.compile(rb"([0-9]{1,18}) [0-9a-f]{32}")


def output_lock(output: Path) -> Path:
    """Return the file of the lock of an output: for who writes to it, or must not see it change."""
    return output / HIDDEN / "lock"


def generation_file(output: Path) -> Path:
    """Return the file with the number of an output's generation."""
    return output / HIDDEN / "generation"


def generation(file: Path | str) -> str:
    """Return the generation in a file: a count and a random part; empty if it is none."""
    try:
        handle = os.open(file, os.O_RDONLY)
        try:
            data = os.read(handle, 64)
        finally:
            os.close(handle)
    except OSError:
        return ""
    return data.decode() if _FORM.fullmatch(data) else ""


def next_generation(before: str) -> str:
    """Return a generation that has never been, with a count above that of the one before."""
    count = int(before.partition(" ")[0] or 0) + 1
    return f"{count} {os.urandom(16).hex()}"


def put_generation(file: Path, number: str) -> None:
    """Keep the number of a generation. Raises OSError when it cannot be written."""
    write_bytes(str(file), number.encode())


class Overtaken(ChanceryError):
    """Somebody else has written to an output since a build of it began."""


@dataclass(slots=True)
class Tenure:
    """One build's hold on an output, which lasts as long as nobody else writes there.

    Attributes:
        output: The folder of the output.
        kept: The file in the cache that says which generation the cache knows.
        number: The generation that the output must have.
        known: Whether output and cache agreed at first, so that the cache tells the truth of the
            files.
        taken: Whether the build has begun to write, under a generation of its own.
    """

    output: Path
    kept: Path
    number: str
    known: bool
    taken: bool = False

    def is_ours(self) -> bool:
        """Say whether nobody else has written since."""
        return generation(generation_file(self.output)) == self.number

    def check(self) -> None:
        """Raise Overtaken when somebody else has written since."""
        if not self.is_ours():
            raise Overtaken

    def take(self) -> None:
        """Give the output a generation of this build's own, before its first file is written.

        Raises Overtaken when somebody else has written since the build began, OSError when it
        cannot be kept. A build that is killed in between leaves two numbers that differ.
        """
        if self.taken:
            return
        self.check()
        self.number = next_generation(self.number)
        put_generation(generation_file(self.output), self.number)
        self.taken = True
        put_generation(self.kept, self.number)

    def leave(self) -> None:
        """Give the output a generation that no cache knows of, so that all of it is made again.

        Whoever wrote at the same time sees that too. Raises OSError when it cannot be written.
        """
        put_generation(generation_file(self.output), next_generation(self.number))


def tenure(output: Path, kept: Path) -> Tenure:
    """Return the hold of a build that begins; nothing is written for it yet."""
    number = generation(generation_file(output))
    return Tenure(output, kept, number, known=number != "" and number == generation(kept))
