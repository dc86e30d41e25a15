"""Where to apply for a visa, by where one lives: on the sites of posts, an index on the portal."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from chancery.features.visas.routes import (
    VISA_ROUTES,
    Route,
    Taker,
    VisaPlace,
    VisaRoutes,
    followed,
)
from chancery.features.visas.tables import VISAS, VisaTable
from chancery.features.visas.views import (
    VisaIndexView,
    VisaPlaceView,
    VisaRouteKind,
    VisaRouteLine,
    VisaRouteView,
    VisaTaker,
)
from chancery.network.closures import Holidays
from chancery.network.model import Post
from chancery.plan import contactpoints, money, openview, pieces, weekview
from chancery.plan.context import Context
from chancery.plan.counters import (
    OWN,
    Counter,
    Opening,
    speaks_of_holidays,
    special_days,
    until_when,
)
from chancery.plan.holidays import country_holidays
from chancery.plan.index import Index
from chancery.plan.opening import holiday_years, last_shown
from chancery.plan.pointviews import ContactPointView
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_

PATH = "visa-route/"
TITLE = N_("Where to apply for a visa")
OF_COUNTRY = N_("Where to apply for a visa if you live here: {country}")
ASK = N_("Choose the country where you live.")
LIKE = N_("You apply as those do who live here: {country}")
ONLINE = N_("Apply online")
RUN_BY = N_("Visa centre that is not ours, run by {name}")
STATE = N_("State that takes applications for us: {country}")
WHOLE = N_("The whole country")
REST = N_("The rest of the country")
QUESTION = N_("Do I need a visa?")


def path(code: str) -> str:
    """Return the path of the page for those who live in a country, below a language's folder."""
    return f"{PATH}{code.lower()}/"


def routes_of(index: Index, post: Post) -> dict[str, VisaRoutes]:
    """Return where those apply who live in the countries that a site is for, by the country."""
    known = index.by_id(VISA_ROUTES)
    served = (one.country for one in index.served[post.id])
    codes = dict.fromkeys(filter(None, (post.country, *post.covers, *served)))
    found = ((code, followed(known, code)) for code in codes)
    return {code: routes for code, routes in found if routes}


def home(index: Index, code: str) -> Post | None:
    """Return the post on whose site is said where those apply who live in a country."""
    of_country = (post for post in index.in_country.get(code, ()) if post.site)
    return next((post for post in of_country if code in routes_of(index, post)), None)


def takers(index: Index, post: Post) -> Iterator[Post]:
    """Return the posts that take applications for visas of those whom a site is for."""
    for routes in routes_of(index, post).values() if index.by_id(VISA_ROUTES) else ():
        for route in routes.routes:
            for one in (route, *route.exceptions):
                if one.post in index.posts:
                    yield index.posts[one.post]


def links(context: Context) -> Iterator[Link]:
    """Return the ways to where one applies: for each country of a site, or the index of the portal.

    None where nothing is said of it.
    """
    title = Words(context.say(TITLE))
    if context.post is None:
        if _homes(context.index):
            yield Link(context.links.page(context.language, PATH), title, "visa-route")
        return
    for code in routes_of(context.index, context.post):
        own = code == context.post.country
        words = title if own else Words(_title(context, code))
        yield Link(context.links.page(context.language, path(code)), words, "visa-route")


def _title(context: Context, code: str) -> str:
    return context.say(OF_COUNTRY).format(country=context.localiser.country(code))


def link(context: Context) -> Link | None:
    """Return the first way to where one applies: that for the host country, if it has one."""
    return next(links(context), None)


def link_of(context: Context, slug: str) -> Link | None:
    """Return the way to where one applies, for a service that is a visa; None for others."""
    if any(table.service == slug for table in context.index.records(VISAS)):
        return link(context)
    return None


def pages(context: Context) -> Iterator[tuple[str, PageHead, VisaRouteView | VisaIndexView]]:
    """Plan the pages in one language: those of a post's countries, or the index of the portal."""
    if context.post is None:
        yield from _index(context)
        return
    for code, routes in routes_of(context.index, context.post).items():
        yield (
            "visa-route",
            PageHead(
                key="visa-route", path=path(code), title=Words(_title(context, code)),
                translations=context.languages,
            ),
            _view(context, code, routes),
        )  # fmt: skip


def _index(context: Context) -> Iterator[tuple[str, PageHead, VisaIndexView]]:
    homes = _homes(context.index)
    if not homes:
        return
    head = PageHead(
        key="visa-route", path=PATH, title=Words(context.say(TITLE)), translations=context.languages
    )
    links = [
        Link(
            context.links.site(post.id, context.language, path(code)),
            Words(context.localiser.country(code)),
        )
        for code, post in homes.items()
    ]
    sample = _all_samples(context.index)
    yield (
        "visas",
        head,
        VisaIndexView(
            ask=context.say(ASK),
            letters=pieces.by_letter(context, links),
            sources=(),
            sample=sample,
        ),
    )


def _all_samples(index: Index) -> bool:
    return all(one.sample for one in index.records(VISA_ROUTES))


def _homes(index: Index) -> dict[str, Post]:
    found = ((code, home(index, code)) for code in index.by_id(VISA_ROUTES))
    return {code: post for code, post in found if post}


