"""What is wrong with hours and holidays that only a calendar can tell."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from functools import cache

from chancery.common.problems import Place, Problem, nearest, shown
from chancery.common.rules import RULES
from chancery.common.yaml.source import Value, locate
from chancery.hours.evaluate import open_ranges, shifts
from chancery.hours.meaning import day_in
from chancery.hours.syntax import DAY, Rule, parsed
from chancery.network.closures import Holidays
from chancery.network.contacts import ContactPoint
from chancery.network.fields import IN_WORDS
from chancery.network.load import SHARED
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan.counters import speaks_of_holidays
from chancery.plan.holidays import (
    ISO_DAY,
    Holiday,
    depends_on_region,
    drops,
    known_languages,
    known_regions,
    offered,
    regions_called,
)
from chancery.plan.index import Index
from chancery.plan.opening import holiday_years

#: How many days ahead hours are compared with what clocks do.
_AHEAD = 366
#: A part of a country by ISO 3166-2, and not by its name.
_REGION = re.compile(r"[A-Z]{2}-[A-Z0-9]{1,3}")
#: The most regions that a message names.
_MOST_NAMED = 6


@dataclass(frozen=True, slots=True)
class _Fault:
    path: list[str | int]
    message: str
    code: str
    near: str = ""
    cure: str = ""


def hour_problems(index: Index, trees: Mapping[str, Value]) -> list[Problem]:
    """Return what is wrong with hours and corrected holidays in posts.yaml; the rest of them holds.

    trees: the YAML of each post and of the ministry, with its places.
    """
    today = date.fromisoformat(index.inputs.settings.today)
    shared = (*_corrections(index, None), *_calendars(index, None, today),
              *_rules(_ministry_hours(index.ministry), today))  # fmt: skip
    found = [_said(trees.get(SHARED), "ministry", "", one) for one in shared]
    for post in index.posts.values():
        for fault in (
            *_corrections(index, post),
            *_calendars(index, post, today),
            *_rules(_post_hours(post), today),
            *_clocks(_all_hours(post), post.timezone, today),
        ):
            found.append(_said(trees.get(post.id), f"posts.{post.id}", post.id, fault))
    return found


def rule_problems(
    tree: Value, path: list[str | int], hours: str | None, today: date
) -> Iterator[Problem]:
    """Return what is wrong with hours in a file of the content; tree, path: where they stand."""
    if hours and hours not in IN_WORDS:
        for fault in _rules([(path, hours)], today):
            yield _of_content(tree, fault)


def place_problems(
    tree: Value, path: list[str | int], hours: str, zone: str | None, country: str, today: date
) -> Iterator[Problem]:
    """Return what is wrong with the hours of a place in a file of the content.

    tree, path: where they stand; zone: its time zone; country: whose holidays it keeps.
    """
    told = [(path, hours)]
    faults = [*_rules(told, today), *_clocks(told, zone, today)]
    if speaks_of_holidays(hours):
        # It has no holidays of its own, and no region.
        found = _calendar(path, country, Holidays(), today)
        faults += (replace(one, cure="Write their dates instead of PH.") for one in found)
    for fault in faults:
        yield _of_content(tree, fault)


def _said(tree: Value, whose: str, post: str, fault: _Fault) -> Problem:
    place = locate(tree, fault.path)[0] if tree is not None else Place("")
    return _problem(place, ".".join([whose, *map(str, fault.path)]), post, fault)


def _of_content(tree: Value, fault: _Fault) -> Problem:
    place, dotted = locate(tree, fault.path)
    return _problem(place, dotted, "", fault)


def _problem(place: Place, dotted: str, post: str, fault: _Fault) -> Problem:
    return Problem(
        place, fault.message, dotted, fault.near, fault.cure, post, RULES[fault.code],
        code=fault.code,
    )  # fmt: skip


def _corrections(index: Index, post: Post | None) -> Iterator[_Fault]:
    """Say which holidays are dropped that there are not, and which regions nobody tells apart."""
    owner = post or index.ministry
    holidays: Holidays = owner.holidays
    if holidays.region and owner.country:
        known = known_regions(owner.country)
        if holidays.region not in known:
            yield _Fault(
                ["holidays", "region"],
                f"no holidays are known of {shown(holidays.region)}, only those of its country",
                "holiday-region-unknown",
                nearest(holidays.region, known),
                "Leave it out, or name its own under holidays.add.",
            )
    if not holidays.drop:
        return
    years = holiday_years(date.fromisoformat(index.inputs.settings.today))
    kept = offered(post, index.ministry, years)
    for number, wish in enumerate(holidays.drop):
        by_date = ISO_DAY.fullmatch(wish) is not None
        if by_date and int(wish[:4]) not in years:
            continue
        if not any(drops(wish, one) for one in kept):
            known = tuple(one.day for one in kept) if by_date else _all_names(kept)
            yield _Fault(
                ["holidays", "drop", number],
                f"{shown(wish)} is no public holiday here in {years[0]} to {years[-1]}",
                "holiday-drop-unknown",
                nearest(wish, known),
                "" if known else "None are known here: name them under holidays.add.",
            )


def _calendars(index: Index, post: Post | None, today: date) -> Iterator[_Fault]:
    """Say where hours speak of public holidays of which not all are known."""
    owner = post or index.ministry
    kept: Holidays = owner.holidays
    country = owner.country or ""
    hours = _post_hours(post) if post else _ministry_hours(index.ministry)
    spoken = next((path for path, one in hours if speaks_of_holidays(one)), None)
    if post is None and spoken is None and any(map(_speaks, index.posts.values())):
        spoken = ["country"]
    if spoken is None or (post and country == index.ministry.country):
        return
    for fault in _calendar(spoken, country, kept, today):
        cure = "Name them under holidays.add."
        if fault.code == "holiday-region-missing":
            cure = f"Write {_likely(post, country)} under holidays.region."
        yield replace(fault, cure=cure)


def _calendar(path: list[str | int], country: str, kept: Holidays, today: date) -> Iterator[_Fault]:
    """Say where not all public holidays of a country are known; the cure is left open."""
    if not known_languages(country, ""):
        if not kept.add:
            yield _Fault(
                path,
                f"no public holidays are known of {shown(country)}, so PH is no day of its own",
                "holidays-unknown",
            )
    elif not kept.region and depends_on_region(country, today.year):
        yield _Fault(
            path,
            f"public holidays of {shown(country)} depend on the region, and none is named",
            "holiday-region-missing",
        )


def _speaks(post: Post) -> bool:
    return any(speaks_of_holidays(hours) for _path, hours in _post_hours(post))


def _likely(post: Post | None, country: str) -> str:
    """Return the regions that a post may be in: named as its city, in its district, or any."""
    names = tuple(dict(post.city.variants).values()) if post and post.city else ()
    known = tuple(filter(_REGION.fullmatch, known_regions(country)))
    likely = regions_called(country, names)
    if not likely and post and post.district:
        likely = tuple(one for one in post.district.regions if one in known)
    likely = likely or known
    more = " or another" if len(likely) > _MOST_NAMED else ""
    return ", ".join(likely[:_MOST_NAMED]) + more


def _rules(hours: Iterable[tuple[list[str | int], str]], today: date) -> Iterator[_Fault]:
    """Say which rules of hours are for no day that is known, or only for days that are past."""
    for path, one in hours:
        for rule in parsed(one):
            if rule.school:
                yield _Fault(
                    path,
                    f"school holidays are not known: {shown(rule.source)} holds on none of them",
                    "hours-school-holidays",
                    cure="Write their dates instead of SH.",
                )
            elif _is_past(rule, today):
                yield _Fault(path, f"{shown(rule.source)} is past", "hours-past",
                             cure="Leave it out.")  # fmt: skip


def _is_past(rule: Rule, today: date) -> bool:
    """Say whether the last year of a rule, or the last of its dates, is past."""
    years = [one.last for one in rule.years]
    if years and all(one is not None and one < today.year for one in years):
        return True
    ends = [day_in(one.last, one.last.year or 0, last=True) if one.last.year else None
            for one in rule.dates]  # fmt: skip
    return bool(ends) and all(one is not None and one < today for one in ends)


def _all_names(kept: list[Holiday]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for one in kept for name in one.names()))


def _clocks(
    all_hours: Iterable[tuple[list[str | int], str]], zone: str | None, today: date
) -> Iterator[_Fault]:
    """Say where clocks that go forward or back make a time of some hours be never, or twice."""
    for path, hours in all_hours if zone else ():
        found = _clock_fault(hours, zone or "", today)
        if found:
            yield _Fault(path, found[0], "hours-at-clock-change", cure=found[1])


def _all_hours(post: Post) -> Iterator[tuple[list[str | int], str]]:
    if post.opening_hours:
        yield ["opening_hours"], post.opening_hours
    for number, office in enumerate(post.offices):
        if office.opening_hours:
            yield ["offices", number, "opening_hours"], office.opening_hours
        yield from _contact_hours(["offices", number, "contacts"], office.contacts)
    yield from _contact_hours(["contacts"], post.contacts)
    for number, account in enumerate(post.messaging):
        if account.hours:
            yield ["messaging", number, "hours"], account.hours
    for number, channel in enumerate(post.channels):
        if channel.hours:
            yield ["channels", number, "hours"], channel.hours
    if post.collection and post.collection.hours:
        yield ["collection", "hours"], post.collection.hours


def _post_hours(post: Post) -> list[tuple[list[str | int], str]]:
    """Return all hours of a post, those of its closures too."""
    return [*_all_hours(post), *_other_hours(post)]


def _other_hours(post: Post) -> Iterator[tuple[list[str | int], str]]:
    for number, closure in enumerate(post.closures):
        if closure.hours:
            yield ["closures", number, "hours"], closure.hours


def _ministry_hours(ministry: Ministry) -> list[tuple[list[str | int], str]]:
    centre = ministry.crisis_centre
    own = centre.hours if centre and centre.hours and centre.hours not in IN_WORDS else ""
    found: list[tuple[list[str | int], str]] = [(["crisis_centre", "hours"], own)] if own else []
    found += [(["channels", number, "hours"], one.hours)
              for number, one in enumerate(ministry.channels) if one.hours]  # fmt: skip
    return [*found, *_contact_hours(["contacts"], ministry.contacts)]


def _contact_hours(
    base: list[str | int], contacts: Iterable[ContactPoint]
) -> Iterator[tuple[list[str | int], str]]:
    for number, one in enumerate(contacts):
        if one.hours and one.hours not in IN_WORDS:
            yield [*base, number, "hours"], one.hours


@cache
def _clock_fault(hours: str, zone: str, today: date) -> tuple[str, str] | None:
    """Return message and cure for the first time that is never, or twice."""
    for day, before, after in shifts(zone, today, _AHEAD):
        low, high = sorted((before, after))
        ranges = open_ranges(hours, day - timedelta(days=1), 3)
        times = [opens - DAY for opens, _ in ranges if low <= opens - DAY < high]
        # What closes as clocks change just closes.
        times += [closes - DAY for _, closes in ranges if low < closes - DAY < high]
        if times:
            never = before < after
            return (
                f"{_clock(times[0])} {'does not exist' if never else 'is twice'} on {day} in "
                f"{zone}, where clocks go from {_clock(before)} to {_clock(after)}",
                f"{f'On that day {_clock(after)} counts' if never else 'Both times count'}. Write "
                "another time, or the hours of that day under closures.",
            )
    return None


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"
