"""Golden pages as they were: whatever changes on them is seen, and changed on purpose."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.sites.pages import CONCERNED, ELECTION, NO_PAGES, OF_A_POST, SAVED, TYPES, VISAS
from tests.sites.trees import Tree
from tests.snapshots import Snapshot

SNAPSHOTS = Path(__file__).parent / "snapshots"

#: Pages of the fictional network: every type of page, in both directions, of every kind of post.
KEPT = (
    # An embassy with everything: every type of page of a post.
    *(f"embassy-oslo/en/{path}index.html" for path in OF_A_POST.values()),
    *(f"embassy-oslo/en/{path}index.html" for path in CONCERNED.values()),
    *(f"embassy-oslo/ar/{path}index.html" for path in ELECTION.values()),
    "ar/services/index.html",
    "services.csv",
    "ar/visa/no/index.html",
    "en/visa/index.html",
    "embassy-oslo/en/emergency.html",
    "embassy-amman/ar/contact.vcf",
    "embassy-oslo/en/visas/index.html",
    "embassy-oslo/en/news/2026-11-05-autumn-consular-day/index.html",
    "embassy-oslo/ar/accessibility/index.html",  # English stands in
    "embassy-oslo/index.html",
    "embassy-oslo/404.html",
    # One with its own texts, pages and order of sections.
    "embassy-amman/ar/index.html",
    "embassy-amman/ar/contact/index.html",
    "embassy-amman/ar/help/index.html",
    "embassy-amman/ar/services/index.html",
    "embassy-amman/ar/channels/index.html",
    "embassy-amman/ar/about/index.html",
    "embassy-amman/ar/passports/index.html",
    "embassy-amman/ar/news/2026-10-19-salt-garden-photographs/index.html",
    "consulate-general-new-york/en/contact/index.html",
    "consulate-general-new-york/ar/about/index.html",
    "virtual-embassy-reykjavik/en/index.html",
    "virtual-embassy-reykjavik/en/help/index.html",
    "virtual-embassy-reykjavik/ar/news/index.html",  # events by other clocks than its own
    "virtual-embassy-reykjavik/ar/contact/index.html",
    "embassy-stockholm/en/index.html",
    "embassy-stockholm/ar/contact/index.html",
    "permanent-representation-vienna/en/about/index.html",
    "permanent-representation-vienna/ar/index.html",
    # The portal.
    "en/index.html",
    "en/channels/index.html",
    "ar/countries/index.html",
    "ar/contact/index.html",
    # What machines read.
    "embassy-amman/ar/feed.atom",
    "embassy-oslo/en/alerts.atom",
    "embassy-oslo/alerts.json",
    "embassy-oslo/ar/advice/no.atom",
    "embassy-oslo/advice.json",
    "embassy-oslo/alerts/2026-11-river-flood.cap.xml",
    "embassy-oslo/site.json",
    "embassy-oslo/channels.json",
    "consulate-general-new-york/sitemap.xml",
    "robots.txt",
    "network.json",
)


def name_of(path: str) -> str:
    """Return the name of the file that keeps one: all stand in one folder."""
    return path.replace("/index.html", ".html").replace("/", ".")


@pytest.mark.parametrize("path", KEPT)
def test_a_page_looks_as_it_did(path: str, golden: Tree, snapshot: Snapshot) -> None:
    text = (golden.folder / path).read_text(encoding="utf-8")
    # The name of an asset changes with every style, that of a picture with every version of a
    # codec; neither says anything about the page.
    text = re.sub(r"(assets/[\w-]+)\.[0-9a-f]{12}\.(\w+)", r"\1.\2", text)
    snapshot.check(SNAPSHOTS / name_of(path), text.rstrip("\n") + "\n")


def test_every_kept_file_is_compared(snapshot: Snapshot) -> None:
    names = {name_of(path) for path in KEPT}
    assert len(names) == len(KEPT)
    snapshot.only(SNAPSHOTS, names)


def test_every_type_of_page_is_kept() -> None:
    """Both layouts are on every page, the portal's two types are on its own."""
    assert set(TYPES) | NO_PAGES == {
        *OF_A_POST,
        *CONCERNED,
        *ELECTION,
        *VISAS,
        SAVED,
        "matrix",
        "text",
        "news-item",
        "gateway",
        "missing",
        "directory",
        "register",
        "layout",
        "feed",
    }
