"""Alerts: what everybody in a place must know now, from `content/alerts/<id>.yaml`.

The words for severity, urgency, certainty and category are those of the Common Alerting Protocol
(CAP 1.2, https://docs.oasis-open.org/emergency/cap/v1.2/CAP-v1.2-os.html, section 3.2).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Annotated, Literal

from pydantic import BeforeValidator, WithJsonSchema

from chancery.common.problems import Level, Problem, nearest, shown
from chancery.common.yaml.source import Value
from chancery.content.records import Findings
from chancery.geo.rings import crossing
from chancery.network.fields import (
    Country,
    Flag,
    Hours,
    Latitude,
    Longitude,
    Named,
    Phone,
    PostId,
    Region,
    Text,
    Url,
    doc,
    refuse,
)
from chancery.network.model import Network
from chancery.network.numberlint import is_invented, lint_numbers
from chancery.network.record import Record

Severity = Literal["extreme", "severe", "moderate", "minor", "unknown"]
Urgency = Literal["immediate", "expected", "future", "past", "unknown"]
Certainty = Literal["observed", "likely", "possible", "unlikely", "unknown"]
Category = Literal[
    "geo", "met", "safety", "security", "rescue", "fire", "health", "env", "transport", "infra",
    "cbrne", "other",
]  # fmt: skip
Status = Literal["actual", "exercise", "test"]
Passage = Literal["open", "limited", "closed", "unknown"]
Step = Literal["update", "all-clear", "cancel"]

#: The most points of a polygon: sides are compared each with each.
MOST_POINTS = 200
#: What lasts longer is no alert but advice for travellers.
LONGEST = timedelta(days=90)
_LONGEST_HEADLINE = 160


def _moment(value: object) -> datetime:
    """Read an instant. Raises pydantic's error for one without its offset from UTC."""
    if isinstance(value, datetime):
        return value
    cure = "Give day, time and the offset from UTC; Z stands for UTC itself."
    error = refuse('expected an instant such as "2026-11-24T06:00+03:00" (RFC 3339)', cure=cure)
    if not isinstance(value, str) or "T" not in value:
        raise error
    try:
        found = datetime.fromisoformat(value)
    except ValueError:
        raise error from None
    if found.tzinfo is None or not 2000 <= found.year < 2200:
        raise error
    return found.astimezone(UTC).replace(microsecond=0)


Moment = Annotated[
    datetime,
    BeforeValidator(_moment),
    # Seconds may be left out, which the format date-time of JSON Schema does not allow.
    WithJsonSchema(
        {
            "type": "string",
            "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2}([.,][0-9]+)?)?"
            "(Z|[+-][0-9]{2}(:?[0-9]{2})?)$",
            "examples": ["2026-11-24T06:00+03:00"],
        }
    ),
    Named("instant", "instants"),
]


Point = Annotated[
    tuple[Longitude, Latitude], Named("pair of degrees", "pairs of degrees, east and north")
]


