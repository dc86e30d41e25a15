"""The first page of a post's site."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.features.home.pages import home
from chancery.features.home.scene import asset, picture_of
from chancery.network.model import Post
from chancery.plan.feature import Feature, nothing
from chancery.plan.index import Index
from chancery.plan.labels import LABELS, labelled, not_searched


def pictures(index: Index, post: Post | None) -> Iterator[tuple[str, str]]:
    """Return what was made ready of the picture of a post, by the names among its assets."""
    picture = picture_of(index, post) if post else None
    for one in picture.derivatives if picture else ():
        yield asset(one), one.file


FEATURE = Feature(
    id="home",
    module=__name__,
    label=LABELS["home"],
    paths=frozenset({"home"}),
    state=nothing,
    pages=labelled("home", home, not_searched),
    pictures=pictures,
)
