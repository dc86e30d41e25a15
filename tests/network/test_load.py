"""What a person reads who made a mistake in posts.yaml: every problem, its place and its cure."""

from __future__ import annotations

import contextlib
import json
from time import process_time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.problems import CannotStart, Level
from chancery.network.load import Loaded, read_network

BASE = """ministry:
  name: Office of Foreign Affairs
  country: QV
  url: https://example.org/
  languages: [en, fr]
posts:
  - id: embassy-oslo
    kind: embassy
    country: "NO"
    city: Oslo
  - id: virtual-embassy-iceland
    kind: virtual-embassy
    country: IS
    covered_by: embassy-oslo
"""


def read(text: str, last_good: dict[str, str] | None = None) -> Loaded:
    return read_network(text.encode(), "posts.yaml", last_good or {})


def said(text: str) -> str:
    return "\n".join(str(problem) for problem in read(text).problems)


def test_a_good_network_has_no_problems() -> None:
    loaded = read(BASE)
    assert loaded.problems == ()
    assert [post.id for post in loaded.network.posts] == ["embassy-oslo", "virtual-embassy-iceland"]


@pytest.mark.parametrize(
    ("old", "new", "place", "words"),
    [
        ('"NO"', "NO", "9:14", ["posts.embassy-oslo.country", "Put it in quotes"]),
        ('"NO"', "Norway", "9:14", ["'Norway'", "did you mean 'NO'?"]),
        ('"NO"', "QQQ", "9:14", ["ISO 3166-1"]),
        ("city: Oslo", "citty: Oslo", "10:5", ["citty", "did you mean 'city'?"]),
        ("kind: embassy\n", "kind: embasy\n", "8:11", ["'embasy'", "did you mean 'embassy'?"]),
        ("by: embassy-oslo", "by: embassy-olso", "14:17", ["did you mean 'embassy-oslo'?"]),
        ("by: embassy-oslo", "by: virtual-embassy-iceland", "14:17", ["the post itself"]),
        ("    covered_by: embassy-oslo\n", "", "11:5", ["covered_by", "is missing"]),
        ("country: IS", "country: GL", "12:11", ["territory", "'virtual-consulate'"]),
        ("city: Oslo", "location: {lat: 91, lon: 0}", "10:21", ["91", "at most 90"]),
        (
            "city: Oslo",
            "district: {text: x, regions: [SE-AB]}",
            "10:35",
            ["'SE-AB' is no part of NO", "begins with NO-"],
        ),
        ("city: Oslo", "languages: [+nb, fr]", "10:16", ["some begin with + and some do not"]),
        ("posts:", "defaults: {keep: {days: 0}}\nposts:", "6:25", ["at least 1"]),
        ("city: Oslo", "feeds: [{file: a.xml, keep: {entries: 900}}]", "10:43", ["at most 200"]),
        ("city: Oslo", "feeds: [{file: a.xml, keep: {days: 9}}]", "10:33", ["of a feed in a file"]),
        (
            "city: Oslo",
            "feeds: [{file: a.xml, images: copy}]",
            "10:35",
            [
                "copies nothing of a feed in a file",
                "chancery feeds asks only feeds that have a url",
            ],
        ),
        ("city: Oslo", "sources: [{facts: [city]}]", "10:15", ["expected a url or an item"]),
        ("city: Oslo", 'sources: [{item: Q1, seen: "20٢٦"}]', "10:32", ["ISO 8601"]),
        (
            "city: Oslo",
            "sources: [{item: Q1, facts: [adress]}]",
            "10:34",
            ["'adress' is no key of this record", "did you mean 'address'?"],
        ),
        ("city: Oslo", "location: {lat: 1, lon: -181}", "10:29", ["at least -180"]),
        ("city: Oslo", 'location: {lat: "1", lon: 0}', "10:21", ["expected a number"]),
        ("city: Oslo", "website: javascript:alert(1)", "10:14", ["'javascript'", "https://"]),
        ("city: Oslo", "website: data:text/html,x", "10:14", ["'data'"]),
        ("city: Oslo", "website: file:///etc/passwd", "10:14", ["'file'"]),
        ("city: Oslo", "website: https://a:b@example.org/", "10:14", ["password"]),
        ("city: Oslo", "website: example.org", "10:14", ["did you mean 'https://example.org'?"]),
        ("city: Oslo", "email: foo@bar", "10:12", ["'foo@bar'", "mail address"]),
        ("city: Oslo", 'phone: "23 23 92 20"', "10:12", ["did you mean '+47 23 23 92 20'?"]),
        ("city: Oslo", 'phone: "12"', "10:12", ["dialled internationally, such as"]),
        ("city: Oslo", "phone: 0123", "10:12", ["base 8"]),
        ("city: Oslo", "opening_hours: 08:30", "10:20", ["base 60"]),
        ("city: Oslo", "opening_hours: Mo-Fry 9-12", "10:20", ["'Fry'", "OpenStreetMap"]),
        ("city: Oslo", 'opening_hours: "Mo-Su 25:00"', "10:20", ["there is no 25:00", "24:00"]),
        ("city: Oslo", 'opening_hours: "Mo 09:00-12:60"', "10:20", ["there is no 12:60"]),
        (
            "city: Oslo",
            'opening_hours: "Mo-Fr 09:00-12:00,PH off"',
            "10:20",
            ["did you mean 'Mo-Fr 09:00-12:00; PH off'?"],
        ),
        (
            "city: Oslo",
            'opening_hours: "Mo-Fr PH 09:00-12:00"',
            "10:20",
            ["a comma between days and holidays", "did you mean 'Mo-Fr,PH 09:00-12:00'?"],
        ),
        (
            "city: Oslo",
            'closures: [{from: "2026-12-24", until: "2026-12-20", reason: x}]',
            "10:44",
            ["2026-12-20 is before 2026-12-24", "leave it out for a single one"],
        ),
        (
            "city: Oslo",
            "offices: [{id: visas, name: V}]\n"
            '    closures: [{from: "2026-12-24", reason: x, offices: [vises]}]',
            "11:58",
            ["'vises' is no office of this post", "did you mean 'visas'?"],
        ),
        (
            "city: Oslo",
            "holidays: {region: SE-AB}",
            "10:24",
            ["'SE-AB' is no part of NO", "begins with NO-"],
        ),
        ("city: Oslo", "timezone: Europe/Olso", "10:15", ["did you mean 'Europe/Oslo'?"]),
        ("city: Oslo", "languages: [zz]", "10:17", ["BCP 47"]),
        ("city: Oslo", "languages: [en_GB]", "10:17", ["did you mean 'en-GB'?"]),
        ("country: IS", "country: UK", "13:14", ["did you mean 'GB'?"]),
        ("city: Oslo", "channels: [{platform: twitter, handle: x}]", "10:27", ["mean 'x'?"]),
        ("city: Oslo", 'location: {lat: "59,9", lon: 0}', "10:21", ["Write 59.9, without"]),
        ("city: Oslo", "hub: embаssy-oslo", "10:10", ["did you mean 'embassy-oslo'?"]),
        ("city: Oslo", "languages: [zh-hant]", "10:17", ["did you mean 'zh-Hant'?"]),
        ("city: Oslo", "channels: [{platform: facebok, handle: x}]", "10:27", ["'facebook'"]),
        ("city: Oslo", "channels: [{platform: x, handle: a/b?c}]", "10:38", ["expected"]),
        (
            "city: Oslo",
            "channels: [{platform: x, handle: a, feed: auto}]",
            "10:47",
            ["X has no feed of an account that is known here", "bluesky, flickr", "under feeds"],
        ),
        (
            "city: Oslo",
            'channels: [{platform: youtube, handle: "@oslo", feed: auto}]',
            "10:59",
            ["'@oslo' does not say where its feed is", "Give the channel id"],
        ),
        (
            "city: Oslo",
            "channels: [{platform: flickr, handle: oslo, feed: yes please}]",
            "10:55",
            ["posts.embassy-oslo.channels.0.feed"],
        ),
        ("city: Oslo", "contacts: {phone: a}", "10:15", ["expected a list"]),
        ("city: Oslo", "contacts: [{purpose: visas}]", "10:16", ["a phone, an email or a url"]),
        ("city: Oslo", "site: maybe", "10:11", ["true or false"]),
        ("city: Oslo", "hub: embassy-olso", "10:10", ["did you mean 'embassy-oslo'?"]),
        ("city: Oslo", f"city: {'x' * 2001}", "10:11", ["at most 2,000 characters"]),
        ("city: Oslo", "status: {state: open, since: '20260301'}", "10:34", ["2026-03-01"]),
        ("city: Oslo", "city: {en: [1]}", "10:16", ["a list: expected text. Write one text"]),
        ("city: Oslo", "phone: [1, {a: b}]", "10:12", ["a list: expected text. Write one text"]),
        ("city: Oslo", "phone: {a: b}", "10:12", ["keys and values: expected text. Write one"]),
        ("city: Oslo", "city: {en: Bo, fr}", "10:22", ["city.fr: has no text. Inside {…} a comma"]),
        ("city: Oslo", "city: Oslo\n    city: Oslo", "11:5", ["city"]),
        ("id: virtual-embassy-iceland", "id: embassy-oslo", "11:9", ["line 7 too"]),
        ("id: virtual-embassy-iceland", "id: Embassy-Oslo", "11:9", ["'embassy-oslo'?"]),
        (
            "id: virtual-embassy-iceland",
            "id: embаssy-bern",
            "11:9",
            ["letters a-z", "'embassy-bern'?"],
        ),
        ("id: virtual-embassy-iceland", "id: ../elsewhere", "11:9", ["letters a-z"]),
        ("id: virtual-embassy-iceland", "id: nb", "11:9", ["does not use itself"]),
        ("id: virtual-embassy-iceland", "id: assets", "11:9", ["does not use itself"]),
        ("posts:", "pots: []\nposts:", "6:1", ["did you mean 'posts'?"]),
    ],
)
def test_each_mistake_is_told_with_its_place(
    old: str, new: str, place: str, words: list[str]
) -> None:
    text = said(BASE.replace(old, new, 1))
    assert f"posts.yaml:{place}: " in text
    for word in words:
        assert word in text


