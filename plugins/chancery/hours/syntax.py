"""The syntax of opening hours: OpenStreetMap's, as far as it says one thing only.

(https://wiki.openstreetmap.org/wiki/Key:opening_hours/specification) What somebody writes is read
into rules that are held to what they say; what could be read in two ways is refused, and so is what
a counter cannot mean, such as a time of day that is another each day. Nothing here knows what day
it is: hours are right or wrong for ever.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from enum import StrEnum
from functools import cache
from typing import TypeVar

from chancery.common.errors import ChanceryError

One = TypeVar("One")

DAY = 24 * 60
WEEKDAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
#: How many days a month has at most.
_LONGEST = (31, 29, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
#: The most characters and the most rules that hours may have: nobody reads more, or means them.
MOST_CHARACTERS, MOST_RULES = 2_000, 60
#: What wraps midnight and lasts longer than this (minutes) is an afternoon by a clock of 12 hours.
_LONGEST_NIGHT = 16 * 60


class State(StrEnum):
    """What a rule says of its times."""

    OPEN = "open"
    CLOSED = "closed"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Span:
    """Times of a day in minutes from its 00:00, the end up to 48:00.

    open_end: whether nobody says when it ends; the end is then that of the day, or what is sure.
    """

    start: int
    end: int
    open_end: bool = False


@dataclass(frozen=True, slots=True)
class Days:
    """Days of the week, the first to the last.

    places: which of a month, from 1 or from -1 backwards; all of them where empty. shift: so many
    days after these.
    """

    first: int
    last: int
    places: tuple[int, ...] = ()
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Steps:
    """Numbers from one to another, every so-manieth; last: None where there is no end."""

    first: int
    last: int | None
    step: int = 1


@dataclass(frozen=True, slots=True)
class Date:
    """A day of a year: by its number, as a weekday of a month, or Easter; shift: days after it."""

    year: int | None = None
    month: int = 0
    day: int = 0
    weekday: int = 0
    place: int = 0
    easter: bool = False
    shift: int = 0


@dataclass(frozen=True, slots=True)
class Dates:
    """The days from one date to another; step: every so-manieth of them.

    A date without a day is a month: its first day, or its last.
    """

    first: Date
    last: Date
    step: int = 1


@dataclass(frozen=True, slots=True)
class Rule:
    """One rule: on which days it is, at what times, and what it says of them.

    separator: `;` where it holds instead of what was said before of its days, `,` where it adds to
    that, `||` where it holds when nothing else does. holidays, school: the shifts of `PH` and `SH`
    in days. times: empty for whole days. source: as it is written; start: at which character.
    """

    separator: str = ";"
    years: tuple[Steps, ...] = ()
    dates: tuple[Dates, ...] = ()
    weeks: tuple[Steps, ...] = ()
    days: tuple[Days, ...] = ()
    holidays: tuple[int, ...] = ()
    school: tuple[int, ...] = ()
    times: tuple[Span, ...] = ()
    state: State = State.OPEN
    comment: str = ""
    source: str = ""
    start: int = 0

    @property
    def everywhere(self) -> bool:
        """Say whether it holds on every day."""
        return not (self.dated or self.days or self.holidays or self.school)

    @property
    def dated(self) -> bool:
        """Say whether it holds in some of the year's weeks only, whatever the weekday."""
        return bool(self.years or self.dates or self.weeks)

    @property
    def weekly(self) -> bool:
        """Say whether it holds in every week alike."""
        placed = any(one.places for one in self.days)
        return not (self.dated or placed or self.holidays or self.school)


class HoursError(ChanceryError):
    """Why hours are not right: what is wrong, and what was probably meant.

    near: the whole value as it was probably meant, or empty; cure: what to do.
    """

    def __init__(self, message: str, near: str = "", cure: str = "") -> None:
        """Note what is wrong with hours."""
        super().__init__(message)
        self.message, self.near, self.cure = message, near, cure


@dataclass(frozen=True, slots=True)
class _Token:
    kind: str
    text: str
    start: int
    spaced: bool

    @property
    def end(self) -> int:
        return self.start + len(self.text)


_TOKENS = re.compile(
    r"(?P<comment>\"[^\"]*\")"
    r"|(?P<always>24/7)"
    r"|(?P<time>[0-9]{1,2}:[0-9]{2})(?![0-9:])"
    r"|(?P<number>[0-9]+)"
    r"|(?P<word>[^\W\d_]+)"
    r"|(?P<or>\|\|)"
    r"|(?P<sign>[-,;:+/()\[\]])"
)
_STATES = {"open": State.OPEN, "closed": State.CLOSED, "off": State.CLOSED,
           "unknown": State.UNKNOWN}  # fmt: skip
