"""Whom to call in danger: each service before its number, and no number that nobody has named."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import product
from pathlib import Path
from typing import Any, get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common import emergency as tables
from chancery.common.emergency import CORE, SERVICES, emergency_numbers
from chancery.common.problems import CannotStart
from chancery.network.contacts import EmergencyService, EmergencyServices
from chancery.network.load import read_network
from chancery.plan.emergency import LABELS, chosen
from tests.networks.small import DATE, POSTS, Small, make

#: A table of nobody's, so that what is tested does not change with what becomes known.
ALL = {"police": ["117", "112"], "ambulance": "118", "fire": "118", "as_of": "2026-01"}
PARTLY = {"police": "122", "as_of": "2024-07"}
WHOLE = {"police": "+692 625 8666", "as_of": "2026-01"}
HOSPITAL = "title: {en: Somebody is ill}\ncall: [ambulance]\nsteps: [{title: {en: Stay calm}}]\n"
NUMBERS = st.lists(st.from_regex("[0-9]{2,3}", fullmatch=True), unique=True, max_size=3)
DATED = st.tuples(NUMBERS.filter(bool).map(tuple), st.sampled_from(["", "2024"]))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    return prepared(tmp_path, monkeypatch)


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """The network as it is, built once for all tests that only look at it."""
    with pytest.MonkeyPatch.context() as patch:
        made = prepared(tmp_path_factory.mktemp("built"), patch)
        assert made.build().problems == []
    return made


def prepared(folder: Path, patch: pytest.MonkeyPatch) -> Small:
    patch.setenv("SOURCE_DATE_EPOCH", DATE)
    patch.setattr(tables, "_services", lambda: {"NO": ALL, "EG": PARTLY})
    made = make(folder)
    made.write("content/situations/hospital.yaml", HOSPITAL)
    return made


def text(html: str) -> str:
    """Return the words of some HTML in their order, each number where its link stands."""
    return " ".join(re.sub("<[^>]*>", "", html).split())


def services(page: str) -> str:
    """Return the words of the list of emergency services of a page, a service a line."""
    start = page.index('<ul class="numbers numbers-big numbers-services">')
    items = page[start : page.index("</ul>", start)].split("<li>")[1:]
    return "\n".join(map(text, items))


def told(small: Small, more: str) -> None:
    """Let the ministry say which number is for what."""
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n  emergency_numbers: {more}\n")


def test_services_have_one_name_each_everywhere() -> None:
    assert get_args(EmergencyService) == SERVICES == tuple(LABELS)
    assert {*SERVICES} <= {*EmergencyServices.__slots__}


CASES = {
    "embassy-oslo/en": "Police 117, 112\nAmbulance, Fire service 118",
    "embassy-cairo/en": "Police 122 checked in July 2024\n"
    "Emergency services, one of these: 123, 180",
    "embassy-cairo/ar": "الشرطة 122 جرى التحقق في يوليو 2024\n"
    "خدمات الطوارئ، أحد هذه الأرقام: 123، 180",
    "embassy-lima/en": "Emergency services, one of these: 105, 116, 117",
}  # fmt: skip


def test_help_begins_with_each_service_before_its_numbers(built: Small) -> None:
    for site, expected in CASES.items():
        page = built.page(f"{site}/help/index.html")
        assert services(page).replace("،,", "،") == expected, site
        assert page.index("numbers-services") < page.index("</section>", page.index("<h1")), site
        assert page.count("numbers-services") == 1


def test_each_number_is_dialled_with_one_tap_and_reads_from_left_to_right(built: Small) -> None:
    pages = ("ar/help/index.html", "ar/emergency.html", "ar/help/card/index.html",
             "en/help/hospital/index.html")  # fmt: skip
    for path, number in product(pages, ("122", "123", "180")):
        page = built.page(f"embassy-cairo/{path}")
        assert re.search(f'<a[^>]* href="tel:{number}"><bdi dir="ltr">{number}</bdi></a>', page)


def test_a_situation_shows_first_the_services_that_it_calls_for(built: Small) -> None:
    page = built.page("embassy-oslo/en/help/hospital/index.html")
    assert services(page) == "Ambulance 118"
    assert page.index("tel:118") < page.index("Whom to call")
    assert "Emergency services in the country: Norway" in page
    # Nobody knows the ambulance's number: all that there is is to be tried.
    cairo = services(built.page("embassy-cairo/en/help/hospital/index.html"))
    assert cairo == CASES["embassy-cairo/en"]
    lima = services(built.page("embassy-lima/en/help/hospital/index.html"))
    assert lima == CASES["embassy-lima/en"]


def test_a_situation_that_calls_for_nobody_shows_no_emergency_service(small: Small) -> None:
    small.edit("content/situations/hospital.yaml", "call: [ambulance]\n", "")
    small.build()
    assert "numbers-services" not in small.page("embassy-oslo/en/help/hospital/index.html")


def test_the_file_to_keep_has_them_first_and_in_each_situation(built: Small) -> None:
    page = built.page("embassy-oslo/en/emergency.html")
    words = text(page[page.index("<h1>") :])
    assert "Police 117, 112 Ambulance, Fire service 118 A saved copy." in words
    assert "Somebody is ill Ambulance 118 Stay calm" in words


def test_the_card_has_them_first(built: Small) -> None:
    page = built.page("embassy-cairo/en/help/card/index.html")
    items = page[page.index('<div class="wallet-card">') :].split("<li>")[1:]
    assert text(items[0]) == (
        "Egypt · Police 122 (checked in July 2024) · Emergency services, one of these: 123, 180"
    )
    # Copies are for paper alone, and no place to get lost in with a keyboard.
    assert page.count('href="tel:122"') == 1


def test_what_the_ministry_says_goes_before_the_table(small: Small) -> None:
    told(
        small, '{"NO": {police: ["110", "112"], coast_guard: "113", source: {seen: "2020-03-04"}}}'
    )
    small.build()
    assert services(small.page("embassy-oslo/en/help/index.html")) == (
        "Police 110, 112 checked in March 2020\nAmbulance, Fire service 118\n"
        "Coast guard 113 checked in March 2020"
    )


def test_that_no_number_of_a_service_is_known_is_said(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_services", lambda: {"IS": {"police": "112", "as_of": "2026"}})
    small.build()
    page = small.page("virtual-embassy-iceland/en/help/index.html")
    assert services(page) == "Police 112\nAmbulance, Fire service number not known"


def test_a_number_of_the_whole_world_is_dialled_as_such(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "_services", lambda: {"PE": WHOLE})
    small.build()
    page = small.page("embassy-lima/en/help/index.html")
    assert 'href="tel:+692-625-8666"' in page
    assert services(page).startswith("Police +692 625-8666\nEmergency services, one of these: 105")


def test_a_service_that_there_is_not_is_told_with_the_nearest(small: Small) -> None:
    small.edit("content/situations/hospital.yaml", "[ambulance]", "[police, ambulence]")
    [_, problem] = small.build().problems
    assert "hospital.yaml:2:16" in problem
    assert "did you mean 'ambulance'?" in problem


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("{police: 112}", "Put the value in quotes."),
        ("{police: [112]}", "Put the value in quotes."),
        ('{police: "1"}', "expected a number of two to six digits"),
        ('{police: "+47 112"}', "'+47 112'"),
        ('{police: ["112", "1"]}', "expected a number of two to six digits"),
        ("{police: []}", "expected at least one number"),
        ('{polices: "112"}', "did you mean 'police'?"),
        ('{police: ["112", "999"]}', "'999' is no number for emergencies of NO that is known."),
    ],
)
def test_what_is_wrong_in_the_numbers_of_a_ministry_is_told(value: str, words: str) -> None:
    numbers = f'  emergency_numbers: {{"NO": {value}}}\n'
    given = POSTS.replace("  country: QV\n", "  country: QV\n" + numbers)
    try:
        found = read_network(given.encode(), "posts.yaml", {}).problems
    except CannotStart as wrong:
        found = tuple(wrong.problems)
    [problem] = map(str, found)
    assert "ministry.emergency_numbers.NO.police" in problem
    assert words in problem


def test_a_page_changes_on_the_day_on_which_a_number_has_grown_old(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    assert "checked" not in services(small.page("embassy-oslo/en/help/index.html"))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DATE) + 400 * 86_400))
    small.build()
    assert "118 checked in January 2026" in services(small.page("embassy-oslo/en/help/index.html"))


def values(found: Any) -> Iterator[str]:
    for _, (numbers, _) in found.lines:
        yield from numbers
    yield from found.rest


@given(
    st.dictionaries(st.sampled_from(SERVICES), DATED),
    NUMBERS,
    st.lists(st.sampled_from(SERVICES), unique=True),
)
def test_who_needs_a_service_is_given_its_numbers_or_all_that_there_are(
    services: dict[str, tuple[tuple[str, ...], str]], listed: list[str], asked: list[str]
) -> None:
    found = chosen(services, listed, asked)
    shown = {*values(found)}
    known = {number for numbers, _ in services.values() for number in numbers}
    assert shown <= known | {*listed}
    assert not {*found.rest} & known
    owed = asked or CORE
    for key in owed:
        if key in services:
            assert any(key in keys and dated == services[key] for keys, dated in found.lines)
        elif key in CORE:
            assert shown == known | {*listed} or all(one in services for one in CORE)
            assert found.rest or key in found.lacking
    if all(key in services for key in CORE):
        assert (found.rest, found.lacking) == ([], [])


def test_the_numbers_of_every_country_are_known_to_one_of_the_tables() -> None:
    rows = json.loads(tables.SERVICES_FILE.read_text(encoding="utf-8"))
    for country in rows:
        row = tables.known_services(country).numbers
        found = chosen({k: (v, "") for k, v in row.items()}, emergency_numbers(country))
        cited = {one for key in SERVICES for one in row.get(key, ())}
        assert {*values(found)} <= cited | {*emergency_numbers(country)}
        assert [*values(found)]