@dataclass(frozen=True, slots=True, kw_only=True)
class Area(Record):
    """Where an alert holds: always in words, and by at least one post, country or region."""

    words: Annotated[Text, doc("The place in words that a resident knows.")]
    posts: Annotated[tuple[PostId, ...], doc("Posts on whose sites it is shown.")] = ()
    countries: Annotated[tuple[Country, ...], doc("Countries (ISO 3166-1).")] = ()
    regions: Annotated[tuple[Region, ...], doc("Parts of countries (ISO 3166-2).")] = ()
    polygon: Annotated[
        tuple[Point, ...],
        doc("The outer ring of a GeoJSON polygon: pairs of degrees east and north."),
    ] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class WayOut(Record):
    """A way out of the place: a crossing, an airport, a ferry."""

    name: Annotated[Text, doc("What it is called.")]
    state: Annotated[Passage, doc("Whether people get through.")]
    checked: Annotated[Moment, doc("When somebody last made sure.")]
    note: Annotated[Text | None, doc("What to know about it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Departure(Record):
    """Where to register for a departure with the ministry's help."""

    url: Annotated[Url, doc("The form.")]
    closes: Annotated[Moment | None, doc("Until when it can be filled in.")] = None
    note: Annotated[Text | None, doc("Who can, and what it costs.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Update(Record):
    """What was said after the first word, the newest last."""

    at: Annotated[Moment, doc("When.")]
    text: Annotated[Text, doc("What is new.")]
    kind: Annotated[Step, doc("An update, the all-clear, or that it was wrong.")] = "update"


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert(Record):
    """One alert as it stands now, with all that was said about it.

    id: the name of its file without the ending.
    """

    id: str = ""
    severity: Annotated[Severity, doc("How bad it is.")]
    urgency: Annotated[Urgency, doc("How soon people must act.")] = "unknown"
    certainty: Annotated[Certainty, doc("How sure it is.")] = "unknown"
    category: Annotated[tuple[Category, ...], doc("Of which kind it is.")] = ("safety",)
    status: Annotated[Status, doc("Whether it is real.")] = "actual"
    sample: Annotated[Flag, doc("`true` marks a sample text.")] = False
    sent: Annotated[Moment, doc("When it was first said; before, it is not shown.")]
    onset: Annotated[Moment | None, doc("When it begins, where that is later or earlier.")] = None
    expires: Annotated[Moment, doc("When it ends unless somebody says otherwise.")]
    next_update: Annotated[Moment | None, doc("When the next word is due.")] = None
    event: Annotated[Text | None, doc("What it is in a word or two, such as Flood.")] = None
    headline: Annotated[Text, doc("What has happened, in one line.")]
    text: Annotated[Text | None, doc("What is known; an empty line parts paragraphs.")] = None
    instruction: Annotated[Text | None, doc("What to do.")] = None
    phone: Annotated[Phone | None, doc("Whom to call about it.")] = None
    phone_hours: Annotated[Hours | None, doc("When that number answers.")] = None
    area: Annotated[Area, doc("Where it holds.")]
    ways_out: Annotated[tuple[WayOut, ...], doc("Ways out, each with its state.")] = ()
    departure: Annotated[Departure | None, doc("Registering for assisted departure.")] = None
    updates: Annotated[tuple[Update, ...], doc("What was said since.")] = ()

    def said_by(self, now: datetime) -> Alert:
        """Return the alert without the updates that are still to come: nobody has said them yet."""
        return replace(self, updates=tuple(step for step in self.updates if step.at <= now))

    @property
    def last(self) -> datetime:
        """When something was last said about it."""
        return self.updates[-1].at if self.updates else self.sent

    @property
    def closed_at(self) -> datetime | None:
        """When the all-clear was given or it was cancelled; None while neither was."""
        closing = (step.at for step in self.updates if step.kind != "update")
        return next(closing, None)

    @property
    def ends(self) -> datetime:
        """When it ends: at its expiry, or sooner when somebody says so."""
        closed = self.closed_at
        return min(closed, self.expires) if closed else self.expires

    @property
    def countries(self) -> frozenset[str]:
        """The countries that it names, those of its regions among them."""
        return frozenset({*self.area.countries, *(one[:2] for one in self.area.regions)})


class _Check(Findings):
    """Collects what is wrong with one alert beyond the type of each value."""

    def __init__(self, alert: Alert, tree: Value, network: Network) -> None:
        super().__init__(tree)
        self.alert, self.network = alert, network

    def times(self) -> None:
        alert = self.alert
        if alert.onset and alert.onset >= alert.expires:
            self.say(
                ["onset"],
                "is not before expires",
                cure="Mend one of the two.",
                code="dates-out-of-order",
            )
        if alert.sent >= alert.expires:
            self.say(
                ["expires"],
                "is not after sent",
                cure="Mend one of the two.",
                code="dates-out-of-order",
            )
        elif alert.expires - alert.sent > LONGEST:
            self.say(
                ["expires"], f"is more than {LONGEST.days} days after sent", level=Level.NOTE,
                cure="What lasts so long is travel advice: shorten it, or extend it in time.",
                code="alert-long",
            )  # fmt: skip
        before = alert.sent
        for number, step in enumerate(alert.updates):
            if step.at <= before:
                self.say(["updates", number, "at"], "is not after what was said before it",
                         cure="Put the newest update last.", code="dates-out-of-order")  # fmt: skip
            before = step.at
            if step.kind != "update" and number + 1 < len(alert.updates):
                self.say(["updates", number, "kind"], "ends the alert, and more follows",
                         cure="Make a new alert of what follows.", code="alert-ended")  # fmt: skip

    def yet_to_come(self, now: datetime) -> None:
        cure = "Mend the time or its offset if that is not meant."
        if self.alert.sent > now:
            self.say(["sent"], "is still to come: until then nobody sees this alert", cure=cure,
                     level=Level.WARNING, code="alert-to-come")  # fmt: skip
        for number, step in enumerate(self.alert.updates):
            if step.at > now:
                message = "is still to come: until then nobody sees it"
                self.say(["updates", number, "at"], message, cure=cure,
                         level=Level.WARNING, code="alert-to-come")  # fmt: skip

    def area(self) -> None:
        area = self.alert.area
        known = {post.id for post in self.network.posts} | {p.id for p in self.network.failed}
        if not (area.posts or area.countries or area.regions):
            self.say(["area"], "names no post, country or region, so no site would show it",
                     cure="Add posts, countries or regions.", code="says-nothing")  # fmt: skip
        for number, name in enumerate(area.posts):
            if name not in known:
                self.say(["area", "posts", number], f"{shown(name)} is no post of this network",
                         near=nearest(name, known), code="post-unknown")  # fmt: skip
        served = _served(self.network)
        for key, codes in (("countries", area.countries), ("regions", area.regions)):
            for number, one in enumerate(codes):
                if one[:2] not in served:
                    cure = "Only the portal shows it; name posts to show it there."
                    message = f"no post is for {one[:2]}"
                    self.say(["area", key, number], message, cure=cure, level=Level.NOTE,
                             code="alert-without-post")  # fmt: skip
        if area.polygon:
            self.polygon(area.polygon)

    def polygon(self, ring: tuple[tuple[float, float], ...]) -> None:
        path: list[str | int] = ["area", "polygon"]
        if not 4 <= len(ring) <= MOST_POINTS:
            self.say(
                path, f"has {len(ring)} points, expected 4 to {MOST_POINTS}", code="polygon-broken"
            )
        elif ring[0] != ring[-1]:
            self.say(
                path,
                "is not closed",
                cure="Repeat the first point at the end.",
                code="polygon-broken",
            )
        elif (met := crossing(ring)) is not None:
            self.say(path, f"crosses itself: its sides {met[0] + 1} and {met[1] + 1} meet",
                     cure="Give the points in their order around the area.",
                     code="polygon-broken")  # fmt: skip

    def texts(self) -> None:
        owed = self.network.ministry.languages
        for key in ("headline", "text", "instruction"):
            text: Text | None = getattr(self.alert, key)
            if text and not any(tag in ("", *owed) for tag, _ in text.variants):
                self.say([key], f"is in none of the languages {', '.join(owed)}",
                         cure="Add it in one that every site has.",
                         code="text-in-no-policy-language")  # fmt: skip
        for _, words in self.alert.headline.variants:
            if len(words) > _LONGEST_HEADLINE or "\n" in words:
                self.say(["headline"], f"is longer than a line of {_LONGEST_HEADLINE} characters",
                         cure="Put the rest under text.", code="headline-long")  # fmt: skip

    def phone(self) -> None:
        if self.alert.phone and not self.alert.phone_hours:
            self.say(["phone"], "has no hours, so nobody knows whether it answers at night",
                     cure='Add phone_hours, such as "24/7".', level=Level.WARNING,
                     code="phone-without-hours")  # fmt: skip
        import phonenumbers as library

        ours = self.network.ministry.country
        if not self.alert.phone or ours not in library.SUPPORTED_REGIONS:
            return  # a fictional country has no numbers of its own
        there = {post.country for post in self.network.posts if post.id in self.alert.area.posts}
        country = library.region_code_for_number(library.parse(self.alert.phone))
        if country and country not in {ours, *self.alert.countries, *there}:
            self.say(["phone"], f"is a number of {country}", level=Level.WARNING,
                     cure="Make sure that it is the right one.",
                     code="phone-of-elsewhere")  # fmt: skip


def _served(network: Network) -> frozenset[str]:
    """Return the countries that some post is for."""
    return frozenset(c for p in network.posts for c in (p.country, *p.covers) if c)


def alert_problems(alert: Alert, tree: Value, network: Network, now: datetime) -> list[Problem]:
    """Return what is wrong with an alert beyond the type of each value.

    tree: its YAML, with places; now: the instant of the build.
    """
    check = _Check(alert, tree, network)
    check.times()
    check.yet_to_come(now)
    check.area()
    check.texts()
    check.phone()
    return [*check.problems, *lint_numbers(tree, invented=is_invented(network.ministry))]


def instants(alert: Alert, kept: timedelta) -> Iterator[datetime]:
    """Return the instants at which what is shown of an alert changes.

    kept: for how long after an all-clear every page tells of it.
    """
    yield from (alert.sent, alert.onset or alert.sent, alert.ends, alert.ends + kept)
    yield from (step.at for step in alert.updates)
    if alert.next_update:
        yield alert.next_update
