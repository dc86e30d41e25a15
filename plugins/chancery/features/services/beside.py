"""Checks whether the text about a service contradicts the data that its page shows beside it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from html import unescape

from babel import Locale
from babel.localedata import load
from babel.numbers import get_currency_name, get_currency_symbol

from chancery.common.folding import folded
from chancery.common.languages import known_locale
from chancery.common.problems import Place, Problem
from chancery.common.rules import RULES
from chancery.content.model import Document
from chancery.content.scan import EASY
from chancery.features.services.model import SERVICES, ServiceFacts, Variant
from chancery.network.fields import Text
from chancery.network.offered import Fee, LocalFee, Service
from chancery.plan.index import Index
from chancery.plan.words import N_

CODE = "text-beside-data"
#: Whose data stand beside a text: those of all posts, or what a post says itself.
SHARED, OWN = "shared", "own"
#: How many characters from a number the name of its currency is.
_AROUND = 12
#: How many characters the word after a number has at most.
_NEXT = 30
#: The fewest letters of a word that is known from the names of currencies: shorter ones are of all
#: kinds, such as new.
_WORD = 4
#: What a section is about by its anchor, and by its heading: that of the data in the theme.
SECTIONS = {
    "steps": (("steps",), N_("What to do")),
    "documents": (("documents",), N_("What to bring")),
    "fee": (("fees", "fee", "cost"), N_("Fee")),
    "takes": (("time", "takes", "duration"), N_("How long it takes")),
}
_HEADING = re.compile(r'<h([2-6])[^>]* id="([^"]*)"[^>]*>(.*?)</h\1>', re.DOTALL)
_TAG = re.compile(r"<[^>]*>")
_NUMBER = re.compile(r"\d+(?:[ .,’'\u00a0\u202f٬٫]\d+)*")
#: A part of a text that is a number and one word, such as a cell of a table.
_ALONE = re.compile(rf"\s*({_NUMBER.pattern})\s+([^\W\d_]+)\.?\s*")
#: Units of time as CLDR names them.
_UNITS = tuple(f"duration-{unit}" for unit in ("hour", "day", "week", "month", "year"))


def beside_problems(index: Index, root: str) -> Iterator[Problem]:
    """Return the sections of pages that say otherwise what data beside them say.

    root: the content folder as messages name it.
    """
    for document in index.inputs.documents:
        if document.kind == "page":
            slug = document.slug.removesuffix(EASY)
            own, shared = list(_own(index, slug, document.post)), index.by_id(SERVICES).get(slug)
            for kind, heading, html in _sections(index, document) if own or shared else ():
                if source := _other(kind, html, document.language, shared, own):
                    yield _problem(document, root, heading, kind, source, slug)


def _problem(
    document: Document, root: str, heading: str, kind: str, source: str, slug: str
) -> Problem:
    where = f"services/{slug}.yaml" if source == SHARED else "posts.yaml"
    message = f"{heading!r} says otherwise what readers see beside it: {kind} of {where}"
    cure = "Take out what the data say too, or mend one of the two."
    place = Place(f"{root}/{document.file}")
    return Problem(place, message, cure=cure, post=document.post, level=RULES[CODE], code=CODE)


def _own(index: Index, slug: str, post: str) -> Iterator[Service]:
    """Return what posts say of a service themselves: one, or all for a text that all may show."""
    posts = [index.posts[post]] if post in index.posts else []
    for one in posts if post else index.posts.values():
        yield from (service for service in one.services if service.service == slug)


def _sections(index: Index, document: Document) -> Iterator[tuple[str, str, str]]:
    """Return a text's sections on what data also say: each with its subject, heading and HTML."""
    html = "".join(p if isinstance(p, str) else " " for p in document.fragment.pieces)
    labels = index.inputs.theme.catalogues.get(document.language, {})
    headings = list(_HEADING.finditer(html))
    ends = [*(match.start() for match in headings[1:]), len(html)]
    for match, end in zip(headings, ends, strict=False):
        words = _plain(match[3])
        for kind, (anchors, label) in SECTIONS.items():
            if match[2] in anchors or folded(words) == folded(labels.get(label) or label):
                yield kind, words.strip(), html[match.end() : end]


def _other(kind: str, html: str, tag: str, shared: ServiceFacts | None, own: list[Service]) -> str:
    """Say whose data a section contradicts, SHARED or OWN; empty where it contradicts none."""
    records: list[ServiceFacts | Variant] = []
    if shared is not None:
        records = [shared, *shared.variants.values()]
    if kind == "steps":
        titles = [step.title for one in records for step in one.steps]
        return SHARED if titles and _lists_else(html, tag, titles) else ""
    if kind == "documents":
        things = [item.what for one in records for item in one.documents]
        return SHARED if things and _lists_else(html, tag, things) else ""
    if kind == "takes":
        times = [one.takes for one in (*records, *own) if one.takes]
        source = SHARED if any(one.takes for one in records) else OWN
        return source if times and _lasts_else(html, tag, times) else ""
    fees = [fee for one in (*records, *own) for fee in _fees(one)]
    source = SHARED if any(one.fee for one in records) else OWN
    return source if fees and _costs_else(html, tag, fees) else ""


