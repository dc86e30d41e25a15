"""What readers see of when a post is open: open now, and the days that are not as usual."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from chancery.hours.syntax import Rule, State
from chancery.hours.usual import otherwise
from chancery.network.closures import Closure, Holidays
from chancery.network.model import Post
from chancery.network.platforms import platforms
from chancery.plan.context import Context
from chancery.plan.counters import OWN, Counter, Opening, SpecialDays, Why, speaks_of_holidays
from chancery.plan.holidays import depends_on_region, known_languages
from chancery.plan.hourviews import ClosedDays, OpenNow, OpenNowScript, OtherHours, Reason
from chancery.plan.opening import opening
from chancery.plan.openingdata import told
from chancery.plan.search import scripts_of
from chancery.plan.views import Words
from chancery.plan.weekview import SOON_DAYS, comment_in_words, places_in_words, said, without
from chancery.plan.words import N_, PURPOSE_LABELS, rfc3339

#: How many of the next closures a card names.
_NEXT = 2
_ALWAYS_OPEN = "24/7"
COUNTER = N_("Counter")
HOLIDAYS_UNKNOWN = N_("This site does not know the public holidays here: ask before you come.")
HOLIDAYS_OF = N_("Public holidays that are taken into account: {countries}")
NOT_OF_PARTS = N_("Holidays of a part of {country} alone are not among them.")


def opening_of(context: Context, post: Post) -> Opening | None:
    """Return when a post is open; None where nobody is there, or where that is not known."""
    if not context.index.standing(post).serves:
        return None
    found = opening(context.index, post)
    return found if found.counters else None


def open_now(context: Context, found: Opening | None, key: str = OWN) -> OpenNow | None:
    """Return what a browser needs to say whether a counter is open; None where that is unknown."""
    counter = found.counters.get(key) if found else None
    if counter is None or _always(counter):
        return None
    data = told(counter, context.index.inputs.settings.today)
    return OpenNow(data, counter.zone) if data else None


def _always(counter: Counter) -> bool:
    return counter.hours == _ALWAYS_OPEN and not counter.closures


def script(context: Context, *shown: OpenNow | None) -> OpenNowScript | None:
    """Return the script for a page that shows whether counters are open, where it shows any."""
    sources = scripts_of(context, "hours") if any(shown) else ()
    return OpenNowScript(sources[0], context.localiser.formats) if sources else None


def closed_days(
    context: Context, post: Post | None, found: Opening | None
) -> tuple[ClosedDays, ...]:
    """Return the days of this year, and of the weeks to come, that are not as usual.

    post: whose they are; None of a place that has one counter alone.
    """
    special = found.special if found else ()
    return tuple(_in_words(context, post, found, days) for days in special if found)


def holiday_notes(context: Context, post: Post, found: Opening | None) -> tuple[str, ...]:
    """Return whose public holidays hours speak of, and what of them is not known."""
    hours = [one.hours for one in found.counters.values()] if found else []
    if not any(map(speaks_of_holidays, (*hours, *(one.hours or "" for one in post.closures)))):
        return ()
    ministry = context.index.ministry
    owners = [(post.country or "", post.holidays)]
    if ministry.country != post.country:
        owners.append((ministry.country, ministry.holidays))
    return calendar_notes(context, owners)


def calendar_notes(context: Context, owners: Sequence[tuple[str, Holidays]]) -> tuple[str, ...]:
    """Return whose public holidays are kept, and what of them is not known.

    owners: the countries, with what is corrected of their holidays; that of the place first.
    """
    known = [code for code, own in owners if known_languages(code, "") or own.add]
    notes = []
    if owners[0][0] not in known:
        notes.append(context.say(HOLIDAYS_UNKNOWN))
    if known:
        countries = context.localiser.join(map(context.localiser.country, known))
        notes.append(context.say(HOLIDAYS_OF).format(countries=countries))
    year = date.fromisoformat(context.index.inputs.settings.today).year
    for code, own in owners:
        if not own.region and depends_on_region(code, year):
            notes.append(context.say(NOT_OF_PARTS).format(country=context.localiser.country(code)))
    return tuple(notes)


def closed_soon(context: Context, post: Post, found: Opening | None) -> tuple[ClosedDays, ...]:
    """Return the next days on which a post's own counter is not open as usual, if they are soon."""
    if found is None or OWN not in found.counters:
        return ()
    reach = date.fromisoformat(context.index.inputs.settings.today) + timedelta(days=SOON_DAYS)
    own = [_own(one) for one in found.special if one.first <= reach and OWN in dict(one.open)]
    alone = replace(found, counters={OWN: found.counters[OWN]})
    return tuple(_in_words(context, post, alone, days) for days in own[:_NEXT])


