"""What crosses sites, worked out once per process before any site is planned."""

from __future__ import annotations

import math
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from functools import cache, cached_property
from typing import Any, TypeVar
from zoneinfo import ZoneInfo

from chancery.common.digest import digest
from chancery.common.languages import format_tag, host_languages
from chancery.content.model import Document
from chancery.content.records import Shelf
from chancery.feeds.entries import Entry
from chancery.feeds.occurrences import Occurrence, coming, depends_on_place, next_occurrence
from chancery.geo.zones import kilometres, unit_vector, zone_places
from chancery.network.model import Partner, Post
from chancery.plan.counters import Opening
from chancery.plan.feature import At, Feature, Place, nothing
from chancery.plan.inputs import Inputs
from chancery.plan.pointviews import ServiceNumbers
from chancery.plan.rules import folded_name
from chancery.plan.standing import Standing, as_of, standing
from chancery.plan.views import IndexView, TextView
from chancery.plan.words import Localiser, iso_day

R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Dialled:
    """A telephone number: international form, national form, `tel:` (RFC 3966), country code."""

    shown: str
    national: str
    href: str
    country_code: int


@cache
def country_code(country: str) -> int:
    """Return the country code of a country's telephone numbers (ITU-T E.164), 0 for none."""
    import phonenumbers as library

    return library.country_code_for_region(country) if country else 0


