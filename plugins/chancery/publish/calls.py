"""Other programs that talk to other machines: ended, with all they have started, when in vain."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryFile
from threading import Event
from time import monotonic
from typing import IO

from chancery.common.errors import ChanceryError

#: How often is looked whether anything was said, in seconds.
_LOOK = 0.05
#: How long a program may take to clear up after itself when it is ended, in seconds.
_CLEARING = 2.0
#: How often over the longest silence makes the longest call: who says a word now and then ends too.
_PATIENCE = 12
#: More bytes than any remote has to say.
_FLOOD = 100_000_000


class Silent(ChanceryError):
    """A program said nothing for so long, talked for too long, or too much; says which."""


class Interrupted(ChanceryError):
    """The run was ended from outside while a program was at work."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a program ended: its code, and what it said."""

    code: int
    out: bytes
    err: bytes


def run(
    command: Sequence[str], *, folder: Path, environment: Mapping[str, str], given: bytes = b"",
    silence: float, stop: Event,
) -> Ended:  # fmt: skip
    """Run a program, and return how it ended.

    Its output goes to files: so neither process waits for the other, and what the program leaves
    running behind (ssh may) does not hold up this one.

    Args:
        command: The program and its arguments.
        folder: The folder that it works in.
        environment: Its environment.
        given: What it reads.
        silence: For how many seconds it may say nothing.
        stop: Ends it at once when set.

    Raises:
        Silent: If it says nothing for so long.
        Interrupted: If it was ended by `stop`.
        FileNotFoundError: If there is no such program.
    """
    with TemporaryFile() as source, TemporaryFile() as out, TemporaryFile() as err:
        source.write(given)
        source.seek(0)
        # A group of its own: it is ended with all that it has started, and asks on no terminal.
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdin=source, stdout=out, stderr=err,
            start_new_session=True,
        )  # fmt: skip
        try:
            _wait(process, (out, err), silence, stop)
        except BaseException:
            _end(process)
            raise
        return Ended(process.returncode, _read(out), _read(err))


def _wait(
    process: subprocess.Popen[bytes], said: Sequence[IO[bytes]], silence: float, stop: Event
) -> None:
    began = heard = monotonic()
    size = 0
    while True:
        with suppress(subprocess.TimeoutExpired):
            process.wait(_LOOK)
            return
        now = monotonic()
        grown = sum(os.fstat(file.fileno()).st_size for file in said)
        if grown != size:
            size, heard = grown, now
        if stop.is_set():
            raise Interrupted
        if now - heard > silence:
            raise Silent(f"said nothing for {silence:g} seconds")
        if now - began > silence * _PATIENCE:
            raise Silent(f"was not done after {silence * _PATIENCE:g} seconds")
        if size > _FLOOD:
            raise Silent(f"said more than {_FLOOD:,} bytes")


def _read(file: IO[bytes]) -> bytes:
    file.seek(0)
    return file.read()


def _end(process: subprocess.Popen[bytes]) -> None:
    """End a program and all of its group, first with the chance to clear up."""
    if sys.platform == "win32":
        process.kill()
    else:
        with suppress(ProcessLookupError, PermissionError):
            os.killpg(process.pid, signal.SIGTERM)
            with suppress(subprocess.TimeoutExpired):
                process.wait(_CLEARING)
            os.killpg(process.pid, signal.SIGKILL)
    process.wait()
