"""`chancery feeds`: the feeds of the network fetched into the cache that builds read."""

from __future__ import annotations

import os
import urllib.request
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from chancery.commands.options import Options
from chancery.commands.told import busy, of_posts

if TYPE_CHECKING:
    from datetime import datetime

    from chancery.common.problems import Problem
    from chancery.common.reporter import Advance
    from chancery.fetch.run import Report, Settings
    from chancery.fetch.status import Row
    from chancery.network.load import Loaded


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What of feeds is asked for.

    every: those too that are not due or have ended; allow: hosts to open, whatever their addresses;
    wait: whether to wait while another run stores what it has fetched.
    """

    every: bool = False
    allow: tuple[str, ...] = ()
    wait: bool = True


def feeds(options: Options, wishes: Wishes) -> int:
    """Fetch every feed that is due; give the exit code, as `build` does."""
    from chancery.common.locks import Busy
    from chancery.common.problems import CannotStart, errors

    reporter = options.reporter()
    try:
        loaded = loaded_network(options)
        with reporter.progress("feeds") as advance:
            report = _fetch(loaded, options, _settings(loaded, wishes), advance, wait=wishes.wait)
    except CannotStart as error:
        reporter.problems(error.problems)
        return reporter.end(2)
    except Busy as holder:
        reporter.problems([busy(holder, options)])
        return reporter.end(2)
    except OSError as error:
        reporter.problems([_unusable(options, error)])
        return reporter.end(2)
    problems = [*of_posts(loaded, options), *report.problems]
    reporter.problems(problems)
    reporter.say(_told(report))
    return reporter.end(
        1 if errors(problems) or report.unreached else 0,
        following=f"chancery build{options.flags}" if report.entries else "",
    )


def status(options: Options) -> int:
    """Say how each feed is; give 1 where a person must look at one, 2 when it cannot start."""
    from chancery.common.clock import true_instant
    from chancery.common.problems import CannotStart, errors
    from chancery.fetch.status import table

    reporter = options.reporter()
    try:
        loaded, now = loaded_network(options), true_instant()
    except CannotStart as error:
        reporter.give(feeds=[])
        reporter.problems(error.problems)
        return reporter.end(2)
    found, wrong = status_rows(loaded, options, now)
    reporter.say(*(table(found) if found else ["posts.yaml names no feed with an address."]))
    reporter.give(feeds=[row.as_json() for row in found])
    needed = [problem for row in found for problem in row.needs]
    reporter.problems([*wrong, *needed])
    return reporter.end(1 if needed or errors(wrong) else 0)


def discover(options: Options, wishes: Wishes, url: str) -> int:
    """Say which feeds a web page has, as lines for posts.yaml; give 1 where there is none."""
    from chancery.common.faults import without_secrets
    from chancery.common.problems import CannotStart, Place, Problem
    from chancery.common.urls import nearest_address, url_fault
    from chancery.fetch.finding import find

    reporter = options.reporter()
    try:
        finding = find(url, _settings(loaded_network(options), wishes))
    except CannotStart as error:
        reporter.problems(error.problems)
        return reporter.end(2)
    if finding.fault:
        place, near = Place(without_secrets(url)), nearest_address(url) if url_fault(url) else ""
        reporter.problems([Problem(place, finding.fault, nearest=near, code="feed-not-found")])
        return reporter.end(1)
    reporter.give(feeds=[each.as_json() for each in finding.feeds])
    reporter.say(f"{url} {finding.said}. In posts.yaml, where it belongs:", "", "    feeds:")
    reporter.say(*(f"      {each.line()}" for each in finding.feeds), "")
    return reporter.end(0 if any(not each.fault for each in finding.feeds) else 1)


def status_rows(loaded: Loaded, options: Options, now: datetime) -> tuple[list[Row], list[Problem]]:
    """Return the state of each feed, by what is known of it and cached, and what is wrong."""
    from chancery.feeds.cache import cache_place, open_cache
    from chancery.fetch.pictures import pictures_state
    from chancery.fetch.sources import wanted
    from chancery.fetch.state import StateFile, state_place
    from chancery.fetch.status import idle, rows

    found = wanted(loaded)
    place = cache_place(options.network_folder, options.cache_folder)
    with open_cache(place, readonly=True) as cache:
        entries = cache.read(found)
        wrong = [*of_posts(loaded, options), *cache.problems]
    states = StateFile(state_place(place))
    pictures = StateFile(pictures_state(place))
    wrong += [*states.problems, *idle(found, states.states, os.path.relpath(place), now)]
    return rows(found, states.states, entries, pictures.states, now), wrong


def loaded_network(options: Options) -> Loaded:
    """Return the network. Raises CannotStart where posts.yaml cannot be read."""
    from chancery.common.clock import build_date
    from chancery.network.load import load_network

    build_date()  # what posts.yaml accepts depends on the day: no server is asked before it is good
    posts = options.network_folder / "posts.yaml"
    return load_network(posts, os.path.relpath(posts), {})


def _settings(loaded: Loaded, wishes: Wishes) -> Settings:
    from chancery import __version__
    from chancery.common.clock import true_instant
    from chancery.fetch.address import Access
    from chancery.fetch.run import Settings

    _check_certificates()
    return Settings(
        now=true_instant(),
        agent=f"Chancery/{__version__} (+{loaded.network.ministry.url})",
        access=Access(allowed=frozenset(map(str.lower, wishes.allow)), proxies=_proxies()),
        every=wishes.every,
    )


def _proxies() -> dict[str, str]:
    """Return the proxies that the environment names, by scheme; one without a scheme is HTTP.

    Raises CannotStart for one of a kind that cannot be asked.
    """
    from chancery.common.problems import CannotStart, Place, Problem, shown

    found = {}
    for scheme in ("http", "https"):
        value = urllib.request.getproxies().get(scheme, "").strip()
        if not value:
            continue
        address = value if "://" in value else f"http://{value}"
        parts = urlsplit(address)
        if parts.scheme.lower() not in ("http", "https") or not parts.hostname:
            message = f"{shown(value)}: expected a proxy such as http://proxy.example:3128"
            cure = "Name one that speaks HTTP, or unset the variable."
            raise CannotStart(
                [Problem(Place(f"{scheme}_proxy"), message, cure=cure, code="wrong-usage")]
            )
        found[scheme] = address
    return found


def _check_certificates() -> None:
    """Say of a variable that names certificates which are not there what every feed would say."""
    from chancery.common.problems import CannotStart, Place, Problem, shown

    for name in ("SSL_CERT_FILE", "SSL_CERT_DIR"):
        value = os.environ.get(name, "")
        if value and not os.path.exists(value):
            message = f"{shown(value)} is not there, so no certificate could be checked"
            cure = "Name a file of certificates, or unset the variable."
            raise CannotStart([Problem(Place(name), message, cure=cure, code="wrong-usage")])


def _fetch(
    loaded: Loaded, options: Options, settings: Settings, advance: Advance, *, wait: bool
) -> Report:
    from chancery.common.locks import Turns
    from chancery.feeds.cache import cache_place, open_cache
    from chancery.feeds.thumbnails import thumbnails_folder
    from chancery.feeds.undetected import told_once
    from chancery.fetch.pictures import Pictures
    from chancery.fetch.run import fetch
    from chancery.fetch.sources import wanted
    from chancery.fetch.state import StateFile, feeds_lock, state_place

    place = cache_place(options.network_folder, options.cache_folder)
    alone = Turns(feeds_lock(place), "chancery feeds")
    with alone(wait=wait):
        states = StateFile(state_place(place), alone)
        pictures = Pictures(thumbnails_folder(place), settings.now, alone)
        opened = open_cache(place, readonly=False)
    with opened as cache:
        report = fetch(wanted(loaded), states, cache, settings, advance, pictures, alone)
    report.problems += [*cache.problems, *states.problems, *pictures.problems]
    report.problems = told_once(report.problems)
    return report


def _told(report: Report) -> str:
    """Return what a run did in a line."""
    from chancery.common.problems import counted
    from chancery.fetch.ask import Kind

    ended = report.ended
    parts = [
        f"{ended[Kind.NEW]} with something new (new or changed entries: {report.entries:,})",
        f"{ended[Kind.SAME]} as before",
        f"{ended[Kind.FAILED]} failed",
        f"{ended[Kind.FAULT]} met a fault" if ended[Kind.FAULT] else "",
        f"{ended[Kind.GONE]} ended" if ended[Kind.GONE] else "",
        f"{report.put_off} put off" if report.put_off else "",
        f"{report.unreached} not reached" if report.unreached else "",
        f"{report.not_due} not due" if report.not_due else "",
        f"{counted(report.pictures, 'picture')} copied" if report.pictures else "",
    ]
    asked = sum(ended.values())
    said = ", ".join(part for part in parts if part)
    return f"{counted(asked, 'feed')} asked: {said}; {report.received:,} bytes received."


def _unusable(options: Options, error: OSError) -> Problem:
    from chancery.common.problems import Place, Problem

    place = Place(os.path.relpath(options.cache_folder))
    return Problem(
        place,
        f"cannot be written: {error.strerror}",
        cure="Check its rights.",
        code="file-unwritable",
    )