@pytest.mark.parametrize(
    ("old", "line", "place"),
    [
        ("languages: [en, fr]", "mirrors: [https://m.example]", "6:13: ministry.mirrors.0"),
        ("city: Oslo", "mirrors: [https://m.example]", "11:15: posts.embassy-oslo.mirrors.0"),
    ],
)
def test_the_address_of_a_mirror_ends_in_a_slash(old: str, line: str, place: str) -> None:
    space = "  " if old.startswith("lang") else "    "
    try:
        text = said(BASE.replace(old, f"{old}\n{space}{line}", 1))
    except CannotStart as error:  # nothing stands without a ministry
        text = str(error)
    assert place in text
    assert "'https://m.example/'" in text


FINDINGS = [
    ("email:", "email: is empty"),
    ("contacts: [{phone: , url: https://example.org/}]", "contacts.0.phone: is empty"),
    ("location: {lat: 10.7, lon: 59.9}", "location: is 6,797 km from the nearest place of NO"),
    ("timezone: America/Lima", "timezone: America/Lima keeps another time than NO"),
    ("timezone: Etc/UTC", "timezone: Etc/UTC keeps another time than NO"),
    ('phone: "+46 8 505 550 00"', "phone: '+46 8 505 550 00' is a number of SE"),
    ('contacts: [{phone: "+46 8 505 550 00"}]', "contacts.0.phone: '+46 8 505 550 00' is a number"),
    (
        'contacts: [{phone: "+47 22 03 06 00", purpose: emergency}]',
        "contacts.0.phone: has no hours, so nobody knows whether it answers at night",
    ),
    (
        'offices: [{id: visas, name: Visas, contacts: [{phone: "+47 22 03 06 00", '
        "purpose: emergency}]}]",
        "offices.0.contacts.0.phone: has no hours",
    ),
    (
        'offices: [{id: visas, name: Visas, contacts: [{phone: "+47 22 03 06 00", '
        'sms: "+46 8 505 550 00"}]}]',
        "offices.0.contacts.0.sms: '+46 8 505 550 00' is a number of SE",
    ),
]


