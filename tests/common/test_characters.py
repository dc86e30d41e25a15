"""Characters that are not what they seem, told from those that a script is spelt with."""

from __future__ import annotations

import json

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from chancery.common.characters import (
    hidden,
    is_harmless,
    is_visible,
    meaningless,
    mixed_words,
    named,
    oddities,
    plain_text,
)
from chancery.common.problems import errors, nearest
from chancery.common.yaml.source import Mapping, Marked, read_yaml
from chancery.content.read import front_matter, split
from chancery.network.load import read_network
from tests.networks.small import POSTS

MEANT = [
    ("+44\u00a01632\u2011960001", "+44 1632-960001"),
    ("０８：３０", "08:30"),
    ("+٤٤ ١٦٣٢ ٩٦٠٠٠١", "+44 1632 960001"),
    ("۰۹:۳۰", "09:30"),
    ("०९:३०", "09:30"),
    ("Mo–Fr 09:00−12:00", "Mo-Fr 09:00-12:00"),
    ("еmbassy-оslо", "embassy-oslo"),
    ("ΟΗ", "OH"),
    ("embassy\u200b-os\u00adlo\u200e", "embassy-oslo"),
    ("\ufeffNO", "NO"),
    ("Ｅｍｂａｓｓｙ", "Embassy"),
    ("château", "château"),
    ("القاهرة", "القاهرة"),
]


@pytest.mark.parametrize(("text", "meant"), MEANT)
def test_what_was_meant_is_known_where_only_ascii_is(text: str, meant: str) -> None:
    assert plain_text(text) == meant
    assert bool(list(oddities(text))) == (text != meant)


@given(st.text())
def test_what_was_meant_is_not_odd_itself(text: str) -> None:
    once = plain_text(text)
    assert not is_harmless(text) or once.strip() == text.strip()
    assert plain_text(once) == once
    assert not list(oddities(once))


#: Nobody sees anything of these.
UNSEEN = ("", " ", "\u200b", "\u00ad", "\u3164", "\u115f", " \u2800 ", "\ufe0f", "\u200f\u202a",
          "\U000e0041", "\u0301", "\x07", "\ufeff\u2060")  # fmt: skip
#: Words as they are written in the scripts of the network, joiners and marks of direction among
#: them.
WRITTEN = (
    "Oslo", "می\u200cخواهم", "क्\u200dष", "עברית\u200f", "العربية\u200e", "中文", "日本語",
    "한국어", "ไทย", "Київ", "Αθήνα", "Հայերեն", "ქართული", "አማርኛ", "தமிழ்", "naïve", "Straße",
    "👩\u200d🚀", "❤\ufe0f", "+", "µm", "PDF-файл", "VIPов", "וSMS", "Ω", "αβC",
)  # fmt: skip


@pytest.mark.parametrize("text", UNSEEN)
def test_what_nobody_sees_is_known(text: str) -> None:
    assert not is_visible(text)
    assert is_visible(f"{text}a")


@pytest.mark.parametrize("text", WRITTEN)
def test_no_script_is_taken_for_odd(text: str) -> None:
    assert is_visible(text)
    assert not list(mixed_words(text))
    assert not list(meaningless(text))
    assert all(one.character in "\u200e\u200f" for one in hidden(text))
    problems = read_yaml(f"city: {text}\n".encode(), "x.yaml")[1]
    assert problems == []


MIXED = [("Оslo", 0, "Oslo"), ("Mосква", 0, "Москва"), ("Kиїв", 0, "Київ"), ("Aθήνα", 0, "Αθήνα"),
         ("in Pаris", 4, "Paris")]  # fmt: skip


@pytest.mark.parametrize(("text", "at", "meant"), MIXED)
def test_a_word_that_only_seems_to_be_of_one_script_is_known(
    text: str, at: int, meant: str
) -> None:
    [found] = mixed_words(text)
    assert (found.at, found.meant) == (at, meant)


def test_characters_are_named_by_code_point_and_name() -> None:
    assert named("\u00a0") == "U+00A0 (no-break space)"
    assert named("\uf0b7") == "U+F0B7 (private)"


