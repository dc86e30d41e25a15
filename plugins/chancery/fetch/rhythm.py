"""How often a feed says that it changes: `ttl`, `skipHours`, `skipDays`, `sy:updatePeriod`."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from chancery.fetch.schedule import Rhythm

_SYNDICATION = "{http://purl.org/rss/1.0/modules/syndication/}"
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8760}
_DAYS = "monday tuesday wednesday thursday friday saturday sunday".split()
#: No feed means a longer time than a year.
_MOST_SECONDS = 366 * 24 * 3600
_DIGITS = 9


def rhythm(root: ET.Element) -> Rhythm:
    """Return what a feed's document says; nothing of what makes no sense.

    https://www.rssboard.org/rss-specification, http://purl.org/rss/1.0/modules/syndication/
    """
    channel = next((child for child in root if _name(child) == "channel"), root)
    seconds = max(_number(_text(channel, "ttl")) * 60, _period(channel))
    hours = {_number(text) % 24 for text in _texts(channel, "skiphours") if _is_number(text)}
    days = {_DAYS.index(text) for text in _texts(channel, "skipdays") if text in _DAYS}
    return Rhythm(min(seconds, _MOST_SECONDS), tuple(sorted(hours)), tuple(sorted(days)))


def _period(channel: ET.Element) -> int:
    period = (channel.findtext(f"{_SYNDICATION}updatePeriod") or "").strip().lower()
    times = _number((channel.findtext(f"{_SYNDICATION}updateFrequency") or "1").strip())
    return _PERIODS.get(period, 0) * 3600 // max(times, 1)


def _text(channel: ET.Element, name: str) -> str:
    return next(((child.text or "").strip() for child in channel if _name(child) == name), "")


def _texts(channel: ET.Element, name: str) -> list[str]:
    found = next((child for child in channel if _name(child) == name), None)
    return [(each.text or "").strip().lower() for each in found] if found is not None else []


def _name(element: ET.Element) -> str:
    return element.tag.lower()


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= _DIGITS


def _number(text: str) -> int:
    return int(text) if _is_number(text) else 0
