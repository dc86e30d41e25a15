"""What nobody foresaw, caught at the edge of each source: it costs that source alone, and is told.

Whatever is written by others goes through much code of others too. What that raises, beyond what
its caller knows of, is a fault: of ours or of a library's, and never a reason to lose the rest.
"""

from __future__ import annotations

import re
import traceback
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import PurePath

from chancery.common.errors import ChanceryError
from chancery.common.problems import one_line

#: What to do about a fault, whatever it is.
CURE = "Nothing else is lost by it. Please report this line to those who make Chancery."
_FRAMES = 4
_MESSAGE_LIMIT = 160
#: What ends a run, or a part of it that is not wanted any more.
_OF_THE_RUN = (KeyboardInterrupt, SystemExit, GeneratorExit)
_SECRET = re.compile(r"//[^/?#\s]*@")


@dataclass(frozen=True, slots=True)
class Fault:
    """What is needed to report a fault: the kind of error, its message, and the last places."""

    kind: str
    message: str
    frames: tuple[str, ...]

    def __str__(self) -> str:
        """Return it on one line, for a message that goes on after the name of the source."""
        said = f"{self.kind}: {self.message}" if self.message else self.kind
        places = f" [{' > '.join(self.frames)}]" if self.frames else ""
        return f"meets a fault that nobody foresaw, {said}{places}"


class Unforeseen(ChanceryError):
    """A fault that was met elsewhere, such as in another process."""

    def __init__(self, fault: Fault) -> None:
        """Take what was met."""
        self.fault = fault
        super().__init__(str(fault))


def fault_of(error: BaseException) -> Fault:
    """Return an error as a fault: on one line, without passwords, and without folders of a machine.

    Of several errors that were raised together the first one counts.
    """
    if isinstance(error, Unforeseen):
        return error.fault
    trace = error.__traceback__
    while isinstance(error, BaseExceptionGroup):
        error = error.exceptions[0]
        trace = error.__traceback__ or trace
    frames = traceback.extract_tb(trace)[-_FRAMES:]
    return Fault(
        type(error).__name__,
        without_secrets(one_line(str(error)))[:_MESSAGE_LIMIT],
        tuple(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in frames),
    )


@contextmanager
def at_edge(tell: Callable[[Fault], None]) -> Iterator[None]:
    """Tell of whatever a block raises instead of raising it: there it ends, and the run goes on.

    What is raised to end the run (Ctrl+C, an exit, a cancelled task) passes. A panic of compiled
    code does not, though it is no `Exception`.
    """
    try:
        yield
    except BaseException as error:
        if _ends_the_run(error):
            raise
        tell(fault_of(error))


def without_secrets(text: str) -> str:
    """Return a text without the user names and passwords of addresses in it."""
    return _SECRET.sub("//…@", text)


def _ends_the_run(error: BaseException) -> bool:
    if isinstance(error, BaseExceptionGroup):
        return any(map(_ends_the_run, error.exceptions))
    return isinstance(error, _OF_THE_RUN) or _is_cancelled(error)


def _is_cancelled(error: BaseException) -> bool:
    """Say whether the task itself was cancelled, and not only something that it waited for."""
    import asyncio  # slow to load, and loaded wherever there is a task

    if not isinstance(error, asyncio.CancelledError):
        return False
    try:
        task = asyncio.current_task()
    except RuntimeError:
        return True
    return task is None or task.cancelling() > 0


def _short(path: str) -> str:
    """Return a file as its package names it: its last two parts."""
    return "/".join(PurePath(path).parts[-2:])
