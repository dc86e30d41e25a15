"""One planned page, as features give them to the kernel."""

from __future__ import annotations

from dataclasses import dataclass

from chancery.plan.views import PageHead, PageView


@dataclass(frozen=True, slots=True)
class Page:
    """One planned page: its template, its language, and its views."""

    type: str
    language: str
    head: PageHead
    view: PageView

    @property
    def file(self) -> str:
        """Where it is written, below the root of its site."""
        return f"{self.language}/{self.head.path}index.html"