@pytest.mark.parametrize(
    "line",
    [
        'phone: "+47 22 03 06 00"',
        # Of a country that the post is for too; and one that no country gives out.
        'phone: "+46 8 505 550 00"\n    covers: [SE]',
        'phone: "+44 1632 960001"',
        # Of a satellite, and one that is free in many countries: of no country.
        'phone: "+881 6 234 12345"',
        'phone: "+800 2474 7365"',
        'contacts: [{phone: "+47 22 03 06 00", purpose: emergency, hours: unknown}]',
        'contacts: [{phone: "+47 22 03 06 00", purpose: emergency, hours: 24/7}]',
    ],
)
def test_a_number_of_a_country_that_the_post_is_for_is_as_expected(line: str) -> None:
    assert read(BASE.replace("city: Oslo", f"city: Oslo\n    {line}")).problems == ()


NUMBERS = [
    (
        "QV",
        'phone: "+84 4 3934 3934"\n    covers: [VN]',
        "is no number that VN gives out; did you mean '+84 24 3934 3934'?",
    ),
    ("QV", 'contacts: [{phone: "+47 99 99 99 99 9"}]', "too many or too few digits"),
    ("BE", 'phone: "+44 1632 960001"', "is kept for films and books by Ofcom (United Kingdom)"),
    (
        "BE",
        'messaging: [{platform: signal, number: "+44 1632 960001"}]',
        "messaging.0.number: '+44",
    ),
    (
        "QV",
        'messaging: [{platform: whatsapp, handle: "https://wa.me/84439343934"}]',
        "messaging.0.handle: '+84439343934' is no number that VN gives out",
    ),
]


@pytest.mark.parametrize(("country", "line", "words"), NUMBERS)
def test_a_number_that_leads_to_nobody_is_told(country: str, line: str, words: str) -> None:
    text = BASE.replace("city: Oslo", f"city: Oslo\n    {line}")
    told = said(text.replace("country: QV", f"country: {country}"))
    assert words in told
    assert told.count("posts.yaml:11:") == 1


def test_numbers_of_the_ministry_and_of_partners_are_looked_at_too() -> None:
    number = 'phone: "+84 4 3934 3934"'
    text = BASE.replace("country: QV", f"country: QV\n  {number}")
    assert "note: ministry.phone: '+84 4 3934 3934' is no number" in said(text)


