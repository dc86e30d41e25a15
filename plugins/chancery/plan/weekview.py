"""Hours in a reader’s words: the usual week by season, and what is said of a day."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from chancery.common.languages import first_weekday, weekday_names
from chancery.hours.evaluate import by_weekday, clock, monday_of, seen_from, zone_city
from chancery.hours.meaning import Part, parts
from chancery.hours.syntax import DAY, Rule, State, parsed
from chancery.hours.usual import (
    Parts,
    Season,
    essence,
    exceptions,
    is_weekly,
    otherwise,
    patterns,
    seasons,
    usual_day,
    whole_day,
)
from chancery.plan.hourviews import Week, WeekDay
from chancery.plan.words import N_, Localiser

#: How many days ahead cards and numbers say what is not as usual.
SOON_DAYS = 14
BY_APPOINTMENT = N_("By appointment")
ASK_FIRST = N_("Ask first")
ALL_DAY = N_("Day and night")
FROM = N_("From {time}")
OR_LATER = N_("{hours} or later")
_PLACES = {
    1: N_("First {weekday} of the month"),
    2: N_("Second {weekday} of the month"),
    3: N_("Third {weekday} of the month"),
    4: N_("Fourth {weekday} of the month"),
    5: N_("Fifth {weekday} of the month"),
    -1: N_("Last {weekday} of the month"),
    -2: N_("Second to last {weekday} of the month"),
}
#: What people write for it, in the languages of the catalogues.
_APPOINTMENTS = frozenset({
    "by appointment", "by appointment only", "on appointment", "appointment only",
    "with appointment", "nach vereinbarung", "nur nach vereinbarung", "nach terminvereinbarung",
    "mit termin", "nur mit termin", "sur rendez-vous", "uniquement sur rendez-vous",
    "con cita previa", "con cita", "solo con cita previa", "op afspraak", "alleen op afspraak",
    "بموعد مسبق", "需预约", "预约",
})  # fmt: skip


def weeks(
    localiser: Localiser,
    hours: str,
    zone: str,
    today: str,
    reader_zone: str = "",
    country: str = "",
) -> tuple[Week, ...]:
    """Return the usual week of hours as readers see it, or the weeks of its seasons.

    zone: where the counter is; reader_zone: whose time to show, the counter's own where empty;
    country: whose week it is, by the day that it begins with; that of the reader's formats where
    empty.
    """
    rest = otherwise(hours)
    besides = (
        tuple(_pattern(localiser, rule) for rule in patterns(hours)) if not reader_zone else ()
    )
    begins = first_weekday(localiser.formats, country)
    return tuple(
        _week(localiser, season, rest, zone, today, reader_zone, begins, besides)
        for season in seasons(hours, today)
    )


def _week(
    localiser: Localiser,
    season: Season,
    rest: Rule | None,
    zone: str,
    today: str,
    reader_zone: str,
    begins: int,
    besides: tuple[WeekDay, ...],
) -> Week:
    days = tuple(without(day, rest) for day in season.days)
    if reader_zone:
        days = _seen(days, zone, reader_zone, monday_of(today))
    shown = reader_zone or zone
    place = zone_city(shown, localiser.formats) if shown else ""
    always = _always(days) and not (season.first or season.last or besides)
    return Week(
        place,
        () if always else _rows(localiser, days, begins),
        always=always,
        season=period(localiser, season),
        otherwise=comment_in_words(localiser, rest.comment) if rest else "",
        besides=besides,
    )


def _always(days: tuple[Parts, ...]) -> bool:
    return all(
        len(day) == 1 and whole_day(day[0]) and day[0].state is State.OPEN and not day[0].comment
        for day in days
    )


def without(parts: Iterable[Part], rest: Rule | None) -> Parts:
    """Return parts without those of which is said that they are at all other times."""
    return tuple(
        part
        for part in parts
        if rest is None or (part.state, part.comment) != (rest.state, rest.comment)
    )


@cache
def _seen(days: tuple[Parts, ...], zone: str, reader_zone: str, monday: date) -> tuple[Parts, ...]:
    """Return the days of a week by the clocks of another zone, as they are in the week of a day."""
    whole = [
        replace(part, start=part.start + at * DAY, end=part.end + at * DAY)
        for at in range(-1, 8)
        for part in days[at % 7]
    ]
    joined = essence(sorted(whole, key=lambda part: part.start))
    first = min([0, *(part.start for part in joined)]) // DAY
    moved = [replace(one, start=one.start - first * DAY, end=one.end - first * DAY)
             for one in joined]  # fmt: skip
    found = seen_from(moved, monday + timedelta(days=first), zone, reader_zone)
    shown = (replace(one, start=one.start + first * DAY, end=one.end + first * DAY)
             for one in found)  # fmt: skip
    return by_weekday(shown)


def seen_week(
    hours: str, zone: str, reader_zone: str, today: str
) -> tuple[tuple[Season, tuple[Parts, ...]], ...]:
    """Return the usual weeks of a zone by the clocks of another: what of them a page shows."""
    return tuple(
        (season, _seen(season.days, zone, reader_zone, monday_of(today)))
        for season in seasons(hours, today)
    )


def _rows(localiser: Localiser, days: tuple[Parts, ...], begins: int) -> tuple[WeekDay, ...]:
    order = [(begins + index) % 7 for index in range(7)]
    names = weekday_names(localiser.formats, "abbreviated")
    starts = [0, *(at + 1 for at, (one, other) in enumerate(pairwise(order))
                   if days[one] != days[other]), 7]  # fmt: skip
    return tuple(
        WeekDay(
            names[order[first]]
            if after - first == 1
            else f"{names[order[first]]}–{names[order[after - 1]]}",
            said(localiser, days[order[first]]),
        )
        for first, after in pairwise(starts)
    )


def _pattern(localiser: Localiser, rule: Rule) -> WeekDay:
    """Return what is on some weekdays of every month."""
    spans = rule.times or ()
    parts = [Part(one.start, one.end, rule.state, rule.comment, 0, one.open_end) for one in spans]
    parts = parts or [Part(0, DAY, rule.state, rule.comment, 0)]
    return WeekDay(places_in_words(localiser, rule), said(localiser, essence(parts)))


def places_in_words(localiser: Localiser, rule: Rule) -> str:
    """Return which weekdays of a month a rule is for; empty where there is no word for them."""
    names = weekday_names(localiser.formats, "wide")
    found = []
    for days in rule.days:
        for place in days.places:
            if place not in _PLACES or days.shift:
                return ""
            found.append(localiser.say(_PLACES[place]).format(weekday=names[days.first]))
    return localiser.join(found)


def period(localiser: Localiser, season: Season) -> str:
    """Return from when until when a season is; empty where it is always."""
    day = (
        localiser.day_and_month
        if not season.with_year
        else lambda one: localiser.day(one.isoformat())
    )
    if season.first and season.last:
        return f"{day(season.first)} – {day(season.last)}"
    if season.first:
        return localiser.say(SINCE).format(date=day(season.first))
    return localiser.say(UNTIL).format(date=day(season.last)) if season.last else ""


SINCE, UNTIL = N_("from {date}"), N_("until {date}")


def said(localiser: Localiser, parts: Iterable[Part]) -> tuple[str, ...]:
    """Return in words what is open or unknown on a day."""
    return tuple(_said(localiser, part) for part in parts if part.state is not State.CLOSED)


def _said(localiser: Localiser, part: Part) -> str:
    hours = _times(localiser, part)
    if part.state is State.OPEN and not part.comment:
        return hours
    words = comment_in_words(localiser, part.comment)
    return words if whole_day(part) and part.state is State.UNKNOWN else f"{hours} · {words}"


def _times(localiser: Localiser, part: Part) -> str:
    if whole_day(part):
        return localiser.say(ALL_DAY)
    opens = clock(part.start, localiser.formats)
    if part.open_end and part.end == DAY:
        return localiser.say(FROM).format(time=opens)
    hours = f"{opens}–{clock(part.end, localiser.formats)}"
    return localiser.say(OR_LATER).format(hours=hours) if part.open_end else hours


def comment_in_words(localiser: Localiser, comment: str) -> str:
    """Return what is said of hours in the reader’s words where there are any for it."""
    if not comment:
        return localiser.say(ASK_FIRST)
    known = comment.casefold().strip(" .") in _APPOINTMENTS
    return localiser.say(BY_APPOINTMENT) if known else comment


def in_one_line(localiser: Localiser, found: Iterable[Week], always: Callable[[], str]) -> str:
    """Return usual weeks in one line, without days on which nothing is open."""
    lines = []
    for week in found:
        rows = (*week.rows, *week.besides)
        said = [f"{row.days} {localiser.join(row.ranges)}" for row in rows if row.ranges]
        said = [always()] if week.always else said
        said += [week.otherwise] if week.otherwise else []
        line = " · ".join(said)
        lines.append(localiser.named(week.season, line) if week.season else line)
    return localiser.rows(lines)


def soon(localiser: Localiser, hours: str, today: str, closed: str) -> tuple[str, ...]:
    """Return in words the next days on which hours are not as usual, holidays apart.

    For numbers beside which there is no list of such days; closed: the word for it.
    """
    if is_weekly(hours):
        return ()
    found = []
    for more in range(SOON_DAYS + 1):
        day = date.fromisoformat(today) + timedelta(days=more)
        begun = essence(parts(parsed(hours), day))
        if exceptions(hours, day) and begun != usual_day(hours, day):
            named = said(localiser, without(begun, otherwise(hours)))
            found.append(
                localiser.named(localiser.weekday_and_day(day), localiser.join(named) or closed)
            )
    return tuple(found)
