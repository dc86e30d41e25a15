"""Readers find what they type, on a site and on the portal, on any host and from a disk."""

from __future__ import annotations

import gzip
import re
from collections.abc import Callable
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, expect

from tests.browser.helpers import run_axe
from tests.networks.small import Small, make

Serve = Callable[[Path], str]

#: What a reader may have to load before the first result, compressed.
MOST_LOADED = 60_000

TEXTS = {
    "pages/passports.en.md": (
        "---\ntitle: Passports\nsummary: How to get one.\ngroup: services\n"
        'needs:\n  "": renew a passport\n  lost: [lost passport, stolen passport]\n---\n\n'
        "## Cost {#fees}\n\nAsk us.\n\n## When it is gone {#lost}\n\nTell the police first."
    ),
    "pages/passports.nl.md": (
        "---\ntitle: Paspoorten\ngroup: services\nneeds:\n  lost: paspoort kwijt\n---\n\n"
        "## Kosten {#fees}\n\nÉén bedrag.\n\n## Verlies {#lost}\n\nGa naar de politie."
    ),
    "pages/passports.ar.md": (
        "---\ntitle: جوازات السفر\ngroup: services\n---\n\n"
        "## عند الفقدان {#lost}\n\nأبلِغ الشرطة أوّلًا."
    ),
    "news/2026-01-06-open-day.en.md": "---\ntitle: Open day\n---\n\nAlso in Oslo.",
    "posts/embassy-oslo/lost.zh.md": (
        "---\ntitle: 在奥斯陆\n---\n\n## 护照遗失了怎么办 {#lost}\n\n请先向当地警察报案。"
    ),
    "posts/embassy-oslo/help-here.th.md": "---\ntitle: ช่วยเหลือ\n---\n\nทำหนังสือเดินทางหายที่ออสโล",
}


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Small:
    """Return a network in English, Dutch and Arabic, with texts in Chinese and Thai beside them."""
    small = make(tmp_path_factory.mktemp("network"))
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [en, nl, ar]")
    small.edit("posts.yaml", "country: PE\n    city: Lima", "country: DE\n    city: Lima")
    for name, text in TEXTS.items():
        small.write(f"content/{name}", text)
    small.build()
    small.build(output="disk", cache=".disk", CHANCERY_FILE_LINKS=True)
    return small


@pytest.fixture
def page(page: Page) -> Page:
    """Yield an empty page whose scripts run ten times as fast, since typing has its pauses."""
    page.add_init_script(
        "const wait = setTimeout;"
        "window.setTimeout = (work, time, ...rest) => wait(work, time / 10, ...rest);"
    )
    return page


@pytest.fixture
def said(page: Page) -> list[str]:
    """Return the list that fills with what a page complains of: its policy first of all."""
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.route("**/favicon.ico", lambda route: route.fulfill(status=200))
    return said


def found(page: Page, typed: str, *, by_key: bool = False) -> list[str]:
    """Put words into the field, all at once or key by key, and give the lines of what is found."""
    field, said = page.locator("#site-search input"), page.get_by_role("status")
    field.fill("")
    said.evaluate("element => { element.textContent = ''; }")
    if by_key:
        field.press_sequentially(typed)
    else:
        field.fill(typed)
    # How many there are is said once the typing pauses, after they stand there. It is looked for at
    # each frame: `expect` looks again after up to a second.
    page.wait_for_function("element => element.textContent", arg=said.element_handle())
    return [" ".join(text.split()) for text in page.locator("#site-search li").all_inner_texts()]


TYPED = (
    ("en", "lost pass", "passports/#lost"),
    ("en", "PASSPORT", "passports/"),
    ("en", "tell the police", "passports/#lost"),
    ("en", "police", "help/"),
    ("en", "crisis", "help/"),
    ("en", "facebook", "channels/"),
    ("en", "snow", "news/2026-02-01-snow/"),
    ("nl", "kwijt", "passports/#lost"),
    ("nl", "een bedrag", "passports/#fees"),
    ("ar", "جَواز", "passports/"),
    ("ar", "ابلغ الشرطه", "passports/#lost"),
    ("en", "护照", "lost/#lost"),
    ("en", "警察", "lost/#lost"),
    ("en", "หนังสือเดินทาง", "help-here/"),
)


@pytest.mark.parametrize(("language", "typed", "address"), TYPED)
def test_what_is_typed_leads_to_the_passage(
    page: Page, serve: Serve, small: Small, said: list[str], language: str, typed: str, address: str
) -> None:
    page.goto(f"{serve(small.output)}embassy-oslo/{language}/a-z/")
    assert found(page, typed)
    page.locator("#site-search li a").first.click()
    page.wait_for_load_state()
    assert page.url.endswith(f"/embassy-oslo/{language}/{address}")
    assert said == []


