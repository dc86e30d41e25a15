"""YAML with places: every trap where it stands, and nothing that breaks the reader."""

from __future__ import annotations

import copy
import math
import pickle
from collections.abc import Iterator
from typing import Any

import pytest
import yaml
from hypothesis import example, given
from hypothesis import strategies as st
from pydantic import BaseModel, ConfigDict

from chancery.common.problems import Place, Problem, errors
from chancery.common.yaml.source import (
    Limits,
    Mapping,
    Sequence,
    Value,
    key_place,
    locate,
    merge,
    read_yaml,
)


def read(source: str | bytes, **options: Any) -> tuple[Any, list[Problem]]:
    data = source.encode() if isinstance(source, str) else source
    return read_yaml(data, "posts.yaml", **options)


def one(source: str | bytes, **options: Any) -> tuple[Any, Problem]:
    tree, problems = read(source, **options)
    assert len(problems) == 1, [str(problem) for problem in problems]
    return tree, problems[0]


def mapping(source: str) -> Mapping:
    tree, problems = read(source)
    assert not problems, [str(problem) for problem in problems]
    assert isinstance(tree, Mapping)
    return tree


def spot(problem: Problem) -> tuple[int, int, str]:
    return problem.place.line, problem.place.column, problem.path


POSTS = """\
# posts
posts:
  - id: embassy-oslo
    covers: [IS, "SJ"]
    contacts:
      - {phone: "+47 23 13 32 20", for: citizens}
      - phone: '+47 900 00 000'
        note: |
          By day.
    empty:
"""


class TestTree:
    def test_gives_plain_data(self) -> None:
        assert mapping(POSTS) == {
            "posts": [
                {
                    "id": "embassy-oslo",
                    "covers": ["IS", "SJ"],
                    "contacts": [
                        {"phone": "+47 23 13 32 20", "for": "citizens"},
                        {"phone": "+47 900 00 000", "note": "By day.\n"},
                    ],
                    "empty": None,
                }
            ]
        }

    @pytest.mark.parametrize(
        ("path", "value_at", "key_at"),
        [
            ((), (2, 1), (2, 1)),
            (("posts",), (3, 3), (2, 1)),
            (("posts", 0), (3, 5), (3, 5)),
            (("posts", 0, "id"), (3, 9), (3, 5)),
            (("posts", 0, "covers"), (4, 13), (4, 5)),
            (("posts", 0, "covers", 1), (4, 18), (4, 18)),
            (("posts", 0, "contacts", 0), (6, 9), (6, 9)),
            (("posts", 0, "contacts", 0, "phone"), (6, 17), (6, 10)),
            (("posts", 0, "contacts", 0, "for"), (6, 41), (6, 36)),
            (("posts", 0, "contacts", 1, "note"), (8, 15), (8, 9)),
            (("posts", 0, "empty"), (10, 11), (10, 5)),
        ],
    )
    def test_knows_every_place(
        self, path: tuple[str | int, ...], value_at: tuple[int, int], key_at: tuple[int, int]
    ) -> None:
        tree = mapping(POSTS)
        dotted = ".".join(map(str, path))
        assert locate(tree, path) == (Place("posts.yaml", *value_at), dotted)
        assert key_place(tree, path) == Place("posts.yaml", *key_at)

    def test_places_count_from_the_first_line_given(self) -> None:
        tree, _ = read("title: A\nsummary: B\n", first_line=2)
        assert tree.place_of("summary") == Place("posts.yaml", 3, 10)
        _, problem = one("title: A\nlocal: NO\n", first_line=2)
        assert spot(problem) == (3, 8, "local")
        _, problem = one("title: @\n", first_line=7)
        assert spot(problem) == (7, 8, "title")

    def test_columns_count_characters(self) -> None:
        assert mapping('{"é𝄞": x}').place_of("é𝄞") == Place("posts.yaml", 1, 8)

    @pytest.mark.parametrize("newline", ["\r\n", "\r"])
    def test_other_line_breaks_move_no_place(self, newline: str) -> None:
        tree = mapping(POSTS.replace("\n", newline))
        assert tree == mapping(POSTS)
        assert locate(tree, ("posts", 0, "empty"))[0] == Place("posts.yaml", 10, 11)

    def test_a_byte_order_mark_is_no_problem(self) -> None:
        assert mapping("\ufeffa: 1").key_place("a") == Place("posts.yaml", 1, 1)

    def test_survives_pickling_and_copying(self) -> None:
        tree = mapping(POSTS)
        for other in (pickle.loads(pickle.dumps(tree)), copy.deepcopy(tree), copy.copy(tree)):
            assert type(other) is Mapping
            assert other == tree
            assert other.place == tree.place
            path = ("posts", 0, "contacts", 1, "phone")
            assert key_place(other, path) == key_place(tree, path)

    def test_pydantic_takes_it_as_dict_and_list(self) -> None:
        class Post(BaseModel):
            model_config = ConfigDict(strict=True, extra="ignore")
            id: str
            covers: list[str]

        class Network(BaseModel):
            model_config = ConfigDict(strict=True)
            posts: list[Post]

        assert Network.model_validate(mapping(POSTS)).posts[0].covers == ["IS", "SJ"]

    def test_places_of_what_is_missing_are_those_around_it(self) -> None:
        tree = mapping("a: [x]\n")
        items = tree["a"]
        assert isinstance(items, Sequence)
        assert tree.place_of("b") == tree.key_place("b") == tree.place == Place("posts.yaml", 1, 1)
        assert items.place_of(1) == items.place_of(-1) == items.place == Place("posts.yaml", 1, 4)


