"""What was probably meant by opening hours that are not right: slips of the pen, and plain words.

Nothing here is taken for what somebody means: it is what a message suggests. Each step mends one
kind of slip; what they come to is suggested if it is right.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator
from functools import cache

from chancery.common.languages import month_names, weekday_names
from chancery.hours.meaning import considered
from chancery.hours.syntax import MONTHS, MOST_CHARACTERS, WEEKDAYS, HoursError, Rule

#: The languages whose names of days and months are understood, beside English.
_LANGUAGES = ("en", "fr", "de", "nl", "es", "pt", "it", "ar", "zh", "ru", "ja")
#: Words of those languages, as they are written where hours stand.
_WORDS = {
    "-": "to till til until through bis a à al au às tot t/m até ate до по إلى 至 到",
    ",": "and und et y e en и و 和 及 &",
    "off": "geschlossen geschl zu fermé fermée fermés cerrado gesloten chiuso fechado shut مغلق "
    "休息 关闭 закрыто",
    "Mo-Su": "daily everyday täglich quotidien diario dagelijks giornaliero diariamente alldays "
    "ежедневно 每天 يوميا",
    "Sa,Su": "weekend weekends wochenende",
    "Mo-Fr": "weekdays workdays werktags",
    "24/7": "always nonstop anytime 24h 24hours 24stunden 24heures 24x7",
    "PH": "publicholiday publicholidays holiday holidays bankholiday bankholidays feiertag "
    "feiertage feiertags feiertagen festivos feestdagen",
    "SH": "schoolholiday schoolholidays schulferien ferien",
    "": "uhr uur hrs clock o'clock h heures from von du van de des da dalle das desde",
    "+": "late openend",
    "12:00": "noon midday mittag midi mediodía middag",
}  # fmt: skip
_PHRASES = (
    (r"every ?day|all days|7 ?days (?:a|per) week|7 ?j/7|7/7", "daily"),
    (r"(?:public|bank) holidays?|jours? fériés?|días? festivos?", "PH"),
    (r"school holidays?|vacances scolaires", "SH"),
    (r"jeden tag|tous les jours|todos los días", "daily"),
    (r"24 ?hours?(?: ?a ?day)?(?:,? ?7 ?days ?a ?week)?|24 ?h(?:/24)?[ ,]*7 ?j?/7", "24/7"),
    (r"always open|nonstop geöffnet|day and night", "24/7"),
    (r"open ?end", "late"),
)
_APPOINTMENT = (
    r"(?:by|on)[ _]appointment(?: only)?|nach[ _]vereinbarung|sur[ _]rendez[- _]vous"
    r"|con[ _]cita(?:[ _]previa)?|op[ _]afspraak|su[ _]appuntamento|بموعد مسبق|需?预约"
)
_DASHES = re.compile(r"\s*[\u2010-\u2015\u2212\u2192\u30fc\u301c~=]\s*")
_CLOCK = re.compile(
    r"(?<![\d:/\[])(?P<hour>\d{1,2})(?:(?P<mark>[:.h])(?P<minute>\d{2}))?\s?(?P<half>[ap])\.?m\b\.?"
)
_DOTTED = re.compile(r"(?<![\d:.])(\d{1,2})(?:[.h]| ?uhr ?)(\d{2})(?![\d.])")
_BARE = re.compile(r"(?<![\d:/\[+-])(\d{1,2})h?-(\d{1,2})h?(?![\d:/\].]|:)")
_FOUR = re.compile(r"(?<![\d:])([01]\d|2[0-4])([0-5]\d)-([01]\d|2[0-4])([0-5]\d)(?![\d:])")
_SHORT = re.compile(r"(?<![\d:])(\d:\d{2})(?!\d)")
#: How many suggestions of errors are followed.
_TRIES = 4
_COMMENT = re.compile(r'("[^"]*")')


def right_hours(value: str) -> tuple[Rule, ...]:
    """Return the rules of hours; raise HoursError, with what was probably meant if known.

    For ever the same answer, whatever the day.
    """
    try:
        return considered(value)
    except HoursError as error:
        near = _right(error.near) or meant(error.near or value)
        raise HoursError(error.message, near, error.cure) from None


@cache
def meant(value: str) -> str:
    """Return right hours that were probably meant by others; empty where nothing is near."""
    if len(value) > MOST_CHARACTERS:
        return ""
    mended = re.sub(r"[\s,;.]+$", "", value)
    tried: set[str] = set()
    for step in (str, *_STEPS):
        mended = _outside_comments(step, mended)
        tidy = _outside_comments(_spaces, mended).strip()
        if tidy in tried:
            continue
        tried.add(tidy)
        if found := _right(tidy):
            return found
    return ""


def _right(value: str) -> str:
    """Return hours if they are right, or what their error suggests if that is."""
    for _ in range(_TRIES):
        try:
            considered(value)
        except HoursError as error:
            value = error.near
        else:
            return value
    return ""


def _outside_comments(step: Callable[[str], str], value: str) -> str:
    parts = _COMMENT.split(value)
    parts[::2] = map(step, parts[::2])
    return "".join(parts)


def _characters(text: str) -> str:
    """Write signs as a keyboard has them: no wide forms, raised numbers and long dashes."""
    text = text.replace("°", "0")
    return _DASHES.sub("-", unicodedata.normalize("NFKC", text))


def _spaces(text: str) -> str:
    text = re.sub(r"\s+", " ", text)
    text = re.sub(r"\s*([-,;])\s*", lambda found: found[1] + " " * (found[1] == ";"), text)
    return text


def _appointments(text: str) -> str:
    """Put words for appointments into quotes."""
    return re.sub(rf"\b(?:open\s+)?({_APPOINTMENT})\b", lambda found: f'"{found[1]}"', text,
                  flags=re.IGNORECASE)  # fmt: skip


def _prefix(text: str) -> str:
    """Leave out what only says that hours follow."""
    return re.sub(r"^\s*(?:opening_hours|öffnungszeit(?:en)?|hours|horaires?)\s*[:=]?\s*", "", text,
                  flags=re.IGNORECASE)  # fmt: skip


def _phrases(text: str) -> str:
    """Write phrases as one word."""
    for phrase, word in _PHRASES:
        text = re.sub(rf"\b(?:{phrase})\b", word, text, flags=re.IGNORECASE)
    return text


def _clocks(text: str) -> str:
    """Write times with four digits, by a clock of 24 hours."""
    text = _CLOCK.sub(_by_half_days, text)
    text = _DOTTED.sub(lambda found: f"{int(found[1]):02}:{found[2]}", text)
    text = _FOUR.sub(r"\1:\2-\3:\4", text)
    text = re.sub(r"(?<![\d:])(\d{1,2}) ?h\b", lambda found: f"{int(found[1]):02}:00", text)
    return _SHORT.sub(r"0\1", text)


def _bare(text: str) -> str:
    """Write whole hours as times where a day or nothing stands before them."""
    parts = re.split(r"([;,])", text)
    for place, part in enumerate(parts):
        if not re.search(r"\b(?:week|" + "|".join(MONTHS) + r")\b|[a-z]{3}\s*\d", part):
            parts[place] = _BARE.sub(
                lambda found: f"{int(found[1]):02}:00-{int(found[2]):02}:00", part
            )
    return "".join(parts)


def _by_half_days(found: re.Match[str]) -> str:
    hour = int(found["hour"])
    if not 1 <= hour <= 12:
        return found[0]
    hour = hour % 12 + (12 if found["half"].lower() == "p" else 0)
    return f"{hour:02}:{found['minute'] or '00'}"


def _midnights(text: str) -> str:
    """End a day at 24:00 rather than at its own beginning."""
    return re.sub(r"-(?:00:00|midnight)\b", "-24:00", re.sub(r"\bmidnight-", "00:00-", text))


def _words(text: str) -> str:
    """Write words of other languages as hours have them."""
    names = _names()
    text = re.sub(r"\bt/m\b", "-", text)
    for name in _unspaced():
        text = text.replace(name, names[name])
    found = re.sub(r"[^\W\d_]+\.?(?:\s?[-/]?\s?feiertag\w*)?",
                   lambda word: _word(word[0], names), text)  # fmt: skip
    return re.sub(r"&", ",", found)


def _word(word: str, names: dict[str, str]) -> str:
    plain = word.rstrip(".").lower()
    for one in (plain, plain.removesuffix("s")):
        if one in names:
            return names[one]
    return word


def _signs(text: str) -> str:
    """Leave out what stands between days and times, and write commas between times."""
    text = re.sub(r"(?<=[A-Za-z\]]):\s*", " ", text)
    text = re.sub(r"(\d{2}:\d{2})\s*-\s*\+", r"\1+", text)
    text = re.sub(r"(\d{2}:\d{2}-\d{2}:\d{2}) (?=\d{2}:\d{2})", r"\1,", text)
    days = "|".join((*WEEKDAYS, "PH", "SH"))
    text = re.sub(rf"(\d{{2}}:\d{{2}}\+?|off) ?,? ?(?=(?:{days})\b)", r"\1; ", text)
    text = re.sub(rf"\b({days})(?=\d)", r"\1 ", text)
    return re.sub(rf"\b({days}) (?=(?:{days})\b)", r"\1,", text)


_STEPS = (
    _prefix, _appointments, _characters, _spaces, _clocks, _phrases, _clocks, _words, _spaces,
    _words, _bare, _signs, _spaces, _midnights, _signs,
)  # fmt: skip


@cache
def _unspaced() -> tuple[str, ...]:
    """Return the names that are written without spaces between them, the longest first."""
    found = [name for name in _names() if "\u3040" <= name[0] <= "\u9fff" and not name.isascii()]
    return tuple(sorted(found, key=len, reverse=True))


@cache
def _names() -> dict[str, str]:
    """Return the names of days and months, and the words, that mean one thing in every language."""
    found: dict[str, set[str]] = {}
    for name, meaning in _all_names():
        found.setdefault(name.rstrip(".").lower(), set()).add(meaning)
    return {name: meanings.pop() for name, meanings in found.items() if len(meanings) == 1}


def _all_names() -> Iterator[tuple[str, str]]:
    for meaning, words in _WORDS.items():
        yield from ((word, meaning) for word in words.split())
    for language in _LANGUAGES:
        for width in ("wide", "abbreviated"):
            yield from zip(weekday_names(language, width), WEEKDAYS, strict=True)
            yield from zip(month_names(language, width), MONTHS, strict=True)
    for name in (*WEEKDAYS, *MONTHS):
        yield name, name
    for name, meaning in zip(weekday_names("en", "wide"), WEEKDAYS, strict=True):
        for length in (3, 4, 5):
            yield name[:length], meaning
    for name, meaning in zip(month_names("en", "wide"), MONTHS, strict=True):
        yield name[:3], meaning
        yield name[:4], meaning
