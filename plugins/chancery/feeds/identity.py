"""What an entry of a feed is: the same thing as one that was read before, or another.

A feed should give each entry a name that stays (RFC 4287, section 4.2.6; RSS 2.0, `guid`). Many
give all entries one name, a new one at each reading, or none. So what is the same is worked out
from the whole feed as it is now and from its history, and no name is believed alone. Two rules
stand above all others: nothing readable is lost, and nothing is shown twice.

**Signs.** An entry may be known by its name (guid), its link, its title, its date (of an event,
when it begins) and its text. Each pair of entries agrees in a sign, contradicts in it, or says
nothing of it. These say nothing: a name or a link that several different entries of the feed have,
now or before; one that is the address of a site or of the feed itself; a link that is the name
written once more; a new name, in a feed whose names are seen to change while all else stays.

**One or two, in one document** (`apart`). What readers could not tell apart is one entry, when its
date or its name is the same too. So are versions: the same name, link and title with nearly the
same text; the one that was changed last counts. All else is shown, whatever it is called.

**The same as before, or new** (`recognised`). Pairs are tried by the signs that they share, the
most signs first, and only where a value is borne by one entry on each side. A pair is the same
entry when:

- its names agree, and another sign does, or neither link nor date contradicts: a title may change;
- its names contradict, but readers see the same, or three of the other four signs agree;
- nothing is said of names, the links agree, and so does date or text, or the title where not both
  of them contradict (that is the next issue of the same page), or there is neither date nor text;
- nothing is said of names and links, and the title agrees with date or text, or the text alone
  does with the date.

What left the feed before it came again must have the same date where its name is another: notices
come every year. Where most of a feed has changed in all but title and text at once, it is the feed
that writes everything anew.

**What stays** (`updated`). An entry that is known keeps its id, its first date and so its place; a
later date that comes with a change is that of the change. What says the same stays as it was, so
that names and dates which differ at each reading change nothing.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import lru_cache

import msgspec

from chancery.common.digest import digest
from chancery.feeds.clean import text_of
from chancery.feeds.entries import ENTRY_LIMIT, UNDATED, Entry, Keeping, entry_hash, newest
from chancery.feeds.links import canonical_link, is_site
from chancery.feeds.text import collapsed, plain

#: How many letters in a row are compared, and which part of the shorter text must be in the other.
_PIECE = 4
_ALIKE = 0.5
_GLOBAL = re.compile(r"https?://", re.IGNORECASE)

#: By which signs pairs are found, in this order; those of the first group need no trust in names.
_SURE = (
    ("guid", "link", "title", "date", "text"),
    ("guid", "link", "title"),
    ("guid", "title"),
    ("link", "title", "text"),
    ("link", "title", "date"),
    ("title", "text", "date"),
)
_LIKELY = (
    ("guid",),
    ("link", "title"),
    ("link",),
    ("title", "text"),
    ("title", "date"),
    ("text",),
    ("title",),
)


@dataclass(frozen=True, slots=True)
class _Signs:
    """What an entry may be known by; empty where it has none.

    gone: whether its feed was read without it; event: whether it is one.
    """

    guid: str
    link: str
    title: str
    date: str
    text: str
    gone: bool = False
    event: bool = False

    def key(self, names: Iterable[str]) -> tuple[str, ...]:
        """Return several signs at once, nothing where one of them is missing but all were asked."""
        found = tuple(getattr(self, name) for name in names)
        return found if all(found) or len(found) == len(_SURE[0]) else ()


class _Named(msgspec.Struct):
    """All that is read of what a feed said."""

    guid: str = ""


def updated(
    known: Iterable[Entry], found: Iterable[Entry], keeping: Keeping | None = None
) -> tuple[Entry, ...]:
    """Return what a feed's cache holds after a reading: known and found entries, the newest ones.

    An entry that was known keeps its id, its `first_seen` and its date, and stays as it is while it
    says the same, so that a feed that differs in what nobody sees (a tracking pixel, say) does not
    change the cache.

    keeping: how long those stay that were not found; without it, found is not all that there is.
    """
    history, now = _once(known), list(found)
    same = recognised(now, history)
    kept = {entry.id: entry for entry in history}
    there = {entry.id for entry in same.values()}
    for number, entry in enumerate(now):
        if before := same.get(number):
            kept[before.id] = _carried(before, entry)
            continue
        new = _renamed(entry, kept.keys()) if entry.id in kept else entry
        there.add(new.id)
        kept[new.id] = new
    if keeping is None:
        return tuple(newest(kept.values())[:ENTRY_LIMIT])
    for name in kept.keys() - there:
        kept[name] = replace(kept[name], gone=kept[name].gone or keeping.now)
    staying = sorted(newest(kept.values()), key=lambda entry: entry.gone is not None)
    return keeping.standing(newest(staying[:ENTRY_LIMIT]))


def apart(found: Iterable[Entry]) -> list[Entry]:
    """Return the entries of one document, each thing once and with an id of its own.

    Where several have one id, none keeps it: which of them it means would depend on their order.
    """
    entries = list(found)
    signs = [_signs(entry) for entry in entries]
    void = _several([(one.guid, (one.title, one.link)) for one in signs])
    document = _Document()
    for entry, sign in zip(entries, signs, strict=True):
        document.take(entry, replace(sign, guid="" if sign.guid in void else sign.guid))
    kept = document.kept
    ids = Counter(entry.id for entry in kept)
    taken: set[str] = set()
    for number, entry in enumerate(kept):
        if ids[entry.id] > 1:
            kept[number] = _renamed(entry, taken)
        taken.add(kept[number].id)
    return kept


class _Document:
    """Takes the entries of one document, and keeps each thing once, in their order."""

    def __init__(self) -> None:
        self.kept: list[Entry] = []
        self._looks: dict[tuple[object, ...], int] = {}
        self._versions: dict[tuple[str, ...], list[int]] = defaultdict(list)

    def take(self, entry: Entry, signs: _Signs) -> None:
        """Take an entry; signs: with a name only where that says something."""
        look = _look(entry)
        whole = (look, "at all")
        keys = [(look, entry.published), *([(look, "called", signs.guid)] if signs.guid else [])]
        wanted = [*keys, (look, None), *([whole] if entry.published is None else [])]
        name = (signs.guid, signs.link, signs.title)
        others = self._versions[name] if signs.guid else []
        twins = [self._looks[key] for key in wanted if key in self._looks]
        twins += [at for at in others if not twins and _is_version(self.kept[at], entry)]
        at = twins[0] if twins else len(self.kept)
        if not twins:
            self.kept.append(entry)
            others.append(at)
        elif _changed(entry) > _changed(self.kept[at]):
            self.kept[at] = entry
        for key in (*keys, whole):
            self._looks.setdefault(key, at)


def recognised(now: Sequence[Entry], known: Sequence[Entry]) -> dict[int, Entry]:
    """Return which entries of a document are known already, by their numbers in it.

    now: each thing once (see `apart`). The module says by which rules.
    """
    return _Pairs(now, known).found()


class _Pairs:
    """Finds which of a feed's entries now are which of its history."""

    def __init__(self, now: Sequence[Entry], known: Sequence[Entry]) -> None:
        self.known = known
        self.now, self.before = _unshared([_signs(e) for e in now], [_signs(e) for e in known])
        self.pairs: dict[int, int] = {}
        self.churns = False

    def found(self) -> dict[int, Entry]:
        for sure in _SURE:
            self._pair(sure)
        self.churns = self._names_change()
        for likely in _LIKELY:
            self._pair(likely)
        self._all_anew()
        return {number: self.known[other] for number, other in self.pairs.items()}

    def _pair(self, names: Sequence[str]) -> None:
        """Pair what alone has some signs on either side, where nothing speaks against it."""
        for number, other in self._candidates(names):
            if _is_same(self.now[number], self.before[other], self.churns):
                self.pairs[number] = other

    def _candidates(self, names: Sequence[str]) -> list[tuple[int, int]]:
        """Return pairs that are still open; of the history, what the feed had last counts first."""
        found = _by_key(self.now, names)
        history = _by_key(self.before, names)
        taken = set(self.pairs.values())
        open_ones = []
        for key, numbers in found.items():
            others = history.get(key, [])
            others = [at for at in others if not self.before[at].gone] or others
            alone = len(numbers) == len(others) == 1
            if alone and numbers[0] not in self.pairs and others[0] not in taken:
                open_ones.append((numbers[0], others[0]))
        return open_ones

    def _names_change(self) -> bool:
        """Say whether entries that are the same have other names than before, most of them."""
        named = [
            self.now[number].guid == self.before[other].guid
            for number, other in self.pairs.items()
            if self.now[number].guid and self.before[other].guid
        ]
        return named.count(False) > named.count(True)

    def _all_anew(self) -> None:
        """Pair by title and text where most of a feed differs in all else at once."""
        open_ones = [
            (number, other)
            for number, other in self._candidates(("title", "text"))
            + self._candidates(("title",))
            if not self.before[other].gone and not self.now[number].event
            and self.now[number].text == self.before[other].text
        ]  # fmt: skip
        had = sum(not one.gone for one in self.before)
        if len(dict(open_ones)) >= max(2, min(len(self.now), had) / 2):
            self.pairs.update(open_ones)