@pytest.mark.parametrize(("line", "words"), FINDINGS)
def test_what_a_post_hardly_means_is_told(line: str, words: str) -> None:
    loaded = read(BASE.replace("city: Oslo", f"city: Oslo\n    {line}"))
    (problem,) = loaded.problems
    assert problem.level is (Level.NOTE if "is empty" in words else Level.WARNING)
    assert problem.place.line == 11
    assert words in str(problem)
    assert not loaded.kept


@pytest.mark.parametrize(
    ("zone", "words"),
    [
        ("America/Dawson", "is a zone of another country than US"),
        ("America/Toronto", "is a zone of another country than US"),
        (
            "Etc/GMT+10",
            "is a zone of no country, and US has several. Its time zones are Pacific/Honolulu, ",
        ),
    ],
)
def test_a_zone_of_elsewhere_is_told_in_a_country_of_several_times(zone: str, words: str) -> None:
    text = BASE.replace('"NO"', "US").replace("city: Oslo", f"city: Boston\n    timezone: {zone}")
    assert f"timezone: {zone} {words}" in said(text)
    assert said(text.replace(zone, "America/New_York")) == ""
    assert said(text.replace(zone, "US/Pacific")) == ""


def test_a_number_of_the_ministry_for_emergencies_without_hours_is_a_warning() -> None:
    contact = 'languages: [en, fr]\n  contacts: [{phone: "+44 1632 960998", purpose: emergency}]'
    text = said(BASE.replace("languages: [en, fr]", contact, 1))
    assert "6:22: warning: ministry.contacts.0.phone: has no hours" in text


def test_a_zone_of_elsewhere_is_told_of_the_ministry_too() -> None:
    text = BASE.replace("country: QV", "country: BE\n  timezone: America/Lima")
    assert "4:13: warning: ministry.timezone: America/Lima keeps another time than BE" in said(text)


def test_a_crisis_centre_without_hours_is_a_warning() -> None:
    centre = 'languages: [en, fr]\n  crisis_centre: {phone: "+44 1632 960999"}'
    text = said(BASE.replace("languages: [en, fr]", centre, 1))
    assert "6:26: warning: ministry.crisis_centre.phone: has no hours" in text
    assert "unknown" in text
    known = centre.replace('999"', '999", hours: unknown')
    assert read(BASE.replace("languages: [en, fr]", known, 1)).problems == ()


EMPTY = [
    ("languages: [en, fr]", "languages: [en, fr]\n  phone:", "6:9: note: ministry.phone"),
    ("languages: [en, fr]", "languages: [en, fr]\n  contacts: [{url: https://a.example/, email: }]",
     "6:47: note: ministry.contacts.0.email"),
    ("posts:", "partners: [{id: fair, name: Fai, url: }]\nposts:", "6:39: note: partners.0.url"),
    ("posts:", "partners:\nposts:", "6:10: note: partners"),
    ("posts:", "defaults:\nposts:", "6:10: note: defaults"),
    ("posts:", "defaults: {kinds: {embassy: {phone: }}}\nposts:",
     "6:37: note: defaults.kinds.embassy.phone"),
    ("city: Oslo", "offices: [{id: a, name: A, location: {lat: 1, lon: 1}, url: }]",
     "10:65: note: posts.embassy-oslo.offices.0.url"),
    ("city: Oslo", 'phone: ""', "10:12: posts.embassy-oslo.phone"),
    ("city: Oslo", "channels:", "10:14: posts.embassy-oslo.channels"),
    ("city: Oslo", "covers: [IS, ' ']", "10:18: posts.embassy-oslo.covers.1"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "start"), EMPTY)
def test_an_empty_value_is_told_wherever_it_stands(old: str, new: str, start: str) -> None:
    text = said(BASE.replace(old, new))
    assert text.startswith(f"posts.yaml:{start}: ")
    assert "Write the value, or leave the key out when unknown. [value-" in text
    assert "\n" not in text


def test_a_default_by_country_may_take_away_one_by_kind() -> None:
    kinds = "kinds: {embassy: {email: a@example.org}}"
    defaults = f'defaults: {{{kinds}, countries: {{"NO": {{email: , phone: }}}}}}\nposts:'
    assert said(BASE.replace("posts:", defaults)).split(": is empty")[0].endswith("NO.phone")


@pytest.mark.parametrize(
    "line",
    [
        "timezone: Europe/Stockholm",
        "location: {lat: 70.7, lon: 23.7}",
        "email:",
        "location: {lat: 19, lon: 72.8}\n    timezone: Asia/Kolkata",
    ],
)
def test_what_a_post_can_well_mean_is_no_warning(line: str) -> None:
    defaults = "defaults: {kinds: {embassy: {email: a@example.org}}}\nposts:"
    text = BASE.replace("city: Oslo", f"city: Oslo\n    {line}").replace("posts:", defaults)
    assert said(text.replace('"NO"', "IN") if "Kolkata" in line else text) == ""