_SUN = frozenset({"dawn", "sunrise", "sunset", "dusk"})
_END = _Token("end", "", 0, spaced=False)


@cache
def parsed(value: str) -> tuple[Rule, ...]:
    """Return the rules of opening hours; raises HoursError for what is not right."""
    if len(value) > MOST_CHARACTERS:
        raise HoursError(
            f"expected hours of at most {MOST_CHARACTERS} characters, not {len(value)}",
            cure="Say what is usual here, and single days under closures.",
        )
    return _Reader(value).rules()


class _Reader:
    """Reads hours from left to right."""

    def __init__(self, value: str) -> None:
        self.value = value
        self.tokens = list(_tokens(value))
        self.at = 0
        self.all_day = False

    # ------------------------------------------------------------------ tokens

    def peek(self, ahead: int = 0) -> _Token:
        place = self.at + ahead
        return self.tokens[place] if place < len(self.tokens) else _END

    def next(self) -> _Token:
        token = self.peek()
        self.at += 1
        return token

    def sign(self, text: str, ahead: int = 0) -> bool:
        token = self.peek(ahead)
        return token.kind in ("sign", "or") and token.text == text

    def take(self, text: str) -> bool:
        if self.sign(text):
            self.at += 1
            return True
        return False

    def refuse(self, message: str, token: _Token | None = None, cure: str = "") -> HoursError:
        """Return the error of what stands at a token, which is named with its place."""
        token = token or self.peek()
        if token.kind == "end":
            return HoursError(f"{message}, at the end", cure=cure)
        return HoursError(f"{message}, at {token.text!r} (character {token.start + 1})", cure=cure)

    # ------------------------------------------------------------------ rules

    def rules(self) -> tuple[Rule, ...]:
        found: list[Rule] = []
        separator = ";"
        while True:
            found.append(self.rule(separator))
            if len(found) > MOST_RULES:
                raise HoursError(
                    f"expected at most {MOST_RULES} rules",
                    cure="Say what is usual here, and single days under closures.",
                )
            token = self.next()
            if token.kind == "end":
                return tuple(found)
            separator = token.text
            if separator == "," and not self.peek().spaced:
                raise self.refuse("expected a space after the comma between two rules")

    def rule(self, separator: str) -> Rule:
        first = self.peek()
        if first.kind == "end" or first.text in (";", "||", ","):
            raise self.refuse("expected a rule such as “Mo-Fr 09:00-12:00”", first)
        rule = Rule(separator=separator, start=first.start)
        if first.kind == "always":
            self.next()
            rule = replace(rule, times=(Span(0, DAY),))
        else:
            rule = self.selectors(rule)
        rule = self.said(rule)
        if self.at == 0 or self.tokens[self.at - 1].start < rule.start:
            raise self.refuse("expected hours in OpenStreetMap’s syntax")
        self.rule_ends(rule)
        rule = replace(rule, source=self.value[rule.start : self.tokens[self.at - 1].end])
        if rule.state is State.OPEN and not rule.times and not self.all_day:
            raise HoursError(
                f"{rule.source!r} has no times",
                cure="Write its times; 00:00-24:00 is around the clock.",
            )
        return rule

    def rule_ends(self, rule: Rule) -> None:
        token = self.peek()
        after = self.peek(1)
        if token.text == "," and after.kind == "word" and not after.spaced and not _kinds_of(after):
            raise self.refuse("expected a day: Mo Tu We Th Fr Sa Su", after)
        if token.kind == "end" or token.text in (";", "||", ","):
            return
        kinds = _kinds_of(token)
        if kinds == _TIME:
            raise self.refuse("expected a comma between times, or a semicolon before a rule")
        if "days" in kinds and not rule.times and (rule.days or rule.holidays or rule.school):
            # To some, days beside PH narrow it; to others they are more days.
            near = f"{self.value[: token.start].rstrip()},{self.value[token.start :]}"
            raise HoursError("expected a comma between days and holidays", near)
        if "days" in kinds:
            raise self.refuse("expected a semicolon before a rule for other days")
        if kinds & {"date", "week"}:
            raise self.refuse("expected months, then weeks, before days and times")
        raise self.refuse("expected hours in OpenStreetMap’s syntax")

    def selectors(self, rule: Rule) -> Rule:
        if self.peek().kind == "number" and not self.year_ahead():
            rule = replace(rule, years=self.many(self.years, "number"))
        if (
            "month" in _kinds_of(self.peek())
            or self.peek().text.lower() == "easter"
            or self.year_ahead()
        ):
            rule = replace(rule, dates=self.many(self.dates, "date"))
        if self.peek().text.lower() == "week":
            self.next()
            rule = replace(rule, weeks=self.many(self.weeks, "number"))
        if rule.dated:
            self.take(":")
        if "days" in _kinds_of(self.peek()):
            rule = self.weekdays(rule)
        if _kinds_of(self.peek()) == _TIME:
            rule = replace(rule, times=self.many(self.span, "time"))
        return rule

    def said(self, rule: Rule) -> Rule:
        token = self.peek()
        state = _STATES.get(token.text.lower()) if token.kind == "word" else None
        if state is not None:
            self.next()
        self.all_day = state is State.OPEN
        comment = self.next().text[1:-1].strip() if self.peek().kind == "comment" else ""
        if state is None:
            state = State.UNKNOWN if comment else State.OPEN
        return replace(rule, state=state, comment=comment)

    # ------------------------------------------------------------------ lists

    def many(self, one: Callable[[One | None], One], more: str) -> tuple[One, ...]:
        """Return what a list has; more: the kind of what goes on with it behind a comma."""
        found = [one(None)]
        while self.sign(",") and more in _kinds_of(self.peek(1)):
            if self.peek(1).spaced and more != "time":
                raise self.apart(self.peek(1))
            self.next()
            again = self.peek()
            found.append(one(found[-1]))
            if found[-1] in found[:-1]:
                raise self.refuse("expected nothing twice", again, "Leave it out.")
        return tuple(found)

    def apart(self, token: _Token) -> HoursError:
        """Return the error for spaces after the commas of a list: each day becomes a rule."""
        value = self.value
        return HoursError(
            f"a comma and a space end a rule, so that what is before {token.text!r} (character "
            f"{token.start + 1}) has no times",
            near=value[: token.start].rstrip() + value[token.start :],
            cure="Write a list of days without spaces.",
        )

    def years(self, _before: Steps | None) -> Steps:
        return self.steps("a year", 1900, 2999)

    def weeks(self, _before: Steps | None) -> Steps:
        return self.steps("a week from 1 to 53", 1, 53)

    def steps(self, what: str, least: int, most: int) -> Steps:
        first = self.number(what, least, most)
        last: int | None = first
        if self.take("-"):
            token = self.peek()
            last = self.number(what, least, most)
            if last <= first:
                raise self.refuse(f"expected {what} after {first}", token)
        elif self.take("+"):
            last = None
        step = 1
        if self.take("/"):
            step = self.number("a step from 2 on", 2, most)
            last = None if last == first else last
        return Steps(first, last, step)

    def number(self, what: str, least: int, most: int) -> int:
        token = self.next()
        if token.kind != "number" or not least <= int(token.text[:6]) <= most:
            raise self.refuse(f"expected {what}", token)
        return int(token.text)

    # ------------------------------------------------------------------ dates

    def dates(self, before: Dates | None) -> Dates:
        token = self.peek()
        if before is not None and self.peek().kind == "number" and not self.year_ahead():
            first = replace(before.last, day=self.day(before.last.month), weekday=0, place=0)
        else:
            first = self.date(ranged=self.ranged_ahead())
        if before is not None and before.last.year and len(token.text) != 4:
            raise self.every_year(before.last, token)
        last = first
        if self.take("-"):
            if self.peek().kind == "number" and not self.year_ahead():
                last = replace(first, day=self.day(first.month), shift=0)
                if not first.day or last.day <= first.day:
                    raise self.refuse(
                        "expected a day after the first one", self.tokens[self.at - 1]
                    )
            else:
                last = self.date(ranged=True)
        if _is_month(first) != _is_month(last):
            raise self.refuse("expected two dates, or two months", token)
        if first.year and not last.year and (last.month or 4) < (first.month or 4):
            raise self.year_after(first.year)
        if first.year and not last.year:
            last = replace(last, year=first.year)
        step = self.number("a step from 2 on", 2, 366) if self.take("/") else 1
        return Dates(first, last, step)

    def every_year(self, before: Date, token: _Token) -> HoursError:
        """Return the error of a date behind one with a year, which to some is of that year too."""
        what = str(before.year)
        if token.kind == "number":
            what += f" {MONTHS[before.month - 1]}"
        return HoursError(
            f"expected {what} before {token.text!r} (character {token.start + 1}) too",
            near=f"{self.value[: token.start]}{what} {self.value[token.start :]}",
        )

    def year_after(self, year: int) -> HoursError:
        """Return the error of a range that goes on after its year, which may mean two things."""
        last = self.at - 1
        while self.tokens[last].kind != "word" or self.tokens[last].text in ("day", "days"):
            last -= 1
        token = self.tokens[last]
        return HoursError(
            f"expected a year before {token.text!r} (character {token.start + 1}) too",
            near=f"{self.value[: token.start]}{year + 1} {self.value[token.start :]}",
        )

    def year_ahead(self) -> bool:
        """Say whether a date with its year comes next."""
        token, after = self.peek(), self.peek(1)
        return token.kind == "number" and len(token.text) == 4 and "date" in _kinds_of(after)

    def ranged_ahead(self) -> bool:
        """Say whether a weekday of a month, next, is a date from which a range goes."""
        ahead = 2 if self.peek().kind == "number" else 1
        if "days" not in _kinds_of(self.peek(ahead)) or not self.sign("[", ahead + 1):
            return False
        ahead += 2
        while self.peek(ahead).kind == "number" or self.sign("-", ahead):
            ahead += 1
        if not self.sign("]", ahead):
            return False
        ahead += 4 if self.peek(ahead + 3).text in ("day", "days") else 1
        return self.sign("-", ahead) and (
            "date" in _kinds_of(self.peek(ahead + 1)) or self.peek(ahead + 1).kind == "number"
        )

    def date(self, *, ranged: bool) -> Date:
        year = int(self.next().text) if self.year_ahead() else None
        token = self.next()
        if token.text.lower() == "easter":
            return Date(year, easter=True, shift=self.shift())
        if "month" not in _kinds_of(token):
            raise self.refuse("expected a month such as Jan, or easter", token)
        month = MONTHS.index(token.text.capitalize()) + 1
        if self.peek().kind == "number" and len(self.peek().text) < 3:
            return Date(year, month, self.day(month), shift=self.shift())
        if ranged and "days" in _kinds_of(self.peek()) and self.sign("[", 1):
            weekday = self.weekday()
            [place] = self.places()[:1]
            return Date(year, month, weekday=weekday, place=place, shift=self.shift())
        return Date(year, month)

    def day(self, month: int) -> int:
        if not month:
            raise self.refuse("expected a month before the day")
        most = _LONGEST[month - 1]
        return self.number(f"a day that {MONTHS[month - 1]} has (1 to {most})", 1, most)

    def shift(self) -> int:
        """Read by how many days something is moved, such as `-2 days`."""
        if self.peek().text not in ("+", "-") or self.peek(1).kind != "number":
            return 0
        if self.peek(2).text not in ("day", "days"):
            return 0
        way = 1 if self.next().text == "+" else -1
        days = self.number("at most 300 days", 1, 300)
        self.next()
        return way * days

    # ------------------------------------------------------------------ days of the week

    def weekdays(self, rule: Rule) -> Rule:
        for found in self.many(self.one_of_week, "days"):
            if isinstance(found, Days):
                rule = replace(rule, days=(*rule.days, found))
            elif found[0] == "PH":
                rule = replace(rule, holidays=(*rule.holidays, found[1]))
            else:
                rule = replace(rule, school=(*rule.school, found[1]))
        return rule

    def one_of_week(self, _before: object) -> Days | tuple[str, int]:
        token = self.peek()
        if token.text.upper() in ("PH", "SH"):
            self.next()
            return token.text.upper(), self.shift()
        first = self.weekday()
        if self.sign("["):
            return Days(first, first, self.places(), self.shift())
        if self.take("-"):
            token = self.peek()
            last = self.weekday()
            if last == first:
                raise self.refuse("expected another day than the first one", token)
            return Days(first, last)
        return Days(first, first)

    def weekday(self) -> int:
        token = self.next()
        if token.text.capitalize() not in WEEKDAYS:
            raise self.refuse("expected a day: Mo Tu We Th Fr Sa Su", token)
        return WEEKDAYS.index(token.text.capitalize())

    def places(self) -> tuple[int, ...]:
        """Read which weekdays of a month are meant, in brackets."""
        self.next()
        found: list[int] = []
        while True:
            way = -1 if self.take("-") else 1
            first = way * self.number("which of a month: 1 to 5, or -1 to -5", 1, 5)
            last = self.number("which of a month: 1 to 5", 1, 5) if self.take("-") else first
            found += range(first, last + 1)
            if self.take("]"):
                return tuple(found)
            if not self.take(","):
                raise self.refuse("expected a comma or a bracket")

    # ------------------------------------------------------------------ times

    def span(self, _before: Span | None) -> Span:
        token = self.peek()
        start = self.time(DAY - 1)
        if self.take("+"):
            return Span(start, DAY, open_end=True)
        if not self.take("-"):
            raise HoursError(
                f"expected when it ends too, after {token.text!r} (character {token.start + 1})",
                cure=f"Write {token.text}-12:00, or {token.text}+ where nobody says when.",
            )
        close = self.peek()
        end = self.time(2 * DAY)
        if end == start:
            raise self.refuse("expected another time than the first one", close,
                              "Write 00:00-24:00 for all day.")  # fmt: skip
        if end < start:
            end += DAY
            if end - start > _LONGEST_NIGHT:
                raise self.afternoon(close, start, end)
        if self.sign("/"):
            raise self.refuse("expected no steps between times")
        return Span(start, end, open_end=self.take("+"))

    def afternoon(self, token: _Token, start: int, end: int) -> HoursError:
        """Return the error for hours by a 12-hour clock, which would end the next afternoon."""
        meant = end - DAY // 2
        near = ""
        if end - DAY <= DAY // 2 and meant > start:
            near = f"{self.value[: token.start]}{clock(meant)}{self.value[token.end :]}"
        return HoursError(
            f"{clock(start)}-{token.text} (character {token.start + 1}) goes on until the next day",
            near=near,
            cure="Write the times of the afternoon as 13:00 to 24:00.",
        )

    def time(self, most: int) -> int:
        token = self.next()
        if token.text.lower() in _SUN or (token.text == "(" and self.peek().text in _SUN):
            raise self.sun(token)
        if token.kind != "time":
            raise self.refuse("expected a time of four digits such as 09:30", token)
        hours, minutes = map(int, token.text.split(":"))
        if minutes > 59 or hours * 60 + minutes > most:
            raise HoursError(
                f"there is no {token.text} (character {token.start + 1})",
                cure="Times go from 00:00 to 24:00; what ends after midnight ends the day after: "
                "20:00-02:00.",
            )
        return hours * 60 + minutes

    def sun(self, token: _Token) -> HoursError:
        return self.refuse(
            "expected times by the clock, which are the same each day", token,
            "Write times, where need be for each season: “Apr-Sep 09:00-18:00; Oct-Mar "
            "09:00-16:00”.",
        )  # fmt: skip


