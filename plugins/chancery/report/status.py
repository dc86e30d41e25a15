"""network.json: every post with where its site is and how this build went."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from chancery.plan.index import Index
from chancery.plan.inserts import slots
from chancery.plan.links import publish_url


@dataclass(frozen=True, slots=True)
class Asked:
    """What kind of build was asked for, whatever came of it.

    publishing: whether it is for publishing; own_places: whether its links between sites are
    absolute.
    """

    publishing: bool
    own_places: bool

    def as_json(self) -> dict[str, bool]:
        """Return it by the keys of network.json."""
        return {"for_publishing": self.publishing, "own_places": self.own_places}


def network_status(
    index: Index,
    *,
    failed: Collection[str],
    kept: Collection[str],
    asked: Asked,
    whole: bool,
    clean: bool,
) -> bytes:
    """Return network.json: posts by id, kind, country, languages, address and status of this build.

    Of each slot for what posts insert it says how many sites have it and which posts fill it.

    failed: the ids of sites that could not be built; kept: of those with a problem, which show
    their last good version of it; asked: what kind of build it was; whole: whether every site is of
    such a build, since only one for publishing may be published; clean: whether every site is of
    this one and it had no problem.
    """

    def status(post_id: str) -> str:
        return "failed" if post_id in failed else "kept" if post_id in kept else "built"

    ministry = index.ministry
    posts: list[dict[str, object]] = [
        {
            "id": post.id,
            "kind": post.kind,
            "country": post.country,
            "state": index.standing(post).state,
            "site": post.site,
            "languages": list(index.languages(post)) if post.site else [],
            "url": publish_url(post, ministry) if post.site else None,
            "status": status(post.id),
        }
        for post in index.network.posts
    ]
    posts += [
        {"id": post.id, "kind": post.kind, "country": post.country, "status": "failed"}
        for post in index.network.failed
    ]
    data = {
        "ministry": dict(ministry.name.variants),
        "country": ministry.country,
        "url": ministry.url,
        "demonstration": ministry.demonstration,
        "building": False,
        "publishing": asked.publishing and whole,
        "clean": clean,
        **asked.as_json(),
        "posts": posts,
        "slots": {
            name: {"asked": use.asked, "filled": use.filled} for name, use in slots(index).items()
        },
    }
    return _encoded(data)


def unfinished_status(last: Mapping[str, Any], asked: Asked) -> bytes:
    """Return network.json as it is while files are written, and after a build was killed.

    last: the one of the build before. The posts stay in it, so that the next build knows of sites
    that the network has no longer. asked: what kind of build is at work, for who goes on with it.
    """
    begun = {"building": True, "publishing": False, "clean": False, **asked.as_json()}
    return _encoded({"posts": [], **last, **begun})


def _encoded(data: Mapping[str, Any]) -> bytes:
    return (json.dumps(data, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
