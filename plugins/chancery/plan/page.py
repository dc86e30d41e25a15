"""One planned page, as features give them to the kernel."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.content.model import Document
from chancery.plan.views import PageHead, PageView

#: A part of a page that is searched: its anchor, its heading, its text.
Section = tuple[str, str, str]
#: The words of a page that is found by its title alone.
TITLE_ALONE: tuple[Section, ...] = (("", "", ""),)


@dataclass(frozen=True, slots=True)
class Passages:
    """The words of a text and of what extends it: they are worked out once for all sites."""

    document: Document
    extension: Document | None = None


@dataclass(frozen=True, slots=True)
class Page:
    """One planned page: its template, its language, its views, and the words it is found by.

    words: None for a page that search leaves out, since others say what it says.
    """

    type: str
    language: str
    head: PageHead
    view: PageView
    words: tuple[Section, ...] | Passages | None

    @property
    def file(self) -> str:
        """Where it is written, below the root of its site."""
        return f"{self.language}/{self.head.path}index.html"
