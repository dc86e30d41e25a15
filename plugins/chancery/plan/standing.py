"""Whether a post serves the public on a day, and who does where it does not.

Pages ask this one place before they tell anybody to call a post or to come to it.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace

from chancery.network.model import Post
from chancery.network.places import Place
from chancery.network.status import StateThen


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


def standing(posts: Mapping[str, Post], post: Post, today: Callable[[Post], str]) -> Standing:
    """Return how a post stands today.

    posts: all there are, by their ids; today: gives the day (ISO 8601) that it is where a post is.
    Who serves must serve itself: from one that does not, the way leads on to who serves in that
    one's place.
    """
    state, closed = post.status.on(today(post)), post.closed_on(today(post))
    serves = not (closed or post.virtual)
    return Standing(state, serves, closed, None if serves else _server(posts, post, today))


def as_of(post: Post, day: str) -> Post:
    """Return a post with the place where it is on a day (ISO 8601).

    What `posts.yaml` says of it is where it moves: until then it is where it moves from, and
    where nobody says that, its place is not known.
    """
    if post.status.on(day) != "moving":
        return post
    old = post.status.moved_from or Place()
    return replace(post, address=old.address, location=old.location)


def _server(posts: Mapping[str, Post], post: Post, today: Callable[[Post], str]) -> Post | None:
    passed = {post.id}
    found = posts.get(_next(post, today(post)))
    while found is not None and found.id not in passed:
        if not (found.closed_on(today(found)) or found.virtual):
            return found
        passed.add(found.id)
        found = posts.get(_next(found, today(found)))
    return None


def _next(post: Post, day: str) -> str:
    """Return the id of the post to turn to instead; empty where that is not known.

    Who covers a country does so too while its site is closed that nobody is said to serve for.
    """
    served_by = post.status.served_by if post.closed_on(day) else None
    return served_by or post.covered_by or ""
