"""What comes from elsewhere made safe: titles are text, summaries a little HTML, links of the web.

Nothing of a feed reaches a page but through here. Sizes are capped before the sanitiser runs: its
time grows with the square of the nesting depth, and a text cannot nest deeper than it has tags.
"""

from __future__ import annotations

import html
import re
from dataclasses import replace
from urllib.parse import unquote

import msgspec
import nh3

from chancery.common.characters import is_visible
from chancery.feeds.entries import Enclosure, Entry, Raw, entry_hash
from chancery.feeds.fragment import KNOWN_TAGS, shortened
from chancery.feeds.links import clean_link, is_site
from chancery.feeds.text import collapsed, fitted, plain

__all__ = [
    "CLEANER_VERSION",
    "clean_entry",
    "clean_link",
    "clean_summary",
    "clean_title",
    "has_words",
]

#: Raised by every change that makes any of this give something else; cached entries follow.
CLEANER_VERSION = 6
#: The most characters of one text that are looked at.
TEXT_LIMIT = 64 * 1024
#: The most tags that reach the sanitiser; no depth is greater (1,000 deep take 4 ms).
TAG_LIMIT = 1_000
TITLE_LIMIT = 200
SUMMARY_LIMIT = 300
#: The most characters and lines of a whole text; readers find longer ones where it is from.
CONTENT_LIMIT = 3_000
CONTENT_LINES = 60
#: The most characters of a title that is taken from the summary, where a feed has no titles.
BORROWED_TITLE_LIMIT = 100
ALT_LIMIT = 200
GUID_LIMIT = 500
ENCLOSURE_LIMIT = 4
TOPICS_LIMIT = 8
TOPIC_LIMIT = 40

_URN = re.compile(r"(?:urn|tag):[A-Za-z0-9\-._~:/?#@!$&'()*+,;=%]+")
_TYPE = re.compile(r"[a-z0-9.+-]{1,60}/[a-z0-9.+-]{1,80}")
_SIZE = re.compile(r"[0-9]{1,15}")
#: Elements whose text is not for readers.
_SILENT = {
    "script", "style", "noscript", "iframe", "noembed", "noframes", "object", "select", "template",
    "textarea",
}  # fmt: skip
_TO_TEXT = nh3.Cleaner(tags=set(), clean_content_tags=_SILENT)
_TO_FRAGMENT = nh3.Cleaner(
    tags=set(KNOWN_TAGS),
    clean_content_tags=_SILENT,
    attributes={"a": {"href"}},
    url_schemes={"http", "https"},
    link_rel=None,
)
#: A `<` that no `>` follows before the next one: less-than, not markup.
_LESS_THAN = re.compile(r"<(?![^<>]*>)")
_BREAKS = re.compile(r"<(?=/?(?:p|br|div|li|h[1-6]|td|th|tr|dt|dd|blockquote)\b)", re.IGNORECASE)
_TAG = re.compile(r"<[/!?]?[a-zA-Z][^<>]*>")
#: What would begin markup, also once direction controls are gone.
_MARKUP_START = re.compile(r"<(?=[\u202a-\u202e\u2066-\u2069]*[a-zA-Z/!?])")


def clean_title(title: str) -> str:
    """Return a title as one line of plain text, without markup, at most 200 characters.

    title: markup or text, as the feed has it. Character references are read once; text that would
    look like markup after that (`&lt;b&gt;`) is taken out too, so that a title stays harmless even
    where it is not escaped. The result is text: escaped and cleaned again it stays the same.
    """
    return _title(title, TITLE_LIMIT)


def clean_summary(summary: str, base: str) -> str:
    """Return a summary as a short, balanced fragment of HTML that is valid inside a `div`.

    summary: HTML. base: the address that its links are relative to, or empty.

    Only p, br, em, strong, a, ul, ol, li and blockquote remain, with no attribute but a web
    address; it ends at a word after about 300 visible characters. Cleaning twice changes nothing.
    """
    return shortened(_TO_FRAGMENT.clean(_capped(summary)), base, SUMMARY_LIMIT)


