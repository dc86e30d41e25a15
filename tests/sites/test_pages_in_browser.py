"""Everybody can use every type of page: on a small screen, with the keyboard, without scripts.

Each type is looked at once in each direction of writing, in looks that take turns; with
--every-pair each page is looked at in each look.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.helpers import run_axe
from tests.options import EVERY_PAIR
from tests.sites.pages import PAGES, TYPES, NamedPage
from tests.sites.windows import DESK, PHONE, ZOOMED, Windows

#: What somebody may set who reads better with more space (WCAG 1.4.12).
TEXT_SPACING = """() => {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(`* { line-height: 1.5 !important; letter-spacing: .12em !important;
    word-spacing: .16em !important; } p { margin-block-end: 2em !important; }`);
  document.adoptedStyleSheets = [sheet];
}"""

#: Left-to-right, right-to-left, and without spaces; each in every look that a reader may choose.
LANGUAGES = ("nl", "ar", "zh")
LOOKS: tuple[tuple[str, Mapping[str, Any]], ...] = (
    ("light", {"color_scheme": "light", "forced_colors": "none"}),
    ("dark", {"color_scheme": "dark", "forced_colors": "none"}),
    ("forced colours", {"color_scheme": "light", "forced_colors": "active"}),
)
WINDOWS = (("phone", PHONE), ("desk", DESK))
#: A window with its name, and a colour scheme with its.
Look = tuple[tuple[str, ViewportSize], tuple[str, Mapping[str, Any]]]

#: The name and the place of what is wider than the window, for whoever mends it.
TOO_WIDE = """() => {
  const root = document.documentElement;
  const beyond = e => {
    const box = e.getBoundingClientRect();
    return (box.right > root.clientWidth + 1 || box.left < -1) && !e.closest('.scroll, pre')
      && e.checkVisibility() && getComputedStyle(e).clipPath !== 'inset(50%)';
  };
  return root.scrollWidth <= root.clientWidth ? [] : [`${root.scrollWidth} pixels wide`,
    ...[...document.body.querySelectorAll('*')].filter(beyond).slice(0, 5)
      .map(e => `${e.tagName}.${e.className}: ${e.textContent.trim().slice(0, 40)}`)];
}"""

#: Where the keyboard's focus is: on a link or place of this name, or elsewhere in the main part.
FOCUS = """() => {
  const at = document.activeElement;
  return at.className === 'skip' ? 'skip' : at.id === 'site-main' ? at.id
    : document.querySelector('main').contains(at) ? 'inside main' : at.outerHTML;
}"""


#: The layouts are the same for all pages: one of each type tells, left to right or right to left.
ONE_A_TYPE = tuple({page.type: page for page in PAGES}.values())
#: The networks differ in how long their words are, and in what they leave unsaid.
ONE_A_NETWORK = tuple({(p.type, p.direction, p.network): p for p in PAGES}.values())


def _in_turn(page: NamedPage) -> bool:
    """Say whether a page is of the network that stands for its type."""
    return (page.network == "golden") == (TYPES.index(page.type) % 2 == 0)


#: One of each type in each direction, of either network in turn where both have it.
ONE_A_DIRECTION = tuple(
    {(p.type, p.direction): p for p in sorted(ONE_A_NETWORK, key=_in_turn)}.values()
)

#: One page of each type in each of the languages, where that type exists in it.
LOOKED_AT = tuple(
    {(page.type, page.language): page for page in PAGES if page.language in LANGUAGES}.values()
)

#: The same in each direction: from left to right in either language in turn, where both have it.
IN_TURN = tuple(
    page
    for page in LOOKED_AT
    if page.direction == "rtl"
    or (page.language == "zh") == (TYPES.index(page.type) % 2 == 0)
    or sum(one.type == page.type and one.direction == "ltr" for one in LOOKED_AT) == 1
)

each_type = pytest.mark.parametrize("page", ONE_A_TYPE, ids=lambda page: page.id)


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Look at one page of each type and direction, or at each language and network too."""
    every = metafunc.config.getoption(EVERY_PAIR)
    if "look" in metafunc.fixturenames:
        chosen = LOOKED_AT if every else IN_TURN
        metafunc.parametrize("look", chosen, ids=lambda page: page.id)
    if "zoomed" in metafunc.fixturenames:
        pages = ONE_A_NETWORK if every else ONE_A_DIRECTION
        metafunc.parametrize("zoomed", pages, ids=lambda page: page.id)


