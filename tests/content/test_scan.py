"""Which files are texts, and what is said of those that are none."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest

from chancery.content.scan import scan
from chancery.features import names_for


def found(tmp_path: Path, *names: str) -> tuple[list[tuple[str, str, str, str]], list[str]]:
    for name in names:
        path = tmp_path / "content" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x")
    texts, problems = scan(tmp_path / "content", names_for(["embassy-oslo"]))
    return [(t.kind, t.slug, t.language, t.post) for t in texts], [str(p) for p in problems]


def test_texts_are_known_by_their_places(tmp_path: Path) -> None:
    texts, problems = found(
        tmp_path,
        "pages/passports.zh-Hant.md",
        "news/2026-03-01-hello.fr.md",
        "posts/embassy-oslo/living-here.nb.md",
        "posts/embassy-oslo/news/2026-03-02-snow.en.md",
        "posts/embassy-oslo/notices.yaml",
        "feeds/press.xml",
        "pages/.hidden.md",
    )
    assert problems == []
    assert texts == [
        ("news", "2026-03-01-hello", "fr", ""),
        ("page", "passports", "zh-Hant", ""),
        ("page", "living-here", "nb", "embassy-oslo"),
        ("news", "2026-03-02-snow", "en", "embassy-oslo"),
    ]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("pages/Passports.fr.md", "slug.language.md"),
        ("pages/passports.md", "slug.language.md"),
        ("pages/passports.xx.md", "'xx' is no language tag"),
        ("news/2026-13-45-hello.fr.md", "no date in its name that the calendar knows"),
        ("pages/countries.fr.md", "every site makes itself"),
        ("pages/contact.fr.md", "every site makes itself"),
        ("news/hello.fr.md", "no date"),
        ("posts/embassy-olso/a.fr.md", "did you mean 'embassy-oslo'?"),
        ("elsewhere/a.fr.md", "pages/, news/, advice/, posts/ID/"),
        ("pages/passports.gb.md", "did you mean 'en'?"),
        ("pages/passports.jp.md", "did you mean 'ja'?"),
        ("pages/Our passports (2).fr.md", "did you mean 'our-passports-2.fr.md'?"),
        ("pages/passports.fr.MD", "did you mean 'passports.fr.md'?"),
        ("pages/passports.fr.md.txt", "did you mean 'passports.fr.md'?"),
        ("pages/passports.markdown", "is not named as a text. Name it slug.language.md"),
        ("pages/führung_neu-de.md", "did you mean 'fuhrung-neu.de.md'?"),
        ("news/2026_03_01_hello.pt_BR.md", "did you mean '2026-03-01-hello.pt-BR.md'?"),
        ("pages/photo.JPG", "is a picture, and texts have none. Put a picture of the place into"),
        ("posts/embassy-oslo/form.pdf", "is a document and no text. Write it as Markdown"),
    ],
)
def test_a_file_that_is_no_text_is_told_and_not_passed_over(
    tmp_path: Path, name: str, words: str
) -> None:
    texts, problems = found(tmp_path, name)
    assert texts == []
    assert len(problems) == 1
    assert name in problems[0]
    assert words in problems[0]


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("election/e.yaml", "did you mean 'elections/e.yaml'? Data belong into advice/, alerts/"),
        ("alert/2026/flood.yml", "did you mean 'alerts/flood.yml'?"),
        ("Alerts/flood.yaml", "did you mean 'alerts/flood.yaml'?"),
        ("visa.yaml", "did you mean 'visas/visa.yaml'?"),
        ("post/embassy-oslo/notices.yaml", "did you mean 'posts/embassy-oslo/notices.yaml'?"),
        ("posts/notices.yaml", "or posts/ID/notices.yaml."),
        ("posts/embassy-oslo/inserts/arrest.yaml", "or posts/embassy-oslo/notices.yaml."),
        ("posts/embassy-oslo/x/notices.yaml", "did you mean 'posts/embassy-oslo/notices.yaml'?"),
        ("pages/passports.yaml", "is read by nobody. Data belong into"),
    ],
)
def test_data_where_nobody_looks_for_it_is_told(tmp_path: Path, name: str, words: str) -> None:
    texts, problems = found(tmp_path, name)
    assert texts == []
    [problem] = problems
    assert f"content/{name}: is read by nobody" in problem
    assert words in problem


def test_data_that_others_read_or_that_is_put_aside_is_no_matter(tmp_path: Path) -> None:
    names = ("alerts/flood.yaml", "visas/old/a.yaml", "posts/embassy-oslo/notice.yaml",
             "posts/embassy-oslo/.x/a.yaml", "_drafts/flood.yaml", "feeds/a.yaml", "press.json",
             "pictures/a.yml")  # fmt: skip
    assert found(tmp_path, *names) == ([], [])


def test_what_systems_and_word_processors_leave_is_no_matter(tmp_path: Path) -> None:
    names = ("Thumbs.db", "desktop.ini", ".DS_Store", "~$visas.docx", "visas.en.md~")
    assert found(tmp_path, *(f"pages/{name}" for name in names)) == ([], [])


def text(tmp_path: Path, name: str) -> Path:
    path = tmp_path / "content/pages" / name
    path.parent.mkdir(parents=True, exist_ok=True)
    return path


def test_only_files_within_the_folder_are_read(tmp_path: Path) -> None:
    (tmp_path / "outside.md").write_text("secret")
    text(tmp_path, "out.en.md").symlink_to(tmp_path / "outside.md")
    text(tmp_path, "gone.en.md").symlink_to("nowhere.md")
    text(tmp_path, "loop.en.md").symlink_to("loop.en.md")
    os.mkfifo(text(tmp_path, "pipe.en.md"))
    (tmp_path / "elsewhere").mkdir()
    text(tmp_path, "folder").symlink_to(tmp_path / "elsewhere")
    texts, problems = found(tmp_path, "pages/passports.en.md")
    assert [slug for _, slug, _, _ in texts] == ["passports"]
    assert len(problems) == 5
    for name, words in {
        "folder": "is a link to a folder, which is not followed; it leads out of content/",
        "gone.en.md": "cannot be read: No such file",
        "loop.en.md": "cannot be read",
        "out.en.md": "a link that leads out of content/",
        "pipe.en.md": "it is no file",
    }.items():
        assert words in next(problem for problem in problems if f"pages/{name}:" in problem)


def test_a_link_to_another_text_is_a_text(tmp_path: Path) -> None:
    text(tmp_path, "visas.en.md").symlink_to("passports.en.md")
    texts, problems = found(tmp_path, "pages/passports.en.md")
    assert problems == []
    assert [slug for _, slug, _, _ in texts] == ["passports", "visas"]


@pytest.mark.parametrize("other", ["pages/dup.EN.md", "pages/dup.en.txt", "pages/DUP.en.md"])
def test_of_two_files_for_one_text_neither_vanishes_in_silence(tmp_path: Path, other: str) -> None:
    texts, problems = found(tmp_path, "pages/dup.en.md", other)
    assert len(texts) == 1
    assert len(problems) == 1


def test_a_name_that_is_no_text_of_any_encoding_can_be_told(tmp_path: Path) -> None:
    name = os.fsdecode(b"pages/caf\xe9\n.en.md")
    _, problems = found(tmp_path, name)
    assert json.loads(json.dumps(problems, ensure_ascii=False).encode()) == problems
