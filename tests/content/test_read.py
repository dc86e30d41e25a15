"""What a person reads who wrote a text in an editor that was not made for it."""

from __future__ import annotations

from time import process_time

import pytest

from chancery.content.markdown import MAX_BYTES
from chancery.content.read import front_matter, html_problems, split

BEGUN = [
    (b"# Visas\n\nText.\n", "t.md:1:1: has no front matter. Begin the file with a line ---"),
    (b"", "t.md:1:1: is empty. Begin the file"),
    (b"title: V\n---\nText.\n", "t.md:1:1: has no line --- above its front matter. Write a line"),
    (b"\n\nTitle: V\n\nText.\n", "t.md:3:1: has no line --- above its front matter."),
    (b"---\ntitle: V\n\nText.\n", "t.md:1:1: the front matter that begins here has no end."),
    (b"\n---\ntitle: V\n---\n", "t.md:1:1: has empty lines above its front matter. Delete them"),
    (b" ---\ntitle: V\n---\n", "t.md:1:1: ' ---' stands where the line --- was expected."),
    ("—--\ntitle: V\n—--\n".encode(), "t.md:1:1: '—--' stands where the line --- was expected."),
    ("---\ntitle: V\n---\n".encode("utf-16"), "t.md:1:1: is in UTF-16, expected UTF-8. Save"),
    (b"---\rtitle: V\r---\rText.\r", "t.md:1:1: has line ends of CR alone, expected LF or CR LF."),
    (b"PK\x03\x04\0\0", "t.md:1:1: is a document of a word processor, expected plain text. Save"),
    (b"{\\rtf1 x}", "t.md:1:1: is a document of a word processor, expected plain text."),
    (
        b"---\ntitle: V\n---\n\n<<<<<<< HEAD\nA\n=======\nB\n>>>>>>> other\n",
        "t.md:5:1: Git has left two versions of the lines from here on. Keep one of them",
    ),
]


@pytest.mark.parametrize(("data", "words"), BEGUN)
def test_a_text_that_does_not_begin_as_one_is_told_with_the_reason(data: bytes, words: str) -> None:
    [problem] = split(data, "t.md")[3]
    assert str(problem).startswith(words)


def test_windows_line_ends_and_a_byte_order_mark_are_no_matter() -> None:
    tree, body, before, problems = split(b"\xef\xbb\xbf---\r\ntitle: V\r\n---\r\nText.\r\n", "t.md")
    assert (tree, body, before, problems) == ({"title": "V"}, "Text.\r\n", 3, [])


KEYS = [
    ("date: 2026-03-01", "The date of a news item begins its file's name: 2026-03-01-slug.fr.md."),
    ("Lang: fr", "The language ends the file's name: slug.fr.md."),
    ("tags: visas", "News have topics."),
    ("draft: true", "Write status: draft for a draft."),
]


@pytest.mark.parametrize(("line", "words"), KEYS)
def test_a_key_of_another_system_is_told_with_what_stands_for_it(line: str, words: str) -> None:
    tree = split(f"---\ntitle: V\n{line}\n---\n".encode(), "t.md")[0]
    [problem] = front_matter(tree, "t.md", "")[1]
    assert str(problem).startswith("t.md:3:1: ")
    assert str(problem).endswith(f"is no key that is known here. {words} [key-unknown]")


def test_a_key_that_is_misspelt_is_not_told_as_missing_too() -> None:
    tree = split(b"---\nTitel: V\n---\n", "t.md")[0]
    [problem] = front_matter(tree, "t.md", "")[1]
    assert problem.nearest == "title"


PASTED = [
    ("A\n<table><tr><td>30</td></tr></table>", "t.md:12:1: note: the HTML '<table>' is shown "
     "as it is written, as 5 tags more. Write a table with | between cells"),
    ('See <a href="https://a.example/">us</a>', "t.md:11:5: note: the HTML '<a href="),
    ("Yes <br/> no", "t.md:11:5: note: the HTML '<br/>' is shown as it is written. End"),
    ("<B>Yes</B>", "t.md:11:1: note: the HTML '<B>' is shown as it is written, as 1 tag more."),
]  # fmt: skip


@pytest.mark.parametrize(("body", "words"), PASTED)
def test_html_that_readers_would_see_is_told_once_with_what_markdown_has(
    body: str, words: str
) -> None:
    [problem] = html_problems(body, 10, "t.md")
    assert str(problem).startswith(words)


NO_HTML = [
    "a < b and b > a",
    "<https://a.example/> <me@a.example>",
    "`<table>` and ``<b>x</b>``",
    "```\n<table>\n```",
    "    <table>",
    "\\<b>",
    "<name of the post>",
]


@pytest.mark.parametrize("body", NO_HTML)
def test_what_is_no_html_or_is_meant_to_be_shown_is_no_matter(body: str) -> None:
    assert html_problems(body, 0, "t.md") == []


@pytest.mark.parametrize("part", ["<a ", "`<b>", "``` <b>\n", "<b>", "`" * 50 + "<i>"])
def test_html_is_looked_for_in_time_that_grows_with_the_text_alone(part: str) -> None:
    body = part * (MAX_BYTES // len(part))
    started = process_time()
    html_problems(body, 0, "t.md")
    assert process_time() - started < 2