def clean_content(content: str, base: str) -> str:
    """Return a whole text as a fragment of the kind of a summary, but ten times as long."""
    markup = _TO_FRAGMENT.clean(_capped(content))
    return shortened(markup, base, CONTENT_LIMIT, CONTENT_LINES)


def text_of(summary: str) -> str:
    """Return the text of a cleaned summary, its lines apart."""
    return html.unescape(_TAG.sub("\n", summary))


def clean_entry(entry: Entry) -> Entry:
    """Return an entry with all that its feed said made anew.

    Its dates and its language stay as they are. Raises `msgspec.MsgspecError` when its `raw` is not
    what we wrote.
    """
    raw = msgspec.json.decode(entry.raw, type=Raw)
    summary = clean_summary(raw.summary, raw.base)
    content = clean_content(raw.content or raw.summary, raw.base)
    title, link, files = clean_title(raw.title), clean_link(raw.link, raw.base), _enclosures(raw)
    cleaned = replace(
        entry,
        title=title or _title(summary, BORROWED_TITLE_LIMIT) or _stand_in(link, files, entry),
        link=link,
        summary=summary,
        content=content if content != summary else "",
        guid=_guid(raw.guid),
        image=clean_link(raw.image, raw.base),
        image_alt=_title(raw.image_alt, ALT_LIMIT),
        enclosures=files,
        topics=_topics(raw),
        cleaner=CLEANER_VERSION,
    )
    return replace(cleaned, hash=entry_hash(cleaned))


def has_words(raw: Raw) -> bool:
    """Say whether an item has a title or a text that a reader would see."""
    return bool(clean_title(raw.title)) or is_visible(text_of(clean_summary(raw.summary, raw.base)))


def _stand_in(link: str, files: tuple[Enclosure, ...], entry: Entry) -> str:
    """Return what an entry without words is called by: its address, or its day."""
    address = next(filter(None, (link, *(one.url for one in files))), "")
    day = entry.published.date().isoformat() if entry.published else ""
    if not address or (is_site(address) and day):
        return day if address else ""
    shown = unquote(address.partition("://")[2]).removesuffix("/")
    return _title(html.escape(shown, quote=False), BORROWED_TITLE_LIMIT)


def _guid(name: str) -> str:
    """Return a name when it is one in the whole world: a web address, a URN, a tag (RFC 4151)."""
    name = name.strip()
    if len(name) > GUID_LIMIT:
        return ""
    return name if _URN.fullmatch(name) else clean_link(name, "")


def _enclosures(raw: Raw) -> tuple[Enclosure, ...]:
    found: dict[str, Enclosure] = {}
    for address, kind, length in raw.enclosures:
        url = clean_link(address, raw.base)
        type_ = _TYPE.fullmatch(kind.strip().lower())
        size = int(length) if _SIZE.fullmatch(length) else 0
        if url:
            found.setdefault(url, Enclosure(url, type_[0] if type_ else "", size))
    return tuple(found.values())[:ENCLOSURE_LIMIT]


def _topics(raw: Raw) -> tuple[str, ...]:
    topics = (_title(topic, TOPIC_LIMIT) for topic in raw.topics)
    return tuple(dict.fromkeys(filter(None, topics)))[:TOPICS_LIMIT]


def _title(markup: str, limit: int) -> str:
    markup = _LESS_THAN.sub("&lt;", _capped(markup))
    text = html.unescape(_TO_TEXT.clean(_BREAKS.sub(" <", markup)))
    text = _MARKUP_START.sub("< ", plain(_TAG.sub("", plain(text))))
    text = collapsed(text).strip()
    if not is_visible(text):
        return ""
    return text if len(text) <= limit else fitted(text, limit - 1) + "…"


def _capped(markup: str) -> str:
    """Return the start of a markup text, with no more characters and tags than the limits."""
    if len(markup) > TEXT_LIMIT:
        markup = markup[:TEXT_LIMIT]
        markup = markup[: markup.rfind("<")] if markup.rfind("<") > markup.rfind(">") else markup
    if markup.count("<") <= TAG_LIMIT:
        return markup
    return "<".join(markup.split("<", TAG_LIMIT + 1)[: TAG_LIMIT + 1])
