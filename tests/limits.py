"""Limits for what a test does, so that one that hangs fails instead."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from contextlib import contextmanager


class Hangs(BaseException):
    """What was tried has not ended in time; nothing catches it but the test."""


@contextmanager
def ended_in_time(seconds: int = 20) -> Iterator[None]:
    """Fail a block that waits for something that never comes, such as the other end of a pipe."""

    def over(*_: object) -> None:
        raise Hangs

    before = signal.signal(signal.SIGALRM, over)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)
        signal.signal(signal.SIGALRM, before)
