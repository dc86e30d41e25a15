"""How Pelican reads texts: Markdown with safe front matter, pages cleaned as they enter."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import fields
from pathlib import Path
from typing import Any

from pelican.contents import Page
from pelican.readers import BaseReader

from chancery.common.errors import ChanceryError
from chancery.common.files import read_at_most
from chancery.common.problems import Place, Problem, errors, without_echoes
from chancery.content.foreign import mark_problems
from chancery.content.markdown import MAX_BYTES, Rendered, TextRefused, clean, rendered
from chancery.content.model import Address, FrontMatter
from chancery.content.read import front_matter, html_problems, split
from chancery.network.sourcelint import lint_sources

#: The one key under which our reader hands over the front matter with its places.
FRONT = "front_matter"
#: The key under which it hands over where the links of a text lead.
ADDRESSES = "addresses"
#: The key under which it hands over the warnings of a text.
WARNINGS = "warnings"
_KEYS = frozenset(field.name for field in fields(FrontMatter))
#: What Pelican's own machinery may set on a page.
_PELICANS = frozenset(
    {"reader", "title", "summary", "date", "lang", "slug", FRONT, ADDRESSES, WARNINGS}
)


def unsafe(readers: Mapping[str, type[BaseReader] | None], wished: Collection[str]) -> list[str]:
    """Return the extensions that only Pelican's own readers take and that nobody asked for.

    They were made for texts of one's own: that of reStructuredText shows any file of the machine
    that a text names. wished: the extensions of Pelican's setting READERS.
    """
    return [
        extension
        for extension, reader in readers.items()
        if reader is not None
        and reader.__module__ == BaseReader.__module__
        and reader is not BaseReader
        and extension not in wished
    ]


class ReadingRefused(ChanceryError):
    """A text cannot be shown; carries what is wrong with it."""

    def __init__(self, problems: Iterable[Problem]) -> None:
        """Take the problems; there is at least one."""
        self.problems = list(problems)
        super().__init__("; ".join(str(problem) for problem in self.problems))


class MarkdownReader(BaseReader):
    """Reads CommonMark with tables; raw HTML in it comes out as text."""

    enabled = True
    file_extensions = ("md",)

    def read(self, source_path: str) -> tuple[str, dict[str, Any]]:
        """Return the HTML of a text, not yet cleaned, and its front matter under one key.

        Raises ReadingRefused with every problem that was found.
        """
        data = read_at_most(Path(source_path), MAX_BYTES + 1)
        tree, body, before, problems = split(data, source_path)
        made = Rendered("", ())
        try:
            made = rendered(body, before)
        except TextRefused as refused:
            place = Place(source_path, before + refused.line)
            problems.append(Problem(place, f"the text {refused.reason}", code="text-refused"))
        wrong = bool(errors(problems))
        if tree is not None and wrong:
            more = front_matter(tree, source_path, "")[1]
            problems += without_echoes(more, problems)
        if tree is None or wrong:
            raise ReadingRefused(problems)
        return made.html, {
            FRONT: tree,
            ADDRESSES: made.addresses,
            WARNINGS: [
                *problems,
                *html_problems(body, before, source_path),
                *mark_problems(body, before, source_path),
                *lint_sources(tree),
            ],
            "title": str(tree.get("title", "")),
        }


class TextPage(Page):
    """A page whose HTML is cleaned before any plugin sees it, whichever reader made it.

    Of a reader's metadata only what front matter may say is taken: no template, no path, no URL.
    """

    def __init__(self, content: str, metadata: dict[str, Any] | None = None, **rest: Any) -> None:
        """Take what a reader gave.

        Raises markdown.TextRefused when its HTML is too deep or too large.
        """
        given = metadata or {}
        safe = {key: value for key, value in given.items() if key in _PELICANS}
        if FRONT not in given:
            safe[FRONT] = {key: value for key, value in given.items() if key in _KEYS}
        left_out: list[Address] = []
        cleaned = clean(content or "", left_out)
        safe.setdefault(ADDRESSES, tuple(left_out))
        super().__init__(cleaned, metadata=safe, **rest)