def _kinds_of(token: _Token) -> frozenset[str]:
    """Return what a token may be."""
    if token.kind == "time" or token.text == "(" or token.text.lower() in _SUN:
        return _TIME
    if token.kind == "number":
        return _NUMBER
    if token.kind == "word":
        return _WORDS.get(token.text.capitalize(), _NOTHING)
    return _NOTHING


_NOTHING: frozenset[str] = frozenset()
_TIME, _NUMBER = frozenset({"time"}), frozenset({"number", "date"})
_WORDS = {
    **dict.fromkeys(MONTHS, frozenset({"month", "date"})),
    "Easter": frozenset({"date"}),
    **dict.fromkeys((*WEEKDAYS, "Ph", "Sh"), frozenset({"days"})),
    "Week": frozenset({"week"}),
}


def _is_month(date: Date) -> bool:
    return not (date.day or date.place or date.easter)


def _tokens(value: str) -> Iterator[_Token]:
    at = 0
    while at < len(value):
        after = at
        while after < len(value) and value[after] in " \t":
            after += 1
        if after == len(value):
            return
        found = _TOKENS.match(value, after)
        if found is None:
            sign = value[after]
            message = f"expected no {sign!r} (character {after + 1})"
            if sign == '"':
                message = f"expected a second quotation mark after the one at character {after + 1}"
            raise HoursError(message)
        kind = found.lastgroup or ""
        text = found[0]
        yield _Token("sign" if kind == "or" else kind, text, after, spaced=after > at)
        at = found.end()


def clock(minute: int) -> str:
    """Return a time of day as hours are written with it."""
    return f"{minute // 60:02}:{minute % 60:02}"
