"""Layouts: HTML rendered once, with named placeholders that each page fills."""

from __future__ import annotations

from collections.abc import Mapping

from markupsafe import Markup

from chancery.plan.views import ROOT

#: Frames the name of a placeholder; no text holds it, since U+0000 is refused in all input.
MARK = "\x00"


def placeholder(name: str) -> Markup:
    """Return what a template writes where each page has a piece of its own."""
    return Markup(f"{MARK}{name}{MARK}")  # noqa: S704  (a constant of the theme, no input)


def prefix(depth: int) -> str:
    """Return the way from a page up to the root of its site."""
    return "../" * depth


class Layout:
    """What all pages of a site share in one language, ready to be filled."""

    def __init__(self, html: str) -> None:
        """Take the rendered layout with its placeholders."""
        self._html = html
        self._pieces: dict[int, list[str]] = {}

    def fill(self, depth: int, fills: Mapping[str, str]) -> str:
        """Return a page: the layout with every placeholder filled.

        Args:
            depth: How many folders are between the page and the root of its site.
            fills: HTML by the name of its placeholder.

        Raises:
            KeyError: For a placeholder that nothing fills.
        """
        pieces = self._pieces.get(depth)
        if pieces is None:
            pieces = self._html.replace(ROOT, prefix(depth)).split(MARK)
            self._pieces[depth] = pieces
        parts = pieces.copy()
        for at in range(1, len(parts), 2):
            parts[at] = fills[parts[at]]
        return "".join(parts)
