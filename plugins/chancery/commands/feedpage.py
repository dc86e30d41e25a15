"""A page of the local server: how each feed is, and its last entries as sites will show them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from html import escape
from typing import TYPE_CHECKING

from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.common.problems import Problem
    from chancery.feeds.entries import Entry
    from chancery.fetch.status import Row
    from chancery.network.load import Loaded
    from chancery.network.model import Post
    from chancery.network.newsfeeds import FeedSource
    from chancery.plan.index import Index

#: Where the server has it; no post can be called so.
PATH = "/-/feeds"
#: How many entries of a feed are shown.
ENTRIES = 12
_HEAD = """<!doctype html>
<html lang="en">
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>Feeds</title>
<style>
body { font: 1rem/1.4 system-ui, sans-serif; margin: 1rem auto; max-width: 60rem; padding: 0 1rem; }
h2 { font-size: 1.1rem; margin: 2rem 0 .25rem; overflow-wrap: anywhere; }
p { margin: .25rem 0; }
li { margin: .5rem 0; }
.need { border-inline-start: .25rem solid; padding-inline-start: .5rem; font-weight: 600; }
.not { opacity: .75; }
</style>
<h1>Feeds</h1>
"""


@dataclass(frozen=True, slots=True)
class _Shown:
    """The entries of one feed as a site shows them; why: by id, why it does not show one."""

    site: str
    entries: tuple[Entry, ...]
    when: Mapping[str, str]
    why: Mapping[str, str]


def feed_page(options: Options) -> bytes:
    """Return the page, as things are now; whatever is wrong stands on it."""
    from chancery.common.clock import true_instant
    from chancery.common.faults import Fault, at_edge
    from chancery.common.problems import CannotStart

    faults: list[Fault] = []
    lines = [_HEAD]
    with at_edge(faults.append):
        try:
            lines += _body(options, true_instant())
        except CannotStart as error:
            lines += _problems(error.problems)
    lines += [f'<p class="need">{escape(str(fault))}</p>' for fault in faults]
    return "\n".join(lines).encode()


def _body(options: Options, now: datetime) -> Iterator[str]:
    from chancery.commands.feeds import loaded_network, status_rows

    loaded = loaded_network(options)
    rows, wrong = status_rows(loaded, options, now)
    yield from _problems(wrong)
    known = {row.feed.url: row for row in rows}
    sources, found = _sources(loaded), _entries(loaded, options, now)
    if not sources:
        yield "<p>posts.yaml names no feed.</p>"
    index = _index(loaded, found, now)
    sites = _Sites(index)
    for key, source in sorted(sources.items()):
        yield f"<h2>{escape(source.url or str(source.file))}</h2>"
        if row := known.get(source.url or ""):
            yield from _status(row)
        yield from _listed(sites.shown(key))


def _problems(problems: Iterable[Problem]) -> list[str]:
    return [f'<p class="need">{escape(str(problem))}</p>' for problem in problems]


def _status(row: Row) -> Iterator[str]:
    state = row.state
    times = (("answered", state.answered), ("next", state.due))
    said = "".join(f"; {name} {time:%Y-%m-%d %H:%M} UTC" for name, time in times if time)
    place = f"{row.feed.place.file}:{row.feed.place.line}"
    yield f"<p>{escape(row.said)}{said}; {row.entries} entries; {escape(place)}</p>"
    yield from _problems(row.needs)


def _listed(shown: _Shown | None) -> Iterator[str]:
    if shown is None:
        yield "<p>It flows to no site.</p>"
        return
    yield f"<p>On {escape(shown.site)}:</p>\n<ul>"
    for entry in shown.entries[:ENTRIES]:
        why = shown.why.get(entry.id, "")
        note = f"<br>Not shown: it {escape(why)}." if why else ""
        title = f'<bdi lang="{escape(entry.language)}">{escape(entry.title)}</bdi>'
        if entry.link:
            title = f'<a rel="noreferrer" href="{escape(entry.link)}">{title}</a>'
        when = shown.when.get(entry.id, "")
        known = escape(", ".join(filter(None, [when, entry.language])))
        yield f"<li{' class=not' if why else ''}>{title}<br>{known}{note}</li>"
    yield "</ul>"
    if len(shown.entries) > ENTRIES:
        yield f"<p>and {len(shown.entries) - ENTRIES} more</p>"


class _Sites:
    """What sites show of feeds, each site worked out once."""

    def __init__(self, index: Index) -> None:
        self.index = index
        self._left: dict[str, Mapping[tuple[str, str], str]] = {}

    def shown(self, key: str) -> _Shown | None:
        """Return the entries of a feed on the first site that it flows to, else on the portal."""
        from chancery.plan.news import feeds_of

        for post in (*self.index.network.posts, None):
            if any(flow.feed.key == key for flow in feeds_of(self.index, post)):
                return self._on(key, post)
        return None

    def _on(self, key: str, post: Post | None) -> _Shown:
        entries = self.index.inputs.entries.get(key, ())
        name = post.id if post else "the portal"
        left = self._left_out(post, name)
        why = {entry.id: left[key, entry.id] for entry in entries if (key, entry.id) in left}
        when = {entry.id: self._when(entry, post) for entry in entries}
        first = sorted(entries, key=lambda entry: entry.id in why)
        return _Shown(name, tuple(first), when, why)

    def _left_out(self, post: Post | None, name: str) -> Mapping[tuple[str, str], str]:
        from chancery.plan.news import feeds_of
        from chancery.plan.newschoice import chosen, left_out

        if name not in self._left:
            flows = feeds_of(self.index, post)
            shown = chosen(self.index, post, flows)
            self._left[name] = left_out(self.index, post, flows, shown)
        return self._left[name]

    def _when(self, entry: Entry, post: Post | None) -> str:
        from chancery.feeds.entries import UNDATED
        from chancery.plan.events import occurrence

        if not entry.starts:
            known = entry.shown_at > UNDATED
            return f"{entry.shown_at:%Y-%m-%d %H:%M} UTC" if known else "no date"
        found = occurrence(self.index, post, entry)
        begins, ends = (found.begins, found.ends) if found else (entry.starts, entry.ends)
        again = ", and again" if found and found.again else ""
        return f"{begins}{f' to {ends}' if ends not in ('', begins) else ''}{again}"


def _sources(loaded: Loaded) -> dict[str, FeedSource]:
    """Return all feeds by their keys."""
    return {feed.key: feed for feed in reversed([*loaded.network.feeds()])}


def _entries(loaded: Loaded, options: Options, now: datetime) -> dict[str, tuple[Entry, ...]]:
    """Return the entries of each feed as a build would see them now, from cache and files."""
    from chancery.common.files import file_fault, read_at_most
    from chancery.feeds.cache import cache_place, open_cache
    from chancery.feeds.document import SIZE_LIMIT
    from chancery.feeds.entries import Keeping
    from chancery.feeds.parse import parse_file
    from chancery.network.feedkeeping import keeping_of

    sources, stays = _sources(loaded), keeping_of(loaded.network)
    place = cache_place(options.network_folder, options.cache_folder)
    with open_cache(place, readonly=True) as cache:
        found = {
            key: Keeping(now, stays[key].days, stays[key].entries).standing(entries)
            for key, entries in cache.read(k for k, one in sources.items() if one.url).items()
        }
    content = options.network_folder / "content"
    for key, source in sources.items():
        path = content / str(source.file)
        if source.file and not file_fault(path, content):
            data = read_at_most(path, SIZE_LIMIT + 1)
            found[key] = tuple(parse_file(data, feed=key, whole=False)[0])
    return found


def _index(loaded: Loaded, entries: Mapping[str, tuple[Entry, ...]], now: datetime) -> Index:
    from chancery.plan.index import Index
    from chancery.plan.inputs import Inputs, Settings, Theme

    theme = Theme(catalogues={}, stylesheets={}, scripts={}, icon="", digest=b"")
    settings = Settings(today=now.date().isoformat(), now=now)
    return Index(
        Inputs(
            network=loaded.network,
            documents=(),
            theme=theme,
            settings=settings,
            code=b"",
            entries=entries,
        )
    )
