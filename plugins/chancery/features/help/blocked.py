"""Other ways to a site for readers whose network blocks it: its mirrors, and itself as a file."""

from __future__ import annotations

from urllib.parse import urlsplit

from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.views import Link, Words
from chancery.plan.words import N_

WHOLE_SITE = N_("This site as one file to hand on (ZIP)")
CHECKSUM = N_("Its checksum (SHA-256)")


def ways(context: Context, post: Post) -> tuple[Link, ...]:
    """Return a site's mirrors in the reader's language, then the file and its checksum."""
    ministry = context.index.ministry
    bases = [*post.mirrors, *(f"{base}{post.id}/" for base in ministry.mirrors)]
    found = [Link(f"{base}{context.language}/", Words(urlsplit(base).netloc)) for base in bases]
    if ministry.archives:
        for end, label in (("zip", WHOLE_SITE), ("zip.sha256", CHECKSUM)):
            found.append(Link(context.links.file(f"{post.id}.{end}"), Words(context.say(label))))
    return tuple(found)