def _own(days: SpecialDays) -> SpecialDays:
    """Return days as they are at a post's own counter alone."""
    begun = dict(days.open)[OWN]
    return replace(days, open=((OWN, begun),), all_closed=not begun)


def _in_words(context: Context, post: Post | None, found: Opening, days: SpecialDays) -> ClosedDays:
    several = days.last != days.first
    other = tuple(_other(context, post, found, days))
    if days.all_closed:
        # A reason does not say it: “between the years” may be other hours as well.
        other = (OtherHours(None, ()),)
    return ClosedDays(
        first=context.localiser.weekday_and_day(days.first),
        first_iso=days.first.isoformat(),
        last=context.localiser.weekday_and_day(days.last) if several else "",
        last_iso=days.last.isoformat() if several else "",
        why=_reasons(context, days.why),
        other=other,
        until_iso=_over(days.last, found),
    )


def _over(last: date, found: Opening) -> str:
    """Return when a day ends by the clocks of a post (RFC 3339); empty where they are unknown."""
    zone = next((one.zone for one in found.counters.values() if one.zone), "")
    after = datetime.combine(last + timedelta(days=1), time(), ZoneInfo(zone or "UTC"))
    return rfc3339(after) if zone else ""


def _other(
    context: Context, post: Post | None, found: Opening, days: SpecialDays
) -> Iterable[OtherHours]:
    for key, begun in days.open:
        name = None if post is None or len(found.counters) == 1 else _name(context, post, key)
        named = without(begun, otherwise(found.counters[key].hours))
        yield OtherHours(name, said(context.localiser, named))


def _name(context: Context, post: Post, key: str) -> Words:
    """Return what a counter is called: its office, what the telephone is for, or just a counter."""
    kind, _, which = key.partition(":")
    if kind == "office":
        return next(context.localiser.words(one.name) for one in post.offices if one.id == which)
    if kind == "contact":
        return Words(context.say(PURPOSE_LABELS[post.contacts[int(which)].purpose]))
    if kind == "messaging":
        return Words(platforms()[post.messaging[int(which)].platform].name)
    if kind == "office-contact":
        return _office_contact(context, post, *which.split(":"))
    return Words(context.say(COUNTER))


def _office_contact(context: Context, post: Post, name: str, place: str) -> Words:
    office = next(one for one in post.offices if one.id == name)
    words = context.localiser.words(office.name)
    purpose = context.say(PURPOSE_LABELS[office.contacts[int(place)].purpose])
    return Words(f"{words.text} · {purpose}", words.language)


def _reasons(context: Context, why: Iterable[Why]) -> tuple[Reason, ...]:
    """Return reasons in words; a holiday of two countries that has one name is one."""
    found: dict[Words, list[str]] = {}
    for one in why:
        if isinstance(one, Closure):
            found.setdefault(context.localiser.words(one.reason), [])
            continue
        if isinstance(one, Rule):
            # What it says of times that it names is said beside them.
            shut = one.state is State.CLOSED and one.comment
            words = places_in_words(context.localiser, one)
            words = words or (comment_in_words(context.localiser, one.comment) if shut else "")
            if words:
                found.setdefault(Words(words), [])
            continue
        text, tag = one.name(context.localiser.order)
        own = tag.split("-", maxsplit=1)[0] == context.language.split("-", maxsplit=1)[0]
        countries = found.setdefault(Words(text, "" if own else tag), [])
        countries += [context.localiser.country(one.country)] if one.country else []
    return tuple(
        Reason(words, context.localiser.join(dict.fromkeys(countries)))
        for words, countries in found.items()
    )
