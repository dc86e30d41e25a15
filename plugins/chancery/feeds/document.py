"""The document of a feed before its items are read: decoded, measured, repaired, checked.

What comes out is known to be well formed and within limits. Everything here takes time in
proportion to the bytes.
"""

from __future__ import annotations

import codecs
import html.entities
import re
import sys
from contextlib import suppress
from xml.etree import ElementTree as ET
from xml.parsers.expat import errors

from chancery.common.errors import ChanceryError
from chancery.common.problems import shown

#: The most bytes, nested elements and elements of a feed.
SIZE_LIMIT = 5_000_000
DEPTH_LIMIT = 100
ELEMENT_LIMIT = 50_000

#: What to do about it, whatever it is.
CURE = "Ask whoever runs the feed to correct it."

_BYTE_ORDER_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),  # before UTF-16, whose mark is its beginning
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = re.compile(rb"""\s*<\?xml[^>]{0,200}?\bencoding\s*=\s*["']([A-Za-z0-9._-]{1,40})["']""")
_CHARSET = re.compile(r"""\bcharset\s*=\s*["']?([A-Za-z0-9._-]{1,40})""", re.IGNORECASE)
#: The encodings that are believed, by Python's names; what else has one is not text of the web.
_ENCODINGS = frozenset(
    {"ascii", "utf-8", "gb2312", "gbk", "gb18030", "big5", "big5hkscs", "shift_jis", "cp932"}
    | {"euc_jp", "euc_kr", "cp949", "iso2022_jp", "koi8-r", "koi8-u", "cp874", "cp866", "tis-620"}
    | {f"iso8859-{part}" for part in range(1, 17)}
    | {f"cp{page}" for page in range(1250, 1259)}
    | {"mac-roman", "mac-cyrillic"}
)
#: Labels of the web that Python does not know
#: (https://encoding.spec.whatwg.org/#names-and-labels).
_LABELS = {
    "windows-31j": "cp932", "x-sjis": "cp932", "windows-949": "cp949", "windows-874": "cp874",
    "dos-874": "cp874", "gb_2312-80": "gb18030", "x-gbk": "gb18030", "cn-big5": "big5hkscs",
    "x-x-big5": "big5hkscs", "x-euc-jp": "euc_jp", "iso-8859-8-i": "iso8859-8",
    "logical": "iso8859-8", "visual": "iso8859-8", "koi": "koi8-r", "koi8": "koi8-r",
    "koi8-ru": "koi8-u", "macintosh": "mac-roman", "x-mac-roman": "mac-roman",
    "x-mac-cyrillic": "mac-cyrillic", "x-mac-ukrainian": "mac-cyrillic",
    "unicode-1-1-utf-8": "utf-8", "x-unicode20utf8": "utf-8",
    **{f"x-cp{page}": f"cp{page}" for page in range(1250, 1259)},
}  # fmt: skip
#: Labels that the web takes for a larger encoding (https://encoding.spec.whatwg.org/#names-and-labels).
_LARGER = {
    "gb2312": "gb18030", "gbk": "gb18030", "shift_jis": "cp932", "euc_kr": "cp949",
    "big5": "big5hkscs", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
}  # fmt: skip
#: What is called these on the web is windows-1252 (https://encoding.spec.whatwg.org/#names-and-labels).
_WINDOWS_1252 = ("iso8859-1", "cp1252", "ascii")

_CALENDAR = re.compile(rb"(?:\xef\xbb\xbf)?\s*BEGIN:VCALENDAR\b", re.IGNORECASE)
_FOLD = re.compile(rb"\r?\n[ \t]")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]")
#: Sections without references, and references; an unclosed section reaches to the end.
_REFERENCE = re.compile(
    r"<!\[CDATA\[(?:.*?\]\]>|.*)|<!--(?:.*?-->|.*)"
    r"|&(?:#(?P<dec>[0-9]{1,7});|#[xX](?P<hex>[0-9a-fA-F]{1,6});|(?P<name>[A-Za-z][A-Za-z0-9]{0,40});)?",
    re.DOTALL,
)
_PREFIX = re.compile(r"<([A-Za-z_][\w.-]{0,40}):")
_DECLARATION = re.compile(r"\bxmlns:([\w.-]{1,41})\s*=")
#: Modules by the prefixes that feeds give them (those of feedparser that count here).
_KNOWN = {
    "atom": "http://www.w3.org/2005/Atom",
    "content": "http://purl.org/rss/1.0/modules/content/",
    "dc": "http://purl.org/dc/elements/1.1/",
    "dcterms": "http://purl.org/dc/terms/",
    "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
    "media": "http://search.yahoo.com/mrss/",
}
_XML_NAMES = ("lt", "gt", "amp", "quot", "apos")

