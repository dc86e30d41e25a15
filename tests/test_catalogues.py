"""Every catalogue says everything, with the same placeholders."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from chancery.plan.words import COLON, COMMA, SEMICOLON
from chancery.render.theme import ThemeBroken
from chancery.report import catalogues

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "themes" / "chancery" / "translations"
FILES = sorted(FOLDER.glob("*.po"))
#: Texts that are nothing but what stands between others.
MARKS = {COMMA, SEMICOLON, COLON}


@pytest.fixture(scope="module")
def template() -> Catalog:
    return catalogues.extract(ROOT / "themes" / "chancery", ROOT / "plugins" / "chancery")


def test_the_template_is_current(template: Catalog) -> None:
    assert (FOLDER / "messages.pot").read_bytes() == catalogues.text(template, "")


def test_there_are_catalogues() -> None:
    assert {path.stem for path in FILES} >= {"nl", "fr", "de", "en", "es", "ar"}


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_a_catalogue_is_complete_and_alike(path: Path, template: Catalog) -> None:
    assert [str(p) for p in catalogues.problems(template, path, path.name)] == []
    assert path.read_bytes() == catalogues.update(template, path)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.stem)
def test_translations_are_plain_text(path: Path) -> None:
    for message in catalogues.read(path):
        string = str(message.string)
        if message.id:
            assert "<" not in string
            assert string == string.strip() or message.id in MARKS
            assert string[-1:] not in {".", ":"} or str(message.id)[-1] in {".", ":"}, string


def strings(tag: str) -> list[str]:
    found = catalogues.read(FOLDER / f"{tag}.po")
    return [str(message.string) for message in found if message.id]


def test_french_has_a_space_that_does_not_break_before_its_high_marks() -> None:
    """A no-break space before colons and within guillemets, a narrow one before the others."""
    placeholder = re.compile(r"\{[^}]*\}")
    for string in strings("fr"):
        text = placeholder.sub("x", string)
        assert not re.search("(?<!\u00a0):|«(?!\u00a0)|(?<!\u00a0)»", text), string
        assert not re.search("(?<!\u202f)[;!?]", text), string


def test_arabic_has_marks_of_its_own() -> None:
    assert [string for string in strings("ar") if re.search("[,;?]", string)] == []


def test_chinese_has_marks_of_its_own() -> None:
    assert [string for string in strings("zh") if re.search("[,;:?!]", string)] == []


#: What Jinja makes something of or nothing, and what stands inside tags.
_EXPRESSION = re.compile(r"\{\{.*?\}\}", re.DOTALL)
_CODE = re.compile(r"\{%.*?%\}|\{#.*?#\}", re.DOTALL)
_TAGS = re.compile(r"<(style|script)\b.*?</\1>|<[^>]*>", re.DOTALL)
PARTS = ("pages", "components")
TEMPLATES = sorted(path for part in PARTS for path in (FOLDER.parent / part).rglob("*.html"))


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: f"{path.parent.name}-{path.stem}")
def test_templates_join_nothing_with_marks_of_one_language(path: Path) -> None:
    text = _CODE.sub("", _EXPRESSION.sub("x", path.read_text(encoding="utf-8")))
    assert re.findall(r".{0,20}[:;,?!،؛].{0,20}", _TAGS.sub("", text)) == []


@pytest.mark.parametrize("folder", ["plan", "features", "render"])
def test_code_joins_no_words_of_readers_with_marks_of_one_language(folder: str) -> None:
    """Lists of words go through `Localiser.join` and `rows`, names through `Localiser.named`."""
    known = {
        # Messages to editors, and what is no text: addresses of pictures, directives, headers.
        "hourchecks.py", "checks.py", "scene.py", "headers.py", "model.py", "tables.py",
        "routes.py",
    }  # fmt: skip
    for path in sorted((ROOT / "plugins" / "chancery" / folder).rglob("*.py")):
        code = path.read_text(encoding="utf-8")
        found = re.findall(r"""["'][,;:] ["']\.join.*""", code)
        assert found == [] or path.name in known, path.name


@pytest.mark.parametrize(
    "wrong",
    [
        'msgid "Contact"\nmsgstr "Kontakt',
        'msgid "Contact"\nmsgstr "Kon"takt"',
        'msgid ""\nmsgstr "Language: 7\\n"',
        f'msgid "{"Contact " * 99}"\nmsgid "Post"',
    ],
)
def test_of_a_catalogue_that_cannot_be_read_no_text_is_lost(
    tmp_path: Path, template: Catalog, wrong: str
) -> None:
    path = tmp_path / "de.po"
    path.write_text(f'msgid "Post"\nmsgstr "Stelle"\n\n{wrong}\n', encoding="utf-8")
    with pytest.raises(ThemeBroken) as broken:
        catalogues.update(template, path)
    assert 50 < len(broken.value.message) < 300
