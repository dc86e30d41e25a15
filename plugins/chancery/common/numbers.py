"""Which telephone numbers may enter: those that can be dialled from anywhere, one in each value."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from chancery.common.numberplans import e164, international, is_good, parsed, region_of, renumbered

if TYPE_CHECKING:
    from phonenumbers import PhoneNumber

EXPECTED = "expected a telephone number as dialled internationally, such as +44 1632 960001"
#: What is told of digits in brackets, before these.
OPTIONAL = "nobody knows whether to dial"
_WRITTEN = re.compile(r"\+[0-9][0-9 ./()-]{4,30}")
#: Two marks without digits between them, as before an extension that takes the place of another.
_DOUBLED = re.compile("[/-] *[/-]")
#: Digits in brackets that may be what is dialled within a country alone.
_BRACKETS = re.compile(r" ?\(([0-9]{1,2})\) ?")
#: What may be the end of another number, or the last of a range.
_TAIL = re.compile(r"(.*[0-9)]) *([/-]) *([0-9][0-9 ]*)")
#: How a number begins that is dialled internationally, in other ways than with a plus alone.
_BEGIN = re.compile(r"\s*\(?\s*(?:\+[\s+(]*(?:00)?|00|011\s)\s*\)?\s*")
#: What stands between numbers in the place of a stroke or a hyphen: a mark, or a short word.
_WORD = r"(?!ext|app|x)[^\W\d_]{1,3}(?![^\W\d_])"
_STROKE = re.compile(rf"(?<=[0-9)])\s*(?:[,;&]|{_WORD})\s*(?=[0-9])", re.IGNORECASE)
_HYPHEN = re.compile("[\u2010-\u2015\u2212~]")
#: How far apart the numbers of one line are.
_LINE = 20
#: The most characters of a value in which numbers are looked for.
_LONGEST = 200


def number_fault(text: str) -> str:
    """Say what was expected of a text that is no telephone number; empty when it is one (E.164).

    People dial what they read, so that it must have the digits that are dialled from abroad.
    """
    if fault := dial_fault(text):
        return fault
    number = parsed(text)
    if number and _within(text, number):
        return f"{EXPECTED}; it is dialled so within its country, and otherwise from abroad"
    return ""


def dial_fault(text: str) -> str:
    """Say what was expected of a text that a telephone cannot dial, as `number_fault` does.

    It may have digits that are dialled within its country alone: nobody reads it.
    """
    import phonenumbers  # slow to load

    if not _WRITTEN.fullmatch(text):
        meant = numbers_meant(text)
        return EXPECTED if len(meant) < 2 else _one_of(meant)
    if optional := _optional(text):
        told = f"{EXPECTED}; {OPTIONAL} ({optional})"
        return _one_of(numbers_meant(text)) if any(map(_several, _forms(text))) else told
    if several := _several(text):
        return _one_of(several)
    if _DOUBLED.search(text):
        return f"{EXPECTED}; two marks stand side by side, as between numbers"
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return f"{EXPECTED}; no country has this prefix"
    if not phonenumbers.is_possible_number(number):
        return f"{EXPECTED}; it has too many or too few digits for its country"
    return ""


def has_extension(text: str) -> bool:
    """Say whether a text is a number with what is dialled once it has been answered."""
    number = parsed(text)
    return bool(number and number.extension)


def dialled(text: str) -> str:
    """Return a number without a fault as it is dialled: a plus and digits only (E.164)."""
    import phonenumbers

    return e164(phonenumbers.parse(text))


def _one_of(several: tuple[str, ...]) -> str:
    return f"expected one telephone number; it stands for {' and '.join(several)}"


def numbers_meant(text: str, country: str = "") -> tuple[str, ...]:
    """Return the numbers that a text which is none stands for, as they are dialled internationally.

    country: where a number without the code of a country is from, as far as that is known.
    """
    text = text[:_LONGEST]
    if _WRITTEN.fullmatch(text):
        if _optional(text):
            each = (_several(form) or _shown([parsed(form)]) for form in _forms(text))
            return tuple(dict.fromkeys(number for several in each for number in several))
        if several := _several(text):
            return several
        if _DOUBLED.search(text):
            return ()
        number = parsed(text)
        if number and is_good(number) and _within(text, number):
            return (international(number),)
        found = _shown([renumbered(number)]) if number else ()
        # A plus before a number as it is dialled within its country.
        return found or (_shown([parsed(text[1:], country)]) if country else ())
    return _shown(_found(text, country))


def _shown(numbers: Iterator[PhoneNumber | None] | list[PhoneNumber | None]) -> tuple[str, ...]:
    """Return the good ones among numbers in the form that is dialled from anywhere, each once."""
    return tuple(dict.fromkeys(international(one) for one in numbers if one and is_good(one)))


def _found(text: str, country: str) -> Iterator[PhoneNumber | None]:
    """Return the numbers that stand in a text of any kind."""
    import phonenumbers

    if (begin := _BEGIN.match(text)) and begin[0].strip():
        text = "+" + text[begin.end() :]
        text = text if text.count("(") == text.count(")") else text.replace(")", " ", 1)
        if _WRITTEN.fullmatch(text) and (number := parsed(text)):
            yield number
            return
    marked = _HYPHEN.sub("-", _STROKE.sub("/", text))
    if marked != text and _WRITTEN.fullmatch(marked) and (several := _several(marked)):
        yield from map(parsed, several)
        return
    region = country or None
    for match in phonenumbers.PhoneNumberMatcher(text, region, phonenumbers.Leniency.POSSIBLE):
        yield _without_extension(match.number)
    if not re.search(r"[0-9]{3}.*[0-9]{3}", text) or re.search(r"[A-Z]{3}", text):
        # Letters as on a dial.
        yield parsed(phonenumbers.convert_alpha_characters_in_number(text), country)


def _without_extension(number: PhoneNumber) -> PhoneNumber:
    import phonenumbers

    plain = phonenumbers.PhoneNumber()
    plain.merge_from(number)
    plain.extension = None
    return plain


def _optional(text: str) -> str:
    """Return the digits in brackets of a number that are dialled within its country alone."""
    for match in _BRACKETS.finditer(text):
        if match[1] == "0" or match[1] == _national_prefix(text):
            return match[1]
    return ""


def _forms(text: str) -> tuple[str, str]:
    """Return a number without the digits that stand in brackets, and with them."""
    return _BRACKETS.sub(" ", text), _BRACKETS.sub(r" \1", text)


def _within(text: str, number: PhoneNumber) -> bool:
    """Say whether a number has digits that are dialled within its country alone."""
    return "+" + re.sub("[^0-9]", "", text) != e164(number)


def _national_prefix(text: str) -> str:
    """Return what is dialled before a number within its country."""
    import phonenumbers

    number = parsed(text)
    return (number and phonenumbers.ndd_prefix_for_region(region_of(number), True)) or ""


def _several(text: str) -> tuple[str, ...]:
    """Return the numbers that stand in one value, where there are two or a range.

    A stroke or a hyphen may as well stand between the parts of one: it does where what is before
    it is no number of its country, and what is with it is one.
    """
    match = _TAIL.fullmatch(text)
    if match is None:
        return ()
    head, mark, tail = match.groups()
    first = _several(head) or (head,)
    digits = tail.replace(" ", "")
    number = parsed(first[0])
    if number is None or not _is_another(number, first[0], mark, digits, text):
        return ()
    return tuple(dict.fromkeys((*map(_tidy, first), _tidy(_with_end(number, digits)))))


def _is_another(number: PhoneNumber, head: str, mark: str, digits: str, text: str) -> bool:
    """Say whether digits after a mark are the end of another number than that before it.

    head, number: what is before the mark, as written and read; text: all of it. After a stroke, the
    next number on a line is another one even where some country has such long ones.
    """
    whole = parsed(text)
    if is_good(number) and not (whole and is_good(whole)):
        return True
    last = re.split("[^0-9]", head)[-1]
    apart = int(digits) - int(last[-len(digits) :] or 0)
    return mark == "/" and len(digits) <= len(last) and 0 < apart <= _LINE


def _with_end(number: PhoneNumber, digits: str) -> str:
    """Return a number with other last digits, or with others in the place of all of them."""
    national = str(number.national_number)
    # A number that begins with zeros has them apart.
    national = "0" * (number.number_of_leading_zeros or 1) * bool(number.italian_leading_zero) + (
        national
    )
    return f"+{number.country_code} {national[: max(0, len(national) - len(digits))]}{digits}"


def _tidy(text: str) -> str:
    number = parsed(text)
    return international(number) if number else text
