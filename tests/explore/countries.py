"""The first network of every country, as `chancery init` plans it."""

from __future__ import annotations

import random
import time
from pathlib import Path

from babel import Locale

from chancery.commands.asking import answered
from chancery.commands.init import QUESTIONS, planned
from chancery.commands.places import far_away
from chancery.commands.starter import repository
from chancery.common.problems import CannotStart, holding
from chancery.geo.territories import continent_of
from chancery.network.load import read_network


def explore(_folder: Path, seed: int, seconds: float) -> list[str]:
    """Plan a network for each territory of CLDR, in an order drawn by the seed."""
    names = {str(code): str(name) for code, name in Locale("en").territories.items()}
    codes = [code for code in names if len(code) == 2 and code.isalpha() and continent_of(code)]
    random.Random(seed).shuffle(codes)
    until, wrong = time.monotonic() + seconds, []
    for code in codes:
        if time.monotonic() > until:
            break
        wrong += [f"{code}: {said}" for said in first_network(names[code], code)]
    return wrong


def first_network(name: str, code: str) -> list[str]:
    """Return what is wrong with the first network of a country that is asked for by its name."""
    # Where the zone data do not say where a country is, there are no examples of posts.
    given = {"country": name} | ({} if far_away(code, 3) else {"posts_in": "Oslo, Lima, Fiji"})
    try:
        asked = answered(QUESTIONS, given, "chancery init", terminal=False)
        posts = repository(planned(asked))["posts.yaml"]
        loaded = read_network(posts, "posts.yaml", {})
    except CannotStart as error:
        return [str(error)]
    found = [str(problem) for problem in holding(loaded.problems)]
    if loaded.network.ministry.country != code:
        found.append(f"is taken for {loaded.network.ministry.country}")
    return found