def looked_at(windows: Windows, named: NamedPage) -> list[str]:
    """Look at a page as people do who zoom in, enlarge the text, or space it out."""
    opened = windows.open(named, ZOOMED)
    page = opened.page
    found = [f"zoomed in: {fault}" for fault in page.evaluate(TOO_WIDE)]
    page.evaluate(TEXT_SPACING)
    found += [f"spaced out: {fault}" for fault in page.evaluate(TOO_WIDE)]
    page.evaluate("document.adoptedStyleSheets = []")
    page.set_viewport_size(DESK)
    page.evaluate("document.documentElement.style.fontSize = '200%'")
    found += [f"large text: {fault}" for fault in page.evaluate(TOO_WIDE)]
    return [*found, *(f"at any time: {fault}" for fault in opened.faults)]


#: Every look that a reader may choose.
EVERY_LOOK = tuple((window, look) for window in WINDOWS for look in LOOKS)


def in_every_look(
    windows: Windows, named: NamedPage, looks: Sequence[Look] = EVERY_LOOK
) -> list[str]:
    """Return what axe-core finds wrong with a page in windows and colour schemes."""
    found: list[str] = []
    opened = windows.open(named, DESK)
    for (place, size), (look, media) in looks:
        opened.page.set_viewport_size(size)
        opened.page.emulate_media(**media)
        found += [f"{place}, {look}: {fault}" for fault in run_axe(opened.page)]
    return found


#: Where the focus is, whether it can be seen there, and whether its mark can.
FOCUSED = """() => {
  const at = document.activeElement;
  if (!at || at === document.body) return null;
  const box = at.getBoundingClientRect(), style = getComputedStyle(at);
  const x = Math.min(Math.max(box.left + box.width / 2, 0), innerWidth - 1);
  const y = Math.min(Math.max(box.top + Math.min(box.height / 2, 10), 0), innerHeight - 1);
  const top = document.elementFromPoint(x, y);
  const all = [...document.querySelectorAll('a[href], button, input, summary, [tabindex]')];
  return {place: all.indexOf(at), name: at.outerHTML.slice(0, 80),
    seen: at.contains(top) || top?.contains(at) === true,
    marked: style.outlineStyle !== 'none' || style.boxShadow !== 'none'};
}"""


#: Notes where each Tab key leads, in the page itself: asking after each takes as long as walking.
NOTE_FOCUS = f"""() => {{
  const focused = {FOCUSED};
  window.walked = [];
  addEventListener('keyup', event => event.key === 'Tab' && window.walked.push(focused()), true);
}}"""
#: How many times the Tab key is pressed before the page is asked where that led.
AT_ONCE = 20


def walked(windows: Windows, named: NamedPage) -> list[dict[str, Any]]:
    """Return every place that the Tab key leads to, until it leaves the page."""
    page = windows.open(named, PHONE, reduced_motion="reduce").page
    page.evaluate(NOTE_FOCUS)
    steps: list[dict[str, Any]] = []
    while len(steps) < 400:
        for _ in range(AT_ONCE):
            page.keyboard.press("Tab")
        for step in page.evaluate("window.walked.splice(0)"):
            if step is None or (steps and step["place"] == steps[0]["place"]):
                return steps
            steps.append(step)
    return steps


def by_keyboard(windows: Windows, named: NamedPage) -> list[str]:
    opened = windows.open(named, DESK)
    steps = []
    for key in ("Tab", "Enter", "Tab") if named.whole else ("Tab",) * 4:
        opened.page.keyboard.press(key)
        steps.append(str(opened.page.evaluate(FOCUS)))
    return steps


#: Numbers that nobody answers now stand behind the others where scripts run.
BACK_IN_PLACE = """document.querySelectorAll('.numbers-big').forEach(list => list.append(
    ...[...list.children].sort((one, other) => one.dataset.place - other.dataset.place)))"""