class TestScalars:
    @pytest.mark.parametrize(
        ("text", "value"),
        [
            ("true", True),
            ("True", True),
            ("TRUE", True),
            ("false", False),
            ("False", False),
            ("FALSE", False),
            ("null", None),
            ("Null", None),
            ("NULL", None),
            ("", None),
            ("0", 0),
            ("-12", -12),
            ("123456789012345", 123456789012345),
            ("59.91", 59.91),
            ("-10.72", -10.72),
            (".5", 0.5),
            ("1e3", 1000.0),
            ("2025-03-17", "2025-03-17"),
            ("2025-03-17 10:00:00", "2025-03-17 10:00:00"),
            ("+32 2 501", "+32 2 501"),
            ("+nb", "+nb"),
            ("24/7", "24/7"),
            ("10:00-12:00", "10:00-12:00"),
            ("1.2.3", "1.2.3"),
            ("-x", "-x"),
            ("nO", "nO"),
            ("none", "none"),
            ('"NO"', "NO"),
            ("'08:30'", "08:30"),
            ('"+3225014000"', "+3225014000"),
            ('"~"', "~"),
            ('"1"', "1"),
        ],
    )
    def test_has_its_value_and_no_problem(self, text: str, value: object) -> None:
        found = mapping(f"a: {text}\n")["a"]
        assert found == value
        assert type(found) is type(value)

    @pytest.mark.parametrize(
        "text",
        "NO no No n N off Off OFF YES yes Yes y Y on On ON".split()
        + "08:30 190:20:30 -1:30 12:30:45.5 +3225014000 +1.5 +0 0123 -07 00 0800 01.5".split()
        + "0o17 0x1F 0b11 1_000 1_0.5 .inf -.Inf .NaN 1e400 1234567890123456".split(),
    )
    def test_trap_is_reported_and_kept_as_text(self, text: str) -> None:
        tree, problem = one(f'posts:\n  - x: 1\n  - country: {text}\n    city: "Oslo"\n')
        assert tree["posts"][1] == {"country": text, "city": "Oslo"}
        assert spot(problem) == (3, 14, "posts.1.country")
        assert problem.message.startswith(f"{text} is ")
        assert "expected" in problem.message
        assert f'"{text}"' in problem.cure
        assert "in quotes" in problem.cure

    def test_message_reads_as_a_sentence(self) -> None:
        _, problem = one("country: NO\n")
        assert str(problem) == (
            'posts.yaml:1:10: country: NO is read as the boolean "false" by YAML, expected text '
            'in quotes, or true or false. Put it in quotes: "NO" (or write false where a switch '
            "is meant). [yaml-unclear]"
        )

    def test_a_tilde_is_reported_and_is_no_value(self) -> None:
        tree, problem = one("a: ~\n")
        assert tree == {"a": None}
        assert spot(problem) == (1, 4, "a")

    def test_traps_in_lists_have_their_index(self) -> None:
        tree, problem = one("countries: [SE, NO]\n")
        assert tree == {"countries": ["SE", "NO"]}
        assert spot(problem) == (1, 17, "countries.1")

    def test_all_traps_are_reported_in_one_run(self) -> None:
        tree, problems = read("a: NO\nb: [08:30, +32]\na: 1\nc: &x ~\n")
        assert tree == {"a": "NO", "b": ["08:30", "+32"], "c": None}
        assert [spot(problem) for problem in problems] == [
            (1, 4, "a"),
            (2, 5, "b.0"),
            (2, 12, "b.1"),
            (3, 1, "a"),
            (4, 4, "c"),
            (4, 4, "c"),
        ]

    def test_long_digits_stay_text(self) -> None:
        tree, _ = read("a: " + "9" * 5000)
        assert tree["a"] == "9" * 5000
        assert math.isfinite(mapping("a: 0." + "1" * 30)["a"])  # type: ignore[arg-type]

    @pytest.mark.parametrize("escape", ["\\0", "\\x07", "\\e", "\\uFEFF", "\\L"])
    def test_escapes_bring_in_no_control_character(self, escape: str) -> None:
        tree, problem = one(f'a: "x{escape}y"\n')
        assert tree == {"a": "x\ufffdy"}
        assert spot(problem) == (1, 4, "a")
        assert "escape" in problem.message