def test_a_letter_of_another_word_finds_nothing(page: Page, serve: Serve, small: Small) -> None:
    page.goto(f"{serve(small.output)}embassy-oslo/en/a-z/")
    assert found(page, "zzzz") == []
    expect(page.get_by_role("status")).to_contain_text("Nothing found")


def test_results_say_why_they_are_there(page: Page, serve: Serve, small: Small) -> None:
    page.goto(f"{serve(small.output)}embassy-oslo/en/a-z/")
    [first, *_] = found(page, "stolen pass", by_key=True)
    assert first == "Passports stolen passport · When it is gone How to get one."
    marks = page.locator("#site-search li").first.locator("mark").all_inner_texts()
    assert marks == ["Pass", "stolen", "pass"]
    expect(page.get_by_role("status")).to_have_text("Pages found: 1")


def test_nothing_is_loaded_before_somebody_types(page: Page, serve: Serve, small: Small) -> None:
    for path in ("embassy-oslo/en/a-z/", "en/"):
        asked: list[str] = []
        page.on("request", partial(_note, asked))
        page.goto(serve(small.output) + path)
        page.locator("#site-search input").focus()
        page.wait_for_load_state("networkidle")
        before = len(asked)
        assert [
            p for p in asked if not p.endswith(("/", "favicon.ico")) and "/assets/" not in p
        ] == []
        found(page, "os")
        loaded = asked[before:]
        assert loaded
        assert all(path.endswith(".js") for path in loaded)
        sizes = [len(gzip.compress((small.output / path[1:]).read_bytes())) for path in loaded]
        assert sum(sizes) < MOST_LOADED


def _note(asked: list[str], request: Request) -> None:
    asked.append(urlsplit(request.url).path)


PLACES = ("Alemania", "Allemagne", "Deutschland", "Niemcy", "Γερμανία", "Германия", "ألمانيا",
          "גרמניה", "德国", "ドイツ", "독일", "เยอรมนี")  # fmt: skip


@pytest.mark.parametrize("language", ["en", "ar"])
def test_a_country_is_found_by_its_name_in_any_language(
    page: Page, serve: Serve, small: Small, said: list[str], language: str
) -> None:
    page.goto(f"{serve(small.output)}{language}/")
    for typed in PLACES:
        assert len(found(page, typed)) == 1, typed
        link = page.locator("#site-search li a")
        assert str(link.evaluate("e => e.href")).endswith(f"/embassy-lima/{language}/"), typed
    link.click()
    page.wait_for_load_state()
    assert page.url.endswith(f"/embassy-lima/{language}/")
    assert said == []


def test_a_city_is_found_in_its_own_letters_too(page: Page, serve: Serve, small: Small) -> None:
    page.goto(f"{serve(small.output)}en/")
    assert found(page, "القاهرة") == ["Embassy in Cairo Egypt"]
    assert found(page, "embassy cai") == ["Embassy in Cairo Egypt"]


WANTED = (
    ("en", "lost pass", "en/passports/#lost"),
    ("en", "crisis", "en/contact/"),
    ("en", "hello", "en/news/2026-01-05-hello/"),
    ("nl", "een bedrag", "nl/passports/#fees"),
    ("ar", "ابلغ الشرطه", "ar/passports/#lost"),
    ("ar", "القاهرة", "embassy-cairo/ar/"),
)


@pytest.mark.parametrize(("language", "typed", "address"), WANTED)
def test_the_portal_finds_its_own_texts_too(
    page: Page, serve: Serve, small: Small, said: list[str], language: str, typed: str, address: str
) -> None:
    page.goto(f"{serve(small.output)}{language}/")
    assert found(page, typed)
    page.locator("#site-search li a").first.click()
    page.wait_for_load_state()
    assert urlsplit(page.url)._replace(scheme="", netloc="").geturl() == f"/{address}"
    assert said == []


def test_on_the_portal_a_post_stands_before_the_texts_that_name_its_place(
    page: Page, serve: Serve, small: Small
) -> None:
    page.goto(f"{serve(small.output)}en/")
    lines = found(page, "oslo")
    assert lines[0].startswith("Embassy in Oslo")
    assert any(line.startswith("Open day") for line in lines[1:])
    expect(page.get_by_role("status")).to_have_text(f"Results found: {len(lines)}")


