"""How commands beside `inv build` tell problems: in order, as lines or as JSON, and counted."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable
from typing import TYPE_CHECKING

from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.common.locks import Busy
    from chancery.common.problems import Problem
    from chancery.network.load import Loaded


def say(problems: Iterable[Problem], options: Options) -> None:
    """Say what is wrong: a line each, but for what is accepted; all of it as JSON."""
    from chancery.common.problems import in_order

    if options.json:
        found = [problem.as_json() for problem in in_order(problems)]
        print(json.dumps(found, ensure_ascii=False, indent=1))
        return
    for problem in in_order(problems):
        if not problem.accepted:
            print(problem, file=sys.stderr)


def of_posts(loaded: Loaded, options: Options) -> list[Problem]:
    """Return what is wrong with posts.yaml, with what it accepts marked."""
    from chancery.common.clock import build_date
    from chancery.network.acceptance import settled

    today, folder = build_date().isoformat(), options.network_folder
    return settled(loaded.problems, loaded.accepted, today, folder, whole=False)


def busy(holder: Busy, options: Options) -> Problem:
    """Return the problem of a cache that another run writes to, where nobody is to wait for it."""
    from chancery.common.problems import Place, Problem

    place, message = Place(os.path.relpath(options.cache_folder)), f"is written to by {holder}"
    return Problem(place, message, cure="Wait, or leave out --no-wait.", code="cache-in-use")


def counts(problems: Iterable[Problem]) -> str:
    """Return how many problems there are, as a sentence behind another; empty without any."""
    from chancery.common.problems import tally

    said = tally(problems)
    return f" {said}." if said else ""
