"""The tables of keys in docs/, made from the models between two comments of a page.

A page has a table where it says so, below the heading that others lead to:

    <!-- keys of ContactPoint -->
    <!-- end of keys -->
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from chancery.network.keys import Key, documented, inside
from chancery.report.inputs import INPUTS

_TABLE = re.compile(r"<!-- keys of (\w+) -->\n(.*?)<!-- end of keys -->\n", re.DOTALL)
_HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
#: Examples, in which what looks like a heading is none.
_BLOCK = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)


def tabled(pages: Mapping[str, str]) -> dict[str, str]:
    """Return pages of the documentation, by their names, with every table as the models have it.

    Raises ValueError for a table that cannot be made: of a record that there is not, of one that
    has its table elsewhere, or of one that leads to a record without a table.
    """
    records = {one.__name__: one for kind in INPUTS for one in inside(kind.record)}
    places = _places(pages, records)
    tables = {
        name: _table(name, documented(record, lambda one: places[one.__name__]))
        for name, record in records.items()
    }
    return {page: _filled(page, text, tables) for page, text in pages.items()}


def _filled(page: str, text: str, tables: Mapping[str, str]) -> str:
    """Return a page with its tables, whose links within the page need not name it."""
    return _TABLE.sub(lambda found: tables[found[1]].replace(f"]({page}#", "](#"), text)


def _places(pages: Mapping[str, str], records: Mapping[str, type]) -> dict[str, str]:
    """Return where the table of each record is, as an address. Raises ValueError, as `tabled`."""
    places: dict[str, str] = {}
    for page, text in pages.items():
        for found in _TABLE.finditer(text):
            name = found[1]
            if name not in records:
                raise ValueError(f"docs/{page}: there are no keys of {name}.")
            if name in places:
                raise ValueError(f"docs/{page}: the keys of {name} stand in {places[name]} too.")
            heading = _HEADING.findall(_BLOCK.sub("", text[: found.start()]))[-1]
            places[name] = f"{page}#{anchor(heading)}"
    if lacking := sorted(set(records) - set(places)):
        raise ValueError(
            f"No page in docs/ has the keys of {', '.join(lacking)}: write a heading, and below it "
            f"<!-- keys of {lacking[0]} --> and <!-- end of keys -->, each on a line of its own."
        )
    return places


def anchor(heading: str) -> str:
    """Return the name by which links lead to a heading, as GitHub makes it."""
    return re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-")


def _table(name: str, keys: list[Key]) -> str:
    rows = "\n".join(_rows(keys))
    return f"<!-- keys of {name} -->\n\n{rows}\n\n<!-- end of keys -->\n"


def _rows(keys: list[Key]) -> Iterator[str]:
    """Yield the lines of a table, with a column for examples where a key has one."""
    more = any(key.examples for key in keys)
    yield "| Key | Type | Meaning |" + " Example |" * more
    yield "|---|---|---|" + "---|" * more
    for key in keys:
        cells = [f"`{key.name}`", key.type, key.meaning]
        if more:
            cells.append(", ".join(f"`{one}`" for one in key.examples))
        yield "".join(f"| {cell} ".replace("  ", " ") for cell in map(_cell, cells)) + "|"


def _cell(text: str) -> str:
    return text.replace("|", r"\|")