def test_from_a_disk_both_searches_work(page: Page, small: Small, said: list[str]) -> None:
    disk = (small.folder / "disk").as_uri()
    for path, typed in (
        ("embassy-oslo/nl/a-z/", "kwijt"),
        ("en/", "Allemagne"),
        ("en/", "stolen passport"),
    ):
        page.goto(f"{disk}/{path}index.html")
        assert found(page, typed)
        page.locator("#site-search li a").first.click()
        expect(page.get_by_role("heading", level=1)).to_be_attached()
        assert page.url.split("#", maxsplit=1)[0].endswith("index.html")
    assert said == []


def test_the_link_of_the_header_leads_into_the_field(
    page: Page, serve: Serve, small: Small
) -> None:
    for path in ("embassy-oslo/ar/contact/", "ar/news/"):
        page.goto(serve(small.output) + path)
        page.locator("header a.header-search").click()
        expect(page.locator("#site-search input")).to_be_focused()


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(
    ("path", "typed"),
    [("embassy-oslo/en/a-z/", "pass"), ("embassy-oslo/ar/a-z/", "جواز"), ("ar/", "os")],
)
def test_field_and_results_are_accessible_on_a_small_screen(
    page: Page, serve: Serve, small: Small, path: str, typed: str, scheme: str
) -> None:
    page.set_viewport_size({"width": 320, "height": 640})
    page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
    page.goto(serve(small.output) + path)
    assert found(page, typed)
    assert run_axe(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= 320


#: What somebody sees of an element who has chosen their own colours for everything.
SEEN = """e => {
  const style = getComputedStyle(e), around = getComputedStyle(document.body);
  return {border: style.borderTopStyle === 'solid' && parseFloat(style.borderTopWidth) >= 2
      && style.borderTopColor !== around.backgroundColor,
    outline: style.outlineStyle === 'solid' && parseFloat(style.outlineWidth) >= 2
      && style.outlineColor !== around.backgroundColor,
    apart: style.backgroundColor !== around.backgroundColor};
}"""


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize(("path", "typed"), [("embassy-oslo/en/a-z/", "pass"), ("en/", "os")])
def test_in_forced_colours_the_field_its_focus_and_the_result_at_hand_are_seen(
    page: Page, serve: Serve, small: Small, path: str, typed: str, scheme: str
) -> None:
    page.emulate_media(forced_colors="active", color_scheme="dark" if scheme == "dark" else "light")
    page.goto(serve(small.output) + path)
    field = page.locator("#site-search input")
    assert field.evaluate(SEEN)["border"]
    assert not field.evaluate(SEEN)["outline"]
    assert found(page, typed)
    assert field.evaluate(SEEN)["outline"]
    page.keyboard.press("Tab")
    result = page.locator("#site-search li a").first
    expect(result).to_be_focused()
    assert result.evaluate(SEEN)["outline"]
    assert page.locator("#site-search mark").first.evaluate(SEEN)["apart"]


def test_without_script_the_index_has_pages_and_needs(small: Small) -> None:
    html = small.page("embassy-oslo/en/a-z/index.html")
    assert '<div class="search" role="search" id="site-search" hidden' in html
    needs = dict(re.findall(r'<a href="([^"]*passports/#lost)">(lost[^<]*)</a>', html))
    assert list(needs.values()) == ["lost passport"]


def test_every_type_of_page_runs_under_its_policy(
    page: Page, serve: Serve, small: Small, said: list[str]
) -> None:
    """Any style, script or address that the policy forbids is an error on the console."""
    base = serve(small.output)
    own = "https://network.example/"
    page.route(f"{own}**", lambda route: route.fulfill(
        path=small.output / route.request.url.removeprefix(own)))  # fmt: skip
    files = sorted(small.output.rglob("*.html"))
    kinds = {re.sub(r"^(?:embassy|virtual)[^/]*/", "*/", str(f.relative_to(small.output))): f
             for f in files if "/ar/" not in str(f)}  # fmt: skip
    for file in kinds.values():
        assert 'http-equiv="Content-Security-Policy"' in file.read_text(encoding="utf-8")
        page.goto(base + str(file.relative_to(small.output)))
        style = page.evaluate("getComputedStyle(document.documentElement).colorScheme")
        assert style == "light dark"
    assert said == []


def test_a_script_in_a_page_does_not_run(page: Page, serve: Serve, small: Small) -> None:
    html = small.page("embassy-oslo/en/index.html")
    (small.output / "spoilt.html").write_text(
        html.replace("</main>", "<script>document.title = 'spoilt'</script></main>"),
        encoding="utf-8",
    )
    page.goto(f"{serve(small.output)}spoilt.html")
    assert page.title() != "spoilt"