class TestKeys:
    def test_a_key_twice_names_the_first_line_and_keeps_the_first(self) -> None:
        tree, problem = one("posts:\n  - phone: '1'\n    city: x\n    phone: '2'\n", first_line=10)
        assert tree == {"posts": [{"phone": "1", "city": "x"}]}
        assert spot(problem) == (13, 5, "posts.0.phone")
        assert problem.message == "the key phone stands twice, first on line 11"

    def test_a_dropped_value_is_checked_too(self) -> None:
        tree, problems = read("a: 1\na: {b: NO}\nc: 2\n")
        assert tree == {"a": 1, "c": 2}
        assert [spot(problem) for problem in problems] == [(2, 1, "a"), (2, 8, "a.b")]

    @pytest.mark.parametrize(
        "key", ["1", "1.5", "NO", "y", "true", "null", "~", "08:30", "0123", "+32", ".inf"]
    )
    def test_a_key_that_is_no_text_is_reported_and_kept(self, key: str) -> None:
        tree, problem = one(f"hours:\n  {key}: x\n")
        assert tree == {"hours": {key: "x"}}
        assert spot(problem) == (2, 3, f"hours.{key}")
        assert problem.cure == f'Put it in quotes: "{key}".'

    @pytest.mark.parametrize("key", ['"1"', "'NO'", "2025-01-01", "zh-Hant"])
    def test_other_keys_are_text(self, key: str) -> None:
        assert list(mapping(f"{key}: x\n")) == [key.strip("\"'")]

    @pytest.mark.parametrize(("source", "column"), [("{? : x}\n", 4), ("?\n: x\n", 2)])
    def test_an_empty_key_is_reported(self, source: str, column: int) -> None:
        tree, problem = one(source)
        assert tree == {"": "x"}
        assert spot(problem) == (1, column, "")

    @pytest.mark.parametrize(
        ("source", "key", "column"),
        [("? [a, b]\n: x\n", "[a, b]", 3), ("{a: 1}: x\n", "{a: 1}", 1), ("[]: x\n", "[]", 1)],
    )
    def test_a_list_or_mapping_as_key_is_its_source_text(
        self, source: str, key: str, column: int
    ) -> None:
        tree, problem = one(source)
        assert tree == {key: "x"}
        assert spot(problem) == (1, column, key)


