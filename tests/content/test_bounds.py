"""What one text, or one post, can cost: bounded, with the culprit named."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from chancery.common.yaml.source import read_yaml
from chancery.content import read, scan
from chancery.content.markdown import MAX_BYTES, MAX_NODES, TextRefused, clean, cut, rendered
from chancery.features import names_for
from tests.networks.small import Small


def test_a_front_matter_that_is_too_large_is_told_before_it_is_read() -> None:
    data = b"---\ntitle: V\nposts: [" + b"x, " * (read.MAX_FRONT // 3) + b"]\n---\n"
    tree, _, _, problems = read.split(data, "t.md")
    assert tree is None
    [problem] = problems
    assert str(problem).startswith("t.md:2: the front matter is larger than 32 KB. Write the text")


def files(tmp_path: Path, post: str, count: int) -> Path:
    small = Small(tmp_path)
    for day in range(1, count + 1):
        small.write(f"content/posts/{post}/news/2026-01-{day:02}-a.en.md", "x" * 100)
        small.write(f"content/posts/{post}/page-{day}.en.md", "x" * 100)
    small.write("content/posts/embassy-cairo/a.en.md", "x")
    small.write("content/pages/a.en.md", "x")
    return tmp_path / "content"


@pytest.mark.parametrize(("most", "size"), [(6, 10**6), (10**6, 600)])
def test_texts_of_a_post_beyond_a_number_or_a_size_are_told_and_cost_nobody_else(
    most: int, size: int, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = files(tmp_path, "embassy-oslo", 4)
    monkeypatch.setattr(scan, "MOST_TEXTS", most)
    monkeypatch.setattr(scan, "MOST_BYTES", size)
    texts, problems = scan.scan(root, names_for(["embassy-oslo", "embassy-cairo"]))
    [problem] = problems
    assert str(problem).startswith("content/posts/embassy-oslo: holds 8 texts, expected at most ")
    assert "; 2 are left out, of news the oldest. Take out" in str(problem)
    assert problem.post == "embassy-oslo"
    left = [text.date for text in texts if text.kind == "news"]
    assert left == ["2026-01-03", "2026-01-04"]
    assert sum(text.kind == "page" for text in texts) == 6


#: Texts that made a parser, the sanitiser or a pattern slow once.
PARTS = (
    "[a](page:b)", "[a](x) ", "*_", "**a ", "`a", "![", "[^a]", "~a", "|", "a|", "\\", "](tel:+ ",
    "[a]: <b>\n", "> ", "- ", "1. ", "•\t", "\u00a0", "&#x;", "<a ", "[a][b] ", "((", "中**", "#",
    "<https://a.example/>", "a\n=\n", "## {#a}\n", "\u200b- a\n", "Оa ", "e\u0301",
    "[a](here:b)\n\n",
)  # fmt: skip


def test_no_text_of_one_thing_takes_time_in_the_square_of_its_length() -> None:
    for part in PARTS:
        started = process_time()
        size = 0
        with suppress(TextRefused):
            made = rendered(part * (MAX_BYTES // 3 // len(part.encode())))
            size = sum(len(str(piece)) for piece in cut(clean(made.html)).pieces)
        # Each takes a tenth of a second, and would take two or more.
        assert process_time() - started < 2, part
        assert size < 20 * MAX_BYTES, part


def test_a_table_of_many_cells_is_refused_by_their_number() -> None:
    with pytest.raises(TextRefused, match="parts"):
        rendered("|a" * 150 + "\n" + "|-" * 150 + "\n" + "|\n" * (MAX_NODES // 100))


@settings(max_examples=25)
@given(st.sampled_from("[{:-&*!|>'\"#%\u00a0Оa\n "), st.integers(1, 6))
def test_yaml_of_one_thing_has_no_more_problems_than_are_told(sign: str, width: int) -> None:
    tree, problems = read_yaml(b"a: " + ((sign * width + "a ") * 3000).encode(), "x.yaml")
    assert tree is None or len(problems) <= 1001
    assert len(problems) <= 1001
