"""What a person reads who made a mistake in posts.yaml: every problem, its place and its cure."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.problems import CannotStart
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
        ("city: Oslo", "sources: [{facts: [city]}]", "10:15", ["expected a url or an item"]),
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
        ("city: Oslo", 'phone: "23 23 92 20"', "10:12", ["dialled internationally"]),
        ("city: Oslo", "phone: 0123", "10:12", ["base 8"]),
        ("city: Oslo", "opening_hours: 08:30", "10:20", ["base 60"]),
        ("city: Oslo", "opening_hours: Mo-Fry 9-12", "10:20", ["OpenStreetMap"]),
        ("city: Oslo", "timezone: Europe/Olso", "10:15", ["did you mean 'Europe/Oslo'?"]),
        ("city: Oslo", "languages: [zz]", "10:17", ["BCP 47"]),
        ("city: Oslo", "languages: [zh-hant]", "10:17", ["did you mean 'zh-Hant'?"]),
        ("city: Oslo", "channels: [{platform: facebok, handle: x}]", "10:27", ["'facebook'"]),
        ("city: Oslo", "channels: [{platform: x, handle: a/b?c}]", "10:38", ["expected"]),
        ("city: Oslo", "contacts: {phone: a}", "10:15", ["expected a list"]),
        ("city: Oslo", "contacts: [{purpose: visas}]", "10:16", ["a phone, an email or a url"]),
        ("city: Oslo", "site: maybe", "10:11", ["true or false"]),
        ("city: Oslo", "hub: embassy-olso", "10:10", ["did you mean 'embassy-oslo'?"]),
        ("city: Oslo", "city: {en: [1]}", "10:16", ["expected text"]),
        ("city: Oslo", "city: Oslo\n    city: Oslo", "11:5", ["city"]),
        ("id: virtual-embassy-iceland", "id: embassy-oslo", "11:9", ["line 7 too"]),
        ("id: virtual-embassy-iceland", "id: Embassy-Oslo", "11:9", ["'embassy-oslo'?"]),
        ("id: virtual-embassy-iceland", "id: embаssy-oslo", "11:9", ["letters a-z"]),
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
