"""Which emergency number is for what: every row of the table is whole, sourced and dated."""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from babel import Locale
from phonenumbers import is_valid_number_for_region, parse

FILE = Path(__file__).parents[2] / "plugins/chancery/data/emergency-services.json"
ROWS: dict[str, dict[str, Any]] = json.loads(FILE.read_text("utf-8"))

#: The month in which the table was last gone through: nothing in it can be known later than that.
RENEWED = "2026-11"
#: What everybody needs first, then those that only some countries have.
MAIN = ("police", "ambulance", "fire")
FURTHER = ("gendarmerie", "tourist_police", "coast_guard", "mountain_rescue")
ABOUT = ("as_of", "sources", "kind")
KINDS = ("official", "table", "encyclopedia")
#: A short number; others stand in their international form.
SHORT = re.compile(r"\d{2,6}")
ISO_DATE = re.compile(r"20\d\d-(0[1-9]|1[0-2])(-(0[1-9]|[12]\d|3[01]))?")
#: Hosts of tables and of encyclopedias: a row of an official kind has a source elsewhere.
NOT_OFFICIAL = ("wikipedia.org", "googlesource.com", "github.com")


#: Each number or list of numbers with its country and service.
VALUES = [
    (code, service, row[service])
    for code, row in ROWS.items()
    for service in (*MAIN, *FURTHER)
    if service in row
]


def numbers(value: str | list[str]) -> list[str]:
    return [value] if isinstance(value, str) else value


def written(rows: dict[str, dict[str, Any]]) -> str:
    """The table as it is to be written: a country a line, by code, keys in one order."""
    order = (*MAIN, *FURTHER, *ABOUT)
    lines = (
        f'  "{code}": '
        + json.dumps({key: row[key] for key in order if key in row}, ensure_ascii=False)
        for code, row in sorted(rows.items())
    )
    return "{\n" + ",\n".join(lines) + "\n}\n"


def test_table_is_sorted_and_has_one_country_a_line() -> None:
    assert FILE.read_text("utf-8") == written(ROWS)


def test_codes_are_territories() -> None:
    assert set(ROWS) <= {code for code in map(str, Locale("en").territories) if len(code) == 2}


def test_rows_have_only_known_keys_and_say_something() -> None:
    assert not [code for code, row in ROWS.items() if set(row) - {*MAIN, *FURTHER, *ABOUT}]
    assert not [code for code, row in ROWS.items() if set(ABOUT) - set(row)]
    assert not [code for code, row in ROWS.items() if not set(row) & set(MAIN)]
    assert not [code for code, row in ROWS.items() if row["kind"] not in KINDS]


def test_numbers_stand_once_and_alone_without_a_list() -> None:
    for code, service, value in VALUES:
        assert isinstance(value, str) or len(value) > 1, (code, service)
        assert len(set(numbers(value))) == len(numbers(value)), (code, service)


def test_numbers_are_short_or_international_numbers_of_the_country() -> None:
    for code, service, value in VALUES:
        for number in numbers(value):
            if not SHORT.fullmatch(number):
                assert number.startswith("+"), (code, service, number)
                assert is_valid_number_for_region(parse(number), code), (code, service, number)


def test_rows_are_dated_up_to_when_the_table_was_renewed() -> None:
    dates = {code: row["as_of"] for code, row in ROWS.items()}
    assert not {code: date for code, date in dates.items() if not ISO_DATE.fullmatch(date)}
    assert not {code: date for code, date in dates.items() if date[: len(RENEWED)] > RENEWED}


def test_rows_name_their_sources() -> None:
    for code, row in ROWS.items():
        places = [urlsplit(url) for url in row["sources"]]
        assert places, code
        assert len(set(places)) == len(places), code
        assert all(place.scheme == "https" and place.hostname for place in places), code


def test_official_rows_have_a_source_that_is_no_table_and_no_encyclopedia() -> None:
    official = {code: row["sources"] for code, row in ROWS.items() if row["kind"] == "official"}
    hosts = {
        code: [urlsplit(url).hostname or "" for url in urls] for code, urls in official.items()
    }
    assert not [
        code for code, names in hosts.items() if all(n.endswith(NOT_OFFICIAL) for n in names)
    ]
