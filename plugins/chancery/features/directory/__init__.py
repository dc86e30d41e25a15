"""The portal: the directory of posts, countries, the register of channels."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.directory import find
from chancery.features.directory import pages as portal
from chancery.plan.context import Context
from chancery.plan.feature import Feature, Keyed, nothing
from chancery.plan.page import Page
from chancery.plan.site import SitePlan


def pages(context: Context) -> Iterator[Page]:
    """Plan the portal's own pages."""
    if context.post is None:
        yield from portal.pages(context)


def files(context: Context) -> Iterator[tuple[str, Keyed]]:
    """Return the list of posts that the portal's search looks in."""
    if context.post is None:
        yield find.POSTS, Keyed(*find.post_list(context))


def site_files(plan: SitePlan) -> Iterator[tuple[str, bytes]]:
    """Return the names in all languages that the portal's search looks in."""
    if plan.post is None:
        yield from find.name_files(plan.index)


FEATURE = Feature(
    id="directory",
    module=__name__,
    paths=frozenset({"countries", "unavailable"}),
    state=nothing,
    pages=pages,
    files=files,
    site_files=site_files,
)
