"""What a site reads: one key over all of it, so that an equal key means an equal site."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Any

from chancery.common.digest import digest
from chancery.content.model import Slot
from chancery.hours.usual import seasons
from chancery.network.closures import Holidays
from chancery.network.fields import IN_WORDS
from chancery.network.ministry import Ministry
from chancery.network.model import Network, Post
from chancery.plan import checked, discreet
from chancery.plan.counters import otherwise_soon, until_when
from chancery.plan.index import Index
from chancery.plan.links import publish_url
from chancery.plan.opening import changes
from chancery.plan.texts import portal_news, shelf
from chancery.plan.weekview import seen_week

#: What of a post the portal shows nothing of: an edit there leaves the portal as it is.
UNREAD_BY_PORTAL: dict[str, Any] = {
    "phone": None, "email": None, "contacts": (), "address": None, "opening_hours": None,
    "hours_note": None, "closures": (), "holidays": Holidays(), "accessibility": None,
    "offices": (), "people": (), "sections": (), "payment": (), "visit": None,
    "collection": None, "greeting": None, "hero": None,
    "district": None, "sources": (),
}  # fmt: skip


class Keys:
    """Makes the keys of all sites of a network; what sites share is digested once."""

    def __init__(self, index: Index) -> None:
        """Prepare the keys of the sites of an index."""
        self.index = index
        inputs = index.inputs
        network = inputs.network
        settings = inputs.settings
        flags = (settings.one_tree, settings.file_links, settings.publishing)
        names = sorted(network.naming.countries.items())
        topics = sorted(network.naming.topics.items())
        self._common = digest(
            inputs.code, inputs.theme.digest, flags, network.ministry,
            self._weeks(_ministry_hours(network.ministry)),
            until_when(_ministry_hours(network.ministry), settings.today),
            otherwise_soon(_central_hours(network), settings.today),
            names, topics, sorted(index.failed), sorted(index.portal_slugs),
            _slot_targets(index), checked.state(index),
        )  # fmt: skip
        self._posts = {
            p.id: digest(
                p,
                self._weeks(_post_hours(p)),
                self._until(p),
                _standing(index, p),
                checked.state_of(index, p),
            )
            for p in network.posts
        }
        self._related = {p.id: index.related(p) for p in network.posts}
        self._shown = {
            post.id: digest(self._posts[post.id], _place(index, post), self._websites(post))
            for post in network.posts
        }
        self._shared = {id(records): digest(records) for records in inputs.records.values()}

    def site(self, post: Post) -> bytes:
        """Return the key of a post's site."""
        return digest(
            self._common,
            self._posts[post.id],
            [(o.id, self._shown[o.id], self._there(o, post)) for o in self._related[post.id]],
            self.index.partners(post),
            [page.digests for page in shelf(self.index, post).values()],
            post.hero and self.index.inputs.pictures.get(post.hero.file),
            self._states(post),
            discreet.paths(self.index, post),
        )

    def portal(self) -> bytes:
        """Return the key of the portal, which reads every post, but not all of it."""
        today = self.index.inputs.settings.today
        return digest(
            self._common,
            [replace(post, **UNREAD_BY_PORTAL) for post in self.index.network.posts],
            self.index.network.partners,
            [otherwise_soon(_worded_hours(post), today) for post in self.index.network.posts],
            [_standing(self.index, post) for post in self.index.network.posts],
            self.index.network.failed,
            [page.digests for page in shelf(self.index, None).values()],
            self._states(None),
            discreet.paths(self.index, None),
        )

    def _states(self, post: Post | None) -> list[object]:
        """Return what features say that a site must know; what sites share is digested once."""
        return [
            [self._shared.get(id(part), part) for part in feature.state(self.index, post)]
            for feature in self.index.inputs.features
        ]

    def _websites(self, post: Post) -> list[object]:
        """Return what a card of a post without an official site takes from the posts near it."""
        near = ((one, self.index.standing(one).serves) for one in self._related[post.id])
        return [(one.website, serves, one.virtual) for one, serves in near]

    def _there(self, other: Post, post: Post) -> object:
        """Return the usual hours of another post by the clocks of a post in this week."""
        if not (post.timezone and other.timezone and other.opening_hours):
            return ()
        today = self.index.inputs.settings.today
        return seen_week(other.opening_hours, other.timezone, post.timezone, today)

    def _until(self, post: Post) -> object:
        """Return what of the calendar shows besides this week's hours.

        Where a post has closures or notices, that is the day. Of hours alone, browsers are told
        from this week on.
        """
        today = self.index.inputs.settings.today
        told = self.index.inputs.notices.get(post.id)
        if told or changes(post):
            return told, today
        return until_when(_post_hours(post), today), otherwise_soon(_worded_hours(post), today)

    def _weeks(self, hours: Iterable[str | None]) -> list[object]:
        """Return the usual weeks of this season and those to come: what of time shows of hours."""
        found = (one for one in hours if one and one not in IN_WORDS)
        return [seasons(expression, self.index.inputs.settings.today) for expression in found]


def _standing(index: Index, post: Post) -> object:
    """Return how a post stands today, and who serves in its place."""
    found = index.standing(post)
    return found.state, found.server and found.server.id, index.moving_to.get(post.id)


def _post_hours(post: Post) -> list[str | None]:
    """Return all hours of a post that a page may show as a week."""
    contacts = [*post.contacts, *(c for office in post.offices for c in office.contacts)]
    open_at = [post.opening_hours, *(office.opening_hours for office in post.offices)]
    return open_at + [one.hours for one in contacts] + [one.hours for one in post.messaging]


def _worded_hours(post: Post) -> list[str | None]:
    """Return the hours of a post that pages say in words only, and those of messaging."""
    handed = [post.collection.hours] if post.collection else []
    accounts = [one.hours for one in post.channels] + [one.hours for one in post.messaging]
    return [*handed, *accounts]


def _central_hours(network: Network) -> list[str | None]:
    """Return the hours that pages have in words alone of accounts which are no post's."""
    channels = [*network.ministry.channels, *(c for one in network.partners for c in one.channels)]
    return [one.hours for one in channels]


def _ministry_hours(ministry: Ministry) -> list[str | None]:
    """Return all hours of a ministry that a page may show as a week."""
    centre = [ministry.crisis_centre.hours] if ministry.crisis_centre else []
    return [*centre, *(contact.hours for contact in ministry.contacts)]


def _place(index: Index, post: Post) -> object:
    """Return what links to a post need: on whose site it is found, where and in which languages."""
    found = index.host(post.id)
    host = index.posts.get(found[0])
    return found, host and (publish_url(host, index.ministry), index.languages(host))


def _slot_targets(index: Index) -> list[object]:
    """Return what links in texts depend on: where posts and news have their pages."""
    names: dict[str, set[str]] = {"post": set(), "news": set()}
    for document in index.inputs.documents:
        for piece in document.fragment.pieces:
            if isinstance(piece, Slot) and piece.kind in names:
                names[piece.kind].add(piece.target)
    posts = (index.posts[name] for name in sorted(names["post"]) if name in index.posts)
    found: list[object] = [(post.id, _place(index, post)) for post in posts]
    for slug in sorted(names["news"]):
        found.append((slug, [text.digest for text in portal_news(index, slug)]))
    return found