class TestNotUsed:
    def test_anchors_and_aliases(self) -> None:
        tree, problems = read("a: &d {x: 1}\nb: *d\n*d : c\n")
        assert tree == {"a": {"x": 1}, "b": "*d", "*d": "c"}
        assert [spot(problem) for problem in problems] == [(1, 4, "a"), (2, 4, "b"), (3, 1, "*d")]
        assert all("defaults" in problem.cure for problem in problems)

    def test_merge_keys(self) -> None:
        tree, problem = one("a: 1\nb:\n  <<: *d\n  c: 2\n")
        assert tree == {"a": 1, "b": {"c": 2}}
        assert spot(problem) == (3, 3, "b.<<")
        assert mapping('"<<": 1\n') == {"<<": 1}

    @pytest.mark.parametrize(
        ("tag", "named"),
        [
            ("!!python/object:os.system", "!!python/object:os.system"),
            ("!foo", "!foo"),
            ("!!str", "!!str"),
            ("!", "!"),
            ("!<tag:x>", "tag:x"),
        ],
    )
    def test_tags(self, tag: str, named: str) -> None:
        tree, problem = one(f"a: {tag} 5\n")
        assert tree == {"a": "5"}
        assert spot(problem) == (1, 4, "a")
        assert problem.message.startswith(f"{named} is a tag")

    def test_tags_on_lists_and_keys(self) -> None:
        tree, problems = read("a: !x [1]\n!y b: 2\n")
        assert tree == {"a": [1], "b": 2}
        assert [spot(problem) for problem in problems] == [(1, 4, "a"), (2, 1, "")]

    @pytest.mark.parametrize(
        ("source", "line"), [("%YAML 1.2\n---\na: 1\n", 1), ("# x\n\n...\n%TAG ! x\n--- a\n", 4)]
    )
    def test_directives(self, source: str, line: int) -> None:
        tree, problem = one(source)
        assert tree is None
        assert spot(problem) == (line, 1, "")

    def test_further_documents(self) -> None:
        tree, problem = one("a: 1\n---\nb: 2\n")
        assert tree is None
        assert spot(problem) == (2, 1, "")
        assert "second document" in problem.message

    def test_one_document_may_be_marked(self) -> None:
        assert mapping("---\na: 1\n...\n# end\n") == {"a": 1}


SYNTAX = [
    # source, line, column, path, words of the message, words of the cure
    ('a: 1\nb: "x\nc: 2\n', 2, 4, "b", 'quotation mark " that opens here is never', 'closing "'),
    ("a: 'x\n", 1, 4, "a", "quotation mark ' that opens here is never", "closing '"),
    ('a: "x\nb: "y"\n', 1, 4, "", "closed only on line 2", 'closing "'),
    ('a: "x\n---\n', 1, 4, "a", "not closed before line 2", 'closing "'),
    ("a: 'l'ambassade'\n", 1, 7, "", "follows the closing quotation mark", "apostrophe"),
    ("- 'l'ambassade'\n", 1, 6, "", "follows the closing quotation mark", "apostrophe"),
    ('{a: "x, b: "y"}\n', 1, 13, "", "follows the closing quotation mark", '\\"'),
    ("a:\n\tb: 1\n\tc: 2\n", 2, 1, "a", "a tab stands (also", "spaces"),
    ("a: 1\n\tb: 2\n", 2, 1, "a", "a tab", "spaces"),
    ("a:\n b: c\n  \td: 1\n", 3, 3, "a", "a tab", "spaces"),
    ("a: |\n\tx\n", 2, 1, "a", "a tab", "spaces"),
    ("title: Visa: how\n", 1, 12, "", 'second ": "', "quotes"),
    ("a: b\n  c: d\n", 2, 3, "", "line above already gave the value", "Indent"),
    ("a: 1\nb:2\nc: 3\n", 2, 1, "", "no colon with a space", "space after the colon"),
    ("a:\n    b: 1\n  c: 2\n", 3, 3, "", "indentation", "Indent"),
    ("- a\nb: c\n", 2, 1, "", "next item of a list", "Indent"),
    ("a: - b\n", 1, 4, "a", "item of a list cannot start here", "next line|line after"),
    ("a: [1, 2\nb: 3\n", 1, 4, "a", "bracket [ that opens here is not closed", "closing ]"),
    ("a: {b: [1\n", 1, 8, "a.b", "bracket [ that opens here is never closed", "closing ]"),
    ("a: [1", 1, 4, "a", "bracket [ that opens here is never closed", "closing ]"),
    ("a: {x: 1 y: 2}\n", 1, 11, "a", 'a colon stands where "," or "}"', "missing comma"),
    ('a: ["b" "c"]\n', 1, 9, "a", "a double quotation mark stands where", "missing comma"),
    ("a: [1, 2] 3\n", 1, 11, "", "3 follows a value", "quotes"),
    ("[a,,b]\n", 1, 4, "", "a comma stands where a value", "value"),
    ("a: [[\n", 1, 6, "a.0", "the file ends", "Close"),
    ("handle: @be\n", 1, 9, "handle", "the sign @", "quotes"),
    ("a: **b**\n", 1, 4, "a", "the sign *", "quotes"),
    ("a: !<> x\n", 1, 4, "a", "the sign !", "quotes"),
    ("a: !%ed%a0%80 x\n", 1, 4, "a", "the sign !", "quotes"),
    ("a: x\n%b: y\n", 2, 1, "", "the sign %", "quotes"),
    ("{a: [b:]}\n", 1, 7, "", "a colon without a space", "space after the colon"),
    ("a: ? b\n", 1, 4, "a", "the sign ?", "quotes"),
    ("a: > quoted\n", 1, 4, "a", "> announces", "next line"),
    ('a: "\\d"\n', 1, 5, "a", "\\d is none", "two backslashes"),
    ('a: "\\ud800"\n', 1, 7, "a", "half of a pair", "character itself"),
    ('a: "\\U00110000"\n', 1, 7, "a", "U+10FFFF", "character itself"),
    ('a: "\\xg1"\n', 1, 7, "a", "hexadecimal", "character itself"),
    (
        "a:\u00a0x\nb: 1\n",
        2,
        1,
        "",
        "U+00A0 (no-break space) stands on line 1",
        "plain space",
    ),
    ("{a: 1}\nb: 2\n", 2, 1, "", "text follows the end", "Remove"),
    ("a: |0\n x\n", 1, 5, "a", "while scanning a block scalar", "YAML"),
]


