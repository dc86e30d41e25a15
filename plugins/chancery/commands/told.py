"""What commands beside `chancery build` have to tell of posts.yaml and of others at work."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.common.locks import Busy
    from chancery.common.problems import Problem
    from chancery.network.load import Loaded
    from chancery.network.model import Network


def network_of(options: Options) -> Network:
    """Return the network of posts.yaml. Raises CannotStart where it cannot be read."""
    from chancery.network.load import load_network

    path = options.network_folder / "posts.yaml"
    return load_network(path, os.path.relpath(path), {}).network


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