VALUES = [
    ('"+44 1632 960001"', '"+44 1632\u00a0960001"', "'+44 1632 960001'",
     "U+00A0 (no-break space) at line 16, column 21"),
    ("kind: embassy\n", "kind: emb\u200bassy\n", "'embassy'",
     "U+200B (zero width space) at line 11, column 14"),
    ("id: embassy-oslo", "id: еmbassy-oslo", "'embassy-oslo'",
     "U+0435 (cyrillic small letter ie) at line 10, column 9"),
    ("phone: \"+44 1632 960002\"", "phone\u00a0: \"+44 1632 960002\"", "'phone'",
     "U+00A0 (no-break space) at line 25, column 10"),
    ("lat: 59.9", "lat: ５９.9", "Write 59.9.",
     "U+FF15 (fullwidth digit five) at line 14, column 21"),
    ("handle: embassy.oslo", "handle: embassy.oslo\u200b", "'embassy.oslo'",
     "U+200B (zero width space) at line 18, column 57"),
    ("Mo-Fr 09:00-12:30", "Mo-Fr 09：00-12:30", "'Mo-Fr 09:00-12:30'",
     "U+FF1A (fullwidth colon) at line 17, column 28"),
    ("fr: Le Caire", "f\u200br: Le Caire", "'fr'",
     "U+200B (zero width space) at line 22, column 24"),
    ("Europe/Oslo", '"Europe/Osl\u043e"', "'Europe/Oslo'",
     "U+043E (cyrillic small letter o) at line 15, column 26"),
    ("covered_by: embassy-oslo", "covered_by: embassy-oslo\u200e", "'embassy-oslo'",
     "U+200E (left-to-right mark) at line 37, column 29"),
]  # fmt: skip


@pytest.mark.parametrize(("old", "new", "meant", "words"), VALUES)
def test_odd_characters_in_posts_are_named_with_their_place_and_what_was_meant(
    old: str, new: str, meant: str, words: str
) -> None:
    assert old in POSTS
    found = read_network(POSTS.replace(old, new, 1).encode(), "posts.yaml", {}).problems
    told = [str(problem) for problem in found if words in problem.message]
    assert len(told) == 1
    assert meant in told[0]
    assert sum(" U+" in str(problem) for problem in found) == 1


def test_words_of_two_scripts_and_empty_boxes_are_findings_that_cost_nothing() -> None:
    text = POSTS.replace("city: Oslo", "city: Оslo \uf0b7")
    loaded = read_network(text.encode(), "posts.yaml", {})
    assert [str(problem).partition(": note: ")[::2] for problem in loaded.problems] == [
        ("posts.yaml:13:11", "posts.embassy-oslo.city: Оslo has the letter U+041E (cyrillic "
         "capital letter o), and others are of another script. Type it anew: Oslo. "
         "[letter-of-another-script]"),
        ("posts.yaml:13:16", "posts.embassy-oslo.city: U+F0B7 (private) is no character that "
         "others see. Delete it, or write it anew. [character-without-meaning]"),
    ]  # fmt: skip
    assert not loaded.nameless
    assert not loaded.network.failed


def test_a_colon_that_only_looks_like_one_is_named() -> None:
    [problem] = read_yaml("id: a\ntimezone：Europe/Oslo\n".encode(), "x.yaml")[1]
    assert "the look-alike colon U+FF1A (fullwidth colon) stands on line 2, column 9" in str(
        problem
    )


FRONT = [
    ("title: \u200b", "t.md:2:8: title: '\\u200b': expected text that is seen"),
    ('title: "\u3164\u2800"', "t.md:2:8: title: 'ㅤ⠀': expected text that is seen"),
    ("title: V\nreviewed: ２０２６-01-05", "U+FF12 (fullwidth digit two) at line 3, column 11"),
    ("title: V\ngroup: help\u00a0", "U+00A0 (no-break space) at line 3, column 12"),
    ("title: V\nor\u00adder: 3", "U+00AD (soft hyphen) at line 3, column 3"),
    ("title: V\nsample: ｔrue", "U+FF54 (fullwidth latin small letter t) at line 3, column 9"),
]


@pytest.mark.parametrize(("lines", "words"), FRONT)
def test_odd_characters_in_front_matter_are_named(lines: str, words: str) -> None:
    tree, _, _, found = split(f"---\n{lines}\n---\n".encode(), "t.md")
    assert found == []
    told = [str(problem) for problem in front_matter(tree, "t.md", "")[1]]
    assert len(told) == 1
    assert words in told[0]


def test_a_suggestion_keeps_no_odd_character() -> None:
    assert nearest("pаssports\u200b", ["passports", "visas"]) == "passports"


@given(st.text(st.characters(exclude_categories=["Cc", "Cs"]), max_size=12))
def test_every_odd_character_of_a_value_knows_its_place(value: str) -> None:
    source = f"a: 1\nc: {json.dumps(value, ensure_ascii=False)}\n"
    tree, problems = read_yaml(source.encode(), "x.yaml")
    assume(not errors(problems))
    assert isinstance(tree, Mapping)
    read = tree["c"]
    assert read == value
    if any(oddities(value)):
        assert isinstance(read, Marked)
        lines = source.split("\n")
        for at, (line, column) in read.places.items():
            assert lines[line - 1][column - 1] == value[at]