def _is_same(now: _Signs, before: _Signs, churns: bool) -> bool:
    """Say whether two are the same entry, by the rules of this module."""
    guid = 0 if churns and now.guid != before.guid else _compared(now.guid, before.guid)
    one_page = now.guid == now.link == before.link
    signs = _Agreement(
        link=0 if one_page else _compared(now.link, before.link),
        title=1 if _are_alike(now.title, before.title) else -1,
        date=_compared(now.date, before.date),
        text=_compared_texts(now.text, before.text),
        one_title=now.title == before.title,
        one_text=bool(now.text) and now.text == before.text,
        no_text=not now.text and not before.text,
        stays=not (before.gone or now.event),
    )
    if guid > 0:
        return now.event or signs.are_one_name(one_page)
    if guid < 0:
        return signs.are_one_look()
    return signs.are_one_page() if signs.link > 0 else signs.are_one_text()


@dataclass(frozen=True, slots=True)
class _Agreement:
    """In what two entries agree: 1 where they do, -1 where they contradict, 0 for nothing said.

    one_title, one_text: whether they are the same to the letter; no_text: whether neither has one;
    stays: whether the feed had the one when it was read last, so that it may be the other by now.
    """

    link: int
    title: int
    date: int
    text: int
    one_title: bool
    one_text: bool
    no_text: bool
    stays: bool

    def are_one_name(self, page: bool) -> bool:
        """Say whether what has the same name is the same; page: whether that is its page too.

        Where names are places in a list, or the feed's only one, titles and texts are still alike:
        they often begin with the same words.
        """
        if max(self.link, self.date) > 0 or self.one_title or self.one_text:
            return True
        return (self.link >= 0 and self.date >= 0) or (page and max(self.title, self.text) > 0)

    def are_one_look(self) -> bool:
        """Say whether what has another name is the same."""
        if self.date < 0 and not self.stays:
            return False
        looks = self.one_title and (self.one_text or self.no_text)
        agreed = [self.link > 0, self.one_title, self.date > 0, self.one_text]
        return (looks and self.link >= 0) or agreed.count(True) >= 3

    def are_one_page(self) -> bool:
        """Say whether what is on the same page, and has no name, is the same."""
        if max(self.date, self.text) > 0:
            return True
        edited = self.title > 0 and max(self.date, self.text) >= 0
        return edited or self.date == self.text == 0

    def are_one_text(self) -> bool:
        """Say whether what has neither name nor page, or is on another one, is the same."""
        if self.date < 0:
            return self.one_title and self.one_text and self.stays and self.link >= 0
        if not self.one_title:
            return self.one_text and self.link >= 0 and (self.date > 0 or self.stays)
        if self.link < 0:
            return self.text >= 0 and max(self.text, self.date) > 0
        return self.date > 0 or self.text >= 0


