"""What readers see of when a post is open: open now, and the days that are not as usual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chancery.hours.syntax import Rule, State
from chancery.hours.usual import otherwise
from chancery.network.model import Closure, Holidays, Post
from chancery.network.platforms import platforms
from chancery.plan.desk import Desk
from chancery.plan.holidays import depends_on_region, known_languages
from chancery.plan.opening import (
    OWN,
    Counter,
    Opening,
    SpecialDays,
    Why,
    opening,
    speaks_of_holidays,
    told,
)
from chancery.plan.search import scripts_of
from chancery.plan.views import (
    ClosedDays,
    OpenNow,
    OpenNowScript,
    OtherHours,
    Reason,
    Words,
)
from chancery.plan.weekview import SOON_DAYS, comment_in_words, places_in_words, said, without
from chancery.plan.words import N_, PURPOSE_LABELS, rfc3339

#: How many of the next closures a card names.
_NEXT = 2
_ALWAYS_OPEN = "24/7"
COUNTER = N_("Counter")
HOLIDAYS_UNKNOWN = N_("This site does not know the public holidays here: ask before you come.")
HOLIDAYS_OF = N_("Public holidays that are taken into account: {countries}")
NOT_OF_PARTS = N_("Holidays of a part of {country} alone are not among them.")


def opening_of(desk: Desk, post: Post) -> Opening | None:
    """Give when a post is open; None where nobody is there, or where that is not known."""
    if not desk.index.standing(post).serves:
        return None
    found = opening(desk.index, post)
    return found if found.counters else None


def open_now(desk: Desk, found: Opening | None, key: str = OWN) -> OpenNow | None:
    """Give what a browser needs to say whether a counter is open; None where that is unknown."""
    counter = found.counters.get(key) if found else None
    if counter is None or _always(counter):
        return None
    data = told(counter, desk.index.inputs.settings.today)
    return OpenNow(data, counter.zone) if data else None


def _always(counter: Counter) -> bool:
    return counter.hours == _ALWAYS_OPEN and not counter.closures


def script(desk: Desk, *shown: OpenNow | None) -> OpenNowScript | None:
    """Give the script for a page that shows whether counters are open, where it shows any."""
    sources = scripts_of(desk, "hours") if any(shown) else ()
    return OpenNowScript(sources[0], desk.speaker.formats) if sources else None


def closed_days(desk: Desk, post: Post | None, found: Opening | None) -> tuple[ClosedDays, ...]:
    """Give the days of this year, and of the weeks to come, that are not as usual.

    post: whose they are; None of a place that has one counter alone.
    """
    special = found.special if found else ()
    return tuple(_in_words(desk, post, found, days) for days in special if found)


def holiday_notes(desk: Desk, post: Post, found: Opening | None) -> tuple[str, ...]:
    """Give whose public holidays hours speak of, and what of them is not known."""
    hours = [one.hours for one in found.counters.values()] if found else []
    if not any(map(speaks_of_holidays, (*hours, *(one.hours or "" for one in post.closures)))):
        return ()
    ministry = desk.index.ministry
    owners = [(post.country or "", post.holidays)]
    if ministry.country != post.country:
        owners.append((ministry.country, ministry.holidays))
    return calendar_notes(desk, owners)


def calendar_notes(desk: Desk, owners: Sequence[tuple[str, Holidays]]) -> tuple[str, ...]:
    """Give whose public holidays are kept, and what of them is not known.

    owners: the countries, with what is corrected of their holidays; that of the place first.
    """
    known = [code for code, own in owners if known_languages(code, "") or own.add]
    notes = []
    if owners[0][0] not in known:
        notes.append(desk.say(HOLIDAYS_UNKNOWN))
    if known:
        countries = desk.speaker.join(map(desk.speaker.country, known))
        notes.append(desk.say(HOLIDAYS_OF).format(countries=countries))
    year = date.fromisoformat(desk.index.inputs.settings.today).year
    for code, own in owners:
        if not own.region and depends_on_region(code, year):
            notes.append(desk.say(NOT_OF_PARTS).format(country=desk.speaker.country(code)))
    return tuple(notes)


def closed_soon(desk: Desk, post: Post, found: Opening | None) -> tuple[ClosedDays, ...]:
    """Give the next days on which a post's own counter is not open as usual, if they are soon."""
    if found is None or OWN not in found.counters:
        return ()
    reach = date.fromisoformat(desk.index.inputs.settings.today) + timedelta(days=SOON_DAYS)
    own = [_own(one) for one in found.special if one.first <= reach and OWN in dict(one.open)]
    alone = replace(found, counters={OWN: found.counters[OWN]})
    return tuple(_in_words(desk, post, alone, days) for days in own[:_NEXT])