def with_and_without_scripts(windows: Windows, named: NamedPage) -> tuple[str, str]:
    looks = []
    for scripts in (True, False):
        opened = windows.open(named, DESK, scripts=scripts)
        if scripts:
            # What a script alone can do is there only with one.
            own = "document.querySelectorAll('[role=search], .hours-now')"
            opened.page.evaluate(f"{own}.forEach(e => e.remove())")
            opened.page.evaluate(BACK_IN_PLACE)
        body = opened.page.locator("body")
        looks.append(f"{body.aria_snapshot()}\n{body.bounding_box()}\n{opened.faults}")
    return looks[0], looks[1]


def background(windows: Windows, named: NamedPage) -> tuple[list[int], list[int]]:
    """Return the colour of the page's corner by light and in the dark."""
    colours = []
    for scheme in ("light", "dark"):
        opened = windows.open(named, DESK, color_scheme=scheme)
        found = opened.page.evaluate("getComputedStyle(document.documentElement).backgroundColor")
        colours.append([int(number) for number in re.findall(r"\d+", found)[:3]])
    return colours[0], colours[1]


def test_a_page_is_readable_zoomed_in_spaced_out_and_in_large_text(
    zoomed: NamedPage, windows: Windows
) -> None:
    assert looked_at(windows, zoomed) == []


def test_a_page_is_accessible(
    look: NamedPage, windows: Windows, pytestconfig: pytest.Config
) -> None:
    every = pytestconfig.getoption(EVERY_PAIR)
    turn = LOOKED_AT.index(look) % len(EVERY_LOOK)
    assert in_every_look(windows, look, EVERY_LOOK if every else EVERY_LOOK[turn : turn + 1]) == []


def test_every_type_of_page_is_looked_at_in_every_language() -> None:
    types = {page.type for page in LOOKED_AT}
    assert types == {page.type for page in PAGES}
    directions = {(page.type, page.direction) for page in LOOKED_AT}
    assert directions == {(page.type, page.direction) for page in IN_TURN}
    assert {page.language for page in IN_TURN} == set(LANGUAGES)
    turns = {LOOKED_AT.index(page) % len(EVERY_LOOK) for page in IN_TURN}
    assert len(turns) == len(EVERY_LOOK)


@each_type
def test_the_keyboard_reaches_everything_in_order_in_sight_and_leaves(
    page: NamedPage, windows: Windows
) -> None:
    steps = walked(windows, page)
    assert 0 < len(steps) < 400, "the focus never leaves the page"
    assert [step["place"] for step in steps] == sorted(step["place"] for step in steps)
    assert [step["name"] for step in steps if not step["seen"]] == []
    assert [step["name"] for step in steps if not step["marked"]] == []


@each_type
def test_the_first_key_leads_past_the_navigation(page: NamedPage, windows: Windows) -> None:
    steps = by_keyboard(windows, page)
    # A page without a navigation has at most alerts and that of the demonstration before its list.
    assert steps == ["skip", "site-main", "inside main"] if page.whole else "inside main" in steps


@each_type
def test_without_javascript_a_page_is_the_same_but_for_its_search(
    page: NamedPage, windows: Windows
) -> None:
    with_scripts, without = with_and_without_scripts(windows, page)
    assert without == with_scripts


#: A sheet of A4 between margins of 1 cm, at 96 dots an inch.
SHEET: ViewportSize = {"width": 718, "height": 1047}
#: What helps nobody on paper.
ON_SCREEN_ALONE = (".nav", ".header-search", ".languages", ".footer section", ".skip")
#: Pages of services, as readers take them along: with what to bring, where, and whom to call.
SERVICES = tuple(
    NamedPage("golden", "text", "embassy", language, f"{post}/{language}/{slug}/index.html")
    for post, slugs in (
        ("embassy-oslo", ("passports", "visas", "legalisation", "registration")),
        ("embassy-amman", ("passports", "visas", "legalisation", "registration")),
        ("virtual-embassy-reykjavik", ("passports", "registration")),
    )
    for language in ("en", "ar")
    for slug in slugs
)


