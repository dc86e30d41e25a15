"""Pages that are a danger to whoever is seen to have read them: which those are."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.content.model import Document
from chancery.content.scan import EASY
from chancery.network.model import Post
from chancery.plan.index import Index


def paths(index: Index, post: Post | None) -> tuple[str, ...]:
    """Return the paths of such pages below a language's folder, of a post's site or the whole tree.

    A text in one language makes its page discreet in all, and its variant in easy language too.
    Worked out once a site.
    """
    key = post.id if post else ""
    if key not in index.discreet:
        index.discreet[key] = tuple(sorted(_found(index, post)))
    return index.discreet[key]


def _found(index: Index, post: Post | None) -> set[str]:
    local = [index.local.get(post.id, {}), index.local_news.get(post.id, {})] if post else [
        *index.local.values(), *index.local_news.values()
    ]  # fmt: skip
    shelves = [index.shared, index.central_news, *local]
    texts = (text for shelf in shelves for found in shelf.values() for text in found)
    found = {path for feature in index.inputs.features for path in feature.discreet(index)}
    return found | _of_texts(texts)


def _of_texts(texts: Iterable[Document]) -> set[str]:
    found: set[str] = set()
    for text in texts:
        if text.front.discreet:
            folder = "news/" if text.kind == "news" else ""
            slug = text.slug.removesuffix(EASY)
            found |= {f"{folder}{slug}/", f"{folder}{slug}{EASY}/"}
    return found


def told(index: Index, post: Post | None, path: str) -> bool:
    """Say whether a page of a site, by its path below a language's folder, is such a one."""
    return path in paths(index, post)
