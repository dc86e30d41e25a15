"""Which code was meant by a text that is none: of a country, a language or a currency, from CLDR.

Codes are taken for one another, for names, and for what they were before; all that goes before how
a text is spelt, since codes are so short that one is like another by chance.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from difflib import get_close_matches
from functools import cache
from importlib.resources import files

from babel import Locale
from babel.core import get_global
from babel.numbers import get_territory_currencies

from chancery.common.characters import plain_text
from chancery.common.folding import folded
from chancery.common.languages import canonical_tag, host_languages
from chancery.geo.territories import continent_of, language_names, territory_names

#: Words of the form of a state, which its short name has not.
_FORMS = frozenset("the of great republic federation kingdom state islamic democratic".split())
#: Initials with their dots.
_ABBREVIATED = re.compile(r"(?:[A-Za-z]\.){2,3}")
#: How alike two names are that are one and a slip, and the most characters of a name.
_ALIKE = 0.8
_LONGEST = 60
#: What ISO 3166-1 calls a country and CLDR does not, which names the city.
_OTHER_NAMES = {"holy see": "VA"}
#: The letters of flags: one for each letter of a code.
_FLAG = 0x1F1E6


def country_meant(text: str) -> str:
    """Return the ISO 3166-1 code of the country that a text was meant as; empty without one."""
    written = _flag(text.strip()) or text
    text = plain_text(written)
    if _ABBREVIATED.fullmatch(text):
        text = written = text.replace(".", "")
    code, names = text.upper(), Locale("en").territories
    if _is_country(code) and code in names:
        return code
    renamed = get_global("territory_aliases").get(code, ())
    if len(renamed) == 1 or (renamed and text == code):
        return str(renamed[0]) if len(renamed) == 1 and renamed[0] in names else ""
    if found := _named_country(written) or _home(text):
        return found
    return _like_country(written) if 3 < len(text) < _LONGEST else ""


def country_named(text: str) -> str:
    """Return the ISO 3166-1 code of the country that a text is the code or a name of.

    In any language of CLDR; empty without one, however near it may be.
    """
    written = _flag(text.strip()) or text.strip()
    code = plain_text(written).upper()
    if _is_country(code):
        return code if continent_of(code) else ""
    found = _countries().get(folded(written)) or _countries().get(_short(folded(written)), "")
    return found if continent_of(found) else ""


def _named_country(text: str) -> str:
    """Return the country of a name, or of a part of one that is written with its other names."""
    parts = [folded(part) for part in (text, *re.split(r"[(),/]", text))]
    found = (_countries().get(part, "") for part in (*parts, *map(_short, parts)) if part)
    return next(filter(None, found), "")


def _short(name: str) -> str:
    """Return a folded name without the form of the state."""
    return " ".join(word for word in name.split() if word not in _FORMS)


def _like_country(text: str) -> str:
    """Return the country whose name of several words a text has, or has almost (English)."""
    words, known = set(folded(text).split()), _in_english()
    names = (name for name in known if " " in name and words.issuperset(name.split()))
    if within := max(names, key=len, default=""):
        return known[within]
    for name in (folded(text), _short(folded(text))):
        if close := get_close_matches(name, known, n=1, cutoff=_ALIKE):
            return known[close[0]]
    return ""


@cache
def _in_english() -> dict[str, str]:
    """Return the code of each country by its names in English: few enough to compare with each."""
    names = Locale("en").territories.items()
    found = {folded(str(name)): str(code) for code, name in names if _is_country(str(code))}
    return found | {folded(name): code for name, code in _of_tzdata()}


def _is_country(code: str) -> bool:
    return bool(re.fullmatch("[A-Z]{2}", code))


def _flag(text: str) -> str:
    """Return the code that a flag is made of."""
    letters = [chr(ord(c) - _FLAG + ord("A")) for c in text if 0 <= ord(c) - _FLAG < 26]
    return "".join(letters) if len(letters) == len(text) == 2 else ""


@cache
def _countries() -> dict[str, str]:
    """Return the code of each country by what it is called in any language."""
    found = _OTHER_NAMES | {folded(name): code for name, code in _of_tzdata()}
    return found | {name: code for code, names in territory_names().items() for name in names}


def _of_tzdata() -> Iterator[tuple[str, str]]:
    """Return what tzdata's iso3166.tab calls countries: in full, and without brackets.

    What is in brackets may be anything: of which country an island is, or a direction.
    """
    rows, firsts = [], Counter[str]()
    text = files("tzdata.zoneinfo").joinpath("iso3166.tab").read_text(encoding="utf-8")
    for line in text.splitlines():
        if not line.startswith("#"):
            code, name = line.split("\t")
            rows.append((name, code))
            firsts[name.partition(" (")[0]] += 1
    for name, code in rows:
        yield name, code
        if firsts[first := name.partition(" (")[0]] == 1:
            yield first, code


def _home(text: str) -> str:
    """Return the country where a language is at home, for the code of a language."""
    tag = canonical_tag(text.replace("_", "-"))
    likely = get_global("likely_subtags").get(tag, "") if tag and "-" not in tag else ""
    return next((part for part in likely.split("_")[1:] if _is_country(part)), "")


def language_meant(text: str) -> str:
    """Return the BCP 47 tag of the language that a text was meant as; empty without one."""
    written, text = text, plain_text(text)
    tidy, _, variant = re.sub(r"\..*?(?=@|$)", "", text).partition("@")
    script = {"latin": "-Latn", "cyrillic": "-Cyrl"}.get(variant.casefold(), "")
    parts = tidy.replace("_", "-").split("-")
    given = canonical_tag("-".join([parts[0], *map(_part, parts[1:])]) + script)
    alias = get_global("language_aliases").get(tidy.lower(), "").replace("_", "-")
    given = given or canonical_tag(alias)
    named = _languages().get(_sorted(written), "")
    return given or named or _of_country(parts) or _spelt(written)


def language_named(text: str) -> str:
    """Return the BCP 47 tag that a text is, or that of the language that it is a name of."""
    return canonical_tag(text.strip()) or _languages().get(_sorted(text), "")


def _part(part: str) -> str:
    """Return the right code of a country in the place of one that it had."""
    renamed = get_global("territory_aliases").get(part.upper(), ())
    return str(renamed[0]) if len(renamed) == 1 and len(part) < 4 else part


@cache
def _languages() -> dict[str, str]:
    """Return the tag of each language by its names, whatever the order of their words."""
    names = ((tag, name) for tag, known in language_names().items() for name in known)
    found: dict[str, str] = {}
    for tag, name in names:
        found.setdefault(_sorted(name), tag)
    return found


def _sorted(name: str) -> str:
    return " ".join(sorted(folded(name).split()))


def _of_country(parts: list[str]) -> str:
    """Return the language of a country, for the code of a country: its own before one of others."""
    if len(parts) != 1 or not re.fullmatch("[A-Za-z]{2,3}", parts[0]):
        return ""
    country = country_meant(parts[0].upper()) if len(parts[0]) == 3 else _part(parts[0].upper())
    hosts = host_languages(country)
    return next((tag for tag in hosts if _home(tag) == country), next(iter(hosts), ""))


def _spelt(text: str) -> str:
    """Return the language whose name is spelt most alike."""
    names = _languages()
    found = get_close_matches(_sorted(text), names, n=1, cutoff=_ALIKE) if len(text) > 3 else []
    return names[found[0]] if found and len(text) < _LONGEST else ""


def currency_meant(text: str) -> str:
    """Return the ISO 4217 code of the currency that a text was meant as; empty without one."""
    text = plain_text(text) or text
    known = Locale("en").currencies
    if text.upper() in known:
        return text.upper()
    signs = [code for code, sign in Locale("en").currency_symbols.items() if sign == text]
    if len(signs) == 1:
        return str(signs[0])
    if _is_country(text) and text in Locale("en").territories:
        return next(iter(get_territory_currencies(text)), "")
    names = {str(name).casefold(): str(code) for code, name in known.items()}
    return names.get(text.casefold().removesuffix("s"), "")
