"""Where one applies for a visa, by where one lives: `content/visa-routes/<country>.yaml`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import Annotated

from chancery.common.chains import chain, is_circle
from chancery.common.clock import build_date
from chancery.common.problems import Level, Place, Problem, nearest, shown
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation
from chancery.content.reading import Reading
from chancery.content.records import Findings, Records, Shelf, unowed
from chancery.features.visas.tables import VISAS
from chancery.geo.codes import country_meant
from chancery.geo.subdivisions import missing, some
from chancery.network.check import decimals_fault
from chancery.network.explain import at
from chancery.network.fields import (
    Country,
    Day,
    Email,
    Flag,
    Hours,
    Phone,
    Plain,
    PostId,
    Slug,
    Text,
    Url,
    Zone,
    doc,
    known_country,
)
from chancery.network.model import Network, Post
from chancery.network.numberlint import is_invented, lint_numbers
from chancery.network.offered import Fee, Payment
from chancery.network.places import District
from chancery.network.record import Record

FOLDER = "visa-routes"
Steps = list[str | int]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaPlace(Record):
    """Where applications are taken that is no post of the network."""

    name: Annotated[Text, doc("What it is called.")]
    run_by: Annotated[Plain | None, doc("The company that runs it: an outside visa centre.")] = None
    state: Annotated[Country | None, doc("The state that represents ours there.")] = None
    address: Annotated[Text | None, doc("Where it is, as on a letter.")] = None
    timezone: Annotated[Zone | None, doc("Its IANA time zone.")] = None
    opening_hours: Annotated[Hours | None, doc("When it is open.")] = None
    phone: Annotated[Phone | None, doc("Its number.")] = None
    email: Annotated[Email | None, doc("Its mail address.")] = None
    url: Annotated[Url | None, doc("Its own page.")] = None
    price: Annotated[Fee | None, doc("What it takes beside the fee for the visa.")] = None
    payment: Annotated[tuple[Payment, ...], doc("How one can pay there.")] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Taker(Record):
    """Who takes an application: a post of the network, another place, or a form online."""

    post: Annotated[PostId | None, doc("The post that takes it.")] = None
    place: Annotated[Slug | None, doc("The place that takes it, by its name under places.")] = None
    url: Annotated[Url | None, doc("The form, where it is made online.")] = None
    note: Annotated[Text | None, doc("A few words beside it.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Exempt(Taker):
    """Who applies elsewhere than others of the district."""

    who: Annotated[Text, doc("For whom it is, such as: holders of diplomatic passports.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Route(Taker):
    """Where those of a district apply, for some kinds of visa."""

    visas: Annotated[tuple[Slug, ...], doc("Kinds of visa, by their files; empty for all.")] = ()
    district: Annotated[District | None, doc("For whom; without it for the whole country.")] = None
    exceptions: Annotated[tuple[Exempt, ...], doc("Who applies elsewhere.")] = ()

    def takes(self, visa: str) -> bool:
        """Say whether a kind of visa is meant."""
        return not self.visas or visa in self.visas


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaRoutes(Record):
    """Where those who live in a country apply; id: its code (ISO 3166-1), the name of the file."""

    id: str = ""
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    date: Annotated[Day, doc("The day as of which it holds.")]
    source: Annotated[Citation, doc("Where it is from.")]
    like: Annotated[Country | None, doc("They apply as those do who live there.")] = None
    places: Annotated[dict[Slug, VisaPlace], doc("Visa centres, representing states.")] = field(
        default_factory=dict
    )
    routes: Annotated[tuple[Route, ...], doc("Who takes which applications.")] = ()


class _Check(Findings):
    """Collects what is wrong with the routes of one country beyond the type of each value."""

    def __init__(self, routes: VisaRoutes, tree: Value, network: Network) -> None:
        super().__init__(tree)
        self.routes, self.network = routes, network
        self.posts = {post.id: post for post in network.posts}
        self.posts_known = {*self.posts, *(post.id for post in network.failed)}

    def shape(self) -> None:
        routes = self.routes
        if bool(routes.like) == bool(routes.routes):
            self.say([], "expected either routes or like",
                     cure="Say who takes applications, or like which country.",
                     code="one-of-several")  # fmt: skip
        if routes.like == routes.id:
            self.say(
                ["like"],
                "names the country itself",
                cure="Name another country.",
                code="leads-in-circle",
            )
        used = {one.place for _, one in self.takers()}
        for name in routes.places:
            if name not in used:
                self.say(["places", name], "takes no application", level=Level.NOTE,
                         cure="Name it in a route, or take it out.",
                         code="visa-place-idle")  # fmt: skip

    def takers(self) -> Iterator[tuple[Steps, Taker]]:
        for number, route in enumerate(self.routes.routes):
            yield ["routes", number], route
            for place, one in enumerate(route.exceptions):
                yield ["routes", number, "exceptions", place], one

    def ways(self) -> None:
        for path, one in self.takers():
            if [one.post, one.place, one.url].count(None) != 2:
                self.say(path, "expected one of post, place and url",
                         cure="Say who takes the application.", code="one-of-several")  # fmt: skip
            if one.post and one.post not in self.posts_known:
                self.say([*path, "post"], f"{shown(one.post)} is no post of this network",
                         near=nearest(one.post, self.posts_known), code="post-unknown")  # fmt: skip
            elif one.post and (post := self.posts.get(one.post)) and _idle(post):
                self.say([*path, "post"], f"nobody is served at {one.post}", level=Level.WARNING,
                         cure="Name the post that takes applications now.",
                         code="visa-post-closed")  # fmt: skip
            if one.place and one.place not in self.routes.places:
                near = nearest(one.place, self.routes.places)
                self.say([*path, "place"], f"{shown(one.place)} is no place of this file",
                         near=near, cure="" if near else "Describe it under places.",
                         code="part-unknown")  # fmt: skip

    def places(self) -> None:
        owed = self.network.ministry.languages
        for name, one in self.routes.places.items():
            self.problems += unowed(self.tree, ["places", name, "name"], one.name, owed)
            if bool(one.run_by) == bool(one.state):
                self.say(["places", name], "expected either run_by or state",
                         cure="Name the company that runs it, or the state.",
                         code="one-of-several")  # fmt: skip
            if one.opening_hours and not one.timezone:
                self.say(["places", name, "opening_hours"], "have no timezone beside them",
                         cure="Add timezone, as Region/City.", code="key-missing")  # fmt: skip
            message, mend = decimals_fault(one.price) if one.price else ("", "")
            if message:
                self.say(
                    ["places", name, "price", "amount"], message, cure=mend, code="amount-too-exact"
                )
            if one.price and one.price.amount and not one.payment:
                self.say(["places", name, "price"], "is asked, and no way to pay is said",
                         cure="Add payment, such as [card, cash].", code="key-missing")  # fmt: skip

    def kinds(self, known: tuple[str, ...]) -> None:
        for number, route in enumerate(self.routes.routes):
            for place, name in enumerate(route.visas):
                if name not in known:
                    path: Steps = ["routes", number, "visas", place]
                    self.say(path, f"{shown(name)} is no kind of visa", near=nearest(name, known),
                             cure="Kinds are the files in visas.", code="visa-unknown")  # fmt: skip
        for name in known if self.routes.routes else ():
            self.districts(name)

    def districts(self, visa: str) -> None:
        """See that each part of the country is served once for a kind of visa.

        A district in words alone may be all that is left.
        """
        code = self.routes.id
        taken: dict[str, int] = {}
        rest = told = False
        for number, route in enumerate(self.routes.routes):
            if not route.takes(visa):
                continue
            regions = route.district.regions if route.district else ()
            if route.district is None and rest:
                self.say(["routes", number], f"is a second one of {visa} for the whole country",
                         cure="Give it a district, or its exceptions to the first.",
                         code="listed-twice")  # fmt: skip
            rest = rest or route.district is None
            told = told or not regions
            for place, region in enumerate(regions):
                path: Steps = ["routes", number, "district", "regions", place]
                if not region.startswith(f"{code}-"):
                    self.say(path, f"{shown(region)} is no part of {code}",
                             cure=f"Its parts begin with {code}-.",
                             code="region-of-elsewhere")  # fmt: skip
                elif taken.setdefault(region, number) != number:
                    self.say(path, f"{region} has another route of {visa}",
                             cure="Leave it with one of the two.", code="listed-twice")  # fmt: skip
        lacking = [] if told else missing(code, taken)
        if not told and (lacking or not taken):
            of = f"{some(lacking)} of {code}" if taken else code
            self.say(["routes"], f"leave {of} without a route of {visa}", level=Level.WARNING,
                     cure="Add a route; one without a district is for the rest.",
                     code="visa-route-missing")  # fmt: skip


def _problems(routes: VisaRoutes, tree: Value, reading: Reading) -> list[Problem]:
    network = reading.network
    check = _Check(routes, tree, network)
    if not known_country(routes.id):
        check.say(
            [],
            f"{routes.id} is the code of no country",
            near=country_meant(routes.id),
            cure="Name the file by ISO 3166-1.",
            code="country-unknown",
        )
    check.shape()
    check.ways()
    check.places()
    check.kinds(tuple(sorted(reading.named(VISAS.folder))))
    return [*check.problems, *lint_numbers(tree, invented=is_invented(network.ministry))]


def _astray(read: Records[VisaRoutes], reading: Reading) -> Iterator[Problem]:
    """Say of a country that follows another one that this leads in a circle, or to nothing."""
    found = {one.id: one for one in read.records}
    for code in (one.id for one in read.records if one.like):
        passed = _followed(found, code)
        to = passed[-1]
        tree = read.trees.get(code)
        # What it is from may have a mistake, so that an earlier version is shown.
        file = Place(f"{reading.name}/{FOLDER}/{code}.yaml")
        place, dotted = locate(tree, ["like"]) if tree is not None else (file, "like")
        if is_circle(passed):
            message = f"leads in a circle: {' to '.join(passed)}"
            yield at(
                place, message, dotted, cure="Give routes to one of them.", code="leads-in-circle"
            )
        elif to not in found:
            message = f"{to} has no routes"
            yield at(
                place,
                message,
                dotted,
                near=nearest(to, found),
                cure=f"Write {to}.yaml.",
                code="visa-route-unknown",
            )


def _followed(found: Mapping[str, VisaRoutes], code: str) -> list[str]:
    """Return the countries that one follows, itself the first."""
    return chain(code, lambda one: found[one].like if one in found else None)


def followed(found: Mapping[str, VisaRoutes], code: str) -> VisaRoutes | None:
    """Return the routes of those who live in a country: its own, or those of the one it follows.

    None where it has none, or where following leads in a circle or to nothing.
    """
    routes = found.get(_followed(found, code)[-1])
    return routes if routes and not routes.like else None


def _idle(post: Post) -> bool:
    return post.virtual or post.closed_on(build_date().isoformat())


#: Where to apply for a visa, by the country of those who do.
VISA_ROUTES: Shelf[VisaRoutes] = Shelf(
    folder=FOLDER,
    record=VisaRoutes,
    what="routes to a visa",
    names=re.compile(r"[A-Z]{2}"),
    naming="Name it by the code of the country where applicants live, such as NO.yaml.",
    check=_problems,
    kept="These routes to a visa have a mistake: their last good version stays up",
    lost="These routes to a visa are shown nowhere: they have a mistake, and no earlier good "
    "version",
    across=_astray,
)
