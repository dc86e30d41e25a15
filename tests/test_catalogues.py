"""Every catalogue says everything, with the same placeholders."""

from __future__ import annotations

from pathlib import Path

import pytest
from babel.messages.catalog import Catalog

from chancery.plan.words import COMMA
from chancery.render.theme import ThemeBroken
from chancery.report import catalogues

ROOT = Path(__file__).parents[1]
FOLDER = ROOT / "themes" / "chancery" / "translations"
FILES = sorted(FOLDER.glob("*.po"))


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
            assert string == string.strip() or message.id == COMMA
            assert string[-1:] not in {".", ":"} or str(message.id)[-1] in {".", ":"}, string


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
