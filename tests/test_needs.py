"""Contact by need: from what one would say to service, post and way, by plain links."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.networks.small import DATE, Small, make

NEED = """title: {en: I want to marry, fr: Je veux me marier}
order: 10
ask: {en: Where?}
ways:
  - who: {en: In the country}
    service: visas
    contact: general
  - who: {en: At home}
    page: passports
    url: https://home.example/
"""
FILE = "content/needs/marry.yaml"
PAGE = "en/needs/index.html"
HREF = re.compile(r'<a href="([^"]*)"')


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write(FILE, NEED)
    made.edit(
        "posts.yaml", '    phone: "+44 1632 960001"\n',
        '    phone: "+44 1632 960001"\n    district: {text: {en: The south}}\n'
        "    services: [{service: visas, available: online, url: https://visas.example/}]\n"
        "  - id: consulate-bergen\n    kind: consulate\n    country: \"NO\"\n    city: Bergen\n"
        "    location: {lat: 60.4, lon: 5.3}\n    timezone: Europe/Oslo\n"
        "    district: {text: {en: The west}}\n"
        "    services: [{service: visas, available: elsewhere, at: embassy-oslo}]\n"
        "  - id: honorary-consulate-bodo\n    kind: honorary-consulate\n    country: \"NO\"\n"
        "    city: Bodø\n    parent: embassy-oslo\n    site: false\n"
        "    services: [{service: visas, available: here}]\n",
    )  # fmt: skip
    return made


def main_of(text: str) -> str:
    return text[text.index("<main") : text.index("</main>")]


def test_a_need_leads_to_service_post_and_way(small: Small) -> None:
    assert small.build().problems == []
    assert '/en/needs/"' in small.page("embassy-oslo/en/index.html")
    text = main_of(small.page(f"embassy-oslo/{PAGE}"))
    assert text.index('href="#site-marry"') < text.index('<h2 id="site-marry">')
    expected = [
        "Where?", "<h3>In the country</h3>", "The south", "The west", "Online", "Bodø",
        "https://visas.example/", "At another post", "https://home.example/",
    ]  # fmt: skip
    assert [words for words in expected if words not in text] == []
    other = main_of(small.page(f"consulate-bergen/{PAGE}"))
    assert other.index("The west") < other.index("The south")


def test_a_site_that_is_served_from_afar_leads_to_who_serves_it(small: Small) -> None:
    small.build()
    text = main_of(small.page(f"virtual-embassy-iceland/{PAGE}"))
    assert "The south" in text
    assert "The west" not in text


@pytest.mark.parametrize("site", ["embassy-oslo", "consulate-bergen", "virtual-embassy-iceland",
                                  "embassy-cairo"])  # fmt: skip
@pytest.mark.parametrize("language", ["en", "fr"])
def test_every_path_ends_at_a_page_that_is_there(small: Small, site: str, language: str) -> None:
    small.build()
    page = small.output / site / language / "needs" / "index.html"
    hrefs = HREF.findall(main_of(page.read_text(encoding="utf-8")))
    assert len(hrefs) > 5
    for href in hrefs:
        if href.startswith(("https:", "#")):
            continue
        path, _, anchor = urljoin(page.as_uri(), href).removeprefix("file://").partition("#")
        target = Path(path) / "index.html" if path.endswith("/") else Path(path)
        assert target.is_file(), href
        assert not anchor or f'id="{anchor}"' in target.read_text(encoding="utf-8"), href


def test_where_nothing_is_described_there_is_no_page(small: Small) -> None:
    (small.folder / FILE).unlink()
    small.build()
    assert not (small.output / "embassy-oslo/en/needs").exists()
    assert "needs/" not in small.page("embassy-oslo/en/index.html")


WRONG = {
    "a service that is none": ("service: visas", "service: vsas", "6:14", "'visas'"),
    "a page that is none": ("page: passports", "page: pasports", "9:11", "'passports'"),
    "a situation that is none": ("page: passports", "situation: arrest", "9:16", "no situation"),
    "a purpose that is none": ("contact: general", "contact: genral", "7:14", "'general'"),
    "a way that leads nowhere": ("    page: passports\n    url: https://home.example/\n", "",
                                 "8:5", "leads nowhere"),
    "ways of nobody": ("  - who: {en: At home}\n    page", "  - page", "8:5",
                       "does not say whose way it is"),
    "no language that is owed": ("{en: I want to marry, fr: Je veux me marier}", "{ja: 結婚}",
                                 "1:8", "is in none of the languages"),
}  # fmt: skip


@pytest.mark.parametrize("name", WRONG)
def test_what_is_wrong_is_told_with_its_place(small: Small, name: str) -> None:
    old, new, place, words = WRONG[name]
    small.edit(FILE, old, new)
    problems = small.build().problems
    assert any(f"marry.yaml:{place}" in one and words in one for one in problems), problems
    assert not (small.output / "embassy-oslo/en/needs").exists()
