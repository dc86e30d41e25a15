"""What each page, file and machine is told of hours that are neither open nor closed."""

from __future__ import annotations

import json
import re

import pytest

from tests.networks.small import DATE, Small, make


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Small:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("SOURCE_DATE_EPOCH", DATE)
        small = make(tmp_path_factory.mktemp("hours"))
        small.edit(
            "posts.yaml",
            "opening_hours: Mo-Fr 09:00-12:30",
            "opening_hours: 'Tu,Th 09:00-11:00,14:00+; We[1] 10:00-12:00 || \"by appointment\"'\n"
            "    contacts:\n"
            '      - {phone: "+44 1632 960111", purpose: consular, hours: "Mo-Fr 20:00-02:00"}\n'
            '      - {phone: "+44 1632 960112", purpose: visas, hours: \'Fr 14:00-16:00 "ring"\'}',
        )
        assert small.build().problems == []
    return small


def files(small: Small, language: str) -> dict[str, str]:
    found = {}
    for path in sorted((small.output / "embassy-oslo" / language).rglob("*")):
        if path.is_file() and path.suffix in (".html", ".vcf"):
            text = path.read_text(encoding="utf-8").replace("\r\n ", "")
            found[path.relative_to(small.output).as_posix()] = text
    return found


@pytest.mark.parametrize(
    ("language", "appointment", "later", "always"),
    [("en", "By appointment", "From 2:00\u202fpm", "day and night"),
     ("fr", "Sur rendez-vous", "À partir de 14:00", "jour et nuit")],
)  # fmt: skip
def test_every_page_and_file_says_what_hours_are(
    built: Small, language: str, appointment: str, later: str, always: str
) -> None:
    said = [name for name, text in files(built, language).items() if appointment in text]
    assert {f"embassy-oslo/{language}/index.html", f"embassy-oslo/{language}/contact/index.html",
            f"embassy-oslo/{language}/emergency.html", f"embassy-oslo/{language}/contact.vcf",
            f"embassy-oslo/{language}/help/index.html"} <= set(said)  # fmt: skip
    for name in said:
        text = files(built, language)[name]
        assert later in text
        hours = "".join(re.findall(r'<table class="hours">.*?</table>', text, re.DOTALL))
        assert always not in hours.lower()


def test_what_nobody_knows_is_not_told_to_machines(built: Small) -> None:
    page = built.page("embassy-oslo/en/contact/index.html")
    [data] = re.findall(r'<script type="application/ld\+json">(.*?)</script>', page, re.DOTALL)
    found = re.findall(r'\{"@type":"OpeningHoursSpecification".*?\}', json.dumps(
        json.loads(data), separators=(",", ":")))  # fmt: skip
    assert json.loads(found[0]) == {
        "@type": "OpeningHoursSpecification", "dayOfWeek": ["Tuesday", "Thursday"],
        "opens": "09:00", "closes": "11:00",
    }  # fmt: skip
    assert "14:00" not in "".join(found)
    # Of the counter nothing is said of now but what is certain; of the night’s telephone all is.
    told = sorted(re.findall('data-told="[^"]*"', page), key=lambda one: "?" in one)
    assert ["?" in one for one in told] == [False, True, True]


def test_a_night_is_whole_in_every_file(built: Small) -> None:
    for name, text in files(built, "en").items():
        if "960111" in text and "8:00\u202fpm" in text:
            assert "8:00\u202fpm–2:00\u202fam" in text, name


def test_exceptions_are_listed_in_words(built: Small) -> None:
    page = built.page("embassy-oslo/en/contact/index.html")
    assert "First Wednesday of the month" in page
    days = re.findall(r'<time datetime="([^"]+)">', page.partition('class="closures"')[2])
    assert days == ["2026-02-04", "2026-03-04"]
    found = re.findall(r'class="closures-other">(.*?)</span>', page, re.DOTALL)
    assert found == ["Counter: <bdi>10:00\u202fam–12:00\u202fpm</bdi>"] * 2
    page = built.page("embassy-oslo/fr/contact/index.html")
    assert "Premier mercredi du mois" in page
