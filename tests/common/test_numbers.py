"""Telephone numbers: one in each value, with what others stand for; what plans say of them."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st
from phonenumbers import (
    SUPPORTED_REGIONS,
    PhoneNumber,
    PhoneNumberFormat,
    PhoneNumberType,
    example_number_for_type,
    format_number,
)

from chancery.common.numberplans import (
    fictional_ranges,
    kept_for_fiction,
    number_renumbered,
    unlikely_number,
)
from chancery.common.numbers import EXPECTED, dialled, number_fault, numbers_meant

#: As they are written all over the world: each is one number, with what is dialled.
GOOD = [
    ("+44 1632 960001", "+441632960001"),
    ("+44 (1632) 960001", "+441632960001"),
    ("+1 (202) 555-0143", "+12025550143"),
    ("+1-202-555-0143", "+12025550143"),
    ("+49 30/23125 200", "+493023125200"),
    ("+49 30 23125-0", "+4930231250"),
    ("+43 1 53115-0", "+431531150"),
    ("+39 06 698 83712", "+390669883712"),
    ("+81 3-3211-1111", "+81332111111"),
]
#: What is more than a number, what was expected in its place, and the numbers that it stands for.
BAD = [
    ("+813/55501122-3", "stands for", ["+81 3-5550-1122", "+81 3-5550-1123"]),
    ("+245 955-217/218", "stands for", ["+245 955217", "+245 955218"]),
    ("+44 1632 960001 / 002", "stands for", ["+44 1632 960001", "+44 1632 960002"]),
    (
        "+44 1632 960001/2/3",
        "stands for",
        ["+44 1632 960001", "+44 1632 960002", "+44 1632 960003"],
    ),
    ("+44 1632 960001 - 960005", "stands for", ["+44 1632 960001", "+44 1632 960005"]),
    ("+32 2 501 00 11-15", "stands for", ["+32 2 501 00 11", "+32 2 501 00 15"]),
    (
        "+44 1632 960001 or +44 1632 960002",
        "stands for",
        ["+44 1632 960001", "+44 1632 960002"],
    ),
    ("+44 1632 960001, +44 1632 960002", "stands for", ["+44 1632 960001", "+44 1632 960002"]),
    ("+372 (0)6 555 870", "nobody knows whether to dial (0)", ["+372 655 5870"]),
    ("+39 (0)6 698 83712", "whether to dial (0)", ["+39 06 6988 3712"]),
    ("+44 (0)1632 960001", "whether to dial (0)", ["+44 1632 960001"]),
    ("+36 (06) 1 436-8000", "whether to dial (06)", ["+36 1 436 8000"]),
    ("+39 (0)312 345 6789", "whether to dial (0)", ["+39 312 345 6789", "+39 031 2345 6789"]),
    ("+7 (8) 495 9378040", "whether to dial (8)", ["+7 495 937-80-40"]),
    ("+44 01632 960001", "otherwise from abroad", ["+44 1632 960001"]),
    ("+44 (01632) 960001", "otherwise from abroad", ["+44 1632 960001"]),
    ("+58 (0212) 263 3334", "otherwise from abroad", ["+58 212-2633334"]),
    ("+370 (8 5) 266 2011", "otherwise from abroad", ["+370 5 266 2011"]),
    ("+54 11 15 4743 2181", "otherwise from abroad", ["+54 9 11 4743-2181"]),
    ("+381 (0)11 303-2400/401", "stands for", ["+381 11 3032400", "+381 11 3032401"]),
    ("+44 1632 960001, 02", "stands for", ["+44 1632 960001", "+44 1632 960002"]),
    ("+44 1632 960001 to 05", "stands for", ["+44 1632 960001", "+44 1632 960005"]),
    ("+44 1632 960001\u201305", "stands for", ["+44 1632 960001", "+44 1632 960005"]),
    ("+49 30 23125-0 / -123", "two marks stand side by side", []),
    ("+44 1632 960001 x12", EXPECTED, ["+44 1632 960001"]),
    ("+44 1632 960001 ext. 12", EXPECTED, ["+44 1632 960001"]),
    ("+44 1632 960001 (switchboard)", EXPECTED, ["+44 1632 960001"]),
    ("0044 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("011 44 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("(+44) 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("+(44) 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("++44 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("+ 44 1632 960001", EXPECTED, ["+44 1632 960001"]),
    ("+1 800 FLOWERS", EXPECTED, ["+1 800-356-9377"]),
    ("+229 21 30 00 00", "too many or too few digits", ["+229 01 21 30 00 00"]),
    ("+52 1 55 1234 5678", "too many or too few digits", ["+52 55 1234 5678"]),
    ("+966 1 229 3273", "too many or too few digits", ["+966 11 229 3273"]),
    ("+225 20 21 00 88", "too many or too few digits", []),
    ("+999 1234567", "no country has this prefix", []),
    ("nobody", EXPECTED, []),
]


@pytest.mark.parametrize(("text", "number"), GOOD)
def test_a_number_is_dialled_as_it_was_meant(text: str, number: str) -> None:
    assert number_fault(text) == ""
    assert dialled(text) == number


@pytest.mark.parametrize(("text", "words", "meant"), BAD)
def test_what_is_no_number_alone_is_told_with_what_it_stands_for(
    text: str, words: str, meant: list[str]
) -> None:
    assert words in number_fault(text)
    assert list(numbers_meant(text)) == meant


def _of_the_world() -> Iterator[PhoneNumber]:
    """Return an example of a telephone and of a mobile in every country."""
    for region in sorted(SUPPORTED_REGIONS):
        for kind in (PhoneNumberType.FIXED_LINE, PhoneNumberType.MOBILE):
            if number := example_number_for_type(region, kind):
                yield number


def test_numbers_of_every_country_are_taken_as_people_write_them() -> None:
    told = []
    for number in _of_the_world():
        written = format_number(number, PhoneNumberFormat.INTERNATIONAL)
        code, _, rest = written.partition(" ")
        forms = (written, written.replace(" ", "-"), f"{code} {rest.replace(' ', '/', 1)}")
        told += [form for form in forms if number_fault(form) or unlikely_number(form)]
    assert told == []


def test_a_zero_in_brackets_is_told_with_the_number_in_nearly_every_country() -> None:
    found = []
    for number in _of_the_world():
        written = format_number(number, PhoneNumberFormat.INTERNATIONAL)
        code, _, rest = written.partition(" ")
        assert "whether to dial (0)" in number_fault(f"{code} (0){rest}")
        found.append(numbers_meant(f"{code} (0){rest}") == (written,))
    # In the others numbers may begin with a zero too, so that nobody can know.
    assert found.count(False) < len(found) / 50


def test_a_number_without_the_code_of_a_country_is_one_of_the_post_s() -> None:
    assert numbers_meant("23 23 92 20", "NO") == ("+47 23 23 92 20",)
    assert numbers_meant("23 23 92 20") == ()
    assert numbers_meant("+02 721 7200", "KR") == ("+82 2-721-7200",)
    assert numbers_meant("+809 567-7775", "DO") == ("+1 809-567-7775",)


@given(st.text(alphabet="+0123456789 ()/-.x,", max_size=40))
def test_what_a_text_is_told_to_stand_for_may_be_written(text: str) -> None:
    for number in numbers_meant(text, "NO"):
        if unlikely_number(number) == "":
            assert number_fault(number) == ""
            assert re.sub(r"\D", "", dialled(number)) == re.sub(r"\D", "", number)


def test_a_number_that_is_given_out_no_more_is_told_with_what_it_has_become() -> None:
    assert number_fault("+84 4 3934 3934") == ""
    assert unlikely_number("+84 4 3934 3934") == "is no number that VN gives out"
    assert number_renumbered("+84 4 3934 3934") == "+84 24 3934 3934"
    assert unlikely_number("+84 24 3934 3934") == ""
    # Several countries have it together, or none.
    assert unlikely_number("+1 613 100 1234") == "is no number that is given out with +1"
    assert number_renumbered("+57 (1) 275-2000") == "+57 601 2752000"
    assert number_renumbered("+237 22 20 15 00") == "+237 2 22 20 15 00"
    # Of a telephone or a mobile, and several ways lead to one.
    assert number_renumbered("+225 20 21 00 88") == ""


def test_numbers_for_fiction_are_known_and_their_neighbours_are_not() -> None:
    for row in fictional_ranges():
        assert str(row["source"]).startswith("http")
        kept, others = row["kept"], row["others"]
        assert isinstance(kept, list)
        assert isinstance(others, list)
        for number in kept:
            assert kept_for_fiction(number) == row["kept_by"]
            assert unlikely_number(number) == ""
        for number in others:
            assert kept_for_fiction(number) == ""