def printed(windows: Windows, named: NamedPage) -> list[str]:
    """Return what is wrong with a page on paper."""
    opened = windows.open(named, SHEET)
    page = opened.page
    page.emulate_media(media="print")
    found = [f"too wide: {fault}" for fault in page.evaluate(TOO_WIDE)]
    for selector in ON_SCREEN_ALONE:
        found += [f"printed: {selector}" for one in page.locator(selector).all()
                  if one.is_visible()]  # fmt: skip
    for selector in ("h1", ".help-strip", ".footer-publisher"):
        if not page.locator(selector).first.is_visible():
            found.append(f"not printed: {selector}")
    hidden = "a[href^=http], .checklist li, .service-facts dd"
    found += [f"not printed: {one.inner_text()}" for one in page.locator("main").locator(hidden)
              .all() if not one.is_visible()]  # fmt: skip
    return found


@pytest.mark.parametrize("page", SERVICES, ids=lambda page: page.id)
def test_a_service_is_whole_on_paper(page: NamedPage, windows: Windows) -> None:
    assert printed(windows, page) == []


def test_the_page_is_dark_for_those_who_want_it_so(windows: Windows) -> None:
    light, dark = background(windows, PAGES[0])
    assert min(light) > 200
    assert max(dark) < 60


def chosen_language(windows: Windows, named: NamedPage) -> str:
    opened = windows.open(named, DESK, scripts=False)
    opened.page.locator("details.languages summary").click()
    opened.page.locator("details.languages a[lang=en]").click()
    opened.page.wait_for_load_state()
    return opened.page.url


def test_without_javascript_another_language_is_chosen_for_the_same_page(windows: Windows) -> None:
    [page] = [page for page in PAGES if page.path == "embassy-oslo/en/visas/index.html"]
    arabic = NamedPage(page.network, page.type, page.kind, "ar", page.path.replace("/en/", "/ar/"))
    assert chosen_language(windows, arabic).endswith("/embassy-oslo/en/visas/")


def on_the_map(windows: Windows, named: NamedPage) -> tuple[list[int], str]:
    """Go to the second mark of the map by keyboard, then past all of them.

    Gives which marks had their names in sight, and what came after the map.
    """
    opened = windows.open(named, DESK)
    page = opened.page
    page.locator(".map-skip").focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    seen = page.locator(".map-world text").evaluate_all(
        "all => all.flatMap((e, n) => getComputedStyle(e).opacity === '1' ? [n] : [])"
    )
    page.locator(".map-skip").focus()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    return seen, str(page.evaluate("document.activeElement.closest('nav, section').className"))


def test_the_keyboard_tells_which_mark_it_is_at_and_goes_past_them_all(windows: Windows) -> None:
    [page] = [page for page in PAGES if (page.network, page.path) == ("golden", "ar/index.html")]
    assert on_the_map(windows, page) == ([1], "filters")


def begins(windows: Windows, named: NamedPage) -> list[float]:
    """Return where title, summary, contents and text begin on a wide screen."""
    opened = windows.open(named, DESK)
    parts = ("h1", ".lead", ".contents a", ".prose > :first-child")
    return [
        float(opened.page.locator(f"main {part}").first.evaluate("e => { const r ="
            " document.createRange(); r.selectNodeContents(e);"
            " return r.getBoundingClientRect().left; }"))
        for part in parts
    ]  # fmt: skip


def test_a_text_in_a_language_of_the_other_direction_begins_in_one_line(windows: Windows) -> None:
    page = NamedPage(
        "example", "text", "embassy", "ar", "embassy-cairo/ar/visa-long-stay/index.html"
    )
    starts = begins(windows, page)
    assert max(starts) - min(starts) < 2


def scene_box(windows: Windows, named: NamedPage, width: int) -> tuple[float, float, float]:
    """Return where a home page's picture or drawing begins, its width and its height in rem."""
    opened = windows.open(named, ViewportSize(width=width, height=800))
    box = opened.page.locator(".scene-picture, .motif").bounding_box()
    assert box is not None
    size = opened.page.evaluate("parseFloat(getComputedStyle(document.documentElement).fontSize)")
    return box["x"], box["width"], box["height"] / float(size)


@pytest.mark.parametrize("post", ["embassy-oslo", "embassy-amman"])
def test_what_gives_a_site_its_face_is_slim_and_from_edge_to_edge(
    post: str, windows: Windows
) -> None:
    [page] = [page for page in PAGES if page.type == "home" and page.path.startswith(f"{post}/")]
    for width in (360, 1280):
        start, across, height = scene_box(windows, page, width)
        assert (start, across) == (0, width)
        assert height <= (5 if width == 360 else 14)
