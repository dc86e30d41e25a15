"""Elections on posts' sites: told on the home page until they are over, then gone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from operator import itemgetter
from zoneinfo import ZoneInfo

from chancery.features.elections.model import ELECTIONS, Election, Polling
from chancery.features.elections.views import ElectionDay, ElectionView
from chancery.network.model import Post
from chancery.plan import cards, pieces
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.views import AgendaLine, Link, PageHead, Words
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
    """Give the elections that a site tells of: those for its post that are not over."""
    today, helper = _today(index, post), index.helper(post)
    names = {post.id, helper.id if helper else post.id}
    return [
        one
        for one in index.records(ELECTIONS)
        if one.last >= today and (not one.posts or names.intersection(one.posts))
    ]


def _zone(index: Index, post: Post) -> ZoneInfo:
    """Give by which clocks a day ends for those whom a site is for: those of where they vote."""
    helper = index.helper(post)
    known = (helper and helper.timezone) or post.timezone or index.ministry.timezone
    return ZoneInfo(known or "UTC")


def _today(index: Index, post: Post) -> str:
    return index.inputs.settings.now.astimezone(_zone(index, post)).date().isoformat()


def instants(index: Index) -> Iterator[datetime]:
    """Give the instants at which what is shown of an election changes: when its days end."""
    days = {day for one in index.records(ELECTIONS) for _, day in _days(one)}
    if not days:
        return
    for zone in {_zone(index, post) for post in index.network.posts}:
        for day in days:
            yield datetime.combine(date.fromisoformat(day) + timedelta(days=1), time(), zone)


def state(index: Index, post: Post) -> list[object]:
    """Give what a site shows of elections, and what of them is past, for its key."""
    today = _today(index, post)
    return [(one, [day >= today for _, day in _days(one)]) for one in shown(index, post)]


def path(election: Election) -> str:
    """Give the path of an election's page below a language's folder."""
    return f"elections/{election.id}/"


def agenda(desk: Desk, post: Post) -> tuple[AgendaLine, ...]:
    """Give one line an election, with its days that are still to come, the next first."""
    lines = (_line(desk, post, one) for one in shown(desk.index, post))
    return tuple(sorted(lines, key=lambda line: line.iso))


def _line(desk: Desk, post: Post, one: Election) -> AgendaLine:
    today = _today(desk.index, post)
    to_come = sorted((known for known in _days(one) if known[1] >= today), key=itemgetter(1))
    (day, iso, kind, over), *later = (
        (desk.speaker.day(d), d, desk.say(kind), _over(desk.index, post, d)) for kind, d in to_come
    )
    return AgendaLine(kind, _link(desk, one), day, iso, later=tuple(later), until_iso=over)


def _over(index: Index, post: Post, day: str) -> str:
    """Give the instant at which a day ends for those whom a site is for."""
    after = date.fromisoformat(day) + timedelta(days=1)
    return rfc3339(datetime.combine(after, time(), _zone(index, post)))


def _days(one: Election) -> Iterator[tuple[str, str]]:
    if one.enrol_until:
        yield ENROL, one.enrol_until
    if one.send_until:
        yield RETURN, one.send_until
    for day in one.days:
        yield POLL, day


def _link(desk: Desk, one: Election) -> Link:
    return Link(desk.links.page(desk.language, path(one)), desk.speaker.words(one.name))


def links(desk: Desk, post: Post) -> Iterator[Link]:
    """Give the ways to the pages of elections."""
    return (_link(desk, one) for one in shown(desk.index, post))


def pages(desk: Desk, post: Post) -> Iterator[tuple[PageHead, ElectionView]]:
    """Plan the pages of elections of a post's site in one language."""
    for one in shown(desk.index, post):
        name = desk.speaker.words(one.name)
        tags = [tag for tag, _ in one.name.variants]
        yield PageHead(
            key="elections", path=path(one), title=name, source=name.language,
            dated=desk.speaker.day(one.days[0]),
            translations=tuple(tag for tag in desk.languages if tag in tags) or desk.languages,
        ), _view(desk, post, one)  # fmt: skip


def _view(desk: Desk, post: Post, one: Election) -> ElectionView:
    words, say = desk.speaker.words, desk.say
    server = desk.index.serving(post)
    polling = one.polling.get(server.id, ()) if server else ()
    return ElectionView(
        title=words(one.name),
        text=pieces.words(desk, one.text),
        who=words(one.who),
        days=tuple(_told(desk, post, one)),
        enrol_until_iso=_over(desk.index, post, one.enrol_until) if one.enrol_until else "",
        ways=tuple(say(WAYS[way]) for way in one.ways),
        enrol_href=_enrol_href(desk.index, post, one),
        polling=tuple(_polling(desk, server, times) for times in polling if server),
        place=desk.speaker.title(server) if server else "",
        steps=pieces.steps(desk, one.steps),
        bring=pieces.items(desk, one.bring),
        sample=one.sample,
        contact=cards.contact_link(desk),
        sources=pieces.sources(desk, one.sources),
    )


def _enrol_href(index: Index, post: Post, one: Election) -> str:
    """Give where one is put on the list; empty where nobody knows, and once it is too late."""
    over = one.enrol_until is not None and one.enrol_until < _today(index, post)
    return "" if over else one.enrol_url or ""


def _told(desk: Desk, post: Post, one: Election) -> Iterator[tuple[str, tuple[ElectionDay, ...]]]:
    """Give the days of an election by what they are."""
    today = _today(desk.index, post)
    for kind in dict.fromkeys(kind for kind, _ in _days(one)):
        days = (day for what, day in _days(one) if what == kind)
        yield (
            desk.say(kind),
            tuple(
                ElectionDay(
                    desk.speaker.day(day),
                    day,
                    past=day < today,
                    until_iso=_over(desk.index, post, day),
                )
                for day in days
            ),
        )


def _polling(desk: Desk, server: Post, one: Polling) -> tuple[str, str, Words | None]:
    start, _, end = one.hours.partition("-")
    clock = desk.speaker.clock
    hours = f"{clock(time.fromisoformat(start))}–{clock(time.fromisoformat(end))}"
    address = one.address or server.address
    return desk.speaker.day(one.day), hours, desk.speaker.words(address) if address else None