CURES = [
    ("country: “NO”", 'Write straight quotation marks: "NO".'),
    ('phone: "+372 (0)6 555 870"', "did you mean '+372 655 5870'?"),
    ('phone: "+32 02 501 81 11"', "otherwise from abroad; did you mean '+32 2 501 81 11'?"),
    ('phone: "+32 2 501 81 11 ext. 5"', "'+32 2 501 81 11'? Write the extension as the note"),
    ('phone: "+381 (0)11 303-2400/401"', "stands for +381 11 3032400 and +381 11 3032401. Write"),
    ('phone: "+39 (0)312 345 6789"', "(0). Write +39 312 345 6789 or +39 031 2345 6789."),
    ('phone: "+813/55501122-3"', "it stands for +81 3-5550-1122 and +81 3-5550-1123. Write one"),
    (
        'channels: [{platform: facebook, handle: "https://www.facebook.com/groups/1"}]',
        "'https://www.facebook.com/groups/1' is the address of a group, expected a page name of",
    ),
    (
        'channels: [{platform: x, handle: "https://x.com/InOslo/status/1"}]',
        "is the address of a post, and not of who wrote it, expected a name of at most 15",
    ),
    (
        'channels: [{platform: x, handle: "https://www.youtube.com/@oslo"}]',
        "underscores. Write platform: youtube.",
    ),
    (
        'messaging: [{platform: signal, handle: "+44 (0)1632 960001"}]',
        "'+44 (0)1632 960001', expected a telephone number as dialled internationally",
    ),
    ("timezone: GMT+1", "did you mean 'Europe/Oslo'? Zones are named as Region/City"),
    ("website: https://example.org/a b", "did you mean 'https://example.org/a%20b'?"),
    ("website: oslo@example.org", "It is a mail address: write it under email."),
    ("website: https:/example.org/", "did you mean 'https://example.org/'?"),
    ("website: http//example.org/", "expected an address with https:// or http://"),
    ("email: oslo(at)example.org", "did you mean 'oslo@example.org'?"),
    ("email: mailto:oslo@example.org", "did you mean 'oslo@example.org'?"),
    ("email: a@example.org, b@example.org", "Write one mail address here, and each of the others"),
    ('phone: "+44 1632 960001 / 002"', "Write one number here, and each of the others"),
    ('opening_hours: "Mon-Fri 9am-5pm"', "did you mean 'Mo-Fr 09:00-17:00'?"),
    ("accent: green", 'Write two hexadecimal digits each for red, green and blue, such as "#0b'),
    ('accent: "#abc"', "did you mean '#aabbcc'?"),
    ('accent: "0b5563"', "did you mean '#0b5563'?"),
    (
        "hero: pictures/oslo.jpg",
        "Write its keys, each with its value: file, alt, decorative, focus",
    ),
    ("hero: {file: Oslo 1.JPG, decorative: true}", "Name the file with letters a-z, digits"),
    ("hero: {file: a.jpg, alt: A, focus: [64, 0]}", "Write 0.64: 0 is left or above"),
    ("hero: {file: a.jpg, alt: A, focus: [0, 64%]}", "expected a number. Write 0.64."),
    ("location: [59.9, 10.7]", "a list, expected keys and values. Write its keys, each with its"),
    ("location: {lat: 59,91, lon: 10.7}", "the comma divides, so the number ends before it and 91"),
    ("languages: [Norwegian, fr]", "did you mean 'no'? Write the code of the language"),
    ("languages: [Francais]", "did you mean 'fr'?"),
    ("languages: [cz, fr]", "did you mean 'cs'?"),
    ("languages: [+gr]", "did you mean 'el'?"),
    ("timezone: Asia/Beijing", "did you mean 'Europe/Oslo'? Zones are named"),
    ("timezone: America/Washington\n    location: {lat: 60, lon: 10}", "mean 'Europe/Oslo'?"),
    (
        "languages: [xq]",
        "'xq': expected a canonical BCP 47 language tag. Write the code",
    ),
    ("sources: [{item: Q1, seen: 2026/3/1}]", "did you mean '2026-03-01'?"),
    ("sources: [{item: Q1, seen: 31.12.2025}]", "did you mean '2025-12-31'?"),
    ("sources: [{item: Q1, seen: 2/3/2026}]", "(ISO 8601). Write the year, the month and the day"),
]


@pytest.mark.parametrize(("line", "words"), CURES)
def test_a_mistake_is_told_with_what_mends_it(line: str, words: str) -> None:
    text = BASE.replace("    country", f"    {line}\n    country", 1)
    text = text.replace('    country: "NO"\n', "") if line.startswith("country") else text
    told = said(text)
    assert words in told
    assert told.startswith("posts.yaml:9:")
    assert "\n" not in told


def test_a_conflict_that_git_left_is_told_where_it_begins() -> None:
    both = "<<<<<<< HEAD\n    city: Oslo\n=======\n    city: Bergen\n>>>>>>> other\n"
    with pytest.raises(CannotStart) as stopped:
        read(BASE.replace("    city: Oslo\n", both))
    [problem] = stopped.value.problems
    assert str(problem).startswith("posts.yaml:10:1: posts.0: Git has left two versions")
    assert "delete the lines that begin with <<<<<<<, ======= and >>>>>>>" in str(problem)