_SPACE = re.compile(r"\s*+")
_DOCTYPE = re.compile(r"""<!DOCTYPE(?:[^\[<>"']++|"[^"]*"|'[^']*')*+""", re.IGNORECASE)
_SUBSET_END = re.compile(r"\]\s*>")
_ROOT = re.compile(r"<(?:[\w.-]{1,100}:)?([\w.-]{1,100})")


class FeedRefused(ChanceryError):
    """A document that is not taken; stays within this room, which makes a problem of it."""

    def __init__(self, message: str, line: int = 0, column: int = 0, cure: str = CURE) -> None:
        """Take what is wrong, where when that is known, and what to do about it."""
        self.message, self.line, self.column, self.cure = message, line, column, cure
        super().__init__(message)


def read_text(data: bytes, content_type: str = "") -> tuple[str, str]:
    """Return the text of a document, and what was odd about its encoding (or nothing).

    content_type: what it was sent as, or empty; only its charset counts. Raises `FeedRefused` for
    what is too large.
    """
    if len(data) > SIZE_LIMIT:
        raise FeedRefused(f"has {len(data):,} bytes; a feed has at most {SIZE_LIMIT:,}")
    charset = _CHARSET.search(content_type[:200])
    return _decoded(data, charset[1] if charset else "")


def read_tree(text: str) -> ET.Element:
    """Return the root element of a feed's document.

    Raises `FeedRefused` for what is too deep, not XML, or declares entities: those make a small
    document expand to gigabytes, or ask for files of this machine.
    """
    text = _ILLEGAL.sub("", text)
    start = _root_start(text)
    # Spaces instead of the prologue keep the lines and columns of errors.
    text = re.sub(r"[^\n]", " ", text[:start]) + _REFERENCE.sub(_repaired, text[start:])
    try:
        return _tree(text)
    except ET.ParseError as error:
        if error.code == errors.codes[errors.XML_ERROR_UNBOUND_PREFIX]:
            with suppress(ET.ParseError):
                return _tree(_declared(text, start))
        line, column = error.position
        message = str(error).partition(": line ")[0]
        raise FeedRefused(f"is not well-formed XML: {message}", line, column + 1) from error


def _tree(text: str) -> ET.Element:
    parser = ET.XMLParser(target=_Builder())  # noqa: S314  # nothing declares entities any more
    parser.feed(text.encode())
    return parser.close()


def _declared(text: str, start: int) -> str:
    """Return a document whose root declares each prefix that is used and declared nowhere.

    Templates of feeds often name a module and forget to say which it is; what is no module that we
    know is nobody’s.
    """
    declared = {*_DECLARATION.findall(text)}
    missing = [one for one in dict.fromkeys(_PREFIX.findall(text)) if one not in declared]
    added = "".join(f' xmlns:{one}="{_KNOWN.get(one, f"urn:{one}")}"' for one in missing)
    end = _ROOT.match(text, start).end()  # type: ignore[union-attr]  # it has matched before
    return f"{text[:end]}{added}{text[end:]}"


class _Builder(ET.TreeBuilder):
    """Builds a tree, and stops where it gets too deep or too large."""

    def __init__(self) -> None:
        super().__init__()
        self.depth = self.count = 0

    def start(self, tag: str, attrs: dict[str, str], /) -> ET.Element:
        """Open an element. Raises `FeedRefused` beyond a limit."""
        self.depth += 1
        self.count += 1
        if self.depth > DEPTH_LIMIT:
            raise FeedRefused(f"nests elements deeper than {DEPTH_LIMIT}")
        if self.count > ELEMENT_LIMIT:
            raise FeedRefused(f"has more than {ELEMENT_LIMIT:,} elements")
        return super().start(tag, attrs)

    def end(self, tag: str, /) -> ET.Element:
        """Close an element."""
        self.depth -= 1
        return super().end(tag)


def _decoded(data: bytes, charset: str) -> tuple[str, str]:
    """Return the text of a document, and what was odd about how it was encoded.

    A byte order mark counts first, then what it was sent as, then what the document declares, then
    UTF-8 (RFC 7303, section 3). Many servers say windows-1252 by default, so it never counts before
    UTF-8. Where a few bytes are wrong in any of them, these alone are lost.
    """
    for mark, encoding in _BYTE_ORDER_MARKS:
        if data.startswith(mark):
            return _read(data[len(mark) :], encoding)
    for start, encoding in ((b"<\0", "utf-16-le"), (b"\0<", "utf-16-be")):
        if data.startswith(start):
            return _read(data, encoding)
    declared = _known_encoding(charset) or _declared_encoding(data)
    if declared in _WINDOWS_1252 and data.isascii():
        return data.decode("ascii"), ""
    tried = ("utf-8",) if declared in _WINDOWS_1252 else (declared, "utf-8")
    for encoding in tried:
        try:
            text = data.decode(encoding)
        except UnicodeDecodeError:
            continue
        odd = "" if encoding == declared else f"says it is {declared}, but it is {encoding}"
        return text, odd
    return _mended(data, declared)


