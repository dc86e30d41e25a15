"""How much a reader transfers for a first page: its HTML and its stylesheet, as hosts send them.

The budget is one round trip: what a server sends before it waits for the first answer, ten segments
of TCP (RFC 6928). Pages with a map may weigh more: those of contact, and the portal's.
"""

from __future__ import annotations

import gzip
import re
from collections.abc import Iterable, Iterator
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from statistics import median

#: Bytes of HTML and stylesheet together, compressed.
PAGE_BUDGET = 14 * 1024
MAP_BUDGET = 20 * 1024
PORTAL_BUDGET = 60 * 1024

#: What hosts compress with: gzip's usual level.
_LEVEL = 6

_STYLESHEET = re.compile(rb'<link rel="stylesheet" href="[^"]*?(assets/[^"/]+\.css)"')


@dataclass(frozen=True, slots=True, order=True)
class Weight:
    """What the first visit to a page costs, in bytes; path: below the output folder."""

    bytes: int
    path: str
    budget: int

    @property
    def over(self) -> bool:
        """Whether it is more than it may be."""
        return self.bytes > self.budget


def weights(output: Path, sites: Iterable[str]) -> list[Weight]:
    """Weigh every page of the portal and of the sites of an output folder, the heaviest first."""
    with ProcessPoolExecutor() as pool:
        found = list(pool.map(partial(_of_site, output), sorted(sites), chunksize=8))
    return sorted([*_portal(output), *(one for of_site in found for one in of_site)], reverse=True)


def _of_site(output: Path, site: str) -> list[Weight]:
    pages = sorted((output / site).rglob("*.html"))
    return list(_weighed(output, output / site, pages))


def _portal(output: Path) -> Iterator[Weight]:
    folders = [path.parent for path in output.glob("*/search.js")]
    pages = [*output.glob("*.html"), *(page for one in folders for page in one.rglob("*.html"))]
    yield from _weighed(output, output, sorted(pages), PORTAL_BUDGET)


def _weighed(output: Path, root: Path, pages: Iterable[Path], budget: int = 0) -> Iterator[Weight]:
    """Weigh pages that share stylesheets; budget: of each, where it is not that of its content."""
    styles: dict[bytes, int] = {}
    for page in pages:
        html = page.read_bytes()
        name = _STYLESHEET.search(html)
        style = name.group(1) if name else b""
        if style and style not in styles:
            styles[style] = _compressed((root / style.decode()).read_bytes())
        weight = _compressed(html) + styles.get(style, 0)
        own = budget or (MAP_BUDGET if b'<svg class="map-' in html else PAGE_BUDGET)
        yield Weight(weight, page.relative_to(output).as_posix(), own)


def _compressed(data: bytes) -> int:
    return len(gzip.compress(data, _LEVEL, mtime=0))


def summary(found: list[Weight], shown: int = 5) -> Iterator[str]:
    """Say in a few lines what pages weigh, the heaviest by name; found: the heaviest first."""
    over = [weight for weight in found if weight.over]
    middle = round(median(weight.bytes for weight in found))
    yield (
        f"{len(found)} pages: HTML and stylesheet are {middle} bytes compressed at the median, "
        f"{found[0].bytes} at most; {len(over)} over their budget."
    )
    for weight in (over or found)[:shown]:
        yield f"{weight.path}: {weight.bytes} bytes of {weight.budget}"