class TestSyntax:
    @pytest.mark.parametrize(("source", "line", "column", "path", "message", "cure"), SYNTAX)
    def test_errors_are_told_in_plain_words(
        self, source: str, line: int, column: int, path: str, message: str, cure: str
    ) -> None:
        tree, problem = one(source)
        assert tree is None
        assert spot(problem) == (line, column, path)
        assert all(part in problem.message for part in message.split(" ("))
        assert any(part in problem.cure for part in cure.split("|"))

    def test_what_was_found_before_is_reported_too(self) -> None:
        tree, problems = read("a: NO\nb: @\nc: \x07\n")
        assert tree is None
        assert [problem.place.line for problem in problems] == [1, 2, 3]

    def test_lines_with_tabs_are_listed(self) -> None:
        _, problem = one("a:\n\tb: 1\n\tc: 2\n \td: 3\n", first_line=5)
        assert "(also on line 7, 8)" in problem.message


class TestBytes:
    def test_a_byte_that_is_not_utf_8(self) -> None:
        tree, problem = one(b"posts:\n- city: Li\xe8ge\n")
        assert tree == {"posts": [{"city": "Li\ufffdge"}]}
        assert spot(problem) == (2, 11, "posts.0.city")
        assert "0xE8" in problem.message
        assert "è" in problem.message
        assert "UTF-8" in problem.cure

    @pytest.mark.parametrize("byte", [b"\xa0", b"\x81"])
    def test_a_byte_is_not_shown_as_what_nobody_sees(self, byte: bytes) -> None:
        _, problem = one(b"a: x" + byte)
        assert "is not UTF-8, expected" in problem.message

    def test_only_nul(self) -> None:
        assert "U+0000" in read(bytes(4))[1][0].message

    def test_bad_characters_of_one_text_are_one_problem(self) -> None:
        tree, problems = read(b"a: \xe9t\xe9\nb: \xe9\n")
        assert tree == {"a": "\ufffdt\ufffd", "b": "\ufffd"}
        assert [spot(problem) for problem in problems] == [(1, 4, "a"), (2, 4, "b")]
        assert "1 more" in problems[0].message

    @pytest.mark.parametrize(
        "character", ["\0", "\x07", "\x1b", "\x7f", "\x85", "\u2028", "\u2029", "\ufeff", "\uffff"]
    )
    def test_forbidden_characters(self, character: str) -> None:
        tree, problem = one(f"a: 1\nb: x{character}y\nc: z\n")
        assert tree == {"a": 1, "b": "x\ufffdy", "c": "z"}
        assert spot(problem) == (2, 5, "b")
        assert f"U+{ord(character):04X}" in problem.message

    def test_forbidden_characters_in_comments(self) -> None:
        tree, problem = one("a: 1\n# \x07\n")
        assert tree == {"a": 1}
        assert spot(problem) == (2, 3, "")

    def test_a_surrogate_in_utf_8(self) -> None:
        tree, problem = one(b"a: \xed\xa0\x80\n")
        assert tree == {"a": "\ufffd" * 3}
        assert spot(problem) == (1, 4, "a")

    @pytest.mark.parametrize(
        "encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"]
    )
    def test_other_encodings_are_named(self, encoding: str) -> None:
        tree, problem = one("a: 1\n".encode(encoding))
        assert tree is None
        assert encoding[:6].upper() in problem.message
        assert spot(problem) == (1, 1, "")

    @pytest.mark.parametrize("source", ["", "\n \n", "# x\n", "---\n", "null", "# x", "\ufeff"])
    def test_nothing_is_a_problem(self, source: str) -> None:
        tree, problem = one(source, first_line=2)
        assert tree is None
        assert spot(problem) == (2, 1, "")
        assert "is empty" in problem.message