def _view(context: Context, code: str, routes: VisaRoutes) -> VisaRouteView:
    shown = {name: _place(context, routes, name, one) for name, one in routes.places.items()}
    like = context.say(LIKE).format(country=context.localiser.country(routes.id))
    return VisaRouteView(
        like=like if routes.id != code else "",
        kinds=tuple(
            filter(None, (_kind(context, t, routes) for t in context.index.records(VISAS)))
        ),
        places=tuple(shown.values()),
        sample=routes.sample,
        date=context.localiser.day(routes.date),
        sources=pieces.sources(context, [routes.source]),
        question=_question(context),
        script=openview.script(context, *(one.now for one in shown.values())),
    )


def _question(context: Context) -> Link | None:
    if not context.index.records(VISAS):
        return None
    return Link(
        context.links.portal(context.language, "visa/"), Words(context.say(QUESTION)), "visa"
    )


def _kind(context: Context, table: VisaTable, routes: VisaRoutes) -> VisaRouteKind | None:
    found = [route for route in routes.routes if route.takes(table.id)]
    if not found:
        return None
    known = table.service in context.texts.pages
    alone = len(found) == 1
    return VisaRouteKind(
        anchor=f"site-{table.id}",
        name=context.localiser.words(table.name),
        link=context.text_link(table.service) if table.service and known else None,
        lines=tuple(_line(context, route, routes, WHOLE if alone else REST) for route in found),
    )


def _line(context: Context, route: Route, routes: VisaRoutes, otherwise: str) -> VisaRouteLine:
    district = route.district
    return VisaRouteLine(
        context.localiser.words(district.text) if district else Words(context.say(otherwise)),
        _taker(context, route, routes),
        tuple(
            _taker(context, one, routes, context.localiser.words(one.who))
            for one in route.exceptions
        ),
    )


def _taker(context: Context, one: Taker, routes: VisaRoutes, who: Words | None = None) -> VisaTaker:
    note = pieces.words(context, one.note)
    named = context.index.posts.get(one.post or "")
    if named is not None:
        post = context.index.serving(named) or named
        path = "contact/" if post is context.post else ""
        return VisaTaker(link=context.site_link(post, path), note=note, who=who)
    place = routes.places.get(one.place or "")
    if place is not None:
        found = Link(f"#site-place-{one.place}", context.localiser.words(place.name))
        return VisaTaker(link=found, about=_about(context, place), note=note, who=who)
    return VisaTaker(link=Link(one.url or "", Words(context.say(ONLINE))), note=note, who=who)


def _about(context: Context, place: VisaPlace) -> str:
    if place.state:
        return context.say(STATE).format(country=context.localiser.country(place.state))
    return context.say(RUN_BY).format(name=place.run_by)


def _place(context: Context, routes: VisaRoutes, name: str, one: VisaPlace) -> VisaPlaceView:
    today, hours = context.index.inputs.settings.today, one.opening_hours
    shown = (
        weekview.weeks(context.localiser, hours, one.timezone or "", today, country=routes.id)
        if hours
        else ()
    )
    opening = _opening(context.index, routes.id, one)
    return VisaPlaceView(
        anchor=f"site-place-{name}",
        name=context.localiser.words(one.name),
        about=_about(context, one),
        address=pieces.words(context, one.address),
        weeks=shown,
        now=openview.open_now(context, opening),
        closed=openview.closed_days(context, None, opening),
        holiday_notes=openview.calendar_notes(context, [(routes.id, Holidays())])
        if hours and speaks_of_holidays(hours)
        else (),
        numbers=tuple(_numbers(context, one)),
        href=one.url or "",
        price=money.fee_in_words(context, one.price),
        price_note=pieces.words(context, one.price.note if one.price else None),
        payment=money.payments(context, one.payment),
    )


def _numbers(context: Context, one: VisaPlace) -> Iterator[ContactPointView]:
    if one.phone:
        yield contactpoints.phone(context, one.phone)
    if one.email:
        yield contactpoints.email(one.email)


def _opening(index: Index, country: str, place: VisaPlace) -> Opening | None:
    """Return when a place is open; it keeps the holidays of its country, if its hours say so."""
    hours = place.opening_hours
    if not hours:
        return None
    today = date.fromisoformat(index.inputs.settings.today)
    kept = country_holidays(country, "", holiday_years(today)) if speaks_of_holidays(hours) else ()
    counters = {OWN: Counter(hours, place.timezone or "", tuple(kept))}
    return Opening(counters, tuple(special_days(counters, today, last_shown(today))))


def state(index: Index, post: Post | None) -> object:
    """Return what a site shows of routes, and what of the calendar shows with them, for its key."""
    if not index.by_id(VISA_ROUTES):
        return None
    kinds = [(one.id, one.name, one.service, one.order) for one in index.records(VISAS)]
    if post is None:
        return kinds, [(code, one.id) for code, one in _homes(index).items()], _all_samples(index)
    found = routes_of(index, post)
    places = (place for one in found.values() for place in one.places.values())
    hours = (place.opening_hours for place in places)
    return kinds, found, until_when(hours, index.inputs.settings.today)