def test_a_value_that_is_a_comment_is_told() -> None:
    text = said(BASE.replace("city: Oslo", "city: Oslo\n    accent: #0b5563"))
    assert text.startswith("posts.yaml:11:12: posts.embassy-oslo.accent: #0b5563 is a comment")
    assert 'Put it in quotes: "#0b5563"' in text


@pytest.mark.parametrize(
    "line",
    [
        "phone: 0123",
        "opening_hours: 09:30",
        "location: {lat: 59:54:50, lon: 10.7}",
        "location: {lat: .inf, lon: 10.7}",
        "location: {lat: 1_0, lon: 10.7}",
        "accent: ~",
        "site: yes",
    ],
)
def test_a_value_that_yaml_reads_otherwise_is_told_once(line: str) -> None:
    assert said(BASE.replace("city: Oslo", line)).count("posts.yaml:10:") == 1
    shared = BASE.replace("posts:", "defaults: {kinds: {embassy: {" + line + "}}}\nposts:")
    assert said(shared).count("posts.yaml:") == 1


def test_a_text_that_a_comma_divides_is_told_once_with_its_cure() -> None:
    text = said(BASE.replace("city: Oslo", "city: Oslo\n    address: {en: Rue Haute 1, Paris}"))
    path = "posts.yaml:11:32: posts.embassy-oslo.address.Paris"
    cure = "Inside {…} a comma divides: put a text that has one in quotes."
    assert text == f"{path}: has no text. {cure} [value-invalid]"


def test_all_problems_are_told_at_once() -> None:
    text = said(
        BASE.replace("city: Oslo", "email: x\n    hub: nobody\n    phne: 1").replace("IS", "J1")
    )
    for path in ("embassy-oslo.email", "embassy-oslo.hub", "embassy-oslo.phne", "iceland.country"):
        assert path in text


def test_a_circle_of_virtual_posts_is_named() -> None:
    second = """  - id: virtual-embassy-malta
    kind: virtual-embassy
    country: MT
    covered_by: virtual-embassy-iceland
"""
    text = said(BASE.replace("by: embassy-oslo", "by: virtual-embassy-malta") + second)
    assert "runs in a circle" in text


def test_a_broken_post_keeps_its_last_good_input_and_the_others_stand() -> None:
    good = read(BASE)
    broken = read(BASE.replace("city: Oslo", "citty: Oslo"), dict(good.inputs))
    assert [post.id for post in broken.network.posts] == ["embassy-oslo", "virtual-embassy-iceland"]
    assert broken.network.posts[0] == good.network.posts[0]
    assert dict(broken.inputs) == dict(good.inputs)
    assert [problem.post for problem in broken.problems] == ["embassy-oslo"]


def test_without_an_earlier_input_a_broken_post_is_failed_and_references_to_it_stand() -> None:
    loaded = read(BASE.replace("city: Oslo", "citty: Oslo"))
    assert [post.id for post in loaded.network.posts] == ["virtual-embassy-iceland"]
    assert [post.id for post in loaded.network.failed] == ["embassy-oslo"]
    assert len(loaded.problems) == 1


REGION = (
    BASE
    + """  - id: embassy-bern
    kind: embassy
    country: CH
    hub: embassy-oslo
  - id: honorary-consulate-bergen
    kind: honorary-consulate
    country: "NO"
    parent: embassy-oslo
    site: false
"""
)


def posts(loaded: Loaded) -> list[str]:
    return [post.id for post in loaded.network.posts]


OSLO = "id: embassy-oslo\n    kind: embassy\n"
MISTAKES = [
    (OSLO, OSLO.replace("kind: embassy", "kind: virtual-embassy"), "embassy-oslo"),
    ("    city: Oslo\n", "    city: Oslo\n    hub: embassy-bern\n    hub: x\n", "embassy-oslo"),
    ("country: CH\n", "country: CH\n    site: false\n    parent: nobody\n", "embassy-bern"),
]


@pytest.mark.parametrize(("old", "new", "post"), MISTAKES)
def test_a_mistake_in_one_post_costs_no_other_its_site(old: str, new: str, post: str) -> None:
    good = read(REGION)
    assert good.problems == ()
    broken = read(REGION.replace(old, new), dict(good.inputs))
    assert broken.network == good.network
    assert broken.kept == {post}
    assert {problem.post for problem in broken.problems} == {post}


def test_a_mistake_in_one_post_costs_no_other_its_site_without_earlier_inputs_either() -> None:
    loaded = read(REGION.replace(OSLO, OSLO.replace("kind: embassy", "kind: virtual-embassy")))
    assert [post.id for post in loaded.network.failed] == ["embassy-oslo"]
    assert {problem.post for problem in loaded.problems} == {"embassy-oslo"}