def _compared(one: str, other: str) -> int:
    """Return 1 where two signs agree, -1 where they contradict, 0 where one of them is missing."""
    if not one or not other:
        return 0
    return 1 if one == other else -1


def _compared_texts(one: str, other: str) -> int:
    found = _compared(one, other)
    return 1 if found < 0 and _are_alike(one, other) else found


def _unshared(now: list[_Signs], before: list[_Signs]) -> tuple[list[_Signs], list[_Signs]]:
    """Return signs without the names and links that several entries have, now or before."""
    guids = _shared(now, "guid") | _shared(before, "guid")
    links = _shared(now, "link") | _shared(before, "link")

    def unshared(one: _Signs) -> _Signs:
        if one.guid not in guids and one.link not in links:
            return one
        guid = "" if one.guid in guids else one.guid
        return replace(one, guid=guid, link="" if one.link in links else one.link)

    return list(map(unshared, now)), list(map(unshared, before))


def _shared(signs: Iterable[_Signs], name: str) -> set[str]:
    counts = Counter(getattr(one, name) for one in signs)
    return {value for value, count in counts.items() if value and count > 1}


def _several(named: Iterable[tuple[str, object]]) -> set[str]:
    """Return the names of which several different things are called."""
    things: dict[str, set[object]] = defaultdict(set)
    for name, thing in named:
        things[name].add(thing)
    return {name for name, found in things.items() if len(found) > 1}


