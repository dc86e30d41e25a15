"""Languages: canonical BCP 47 tags, their names and directions, all from CLDR through Babel."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Sequence
from copy import deepcopy
from functools import cache, cached_property
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.core import get_global
from babel.languages import get_official_languages
from babel.localedata import LocaleDataDict, load

#: What of a locale's data Babel looks up through others of it, such as short names by long ones.
_THROUGH_OTHERS = ("months", "days", "quarters", "eras")


class _Apart(Locale):
    """A locale with tables of its own.

    Babel writes what it looks up through other tables into these, which the locales of a language
    share: one country would have the months of another once somebody had asked for those.
    """

    @cached_property
    def _data(self) -> LocaleDataDict:
        data: dict[str | int | None, Any] = {}
        for name, table in load(str(self)).items():
            data[name] = deepcopy(table) if name in _THROUGH_OTHERS else table
        return LocaleDataDict(data)


@cache
def locale_of(tag: str) -> Locale | None:
    """Return Babel's locale for a BCP 47 tag, or None when CLDR has no data for the language."""
    try:
        return _Apart.parse(tag, sep="-")
    except (UnknownLocaleError, ValueError):
        return None


@cache
def known_locale(tag: str) -> Locale:
    """Return the locale that formats dates and names for a tag: its own, or English."""
    return locale_of(tag) or Locale("en")


@cache
def format_tag(tag: str, host: str = "", home: str = "") -> str:
    """Return the tag by whose CLDR formats a page writes dates, times, numbers and weeks.

    They follow the language of the page, since its readers read them by its rules: `1.494 km` is
    one and a half kilometres in English, wherever the ministry is. Where a language is written in
    several ways, it is the first of these that CLDR knows, in the script of the page:

    1. as the host country writes it, where it is an official language there, if only of a part;
    2. as the ministry's country writes it, where it is an official language there;
    3. as the world at large writes it (CLDR's region 001: English, Arabic);
    4. as the country writes it that CLDR takes the language to be of.

    A tag with a region of its own says how it is written. A language of which CLDR knows no
    formats has those of English in the world at large, which are read everywhere.

    tag: the language of the page; host: the country that its site is for, empty on the portal;
    home: the ministry's.
    """
    if locale_of(tag) is None:
        return "en-001"
    spoken = [country for country in (host, home) if _is_official(tag, country)]
    for region in (*spoken, "001", _likely_region(tag)):
        found = locale_of(f"{tag}-{region}")
        if found is not None and (found.script or script_of(tag)) == script_of(tag):
            return f"{tag}-{region}"
    return tag


def _is_official(tag: str, country: str) -> bool:
    """Say whether a language is official in a country or a part of it, by law or in fact."""
    found = get_official_languages(country, regional=True, de_facto=True) if country else ()
    language = tag.split("-", maxsplit=1)[0]
    return any(one.split("_", maxsplit=1)[0] == language for one in found)


def _likely_region(tag: str) -> str:
    return str(get_global("likely_subtags").get(tag.replace("-", "_")) or "").split("_")[-1]


@cache
def canonical_tag(text: str) -> str:
    """Return the canonical form of a BCP 47 tag (RFC 5646 section 4.5), empty when it is none.

    Language lower case, script title case, region upper case; deprecated codes replaced
    (`iw` to `he`); only languages that CLDR names are accepted.
    """
    parts = text.split("-")
    language = parts[0].lower()
    aliases = get_global("language_aliases")
    language = aliases.get(language, language)
    if "_" in language or language not in Locale("en").languages:
        return ""
    tag = [language]
    for part in parts[1:]:
        if len(part) == 4 and part.isalpha() and part.title() in Locale("en").scripts:
            tag.append(part.title())
        elif len(part) == 2 and part.isalpha() and part.upper() in Locale("en").territories:
            tag.append(part.upper())
        else:
            return ""
    return "-".join(tag)


@cache
def direction(tag: str) -> str:
    """Return `rtl` or `ltr` for a language tag, by the direction CLDR gives its likely script."""
    locale = locale_of(tag)
    if locale is not None:
        return locale.text_direction
    return "rtl" if script_of(tag) in _RTL_SCRIPTS else "ltr"


#: Right-to-left scripts of Unicode's Scripts.txt, for languages without CLDR locale data.
_RTL_SCRIPTS = frozenset({"Arab", "Hebr", "Thaa", "Syrc", "Nkoo", "Adlm", "Rohg", "Mand", "Samr"})