class TestLimits:
    @pytest.mark.parametrize("opening", ["[", "{a: ", "- ", "? ", "[{", "[\n", "{? ", "[? "])
    def test_deep_nesting_ends_the_reading(self, opening: str) -> None:
        tree, problem = one(opening * 100_000)
        assert tree is None
        assert "deeper than 20" in problem.message

    def test_depth_counts_lists_and_mappings(self) -> None:
        assert read("[" * 3 + "]" * 3, limits=Limits(depth=3)) == ([[[]]], [])
        tree, problem = one("a: [[[x]]]", limits=Limits(depth=3))
        assert tree is None
        assert spot(problem) == (1, 6, "a.0.0")

    def test_nodes(self) -> None:
        assert read("[a, b]", limits=Limits(nodes=3))[1] == []
        tree, problem = one("[a, b, c]", limits=Limits(nodes=3))
        assert tree is None
        assert spot(problem) == (1, 8, "2")
        assert read("[*a]", limits=Limits(nodes=2))[0] == ["*a"]
        assert one("[a, *b]", limits=Limits(nodes=2))[0] is None
        assert one("[a, [b]]", limits=Limits(nodes=2))[0] is None

    def test_size(self) -> None:
        assert read("a: 1", limits=Limits(size=4))[1] == []
        tree, problem = one("a: 12", limits=Limits(size=4))
        assert tree is None
        assert problem.place == Place("posts.yaml")

    def test_problems(self) -> None:
        tree, problems = read("- NO\n" * 9, limits=Limits(problems=5))
        assert tree is None
        assert [problem.place.line for problem in problems] == [1, 2, 3, 4, 5, 6]
        assert "more than 5 problems" in problems[-1].message

    def test_what_is_no_text_at_all_is_one_problem(self) -> None:
        tree, problem = one(b"\xff\xd8\xff\xe0\x00" * 1000)
        assert tree is None
        assert "no YAML file" in problem.message

    def test_many_directives_never_reach_the_parser(self) -> None:
        source = "".join(f"%TAG !a{number}! x\n" for number in range(200_000))
        for before in ("", "# c\n", "...\n", "\t\n", "\ufeff\n"):
            assert one(before + source)[0] is None
        assert read("a: 1\n...\n" + source)[0] is None

    def test_an_alias_bomb_stays_small(self) -> None:
        levels = ["a0: &a0 [x, x]"]
        levels += [f"a{n}: &a{n} [*a{n - 1}, *a{n - 1}]" for n in range(1, 40)]
        tree, problems = read("\n".join(levels))
        assert tree["a39"] == ["*a38", "*a38"]
        assert len(problems) == 40 + 39 * 2

    def test_a_long_key_makes_no_long_message(self) -> None:
        tree, problem = one("? " + "k" * 5000 + "\n: NO\n")
        assert tree == {"k" * 5000: "NO"}
        assert len(str(problem)) < 400


class TestLocate:
    def test_a_missing_key_is_at_what_lacks_it(self) -> None:
        tree = mapping(POSTS)
        path = ("posts", 0, "address", "street")
        expected = (Place("posts.yaml", 3, 5), "posts.0.address.street")
        assert locate(tree, path) == expected
        assert key_place(tree, path) == expected[0]
        assert locate(tree, ("posts", 1)) == (Place("posts.yaml", 3, 3), "posts.1")

    def test_what_is_asked_below_text_is_left_out(self) -> None:
        tree = mapping(POSTS)
        expected = (Place("posts.yaml", 3, 9), "posts.0.id")
        assert locate(tree, ("posts", 0, "id", "str", 0)) == expected

    def test_kinds_of_steps_do_not_mix(self) -> None:
        tree = mapping("'0': x\na: [z]\n")
        assert locate(tree, (0,)) == (Place("posts.yaml", 1, 1), "0")
        assert locate(tree, ("a", "0")) == (Place("posts.yaml", 2, 4), "a.0")
        assert locate(tree, ("a", -1)) == (Place("posts.yaml", 2, 4), "a.-1")

    def test_a_tree_without_places(self) -> None:
        assert locate("x", ("a",)) == (Place(""), "")
        assert locate({"a": [1]}, ("a", 0)) == (Place(""), "a.0")
        made = Mapping({"a": Sequence(["x"]), "b": 1}, ("made.yaml", 3, 4))
        assert made == {"a": ["x"], "b": 1}
        assert locate(made, ("a", 0)) == (Place(""), "a.0")
        assert locate(made, ("b",)) == (Place("made.yaml", 3, 4), "b")

    def test_plain_data_in_a_tree_has_the_place_above_it(self) -> None:
        tree = mapping("a: {b: x}\n")
        tree["a"] = {"b": [1]}  # type: ignore[assignment]
        assert locate(tree, ("a", "b", 0)) == (Place("posts.yaml", 1, 4), "a.b.0")
        assert key_place(tree, ("a", "b")) == Place("posts.yaml", 1, 4)