def test_what_no_longer_suits_a_changed_post_keeps_its_last_good_input() -> None:
    good = read(REGION)
    virtual = OSLO.replace("kind: embassy", "kind: virtual-embassy\n    covered_by: embassy-bern")
    changed = read(REGION.replace(OSLO, virtual), dict(good.inputs))
    assert posts(changed) == posts(good)
    assert changed.network.posts[0].virtual
    assert changed.kept == {
        "virtual-embassy-iceland", "embassy-bern", "honorary-consulate-bergen",
    }  # fmt: skip


IDS = [
    ("id: embassy-oslo", "id: embassy_oslo", 1),
    ("id: embassy-oslo", "idd: embassy-oslo", 1),
    (BASE[BASE.index("id: embassy-oslo") : BASE.index("  - id: virtual")], "embassy-oslo\n", 1),
    ("id: embassy-oslo", "id: embassy-bern", 1),
    ("  - id: embassy-bern\n", "", 2),
]


@pytest.mark.parametrize(("old", "new", "count"), IDS)
def test_while_an_id_cannot_be_read_no_post_is_gone(old: str, new: str, count: int) -> None:
    good = read(REGION)
    broken = read(REGION.replace(old, new), dict(good.inputs))
    assert sorted(posts(broken)) == sorted(posts(good))
    assert broken.kept
    assert len(broken.problems) == count
    assert read(REGION, dict(broken.inputs)).network == good.network


def test_a_post_that_is_gone_stays_as_long_as_others_name_it() -> None:
    good = read(REGION)
    renamed = read(REGION.replace("id: embassy-oslo", "id: embassy-olso"), dict(good.inputs))
    assert sorted(posts(renamed)) == sorted([*posts(good), "embassy-olso"])
    assert "did you mean 'embassy-olso'?" in "".join(str(p) for p in renamed.problems)
    mended = REGION.replace("embassy-oslo", "embassy-olso")
    assert "embassy-oslo" not in posts(read(mended, dict(renamed.inputs)))


def test_of_two_posts_with_one_id_neither_takes_the_site_of_the_last_good_one() -> None:
    good = read(REGION)
    other = "  - {id: embassy-bern, kind: embassy, country: FR, city: Paris}\n  - id: embassy-oslo"
    twice = read(REGION.replace("  - id: embassy-oslo", other), dict(good.inputs))
    assert next(p for p in twice.network.posts if p.id == "embassy-bern").country == "CH"


def test_the_post_that_had_an_address_before_keeps_it() -> None:
    good = read(REGION)
    taken = "city: Oslo\n    publish_url: https://example.org/embassy-bern/"
    broken = read(REGION.replace("city: Oslo", taken), dict(good.inputs))
    assert broken.network == good.network
    assert broken.kept == {"embassy-oslo"}


def test_a_post_without_a_site_is_listed_by_one_that_has_one() -> None:
    text = REGION.replace("city: Oslo", "site: false\n    parent: honorary-consulate-bergen")
    assert "'honorary-consulate-bergen' has no site itself" in said(text)


DEFAULTS = REGION.replace("posts:", "defaults:\n  countries:\n    CH: {city: Bern}\nposts:")


@pytest.mark.parametrize(
    ("old", "new", "words"),
    [
        ("countries:", "countris:", "defaults.countris: is no key that is known here"),
        ("CH: {", "CHE: {", "defaults.countries.CHE: 'CHE': expected an ISO 3166-1"),
        ("defaults:", "default:", "did you mean 'defaults'?"),
        ("{city: Bern}", "Bern", "'Bern', expected keys and values"),
        ("{city: Bern}", "&a {city: Bern}", "is an anchor"),
    ],
)
def test_a_mistake_in_defaults_takes_nothing_from_any_post(old: str, new: str, words: str) -> None:
    good = read(DEFAULTS)
    assert good.problems == ()
    broken = read(DEFAULTS.replace(old, new), dict(good.inputs))
    assert broken.network == good.network
    assert dict(broken.inputs) == dict(good.inputs)
    assert words in "\n".join(str(problem) for problem in broken.problems)


def test_what_is_good_of_defaults_is_taken_where_there_are_no_earlier_ones() -> None:
    loaded = read(DEFAULTS.replace("defaults:", "defaults:\n  kind: {}"))
    assert loaded.network.posts[2].city is not None


def test_a_wrong_value_in_defaults_keeps_every_post_that_takes_it() -> None:
    good = read(DEFAULTS)
    wrong = "defaults:\n  kinds:\n    embassy: {accent: purple}"
    broken = read(DEFAULTS.replace("defaults:", wrong), dict(good.inputs))
    assert broken.network == good.network
    assert broken.kept == {"embassy-oslo", "embassy-bern"}


