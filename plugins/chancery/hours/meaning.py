"""What opening hours come to on a day, and whether they mean what they say.

A rule holds instead of all that was said before of its days; one behind a comma and a space adds to
that, one behind `||` holds when nothing else does, and a closed one takes its times away. What goes
on after midnight is of the day that it begins on, and no rule for the day after ends it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from chancery.hours.syntax import (
    DAY,
    Date,
    Dates,
    Days,
    HoursError,
    Rule,
    State,
    Steps,
    parsed,
)

Holidays = frozenset[date]
NO_HOLIDAYS: Holidays = frozenset()
_ONE = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Part:
    """A part of a day that is open, closed or unknown, in minutes from its 00:00, up to 48:00.

    rule: which rule says so; open_end: whether nobody says when it ends.
    """

    start: int
    end: int
    state: State
    comment: str
    rule: int
    open_end: bool = False


def parts(rules: tuple[Rule, ...], day: date, holidays: Holidays = NO_HOLIDAYS) -> tuple[Part, ...]:
    """Return what begins on a day, in order; what is not named is closed.

    What goes on from the day before is not among it, and leaves nothing for a rule behind `||`.
    """
    return composed(rules, lambda rule: matches(rule, day, holidays),
                    lambda rule: matches(rule, day - _ONE, holidays))  # fmt: skip


def composed(
    rules: tuple[Rule, ...], holds: Callable[[Rule], bool], held: Callable[[Rule], bool]
) -> tuple[Part, ...]:
    """Return what begins on a day, by which rules hold on it, and which held the day before."""
    found: list[Part] = []
    for number, rule in enumerate(rules):
        if not holds(rule):
            continue
        new = _parts_of(rule, number)
        if rule.separator == "||":
            late = (
                _composed_plain(rules, held) if any(one.separator == "||" for one in rules) else ()
            )
            before = [replace(one, start=0, end=one.end - DAY) for one in late if one.end > DAY]
            for one in (*before, *found):
                if one.state is not State.CLOSED:
                    new = [part for whole in new for part in _cut(whole, one.start, one.end)]
            found = sorted([*found, *new], key=lambda part: part.start)
        elif rule.separator == ";" and rule.state is not State.CLOSED:
            found = new
        else:
            for one in new:
                # What is closed all day is closed in the night that would begin on it.
                end = one.end if rule.times else 2 * DAY
                found = [part for whole in found for part in _cut(whole, one.start, end)]
            if rule.state is not State.CLOSED or rule.comment:
                found = sorted([*found, *new], key=lambda part: part.start)
    return tuple(found)


def _composed_plain(rules: tuple[Rule, ...], held: Callable[[Rule], bool]) -> tuple[Part, ...]:
    plain = tuple(rule for rule in rules if rule.separator != "||")
    return composed(plain, held, lambda rule: False)


def _parts_of(rule: Rule, number: int) -> list[Part]:
    """Return the parts of a day that a rule speaks of, in order, none over another."""
    if not rule.times:
        return [Part(0, DAY, rule.state, rule.comment, number)]
    found: list[Part] = []
    for span in sorted(rule.times, key=lambda one: (one.start, one.end)):
        last = found[-1] if found else None
        if last is not None and span.start <= last.end and not last.open_end:
            end = max(last.end, span.end)
            open_end = span.open_end and span.end >= last.end
            found[-1] = replace(last, end=end, open_end=open_end)
            continue
        if last is not None and last.open_end and span.start < last.end:
            found[-1] = replace(last, end=span.start)
        found.append(Part(span.start, span.end, rule.state, rule.comment, number, span.open_end))
    return found


def _cut(part: Part, start: int, end: int) -> Iterator[Part]:
    """Return what is left of a part without some minutes."""
    if end <= part.start or part.end <= start:
        yield part
        return
    if part.start < start:
        yield replace(part, end=start, open_end=False)
    if end < part.end:
        yield replace(part, start=end)


# -------------------------------------------------------------------- days of a rule


def matches(rule: Rule, day: date, holidays: Holidays = NO_HOLIDAYS) -> bool:
    """Say whether a rule is for a day; nobody knows of school holidays."""
    return in_time(rule, day) and on_day(rule, day, holidays)


def in_time(rule: Rule, day: date) -> bool:
    """Say whether a day is in the years, dates and weeks of a rule."""
    if rule.years and not any(_stepped(one, day.year) for one in rule.years):
        return False
    if rule.dates and not any(_within(one, day) for one in rule.dates):
        return False
    return not rule.weeks or any(_stepped(one, day.isocalendar().week) for one in rule.weeks)


def on_day(rule: Rule, day: date, holidays: Holidays = NO_HOLIDAYS) -> bool:
    """Say whether a day is one of the weekdays or holidays of a rule."""
    if not (rule.days or rule.holidays or rule.school):
        return True
    if any(day - timedelta(days=shift) in holidays for shift in rule.holidays):
        return True
    return any(is_weekday(one, day) for one in rule.days)


def _stepped(steps: Steps, number: int) -> bool:
    last = number if steps.last is None else steps.last
    return steps.first <= number <= last and (number - steps.first) % steps.step == 0


def is_weekday(days: Days, day: date) -> bool:
    """Say whether a day is one of some days of the week."""
    day -= timedelta(days=days.shift)
    if (day.weekday() - days.first) % 7 > (days.last - days.first) % 7:
        return False
    place = (day.day - 1) // 7 + 1
    from_last = -((_month_days(day.year, day.month) - day.day) // 7 + 1)
    return not days.places or place in days.places or from_last in days.places


def _month_days(year: int, month: int) -> int:
    return (date(year + month // 12, month % 12 + 1, 1) - _ONE).day


def _within(dates: Dates, day: date) -> bool:
    """Say whether a day is in a range of dates, which may go on after the end of a year."""
    at = day.toordinal()
    return any(
        first <= at <= last and (at - first) % dates.step == 0
        for first, last in _spans(dates, day.year)
    )


@cache
def _spans(dates: Dates, year: int) -> tuple[tuple[int, int], ...]:
    """Return the ranges of dates that have days in a year, as ordinals."""
    found = []
    # Days before a date, such as the last of a year, may be those of the next year’s.
    years = (dates.first.year,) if dates.first.year else (year - 1, year, year + 1)
    for begin in years:
        first = day_in(dates.first, begin)
        last = day_in(dates.last, dates.last.year or begin, last=True)
        if first and last and last < first and wraps(dates):
            last = day_in(dates.last, begin + 1, last=True)
        if first and last:
            found.append((first.toordinal(), last.toordinal()))
    return tuple(found)


def wraps(dates: Dates) -> bool:
    """Say whether a range goes on after the end of each year."""
    if dates.last.year:
        return False
    first, last = dates.first, dates.last
    if first.month == last.month:
        return not (first.place or last.place or first.easter) and 0 < last.day < first.day
    return (first.month or 4) > (last.month or 4)


@cache
def day_in(one: Date, year: int, *, last: bool = False) -> date | None:
    """Return the day of a date in a year, None where it has none; a month is its first or last."""
    if one.easter:
        return _easter(year) + timedelta(days=one.shift)
    days = _month_days(year, one.month)
    if one.place > 0:
        day = 1 + (one.weekday - date(year, one.month, 1).weekday()) % 7 + 7 * (one.place - 1)
    elif one.place < 0:
        end = date(year, one.month, days)
        day = days - (end.weekday() - one.weekday) % 7 + 7 * (one.place + 1)
    else:
        day = one.day or (days if last else 1)
    if not 1 <= day <= days:
        # A range until 29 February ends with that month in every year.
        return date(year, one.month, days) if last and one.day else None
    return date(year, one.month, day) + timedelta(days=one.shift)


def _easter(year: int) -> date:
    """Return Easter Sunday (the anonymous Gregorian computus, as Meeus gives it)."""
    golden = year % 19
    century, rest = divmod(year, 100)
    correction = (century - century // 4 - (century - (century + 8) // 25 + 1) // 3 + 15) % 30
    moon = (19 * golden + correction) % 30
    day = (32 + 2 * (century % 4) + 2 * (rest // 4) - moon - rest % 4) % 7
    late = (golden + 11 * moon + 22 * day) // 451
    month, last = divmod(moon + day - 7 * late + 114, 31)
    return date(year, month, last + 1)


# -------------------------------------------------------------------- what cannot be meant

#: The days that rules are tried on: all weekdays with all dates, in years with and without a leap
#: day, and of 52 and 53 weeks.
_TRIED = (date(2023, 1, 1), date(2029, 1, 1))


@cache
def considered(value: str) -> tuple[Rule, ...]:
    """Return the rules of hours; raise HoursError for one that holds on no day.

    Whether hours are right does not depend on the day on which they are read.
    """
    rules = parsed(value)
    for rule in rules:
        if not _ever(rule):
            raise HoursError(f"{rule.source!r} holds in no year", cure="Leave it out, or mend it.")
    if len(rules) > 1:
        _consider_order(rules, value)
    return rules


def _ever(rule: Rule) -> bool:
    if not (rule.dated or any(one.places for one in rule.days)):
        return True
    if rule.holidays or rule.school:
        rule = replace(rule, days=(), holidays=(), school=())
    if any(matches(rule, day) for day in _days_tried((rule,))):
        return True
    # Within 28 years a weekday meets every date.
    return any(matches(rule, day) for day in _days(_TRIED[1], date(2051, 1, 1)))


@cache
def _days(first: date, last: date) -> tuple[date, ...]:
    return tuple(first + timedelta(days=more) for more in range((last - first).days + 1))


@cache
def _days_tried(rules: tuple[Rule, ...]) -> tuple[date, ...]:
    """Return days of every kind that rules tell apart."""
    first, last = _TRIED
    if all(rule.weekly or not rule.dated for rule in rules) and not any(
        one.places for rule in rules for one in rule.days
    ):
        return tuple(first + timedelta(days=more) for more in range(7))
    if not any(map(_tells_days_apart, rules)):
        return tuple(date(first.year, month, day) for month in range(1, 13) for day in range(1, 8))
    named = {one.first for rule in rules for one in rule.years}
    named |= {at for rule in rules for one in rule.dates if (at := one.first.year)}
    tried = list(_days(first, last))
    for year in sorted(named):
        tried += _days(date(year, 1, 1), date(year + 1, 12, 31))
    return tuple(tried)


def _tells_days_apart(rule: Rule) -> bool:
    """Say whether a rule is for more than weekdays of some months."""
    dates = any(one.first.year or one.first.day or one.first.place or one.first.easter
                for one in rule.dates)  # fmt: skip
    return bool(rule.years or rule.weeks or dates or any(one.places for one in rule.days))


def _consider_order(rules: tuple[Rule, ...], value: str) -> None:
    """Refuse a rule that a later one leaves no day, or that should stand behind a wider one."""
    kept = dict.fromkeys(range(len(rules)), False)
    taken: dict[int, int] = {}
    for holding in _together(rules):
        for place, number in enumerate(holding):
            over = _over(rules, number, holding[place + 1 :])
            if over is None:
                kept[number] = True
                continue
            taken.setdefault(number, over)
            if rules[over].weekly and _is_narrower(rules[number], rules[over]):
                raise _behind(rules, number, over, value)
    for number, over in taken.items():
        if not kept[number]:
            raise HoursError(
                f"{rules[over].source!r} holds instead of {rules[number].source!r} on all its days",
                near=_as_one(rules, number, over, value),
                cure="A later rule holds instead of those before it: write the times of a day in "
                "one rule, with commas.",
            )


def _together(rules: tuple[Rule, ...]) -> Iterable[tuple[int, ...]]:
    """Return which rules hold together on some day, by their numbers."""
    kept = [bool(rule.holidays or rule.school) for rule in rules]
    found: dict[tuple[int, ...], None] = {}
    for day in _days_tried(rules):
        timely = [number for number, rule in enumerate(rules) if in_time(rule, day)]
        plain = tuple(number for number in timely if on_day(rules[number], day))
        found[plain] = None
        if any(kept):
            found[tuple(n for n in timely if kept[n] or n in plain)] = None
    return found


def _over(rules: tuple[Rule, ...], number: int, later: Iterable[int]) -> int | None:
    """Return which later rule leaves nothing of one, on a day for which all of them are."""
    for other in later:
        rule = rules[other]
        closes = rule.state is State.CLOSED
        if rule.separator != ";" or (closes and rules[number].state is State.CLOSED):
            continue
        if not (closes and rule.times):
            return other
    return None


def _is_narrower(one: Rule, other: Rule) -> bool:
    """Say whether a rule is for some days of those of another, which does not close them."""
    return not one.weekly and other.state is not State.CLOSED


def _behind(rules: tuple[Rule, ...], number: int, over: int, value: str) -> HoursError:
    one, other = rules[number], rules[over]
    order = [*range(len(rules))]
    order.remove(number)
    order.insert(order.index(over) + 1, number)
    near = ""
    if all(rule.separator == ";" for rule in rules):
        near = "; ".join(rules[place].source for place in order)
    return HoursError(
        f"{other.source!r} holds instead of {one.source!r}, which stands before it",
        near=near,
        cure="Write what is usual first, and then what is otherwise on some days.",
    )


def _as_one(rules: tuple[Rule, ...], number: int, over: int, value: str) -> str:
    """Return hours with the times of two rules for the same days in one, where that is all."""
    one, other = rules[number], rules[over]
    if other.everywhere and not other.times and other.state is State.UNKNOWN:
        before = value[: other.start].rstrip().removesuffix(";")
        return f"{before} || {value[other.start :]}"
    if not (one.times and other.times and _of_same_days(one, other)) or over != number + 1:
        return ""
    if one.state is State.CLOSED or one.times[-1].end > other.times[0].start:
        return ""
    end = one.start + len(one.source)
    if (one.state, one.comment) != (other.state, other.comment):
        return f"{value[:end]}, {value[other.start :]}"
    if one.state is not State.OPEN or one.comment:
        return ""
    times = other.source[len(other.source.rstrip("0123456789:-+, ")) :].strip()
    return f"{value[:end]},{times}{value[other.start + len(other.source) :]}"


def _of_same_days(one: Rule, other: Rule) -> bool:
    days = [
        replace(rule, times=(), state=State.OPEN, comment="", source="", start=0, separator=";")
        for rule in (one, other)
    ]
    return days[0] == days[1]


def occurring(
    value: str, first: date, days: int, holidays: Holidays = NO_HOLIDAYS
) -> Iterator[Part]:
    """Return what hours come to on some days, in minutes from the first one's 00:00.

    With what goes on from the day before, and what begins on the last day whole.
    """
    rules = parsed(value)
    for more in range(-1, days):
        for part in parts(rules, first + timedelta(days=more), holidays):
            if part.end + more * DAY > 0:
                yield replace(part, start=part.start + more * DAY, end=part.end + more * DAY)