class TestMerge:
    BASE = "languages: [nl, fr]\nhours: {monday: '9', friday: '10'}\nphone: '1'\nnote: base\n"
    OVER = "id: oslo\nlanguages: [nb]\nhours:\n  friday: '11'\nphone:\nnote: {en: over}\n"

    def merged(self) -> tuple[Mapping, Mapping, Mapping]:
        base, _ = read_yaml(self.BASE.encode(), "defaults.yaml")
        over = mapping(self.OVER)
        assert isinstance(base, Mapping)
        return base, over, merge(base, over)

    def test_over_wins_mappings_merge_and_lists_replace(self) -> None:
        _, _, merged = self.merged()
        assert merged == {
            "languages": ["nb"],
            "hours": {"monday": "9", "friday": "11"},
            "phone": None,
            "note": {"en": "over"},
            "id": "oslo",
        }
        assert type(merged["hours"]) is Mapping

    @pytest.mark.parametrize(
        ("path", "value_at", "key_at"),
        [
            ((), Place("posts.yaml", 1, 1), Place("posts.yaml", 1, 1)),
            (("id",), Place("posts.yaml", 1, 5), Place("posts.yaml", 1, 1)),
            (("languages",), Place("posts.yaml", 2, 12), Place("posts.yaml", 2, 1)),
            (("hours",), Place("posts.yaml", 4, 3), Place("posts.yaml", 3, 1)),
            (("hours", "monday"), Place("defaults.yaml", 2, 17), Place("defaults.yaml", 2, 9)),
            (("hours", "friday"), Place("posts.yaml", 4, 11), Place("posts.yaml", 4, 3)),
            (("note", "en"), Place("posts.yaml", 6, 12), Place("posts.yaml", 6, 8)),
        ],
    )
    def test_places_are_those_of_where_a_value_came_from(
        self, path: tuple[str, ...], value_at: Place, key_at: Place
    ) -> None:
        _, _, merged = self.merged()
        assert locate(merged, path)[0] == value_at
        assert key_place(merged, path) == key_at

    def test_a_value_without_a_place_hides_the_place_below_it(self) -> None:
        merged = merge(mapping("a: 1\n"), Mapping({"a": 2}, ("over.yaml", 7, 1)))
        assert merged == {"a": 2}
        assert merged.place_of("a") == Place("over.yaml", 7, 1)


# ------------------------------------------------------------------------------ properties