@pytest.mark.parametrize(
    ("old", "new"),
    [("naming:", "namig:"), ("Quivira", "*name"), ("naming:", "partners: x\nnaming:")],
)
def test_a_mistake_in_what_is_no_post_keeps_its_last_good_state(old: str, new: str) -> None:
    text = REGION.replace("posts:", "naming:\n  countries: {QV: Quivira}\nposts:")
    good = read(text)
    broken = read(text.replace(old, new), dict(good.inputs))
    assert broken.problems
    assert broken.network == good.network
    assert dict(broken.inputs) == dict(good.inputs)


def test_very_many_problems_of_one_post_are_told_in_part() -> None:
    many = ", ".join(f"zz{number}" for number in range(300))
    loaded = read(BASE.replace("city: Oslo", f"languages: [{many}]"))
    assert 100 < len(loaded.problems) < 110
    assert "has 200 problems more" in "\n".join(str(problem) for problem in loaded.problems)


def test_many_wrong_names_take_no_time_in_their_square() -> None:
    text = BASE + "".join(
        f"  - {{id: embassy-a{n}, kind: embassy, country: FR, hub: embassy-b{n}}}\n"
        for n in range(400)
    )
    started = process_time()
    assert len(read(text).problems) == 400
    # It takes a third of a second, and took three.
    assert process_time() - started < 1.5


def test_a_problem_in_defaults_is_told_once() -> None:
    text = BASE.replace("posts:", "defaults:\n  kinds:\n    embassy: {email: x}\nposts:")
    text += "  - {id: embassy-bern, kind: embassy, country: CH}\n"
    assert said(text).count("mail address") == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        (b"# nothing\n", "empty"),
        (b"- a list\n", "keys"),
        (b"ministry:\n\tname: x\n", "tab"),
        (b'ministry: {name: "x\n', "quot"),
        (b"ministry: \xff\n", "UTF-8"),
        (b"ministry: a\x00b\n", "U+0000"),
        ("ministry: x\n".encode("utf-16"), "UTF-16"),
        (b"[" * 5000, "deep"),
        (b"a: {" * 5000, "deep"),
        (b"ministry: {name: x}\n", "posts"),
    ],
)
def test_a_file_that_cannot_be_read_stops_the_run_with_exit_code_2(data: bytes, words: str) -> None:
    with pytest.raises(CannotStart) as caught:
        read_network(data, "posts.yaml", {})
    assert caught.value.exitcode == 2
    assert words in str(caught.value)


def test_aliases_cannot_explode() -> None:
    bomb = "a: &a [x,x,x,x,x,x,x,x,x]\nb: &b [*a,*a,*a,*a,*a,*a,*a,*a,*a]\n" + BASE
    assert "alias" in said(bomb).lower()


@given(st.binary(max_size=400))
def test_no_bytes_make_anything_but_problems(data: bytes) -> None:
    with contextlib.suppress(CannotStart):
        read_network(BASE.encode() + data, "posts.yaml", {})


@given(st.text(max_size=60), st.sampled_from(["city", "phone", "id", "kind", "country", "status"]))
def test_any_text_as_a_value_is_taken_or_told(value: str, key: str) -> None:
    text = BASE + f"  - {{id: embassy-x, kind: embassy, country: FR, {key}: {json.dumps(value)}}}\n"
    try:
        loaded = read_network(text.encode("utf-8", "surrogatepass"), "posts.yaml", {})
    except CannotStart:
        return
    assert loaded.problems or any(post.id for post in loaded.network.posts)


def test_an_account_brings_its_feed_after_the_own_ones_and_each_address_once() -> None:
    feeds = """    feeds: [{url: "https://bsky.app/profile/a.example.org/rss"}, {file: feeds/a.xml}]
    channels:
      - {platform: bluesky, handle: a.example.org, feed: auto}
      - {platform: medium, handle: oslo, feed: auto, language: en}
      - {platform: medium, handle: "@oslo", feed: auto}
      - {platform: medium, handle: other}
"""
    loaded = read(BASE.replace("    city: Oslo\n", "    city: Oslo\n" + feeds))
    assert loaded.problems == ()
    post = loaded.network.posts[0]
    assert [feed.key for feed in post.feeds] == [
        "https://bsky.app/profile/a.example.org/rss",
        "file:feeds/a.xml",
        "https://medium.com/feed/@oslo",
    ]
    assert post.feeds[2].language == "en"
    again = read(
        BASE.replace("    city: Oslo\n", "    city: Oslo\n    phone: 1\n"), dict(loaded.inputs)
    )
    assert again.network.posts[0].feeds == post.feeds


def test_posts_are_told_of_too_where_the_ministry_has_a_mistake() -> None:
    text = BASE.replace("url: https://example.org/", "url: example.org").replace("Oslo", "[]", 1)
    text = text.replace("covered_by: embassy-oslo", "covered_by: embassy-olso")
    with pytest.raises(CannotStart) as caught:
        read(text)
    assert [problem.path for problem in caught.value.problems] == [
        "ministry.url",
        "posts.embassy-oslo.city",
        "posts.virtual-embassy-iceland.covered_by",
    ]
