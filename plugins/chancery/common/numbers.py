"""Which telephone numbers may enter: those that can be dialled from anywhere."""

from __future__ import annotations

import re

EXPECTED = "expected a telephone number as dialled internationally, such as +44 1632 960001"
_WRITTEN = re.compile(r"\+[0-9][0-9 ./()-]{4,30}")


def number_fault(text: str) -> str:
    """Say what was expected of a text that is no telephone number; empty when it is one (E.164)."""
    import phonenumbers  # slow to load

    if not _WRITTEN.fullmatch(text):
        return EXPECTED
    try:
        number = phonenumbers.parse(text)
    except phonenumbers.NumberParseException:
        return f"{EXPECTED}; no country has this prefix"
    if not phonenumbers.is_possible_number(number):
        return f"{EXPECTED}; it has too many or too few digits for its country"
    return ""