def _fees(one: ServiceFacts | Variant | Service) -> Iterator[Fee | LocalFee]:
    if one.fee:
        yield one.fee
    if isinstance(one, Service) and one.local_fee:
        yield one.local_fee


def _lists_else(html: str, tag: str, texts: Iterable[Text]) -> bool:
    """Say whether a section has a list in which something is missing that data name."""
    said = folded(_plain(html))
    return "<li" in html and any(folded(text.pick((tag,))[0]) not in said for text in texts)


def _lasts_else(html: str, tag: str, times: Iterable[Text]) -> bool:
    """Say whether a section names a time, and none of those that data name."""
    said = folded(_plain(html))
    units = set(said.split()) & _units(tag) or any(
        one in said for one in _units(tag) if _dense(one)
    )
    return bool(units) and not any(folded(time.pick((tag,))[0]) in said for time in times)


@cache
def _units(tag: str) -> frozenset[str]:
    """Return the words for hours, days, weeks, months and years in a language, folded.

    Those written out, where CLDR has them apart: what is short for one may be another word, as
    the Portuguese sem and the Swedish mån without its ring are.
    """
    patterns = load(str(known_locale(tag))).get("unit_patterns", {})
    found = (
        text
        for unit in _UNITS
        for count, text in _written_out(patterns.get(unit) or {}).items()
        if count != "per"
    )
    words = (folded(re.sub(r"\{0\}", " ", text)) for text in found)
    return frozenset(word for word in words if len(word) > 2 or _dense(word))


def _written_out(widths: Mapping[str, Mapping[str, str]]) -> Mapping[str, str]:
    """Return the patterns of a unit that are written out, or of which no longer one is known."""
    return dict(widths.get("short") or {}) | dict(widths.get("long") or {})


def _dense(word: str) -> bool:
    """Say whether a word is of a script that has no spaces between words."""
    return any("\u2e80" <= letter <= "\u9fff" for letter in word)


def _costs_else(html: str, tag: str, fees: Iterable[Fee | LocalFee]) -> bool:
    """Say whether a section names amounts, and not those that data name.

    One in a currency of the data must be theirs; of others it is enough that one is.
    """
    fees = list(fees)
    known = {round(float(fee.amount), 2) for fee in fees}
    names = {name for fee in fees for name in _money(fee.currency, tag)}
    text = _plain(html)
    alone = dict(_alone(html))
    named = []
    for match in _NUMBER.finditer(text):
        around = text[max(0, match.start() - _AROUND) : match.end() + _AROUND]
        right = bool(known & set(_values(match[0])))
        if any(name in around or name in folded(around) for name in names):
            if not right:
                return True
        elif not right and not _is_money(match[0], text[match.end() :], alone, tag):
            continue
        named.append(right)
    return bool(named) and not any(named)


def _alone(html: str) -> Iterator[tuple[str, str]]:
    """Return the numbers that stand with one word alone, each with its word, folded."""
    for part in _TAG.split(html):
        if match := _ALONE.fullmatch(unescape(part)):
            yield match[1], folded(match[2])


def _is_money(number: str, after: str, alone: Mapping[str, str], tag: str) -> bool:
    """Say whether a number is an amount in other money than that of the data.

    Its currency has a sign, a code or a name of CLDR; or nothing but one word stands beside it,
    and that is of no time.
    """
    after = after[:_NEXT].lstrip()
    word = next(iter(folded(after).split()), "")
    sign = unicodedata.category(after[0]) == "Sc" if after else False
    code = after[:3] in Locale("en").currencies
    lone = number in alone and alone[number] not in _units(tag)
    return sign or code or lone or word in _currency_words(tag)


@cache
def _currency_words(tag: str) -> frozenset[str]:
    """Return the words that names of currencies begin or end with in a language, folded."""
    data = load(str(known_locale(tag)))
    names = list(data.get("currency_names", {}).values())
    for counts in data.get("currency_names_plural", {}).values():
        names += counts.values()
    words = (folded(name).split() for name in names)
    return frozenset(one for name in words for one in name[:1] + name[-1:] if len(one) >= _WORD)


@cache
def _money(currency: str, tag: str) -> frozenset[str]:
    """Return what a currency is called in a language: its code, its sign and its names, folded."""
    locale = known_locale(tag)
    names = [
        currency,
        get_currency_symbol(currency, locale),
        get_currency_name(currency, None, locale),
    ]
    names += [get_currency_name(currency, count, locale) for count in (1, 2, 5, 100)]
    return frozenset(filter(None, map(folded, names))) | {get_currency_symbol(currency, locale)}


def _values(number: str) -> Iterator[float]:
    """Return what a number may mean: with its last mark before decimals, or with none of them."""
    digits = "".join(str(unicodedata.digit(c)) if c.isdecimal() else " " for c in number)
    parts = digits.split()
    yield float("".join(parts))
    if len(parts) > 1 and len(parts[-1]) <= 2:
        yield round(float(f"{''.join(parts[:-1])}.{parts[-1]}"), 2)


def _plain(html: str) -> str:
    return unescape(_TAG.sub(" ", html))
