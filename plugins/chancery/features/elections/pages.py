"""Elections on posts' sites: told on the home page until they are over, then gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from chancery.features.elections.model import ELECTIONS, Election, Polling
from chancery.features.elections.views import ElectionDay, ElectionView
from chancery.network.model import Post
from chancery.plan import pieces, standingwords
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.newsviews import AgendaLine
from chancery.plan.page import Page
from chancery.plan.views import Link, PageHead, Words
from chancery.plan.words import N_, rfc3339

WAYS = {
    "in-person": N_("In person at a post"),
    "by-post": N_("By post"),
    "proxy": N_("Through somebody at home whom you choose"),
    "online": N_("Online"),
}
ENROL = N_("Last day to be put on the list")
POLL = N_("Polling day")
RETURN = N_("Last day for your ballot to arrive")


def shown(index: Index, post: Post) -> list[Election]:
    """Return the elections that a site tells of: those for its post that are not over."""
    today, helper = _today(index, post), index.helper(post)
    names = {post.id, helper.id if helper else post.id}
    return [
        one
        for one in index.records(ELECTIONS)
        if one.last >= today and (not one.posts or names.intersection(one.posts))
    ]


def _zone(index: Index, post: Post) -> ZoneInfo:
    """Return by which clocks a day ends for those whom a site is for: those of where they vote."""
    helper = index.helper(post)
    known = (helper and helper.timezone) or post.timezone or index.ministry.timezone
    return ZoneInfo(known or "UTC")


def _today(index: Index, post: Post) -> str:
    return index.inputs.settings.now.astimezone(_zone(index, post)).date().isoformat()


def instants(index: Index) -> Iterator[datetime]:
    """Return the instants at which what is shown of an election changes: when its days end."""
    days = {day for one in index.records(ELECTIONS) for _, day in _days(one)}
    if not days:
        return
    for zone in {_zone(index, post) for post in index.network.posts}:
        for day in days:
            yield datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone)


def state(index: Index, post: Post) -> list[object]:
    """Return what a site shows of elections, and what of them is past, for its key."""
    today = _today(index, post)
    return [(one, [day >= today for _, day in _days(one)]) for one in shown(index, post)]


def path(election: Election) -> str:
    """Return the path of an election's page below a language's folder."""
    return f"elections/{election.id}/"


def agenda(context: Context, post: Post) -> tuple[AgendaLine, ...]:
    """Return one line an election, with its days that are still to come, the next first."""
    lines = (_line(context, post, one) for one in shown(context.index, post))
    return tuple(sorted(lines, key=lambda line: line.iso))


def _line(context: Context, post: Post, one: Election) -> AgendaLine:
    today = _today(context.index, post)
    to_come = sorted((known for known in _days(one) if known[1] >= today), key=itemgetter(1))
    (day, iso, kind, over), *later = (
        (context.localiser.day(d), d, context.say(kind), _over(context.index, post, d))
        for kind, d in to_come
    )
    return AgendaLine(kind, _link(context, one), day, iso, later=tuple(later), until_iso=over)


def _over(index: Index, post: Post, day: str) -> str:
    """Return the instant at which a day ends for those whom a site is for."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return rfc3339(datetime.combine(after, time(), _zone(index, post)))


def _days(one: Election) -> Iterator[tuple[str, str]]:
    if one.enrol_until:
        yield ENROL, one.enrol_until
    if one.send_until:
        yield RETURN, one.send_until
    for day in one.days:
        yield POLL, day


def _link(context: Context, one: Election) -> Link:
    return Link(context.links.page(context.language, path(one)), context.localiser.words(one.name))


def links(context: Context, post: Post) -> Iterator[Link]:
    """Return the ways to the pages of elections."""
    return (_link(context, one) for one in shown(context.index, post))


def pages(context: Context, post: Post) -> Iterator[Page]:
    """Plan the pages of elections of a post's site in one language."""
    for one in shown(context.index, post):
        name = context.localiser.words(one.name)
        head = PageHead(
            key="elections",
            path=path(one),
            title=name,
            source=name.language,
            dated=context.localiser.day(one.days[0]),
            translations=pieces.translations(context, one.name),
        )
        view = _view(context, post, one)
        found = (("", "", " ".join(_words(view))),)
        yield Page("election", context.language, head, view, found)


def _words(view: ElectionView) -> Iterator[str]:
    """Return what is said of an election, so that its days, ways and steps are found on it."""
    for words in (view.text, view.who):
        if words:
            yield words.text
    for label, days in view.days:
        yield " ".join((label, *(one.day for one in days)))
    yield from view.ways
    yield from pieces.said(view.steps, view.bring)


def _view(context: Context, post: Post, one: Election) -> ElectionView:
    words, say = context.localiser.words, context.say
    server = context.index.serving(post)
    polling = one.polling.get(server.id, ()) if server else ()
    return ElectionView(
        title=words(one.name),
        text=pieces.words(context, one.text),
        who=words(one.who),
        days=tuple(_told(context, post, one)),
        enrol_until_iso=_over(context.index, post, one.enrol_until) if one.enrol_until else "",
        ways=tuple(say(WAYS[way]) for way in one.ways),
        enrol_href=_enrol_href(context.index, post, one),
        polling=tuple(_polling(context, server, times) for times in polling if server),
        place=context.localiser.title(server) if server else "",
        steps=pieces.steps(context, one.steps),
        bring=pieces.items(context, one.bring),
        sample=one.sample,
        contact=standingwords.contact_link(context),
        sources=pieces.sources(context, one.sources),
    )


def _enrol_href(index: Index, post: Post, one: Election) -> str:
    """Return where one is put on the list; empty where nobody knows, and once it is too late."""
    over = one.enrol_until is not None and one.enrol_until < _today(index, post)
    return "" if over else one.enrol_url or ""


def _told(
    context: Context, post: Post, one: Election
) -> Iterator[tuple[str, tuple[ElectionDay, ...]]]:
    """Return the days of an election by what they are."""
    today = _today(context.index, post)
    for kind in dict.fromkeys(kind for kind, _ in _days(one)):
        days = (day for what, day in _days(one) if what == kind)
        yield (
            context.say(kind),
            tuple(
                ElectionDay(
                    context.localiser.day(day),
                    day,
                    past=day < today,
                    until_iso=_over(context.index, post, day),
                )
                for day in days
            ),
        )


def _polling(context: Context, server: Post, one: Polling) -> tuple[str, str, Words | None]:
    start, _, end = one.hours.partition("-")
    clock = context.localiser.clock
    hours = f"{clock(time.fromisoformat(start))}–{clock(time.fromisoformat(end))}"
    address = one.address or server.address
    return (
        context.localiser.day(one.day),
        hours,
        context.localiser.words(address) if address else None,
    )
