"""Somebody who looks on while a run goes on: the local server of `chancery serve`."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from chancery.common.errors import ChanceryError

#: The key of Pelican's settings under which whoever starts a run says who looks on.
OBSERVER = "CHANCERY_OBSERVER"


def _nobody(_site: str) -> None:
    return None


def _never() -> bool:
    return False


@dataclass(frozen=True, slots=True, kw_only=True)
class Observer:
    """Who looks on.

    sites: what is looked at, which is built before all else; written: is told when such a site is
    as its input says; superseded: says whether the input has changed since the run began, so that
    nobody needs what it makes any more.
    """

    sites: tuple[str, ...] = ()
    written: Callable[[str], None] = _nobody
    superseded: Callable[[], bool] = _never


class Superseded(ChanceryError):
    """A run has ended early, since its input has changed: the next one goes on where it was."""