def _own(days: SpecialDays) -> SpecialDays:
    """Give days as they are at a post's own counter alone."""
    begun = dict(days.open)[OWN]
    return replace(days, open=((OWN, begun),), all_closed=not begun)


def _in_words(desk: Desk, post: Post | None, found: Opening, days: SpecialDays) -> ClosedDays:
    several = days.last != days.first
    other = tuple(_other(desk, post, found, days))
    if days.all_closed:
        # A reason does not say it: “between the years” may be other hours as well.
        other = (OtherHours(None, ()),)
    return ClosedDays(
        first=desk.speaker.weekday_and_day(days.first),
        first_iso=days.first.isoformat(),
        last=desk.speaker.weekday_and_day(days.last) if several else "",
        last_iso=days.last.isoformat() if several else "",
        why=_reasons(desk, days.why),
        other=other,
        until_iso=_over(days.last, found),
    )


def _over(last: date, found: Opening) -> str:
    """Give when a day ends by the clocks of a post (RFC 3339); empty where they are unknown."""
    zone = next((one.zone for one in found.counters.values() if one.zone), "")
    after = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone or "UTC"))
    return rfc3339(after) if zone else ""


def _other(
    desk: Desk, post: Post | None, found: Opening, days: SpecialDays
) -> Iterable[OtherHours]:
    for key, begun in days.open:
        name = None if post is None or len(found.counters) == 1 else _name(desk, post, key)
        named = without(begun, otherwise(found.counters[key].hours))
        yield OtherHours(name, said(desk.speaker, named))


def _name(desk: Desk, post: Post, key: str) -> Words:
    """Give what a counter is called: its office, what the telephone is for, or just a counter."""
    kind, _, which = key.partition(":")
    if kind == "office":
        return next(desk.speaker.words(one.name) for one in post.offices if one.id == which)
    if kind == "contact":
        return Words(desk.say(PURPOSE_LABELS[post.contacts[int(which)].purpose]))
    if kind == "messaging":
        return Words(platforms()[post.messaging[int(which)].platform].name)
    if kind == "office-contact":
        return _office_contact(desk, post, *which.split(":"))
    return Words(desk.say(COUNTER))


def _office_contact(desk: Desk, post: Post, name: str, place: str) -> Words:
    office = next(one for one in post.offices if one.id == name)
    words = desk.speaker.words(office.name)
    purpose = desk.say(PURPOSE_LABELS[office.contacts[int(place)].purpose])
    return Words(f"{words.text} · {purpose}", words.language)


def _reasons(desk: Desk, why: Iterable[Why]) -> tuple[Reason, ...]:
    """Give reasons in words; a holiday of two countries that has one name is one."""
    found: dict[Words, list[str]] = {}
    for one in why:
        if isinstance(one, Closure):
            found.setdefault(desk.speaker.words(one.reason), [])
            continue
        if isinstance(one, Rule):
            # What it says of times that it names is said beside them.
            shut = one.state is State.CLOSED and one.comment
            words = places_in_words(desk.speaker, one)
            words = words or (comment_in_words(desk.speaker, one.comment) if shut else "")
            if words:
                found.setdefault(Words(words), [])
            continue
        text, tag = one.name(desk.speaker.order)
        own = tag.split("-", maxsplit=1)[0] == desk.language.split("-", maxsplit=1)[0]
        countries = found.setdefault(Words(text, "" if own else tag), [])
        countries += [desk.speaker.country(one.country)] if one.country else []
    return tuple(
        Reason(words, desk.speaker.join(dict.fromkeys(countries)))
        for words, countries in found.items()
    )