texts = st.text(
    st.characters(
        exclude_categories=["Cs"],
        exclude_characters=[
            *map(chr, {*range(32), *range(0x7F, 0xA0)} - {9, 10, 13}),
            *"\u2028\u2029\ufeff\ufffe\uffff",
        ],
    ),
    max_size=12,
)
leaves = (
    texts
    | st.integers(-(10**15) + 1, 10**15 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.booleans()
    | st.none()
)
data = st.recursive(
    leaves,
    lambda below: st.lists(below, max_size=4) | st.dictionaries(texts, below, max_size=4),
    max_leaves=20,
)
#: Text made of what means something in YAML.
yamlish = st.lists(
    st.sampled_from(
        [*"ab:-[]{}?!&*#|>'\"%@`\\\n\t ,0+.~NOy\r\ufeff\0é\u2028", "\n  ", ": ", "- ", "---", "a: "]
    ),
    max_size=40,
).map("".join)


class Dumper(yaml.SafeDumper):
    """Text in double quotes, all else plain; no aliases."""

    def ignore_aliases(self, data: Any) -> bool:
        return True


Dumper.add_representer(
    str, lambda dumper, text: dumper.represent_scalar("tag:yaml.org,2002:str", text, style='"')
)


def dumped(value: object, *, flow: bool = False) -> str:
    return yaml.dump(
        value, Dumper=Dumper, allow_unicode=True, width=10**6, sort_keys=False,
        default_flow_style=flow,
    )  # fmt: skip


def leaves_of(
    node: Value, path: tuple[str | int, ...] = ()
) -> Iterator[tuple[tuple[str | int, ...], Value]]:
    if isinstance(node, Mapping):
        for key, value in node.items():
            yield from leaves_of(value, (*path, key))
    elif isinstance(node, Sequence):
        for index, value in enumerate(node):
            yield from leaves_of(value, (*path, index))
    else:
        yield path, node


def at(text: str, place: Place) -> str:
    return text.split("\n")[place.line - 1][place.column - 1 :]


@given(data, st.booleans())
def test_what_is_dumped_is_read_again_and_stands_where_it_says(value: Any, flow: bool) -> None:
    text = dumped({"root": value}, flow=flow)
    tree, problems = read_yaml(text.encode(), "x.yaml")
    assert not errors(problems)
    assert tree == {"root": value}
    for path, leaf in leaves_of(tree):
        source = (
            dumped(str(leaf) if isinstance(leaf, str) else leaf)
            .removesuffix("\n")
            .removesuffix("\n...")
        )
        assert at(text, locate(tree, path)[0]).startswith(source)
        if isinstance(path[-1], str):
            key = dumped(path[-1]).removesuffix("\n")
            assert at(text, key_place(tree, path)).startswith(key)


def hold_together(source: bytes, tree: Value, problems: list[Problem]) -> None:
    """Check what holds for every input."""
    assert problems or tree is not None
    last = source.count(b"\n") + source.count(b"\r") + 1
    for problem in problems:
        assert problem.place.file == "x.yaml"
        assert 1 <= problem.place.line <= last
        assert 1 <= problem.place.column <= len(source) + 1
        assert problem.message
        assert problem.cure
        assert str(problem).isprintable()
    assert problems == sorted(problems, key=lambda problem: problem.place)


@given(st.binary(max_size=60))
@example(b"")
@example(b"\xff\xfe")
@example(b"a: !%c3%28 x")
def test_no_bytes_break_it(source: bytes) -> None:
    hold_together(source, *read_yaml(source, "x.yaml"))


@given(yamlish)
def test_no_text_breaks_it(text: str) -> None:
    source = text.encode()
    hold_together(source, *read_yaml(source, "x.yaml"))


@given(yamlish)
@example("a: |\n b\r\n c\n")
def test_without_problems_it_agrees_with_pyyaml(text: str) -> None:
    tree, problems = read_yaml(text.encode(), "x.yaml")
    if not problems:
        expected = yaml.load(text.lstrip("\ufeff"), Loader=yaml.CBaseLoader)
        assert same_shape(tree, expected)


def same_shape(ours: Value, theirs: Any) -> bool:
    """Compare with PyYAML's base loader, for which every scalar is text."""
    if isinstance(ours, Mapping):
        return list(ours) == list(theirs) and all(
            same_shape(value, theirs[key]) for key, value in ours.items()
        )
    if isinstance(ours, Sequence):
        return len(ours) == len(theirs) and all(map(same_shape, ours, theirs))
    return ours == theirs if isinstance(ours, str) else isinstance(theirs, str)


mappings = st.dictionaries(texts, data, max_size=4)


@given(mappings, mappings)
def test_merge_changes_neither_and_loses_nothing(below: Any, above: Any) -> None:
    # Some keys in common, so that there is something to merge.
    over_data = {**dict(list(below.items())[:2]), **above}
    base, _ = read_yaml(dumped(below).encode(), "base.yaml")
    over, _ = read_yaml(dumped(over_data).encode(), "over.yaml")
    assert isinstance(base, Mapping)
    assert isinstance(over, Mapping)
    before = pickle.dumps((base, over))
    merged = merge(base, over)
    assert pickle.dumps((base, over)) == before
    assert merged == expected_merge(below, over_data)
    for path, leaf in leaves_of(merged):
        place, _ = locate(merged, path)
        origin = over if place.file == "over.yaml" else base
        assert locate(origin, path)[0] == place
        found: Any = origin
        for part in path:
            found = found[part]
        assert found == leaf


def expected_merge(base: Any, over: Any) -> Any:
    if isinstance(base, dict) and isinstance(over, dict):
        return {
            **base,
            **{k: expected_merge(base[k], v) if k in base else v for k, v in over.items()},
        }
    return over