@cache
def script_of(tag: str) -> str:
    """Return the ISO 15924 script of a tag: its own, or the likely one of CLDR, else `Latn`."""
    for part in tag.split("-")[1:]:
        if len(part) == 4:
            return part
    likely = get_global("likely_subtags")
    full = likely.get(tag.replace("-", "_")) or likely.get(tag.split("-", maxsplit=1)[0]) or ""
    return next((part for part in full.split("_") if len(part) == 4), "Latn")


def written_alike(tag: str, among: Iterable[str]) -> str:
    """Return the tag of the same language in the same script, such as zh for zh-CN; else nothing.

    Readers of one read the other: a country's form of a language differs less than a script does.
    """
    language = tag.split("-", maxsplit=1)[0]
    alike = (one for one in sorted(among, key=len) if one.split("-", maxsplit=1)[0] == language)
    return next((one for one in alike if one != tag and script_of(one) == script_of(tag)), "")


@cache
def language_name(tag: str, display: str) -> str:
    """Return the name of a language in another language, or the tag when CLDR has none."""
    locale = locale_of(tag)
    shown_in = known_locale(display)
    name = locale.get_display_name(shown_in) if locale else None
    if not name:
        languages = shown_in.languages
        name = languages.get(tag.replace("-", "_")) or languages.get(tag.split("-", maxsplit=1)[0])
    return name or tag


@cache
def autonym(tag: str) -> str:
    """Return a language's name in itself, with a capital where the script has them."""
    name = language_name(tag, tag)
    # Title case, not upper: Georgian has capitals for whole words only.
    return name[:1].title() + name[1:]


#: As many languages are seen at a glance; more are looked through by name.
_AT_A_GLANCE = 8


def listed(tags: Sequence[str]) -> Sequence[str]:
    """Return languages as readers choose among them: few as the ministry has them, many by name.

    By their names in themselves, without regard to case and accents, one script after the other.
    """
    if len(tags) <= _AT_A_GLANCE:
        return tags
    return sorted(tags, key=lambda tag: _plain(autonym(tag)))


def _plain(name: str) -> str:
    parts = unicodedata.normalize("NFKD", name.casefold())
    return "".join(part for part in parts if not unicodedata.combining(part))


@cache
def host_languages(country: str) -> tuple[str, ...]:
    """Return the official and de facto official languages of a territory, most spoken first."""
    if not country:
        return ()
    found = get_official_languages(country, regional=False, de_facto=True)
    tags = tuple(tag.replace("_", "-") for tag in found)
    # CLDR lists the macrolanguage beside its written forms, which are what people read.
    return tuple(tag for tag in tags if tag != "no" or "nb" not in tags)


@cache
def first_weekday(formats: str, country: str = "") -> int:
    """Return the day that weeks begin with by CLDR: 0 for Monday to 6 for Sunday.

    Hours of a counter are told by the week of its country, so that a working week from Sunday to
    Thursday stays whole; what has no place is told by that of the page's formats.
    """
    tag = f"und_{country}" if country else formats.replace("-", "_")
    try:
        return Locale.parse(tag).first_week_day
    except (UnknownLocaleError, ValueError):
        return 0


@cache
def weekday_names(tag: str, width: str) -> tuple[str, ...]:
    """Return the names of the days from Monday on, as they stand alone: `abbreviated` or `wide`.

    From a copy of the data: Babel writes what it looks up into tables that languages share, so
    that one without names for a day alone would be given those of one asked for before it.
    """
    names = _stand_alone(tag, "days", width)
    return tuple(names[day] for day in range(7))


@cache
def month_names(tag: str, width: str) -> tuple[str, ...]:
    """Return the names of the months, as they stand alone: `abbreviated` or `wide`."""
    names = _stand_alone(tag, "months", width)
    return tuple(names[month] for month in range(1, 13))


def _stand_alone(tag: str, what: str, width: str) -> LocaleDataDict:
    data = deepcopy(load(str(known_locale(tag)))[what])
    found: LocaleDataDict = LocaleDataDict({what: data})[what]["stand-alone"][width]
    return found


@cache
def territory_name(code: str, tag: str) -> str:
    """Return a territory's name in a language from CLDR, or the code when there is none."""
    return known_locale(tag).territories.get(code) or Locale("en").territories.get(code) or code
