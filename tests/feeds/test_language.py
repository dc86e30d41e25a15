"""The language of an entry is right or unknown: a screen reader speaks in it."""

from __future__ import annotations

import sys

import pytest

from chancery.feeds import language
from chancery.feeds.language import settled_language, stated_language
from chancery.feeds.parse import parse_file

STATED = """
en-GB          en-GB
EN_gb          en-GB
fr-be          fr-BE
zh-hant-tw     zh-Hant-TW
no             nb
nn             nn
iw             he
es-419         es
und
mul
klingonish
"""
DETECTED = """
nl   De ambassade is gesloten op maandag
fr   L’ambassade est fermée lundi prochain
de   Die Botschaft bleibt am Montag geschlossen
es   La embajada permanecerá cerrada el lunes
nb   Ambassaden er stengt mandag på grunn av helligdag
ar   السفارة مغلقة يوم الاثنين القادم
ru   Посольство закрыто в понедельник
zh   大使館星期一關閉
ja   大使館は月曜日に閉まります
ko   대사관은 월요일에 문을 닫습니다
el   Η πρεσβεία είναι κλειστή
th   สถานทูตปิดวันจันทร์
ka   საელჩო დაკეტილია
"""
UNKNOWN = ["", "2026", "Oslo 2026", "Embassy closed", "NATO summit Brussels", "👩‍👧 ✈️ 🇳🇴", "x" * 90,
           "Geschlossen am Montag السفارة مغلقة يوم الاثنين"]  # fmt: skip
CORRECTED = """
en       ar        السفارة مغلقة يوم الاثنين القادم
ar       en        The embassy is closed on Monday because of a holiday
de       zh        大使館星期一關閉
ru       -         Embassy closed
sr       sr-Latn   Ambasada je zatvorena u ponedeljak
uz-Latn  uz-Cyrl   Элчихона душанба куни ёпиқ бўлади
"""
BELIEVED = """
fr       L’ambassade
fr       De ambassade is gesloten op maandag
ar       iPhone 17 الجديد
zh-Hant  大使館星期一關閉
ja       大使館閉鎖
ko       大使館 폐쇄
en       2026
ar       NATO
sr       Амбасада је затворена
"""


def rows(table: str, count: int) -> list[list[str]]:
    return [line.split(maxsplit=count - 1) for line in table.strip().splitlines()]


@pytest.mark.parametrize("row", rows(STATED, 2))
def test_a_stated_language_is_canonical_or_none(row: list[str]) -> None:
    assert stated_language(row[0]) == "".join(row[1:])


@pytest.mark.parametrize(("language", "text"), rows(DETECTED, 2))
def test_what_is_not_stated_is_detected(language: str, text: str) -> None:
    assert settled_language("", text) == language


@pytest.mark.parametrize("text", UNKNOWN)
def test_short_and_mixed_texts_stay_unknown(text: str) -> None:
    assert settled_language("", text) == ""


@pytest.mark.parametrize(("stated", "language", "text"), rows(CORRECTED, 3))
def test_a_language_that_the_script_contradicts_is_corrected(
    stated: str, language: str, text: str
) -> None:
    assert settled_language(stated, text) == language.strip("-")


@pytest.mark.parametrize(("stated", "text"), rows(BELIEVED, 2))
def test_a_language_in_its_own_script_is_believed(stated: str, text: str) -> None:
    assert settled_language(stated, text) == stated


LONG = "L’ambassade est fermée lundi prochain"
CLEAR = (
    f"<rss version='2.0'><channel><item><title>{LONG}</title><guid>1</guid></item></channel></rss>"
)


@pytest.fixture
def without_detection(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(language, "detects", lambda: False)
    monkeypatch.setitem(sys.modules, "py3langid", None)


@pytest.mark.usefixtures("without_detection")
def test_without_the_extra_a_script_still_tells_and_what_is_stated_is_believed() -> None:
    assert settled_language("", LONG) == ""
    assert settled_language("fr", LONG) == "fr"
    assert settled_language("fr", "السفارة مغلقة يوم الاثنين القادم") == ""
    assert settled_language("", "Η πρεσβεία είναι κλειστή") == "el"


@pytest.mark.parametrize(
    ("feed", "told"),
    [
        (CLEAR, ["feed-language-unknown"]),
        (CLEAR.replace("<item>", "<language>fr</language><item>"), []),
        (CLEAR.replace(LONG, "NATO"), []),
        (CLEAR.replace(LONG, "Η πρεσβεία είναι κλειστή"), []),
    ],
)
def test_a_feed_is_told_of_where_nothing_says_or_detects_its_language(
    feed: str, told: list[str], without_detection: None
) -> None:
    problems = parse_file(feed.encode(), feed="file:feeds/x.xml", whole=False)[1]
    assert [problem.code for problem in problems] == told


def test_what_detects_languages_is_here() -> None:
    assert parse_file(CLEAR.encode(), feed="file:feeds/x.xml", whole=False)[1] == []