def _mended(data: bytes, declared: str) -> tuple[str, str]:
    """Return a text of which some bytes are in no encoding that it may have, and what is odd."""
    if (whole := _unfolded(data)) != data:
        return _decoded(whole, declared)
    if declared not in ("utf-8", *_WINDOWS_1252):
        return _read(data, declared)
    text, odd = _read(data, "utf-8")
    lost = text.count("\ufffd")
    if lost <= sum(character > "\x7f" for character in text) - lost:
        return text, odd
    text, odd = _read(data, "cp1252")
    return text, odd if declared in _WINDOWS_1252 else "is not utf-8; it was read as windows-1252"


def _unfolded(data: bytes) -> bytes:
    """Return a calendar with its lines whole: its programs fold them within letters too.

    RFC 5545, section 3.1, says that this is to be mended before anything is decoded.
    """
    return _FOLD.sub(b"", data) if _CALENDAR.match(data) else data


def _read(data: bytes, encoding: str) -> tuple[str, str]:
    """Return the text of bytes in an encoding; what is wrong in it is lost, and said to be."""
    try:
        return data.decode(encoding), ""
    except UnicodeDecodeError:
        return data.decode(encoding, "replace"), f"is not wholly {encoding}; some signs are lost"


def _declared_encoding(data: bytes) -> str:
    """Return Python's name for the encoding that a document declares; UTF-8 if unknown."""
    found = _DECLARED.match(data[:400])
    return (_known_encoding(found[1].decode("ascii")) if found else "") or "utf-8"


def _known_encoding(label: str) -> str:
    """Return Python's name of an encoding that is believed, or an empty string."""
    try:
        name = codecs.lookup(_LABELS.get(label.lower(), label)).name if label else ""
    except LookupError:
        return ""
    return _LARGER.get(name, name) if name in _ENCODINGS else ""


def _repaired(match: re.Match[str]) -> str:
    """Return a reference that XML knows for one of HTML, and an escaped `&` where there is none."""
    if match[0][0] == "<":
        return match[0]
    if match["name"]:
        if match["name"] in _XML_NAMES:
            return match[0]
        characters = html.entities.html5.get(f"{match['name']};")
        return "".join(f"&#{ord(c)};" for c in characters) if characters else f"&amp;{match[0][1:]}"
    if match["dec"] or match["hex"]:
        code = int(match["dec"]) if match["dec"] else int(match["hex"], 16)
        legal = code <= sys.maxunicode and not _ILLEGAL.match(chr(code))
        return f"&#{code};" if legal else ""
    return "&amp;"


def _root_start(text: str) -> int:
    """Return where the root element begins; raise `FeedRefused` for anything else before it."""
    place = 0
    while True:
        place = _SPACE.match(text, place).end()  # type: ignore[union-attr]  # it always matches
        if text.startswith("<?", place):
            place = _after(text, "?>", place)
        elif text.startswith("<!--", place):
            place = _after(text, "-->", place + 4)
        elif doctype := _DOCTYPE.match(text, place):
            place = _after_doctype(text, place, doctype.end())
        elif root := _ROOT.match(text, place):
            if root[1].lower() == "html":
                raise FeedRefused("is a web page, not a feed")
            return place
        else:
            line = text.count("\n", 0, place) + 1
            start = text[place : place + 20]
            raise FeedRefused(
                f"is not a feed: {f'begins {shown(start)}' if start else 'empty'}", line
            )


def _after(text: str, end: str, place: int) -> int:
    found = text.find(end, place)
    return found + len(end) if found >= 0 else len(text)


def _after_doctype(text: str, start: int, place: int) -> int:
    """Return where a document type declaration ends; raise `FeedRefused` for entities in it."""
    if text.startswith(">", place):
        return place + 1
    end = _SUBSET_END.search(text, place) if text.startswith("[", place) else None
    after = end.end() if end else len(text)
    if "<!ENTITY" in text[place:after].upper():
        line = text.count("\n", 0, start) + 1
        raise FeedRefused("declares entities, which no feed needs", line)
    return after