class Index:
    """Look-ups over the inputs; nothing here depends on the site that asks."""

    def __init__(self, inputs: Inputs) -> None:
        """Index a network's posts and texts; takes time linear in their number."""
        self.inputs = inputs
        posts = tuple(as_of(post, self.today(post)) for post in inputs.network.posts)
        self.network = replace(inputs.network, posts=posts)
        self.ministry = inputs.network.ministry
        self.posts = {post.id: post for post in posts}
        self.moving_to = {
            post.id: post.address
            for post in inputs.network.posts
            if post.address and post.status.on(self.today(post)) == "moving"
        }
        self._by_id: dict[str, Mapping[str, Any]] = {}
        self.failed = {post.id for post in inputs.network.failed}
        self._localisers: dict[tuple[str, tuple[str, ...]], Localiser] = {}
        self._nearest: dict[str, Post | None] = {}
        self._standings: dict[str, Standing] = {}
        self._numbers: dict[str, Dialled] = {}
        self.text_views: dict[tuple[object, ...], TextView] = {}
        self.letter_views: dict[tuple[object, ...], IndexView] = {}
        self.name_shards: dict[str, dict[str, list[str]]] = {}
        self.openings: dict[str, Opening] = {}
        self.discreet: dict[str, tuple[str, ...]] = {}
        self.seen: dict[tuple[str, str], str] = {}
        self.emergency: dict[tuple[object, ...], tuple[ServiceNumbers, ...]] = {}
        self.search_chunks: dict[tuple[object, ...], tuple[bytes, bytes]] = {}
        self.offers = _offers(inputs.features)
        self.extending = tuple(
            one for one in inputs.features if {one.above, one.below} != {nothing}
        )
        self.labels = {feature.id: feature.label for feature in inputs.features if feature.label}
        self._times: dict[tuple[str, str], tuple[datetime, ...]] = {}
        self._occurrences: dict[tuple[str, str, str], Occurrence | None] = {}
        self._group_posts()
        self._group_documents(inputs.documents)

    def _group_posts(self) -> None:
        self.children: dict[str, list[Post]] = defaultdict(list)
        self.served: dict[str, list[Post]] = defaultdict(list)
        self.in_country: dict[str, list[Post]] = defaultdict(list)
        self.covering: dict[str, list[Post]] = {}
        for post in self.network.posts:
            if post.parent:
                self.children[post.parent].append(post)
            if post.covered_by:
                self.served[post.covered_by].append(post)
            if post.country:
                self.in_country[post.country].append(post)
            for country in post.covers:
                self.covering.setdefault(country, []).append(post)

    def _group_documents(self, documents: Iterable[Document]) -> None:
        self.shared: dict[str, list[Document]] = defaultdict(list)
        self.local: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
        self.central_news: dict[str, list[Document]] = defaultdict(list)
        self.advice_words: dict[str, list[Document]] = defaultdict(list)
        self.local_news: dict[str, dict[str, list[Document]]] = defaultdict(
            lambda: defaultdict(list)
        )
        self.inserts: dict[str, dict[str, list[Document]]] = defaultdict(lambda: defaultdict(list))
        for document in documents:
            into: dict[str, list[Document]]
            if document.kind == "advice":
                into = self.advice_words
            elif document.kind == "insert":
                into = self.inserts[document.post]
            elif document.kind == "page":
                into = self.local[document.post] if document.post else self.shared
            else:
                into = self.local_news[document.post] if document.post else self.central_news
            into[document.slug].append(document)

    def records(self, shelf: Shelf[R]) -> tuple[R, ...]:
        """Return the records of a shelf, in its order."""
        return self.inputs.records.get(shelf.folder, ())

    def today(self, post: Post) -> str:
        """Return the date (ISO 8601) where a post is; in UTC if its time zone is not known.

        A post closes and opens by its own clocks: its last day is not over in Honolulu when it is
        in Greenwich.
        """
        settings = self.inputs.settings
        if not post.timezone:
            return settings.today
        return settings.now.astimezone(ZoneInfo(post.timezone)).date().isoformat()

    def turns(self) -> Iterator[datetime]:
        """Return the instants at which some post opens, closes or moves, by its own clocks."""
        for post in self.network.posts:
            if since := post.status.since:
                first = datetime.combine(
                    date.fromisoformat(since), time(), ZoneInfo(post.timezone or "UTC")
                )
                # The last day of one that closes is over a day later.
                yield from (first, first + timedelta(days=1))

    def standing(self, post: Post) -> Standing:
        """Return how a post stands today: whether it serves, and who does if it does not."""
        found = self._standings.get(post.id)
        if found is None:
            found = standing(self.posts, post, self.today)
            self._standings[post.id] = found
        return found

    def by_id(self, shelf: Shelf[R]) -> Mapping[str, R]:
        """Return the records of a shelf by their ids."""
        found: Mapping[str, R] | None = self._by_id.get(shelf.folder)
        if found is None:
            records: Iterable[Any] = self.records(shelf)
            found = self._by_id[shelf.folder] = {one.id: one for one in records}
        return found

    def helper(self, post: Post) -> Post | None:
        """Return the post that serves in place of one that does not; None if there is none."""
        return self.standing(post).server

    def serving(self, post: Post) -> Post | None:
        """Return who serves those that turn to a post: itself or another; None if unknown."""
        found = self.standing(post)
        return post if found.serves else found.server

    @cached_property
    def partners_everywhere(self) -> tuple[Partner, ...]:
        """The partners that work in every country."""
        return tuple(partner for partner in self.network.partners if not partner.countries)

    def appears(self, document: Document) -> bool:
        """Say whether a text is shown: not one of a later day, and no draft when publishing."""
        settings = self.inputs.settings
        draft = document.front.status == "draft"
        return document.date <= settings.today and not (draft and settings.publishing)

    @cached_property
    def entries(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each feed by its key, without those of a later day."""
        today = self.inputs.settings.today
        return {
            key: tuple(entry for entry in found if iso_day(entry.shown_at) <= today)
            for key, found in self.inputs.entries.items()
        }

    @cached_property
    def entry_keys(self) -> dict[str, bytes]:
        """A digest, by the feed's key, over what is shown of the entries of each feed."""
        small = self.inputs.thumbnails
        return {
            key: digest([(e.id, e.hash, e.shown_at, small.get(e.image)) for e in found])
            for key, found in self.entries.items()
        }

    @cached_property
    def events(self) -> dict[str, tuple[Entry, ...]]:
        """The entries of each feed that are events."""
        return {
            key: tuple(entry for entry in found if entry.starts)
            for key, found in self.entries.items()
        }

    def occurrence(self, entry: Entry, place: str) -> Occurrence | None:
        """Return when an event takes place now or next, as seen in a zone; None once it is past."""
        now, key = self.inputs.settings.now, (entry.feed, entry.id)
        own = (*key, place if depends_on_place(entry) else "")
        if own not in self._occurrences:
            if key not in self._times:
                self._times[key] = coming(entry, now)
            self._occurrences[own] = next_occurrence(entry, now, place, self._times[key])
        return self._occurrences[own]

    @cached_property
    def topics(self) -> dict[str, str]:
        """The network's topics by their ids and their names in every language, folded."""
        return {
            folded_name(name): topic
            for topic, names in self.network.naming.topics.items()
            for name in (*(text for _, text in names.variants), topic)
        }

    @cached_property
    def portal_slugs(self) -> frozenset[str]:
        """The shared pages that the portal has too: those for every post."""
        return frozenset(
            slug
            for slug, documents in self.shared.items()
            if any(
                not (d.front.kinds or d.front.countries or d.front.posts) and self.appears(d)
                for d in documents
            )
        )

    def partners(self, post: Post) -> tuple[Partner, ...]:
        """Return the partners that work where a post is."""
        here = {post.country, *post.covers}
        near = (p for p in self.network.partners if p.countries and here.intersection(p.countries))
        return (*near, *self.partners_everywhere)

    def languages(self, post: Post | None) -> tuple[str, ...]:
        """Return the languages of a site, or of the portal where there is no post.

        They are the ministry's, the host country's, and those that a post adds with a plus sign;
        any that it names without one take the place of the first two. A language without a
        catalogue is left out; if none is left, the ministry's are taken.
        """
        wished = post.languages if post else ()
        replaced = [tag for tag in wished if not tag.startswith("+")]
        tags = replaced or [*self.ministry.languages]
        if post and not replaced:
            tags += host_languages(post.country or "")
        tags += [tag[1:] for tag in wished if tag.startswith("+")]
        catalogues = self.inputs.theme.catalogues
        found = tuple(dict.fromkeys(tag for tag in tags if tag in catalogues))
        return found or tuple(tag for tag in self.ministry.languages if tag in catalogues)

    def stylesheet(self, post: Post | None) -> str:
        """Return the name of a site's stylesheet: the theme's, with the accent of the post."""
        return self.inputs.theme.stylesheets[(post and post.accent) or ""]

    def order(self, language: str, languages: tuple[str, ...]) -> tuple[str, ...]:
        """Return the order in which a site's languages stand in for one that lacks a text."""
        fallback = (tag for tag in self.ministry.fallback if tag in languages)
        return tuple(dict.fromkeys((language, *fallback, *languages)))

    def localiser(self, language: str, languages: tuple[str, ...], host: str) -> Localiser:
        """Return the localiser of a language on a site.

        Args:
            language: The language of the page.
            languages: All languages of the site.
            host: The country that the site is for; empty on the portal.
        """
        order = self.order(language, languages)
        formats = format_tag(language, host, self.ministry.country)
        localiser = self._localisers.get((formats, order))
        if localiser is None:
            catalogue = self.inputs.theme.catalogues[language]
            localiser = Localiser(language, order, catalogue, self.network.naming, formats)
            self._localisers[formats, order] = localiser
        return localiser

    def number(self, phone: str) -> Dialled:
        """Return the forms of a telephone number, given as dialled internationally."""
        found = self._numbers.get(phone)
        if found is None:
            import phonenumbers as library

            number = library.parse(phone)
            shapes = library.PhoneNumberFormat
            found = Dialled(
                library.format_number(number, shapes.INTERNATIONAL),
                library.format_number(number, shapes.NATIONAL),
                library.format_number(number, shapes.RFC3966),
                number.country_code or 0,
            )
            self._numbers[phone] = found
        return found

    def host(self, post_id: str) -> tuple[str, str]:
        """Return the post on whose site a post is found, and the post's entry there, both as ids.

        A post with a site is found there, and has no entry. Else it is an entry on the site of its
        nearest parent that has one; the first id is empty if no parent has. The id of a post that
        is absent stays as it is.
        """
        passed: list[str] = []
        while (post := self.posts.get(post_id)) is not None and not post.site:
            passed.append(post_id)
            post_id = post.parent or ""
            if post_id in passed:
                return "", ""
        return post_id, passed[-1] if passed else ""

    def related(self, post: Post) -> tuple[Post, ...]:
        """Return every other post of which a site shows anything, each once, in a stable order."""
        named = [post.covered_by, post.hub, post.parent, post.status.served_by]
        named += [service.at for service in post.services]
        found = [self.posts[name] for name in named if name and name in self.posts]
        found += self.children[post.id]
        found += self.served[post.id]
        found += self.in_country[post.country or ""]
        for feature in self.inputs.features:
            found += feature.posts(self, post)
        found += filter(None, map(self.helper, (post, *found)))
        for country in dict.fromkeys(
            (*post.covers, *(one.country for one in self.served[post.id]))
        ):
            found += (*self.responsible(country or ""), *self.asked(country or ""))
        found += self.covering.get(post.country or "", ())
        nearest = self.nearest(post) if post.virtual else None
        if nearest is not None:
            found.append(nearest)
        return tuple({other.id: other for other in found if other.id != post.id}.values())

    def responsible(self, country: str) -> tuple[Post, ...]:
        """Return the posts of a country: those in it, then those that are accredited from afar."""
        return (*self.in_country.get(country, ()), *self.covering.get(country, ()))

    def asked(self, country: str) -> tuple[Post, ...]:
        """Return the posts to turn to for a country; whoever serves stands in for a closed one."""
        found = (
            self.helper(post) if self.standing(post).closed else post
            for post in self.responsible(country)
        )
        return tuple({post.id: post for post in found if post is not None}.values())

    def nearest(self, post: Post) -> Post | None:
        """Return the open, staffed post nearest to the country of a virtual one.

        The country is taken to be at the principal place of its time zone (tzdata's zone.tab). It
        is worked out once for each zone, so that time does not grow with the square of the network.
        """
        zone = post.timezone or ""
        if zone not in self._nearest:
            place = zone_places().get(zone)
            self._nearest[zone] = self._nearest_to(place) if place else None
        return self._nearest[zone]

    def _nearest_to(self, place: tuple[float, float]) -> Post | None:
        x, y, z = unit_vector(place)

        def rank(one: tuple[Post, tuple[float, float, float]]) -> tuple[float, str]:
            post, (their_x, their_y, their_z) = one
            return -(x * their_x + y * their_y + z * their_z), post.id

        return min(self._staffed, key=rank, default=(None, None))[0]

    @cached_property
    def _staffed(self) -> list[tuple[Post, tuple[float, float, float]]]:
        """The open posts with people in them, each with where it is."""
        return [
            (post, unit_vector((post.location.lat, post.location.lon)))
            for post in self.network.posts
            if post.location and post.site and self.standing(post).serves
        ]


def _offers(features: Iterable[Feature]) -> dict[Place, list[At]]:
    """Return what features offer, by the place and in the order there."""
    found: dict[Place, list[At]] = {place: [] for place in Place}
    for feature in features:
        for place, at in feature.links.items():
            found[place].append(at)
    return {place: sorted(offers, key=lambda at: at.order) for place, offers in found.items()}


def distance(place: tuple[float, float], post: Post) -> float:
    """Return the great-circle distance in kilometres from a place (degrees) to a post."""
    if post.location is None:
        return math.inf
    return kilometres(place, (post.location.lat, post.location.lon))