def _by_key(signs: Sequence[_Signs], names: Sequence[str]) -> Mapping[tuple[str, ...], list[int]]:
    found: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for number, one in enumerate(signs):
        if key := one.key(names):
            found[key].append(number)
    return found


def _signs(entry: Entry) -> _Signs:
    """Return what an entry may be known by."""
    guid = _guid(entry.raw)
    guid = "" if guid == entry.feed or is_site(guid) else _page(guid) or guid
    date = entry.starts or (entry.published.isoformat() if entry.published else "")
    return _Signs(
        guid=guid,
        link="" if not entry.link or is_site(entry.link) else _page(entry.link),
        title=entry.title,
        date=date,
        text=collapsed(text_of(entry.summary)).strip(),
        gone=entry.gone is not None,
        event=bool(entry.starts),
    )


def _guid(raw: str) -> str:
    try:
        guid = msgspec.json.decode(raw, type=_Named).guid
    except (msgspec.MsgspecError, UnicodeError):
        return ""
    return collapsed(plain(guid)).strip()


def _page(address: str) -> str:
    """Return a web address as pages are compared, with the place on it; empty for what is none."""
    if not _GLOBAL.match(address):
        return ""
    try:
        return canonical_link(address) + "#".join(["", *address.split("#")[1:]])
    except ValueError:
        return ""


def _look(entry: Entry) -> tuple[object, ...]:
    """Return all by which readers tell an entry from another, but for its date."""
    link = _page(entry.link)
    when = (entry.starts, entry.ends, entry.recurrence)
    return entry.title, link, entry.summary, entry.content, entry.enclosures, when


def _is_version(one: Entry, other: Entry) -> bool:
    """Say whether two of one document, with the same name, link and title, are one thing."""
    when = (one.starts, one.recurrence) == (other.starts, other.recurrence)
    return (
        when
        and one.enclosures == other.enclosures
        and _are_alike(text_of(one.summary), text_of(other.summary))
    )


def _once(known: Iterable[Entry]) -> list[Entry]:
    """Return a history in which each thing is once: the first of what readers cannot tell apart.

    What is dated by its first reading alone may have been read as something new each time.
    """
    found: dict[tuple[object, ...], Entry] = {}
    for entry in sorted(known, key=lambda one: (one.first_seen, one.id)):
        key = (*_look(entry), entry.published)
        before = found.get(key)
        if before is None:
            found[key] = entry
        elif before.gone is not None:
            gone = None if entry.gone is None else max(before.gone, entry.gone)
            found[key] = replace(before, gone=gone)
    return list(found.values())


def _carried(before: Entry, now: Entry) -> Entry:
    """Return an entry as it is now, with what stays of it as it was."""
    first = before.published
    if first is None and now.published is not None and now.published <= before.first_seen:
        first = now.published
    entry = replace(
        now,
        id=before.id,
        first_seen=before.first_seen,
        published=first,
        updated=now.updated or before.updated,
        guid=before.guid,
        link=before.link if _page(before.link) == _page(now.link) else now.link,
    )
    if (entry_hash(entry), entry.cleaner) == (before.hash, before.cleaner):
        return replace(before, gone=None)
    shown = first or before.first_seen
    if now.updated is None and now.published and now.published > shown:
        entry = replace(entry, updated=now.published)
    entry = replace(entry, guid=now.guid, link=now.link)
    return replace(entry, hash=entry_hash(entry))


def _renamed(entry: Entry, taken: Collection[str]) -> Entry:
    """Return an entry a name that is not taken, made of all by which it is told apart."""
    date = entry.published.isoformat() if entry.published else ""
    said = [entry.id, entry.title, entry.link, date, entry.starts, entry.summary, entry.content]
    names: Iterator[str] = (f"sha256:{digest(said, number).hex()}" for number in range(10**6))
    return replace(entry, id=next(name for name in names if name not in taken))


def _changed(entry: Entry) -> datetime:
    return entry.updated or entry.published or UNDATED


@lru_cache(maxsize=2_000)
def _pieces(text: str) -> frozenset[str]:
    """Return the pieces of a text, without what is between its letters."""
    letters = "".join(filter(str.isalnum, text.casefold()))
    return frozenset(letters[at : at + _PIECE] for at in range(max(1, len(letters) - _PIECE + 1)))


def _are_alike(one: str, other: str) -> bool:
    """Say whether at least half of the shorter of two texts is in the other."""
    if one == other:
        return True
    pieces, others = _pieces(one), _pieces(other)
    return len(pieces & others) >= _ALIKE * min(len(pieces), len(others))
