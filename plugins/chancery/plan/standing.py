"""Whether a post serves the public on a day, and who does where it does not.

Pages ask this one place before they tell anybody to call a post or to come to it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from chancery.network.model import Place, Post, StateThen


@dataclass(frozen=True, slots=True)
class Standing:
    """How a post stands on a day.

    state: as it is that day; serves: whether one may call it and come to it; closed: whether it
    serves nobody because of that state, and not since it is virtual; server: who serves in its
    place, where it does not serve and that is known.
    """

    state: StateThen
    serves: bool
    closed: bool
    server: Post | None = None


def standing(posts: Mapping[str, Post], post: Post, day: str) -> Standing:
    """Give how a post stands on a day (ISO 8601).

    posts: all there are, by their ids. Who serves must serve itself: from one that does not, the
    way leads on to who serves in that one's place.
    """
    state, closed = post.status.on(day), post.closed_on(day)
    serves = not (closed or post.virtual)
    return Standing(state, serves, closed, None if serves else _server(posts, post, day))


def as_of(post: Post, day: str) -> Post:
    """Give a post with the place where it is on a day (ISO 8601).

    What `posts.yaml` says of it is where it moves: until then it is where it moves from, and
    where nobody says that, its place is not known.
    """
    if post.status.on(day) != "moving":
        return post
    old = post.status.moved_from or Place()
    return replace(post, address=old.address, location=old.location)


def _server(posts: Mapping[str, Post], post: Post, day: str) -> Post | None:
    passed = {post.id}
    found = posts.get(_next(post, day))
    while found is not None and found.id not in passed:
        if not (found.closed_on(day) or found.virtual):
            return found
        passed.add(found.id)
        found = posts.get(_next(found, day))
    return None


def _next(post: Post, day: str) -> str:
    """Give the id of the post to turn to instead; empty where that is not known."""
    if post.closed_on(day):
        return post.status.served_by or ""
    return post.covered_by or ""
