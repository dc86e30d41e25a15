"""When a post and the ministry are open: their counters with their holidays, closures, notices."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, timedelta

from chancery.network.closures import Closure
from chancery.network.contacts import ContactPoint
from chancery.network.fields import IN_WORDS
from chancery.network.model import Post
from chancery.plan.counters import (
    LEAST_DAYS,
    OWN,
    Counter,
    Opening,
    speaks_of_holidays,
    special_days,
)
from chancery.plan.holidays import Holiday, Years, holidays_of, years_of
from chancery.plan.index import Index
from chancery.plan.openingdata import TOLD_DAYS


def opening(index: Index, post: Post) -> Opening:
    """Return when a post is open; worked out once a process."""
    found = index.openings.get(post.id)
    if found is None:
        counters = _counters(index, post)
        today = date.fromisoformat(index.inputs.settings.today)
        special = tuple(special_days(counters, today, last_shown(today)))
        found = index.openings[post.id] = Opening(counters, special)
    return found


def ministry_opening(index: Index) -> Opening:
    """Return when the ministry is reached: its crisis centre under `OWN`, its contacts as of posts.

    It keeps the holidays of its own country. What is not as usual is told of posts alone.
    """
    found = index.openings.get("")
    if found is None:
        ministry = index.ministry
        centre = ministry.crisis_centre
        hours = {f"contact:{n}": c.hours or "" for n, c in enumerate(ministry.contacts)
                 if answered(c)}  # fmt: skip
        if centre and centre.hours and centre.hours not in IN_WORDS:
            hours[OWN] = centre.hours
        counters = {
            key: Counter(one, ministry.timezone or "", _kept_by(index, None, [one]))
            for key, one in hours.items()
        }
        found = index.openings[""] = Opening(counters, ())
    return found


def holiday_years(today: date) -> Years:
    """Return the years whose holidays may show; hours may speak of the days beside a holiday."""
    last = max(last_shown(today), today + timedelta(days=TOLD_DAYS))
    return years_of(today - timedelta(days=14), last + timedelta(days=14))


def last_shown(today: date) -> date:
    """Return the last day whose closures are shown."""
    return max(date(today.year, 12, 31), today + timedelta(days=LEAST_DAYS))


def changes(post: Post) -> tuple[Closure, ...]:
    """Return what posts.yaml says of closed days and other hours, the later over the earlier."""
    return post.closures


def noticed(index: Index, post: Post, key: str) -> tuple[Closure, ...]:
    """Return the notices of a post that close a counter, or leave a telephone without an answer."""
    if key.startswith("messaging:"):
        return ()
    affected = "phone" if "contact:" in key else "counter"
    last = last_shown(date.fromisoformat(index.inputs.settings.today)).isoformat()
    return tuple(
        Closure(from_=notice.from_, until=notice.until or last, reason=notice.text)
        for notice in index.inputs.notices.get(post.id, ())
        if affected in notice.affects
    )


def answered(contact: ContactPoint) -> bool:
    """Say whether a contact has hours that end with a closure: no number for emergencies."""
    return contact.hours not in (None, *IN_WORDS) and contact.purpose != "emergency"


def _counters(index: Index, post: Post) -> dict[str, Counter]:
    return {
        key: Counter(
            hours,
            post.timezone or "",
            _kept_by(index, post, [hours, *(one.hours or "" for one in changes(post))]),
            (
                *(one for one in changes(post) if _concerns(one, key, office)),
                *noticed(index, post, key),
            ),
        )
        for key, hours, office in _hours_of(post)
    }


def _hours_of(post: Post) -> Iterator[tuple[str, str, str]]:
    """Return the hours of all counters of a post: key, hours, the id of the office."""
    if post.opening_hours:
        yield OWN, post.opening_hours, ""
    for office in post.offices:
        if office.opening_hours:
            yield f"office:{office.id}", office.opening_hours, office.id
        for place, contact in enumerate(office.contacts):
            if answered(contact):
                yield f"office-contact:{office.id}:{place}", contact.hours or "", office.id
    for place, contact in enumerate(post.contacts):
        if answered(contact):
            yield f"contact:{place}", contact.hours or "", ""
    for place, account in enumerate(post.messaging):
        if account.hours:
            yield f"messaging:{place}", account.hours, ""


def _concerns(closure: Closure, key: str, office: str) -> bool:
    """Say whether a closure is of a counter; other hours are those of one counter, not of all."""
    if closure.offices:
        return office in closure.offices
    return key == OWN or not closure.hours


def _kept_by(index: Index, post: Post | None, hours: Iterable[str]) -> tuple[Holiday, ...]:
    """Return the holidays that hours speak of: without that, nobody asks for any."""
    if not any(map(speaks_of_holidays, hours)):
        return ()
    today = date.fromisoformat(index.inputs.settings.today)
    return holidays_of(post, index.ministry, holiday_years(today))
