"""A site as one file to hand on: whole, readable from a disk, and the same each time."""

from __future__ import annotations

import hashlib
import re
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin
from zipfile import ZipFile

import pytest

from tests.networks.small import DATE, Small, make, tree

HREF = re.compile(r'<(?:a|link)\b[^>]*? href="([^"]*)"')


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.edit(
        "posts.yaml", "  languages: [en, fr]",
        "  archives: true\n  mirrors: [https://mirror.example/]\n  languages: [en, fr]",
    )  # fmt: skip
    return made


def unpacked(small: Small, site: str) -> Path:
    folder = small.folder / "unpacked"
    with ZipFile(small.output / site / f"{site}.zip") as packed:
        assert packed.testzip() is None
        packed.extractall(folder)
    return folder / site


def test_it_holds_all_of_the_site_but_itself_and_its_checksum_is_right(small: Small) -> None:
    assert small.build().problems == []
    site = small.output / "embassy-oslo"
    names = set(tree(unpacked(small, "embassy-oslo")))
    assert names == set(tree(site)) - {"embassy-oslo.zip", "embassy-oslo.zip.sha256"}
    said = (site / "embassy-oslo.zip.sha256").read_text(encoding="ascii")
    found = hashlib.sha256((site / "embassy-oslo.zip").read_bytes()).hexdigest()
    assert said == f"{found}  embassy-oslo.zip\n"


def test_every_link_in_it_leads_to_a_file_in_it_or_to_the_web(small: Small) -> None:
    small.build()
    root = unpacked(small, "embassy-oslo")
    outward = 0
    for path in root.rglob("*.html"):
        for href in HREF.findall(path.read_text(encoding="utf-8")):
            target = urldefrag(urljoin(path.as_uri(), href.replace("&amp;", "&")))[0]
            if not target.startswith("file:"):
                outward += target.startswith("https://network.example/")
            else:
                assert Path(unquote(target.removeprefix("file://"))).is_file(), (path, href)
    assert outward


def test_it_is_offered_on_help_with_the_mirrors(small: Small) -> None:
    small.build()
    text = small.page("virtual-embassy-iceland/fr/help/index.html")
    assert 'href="../../virtual-embassy-iceland.zip"' in text
    assert 'href="https://mirror.example/virtual-embassy-iceland/fr/"' in text
    saved = small.page("virtual-embassy-iceland/fr/emergency.html")
    whole = "https://network.example/virtual-embassy-iceland/virtual-embassy-iceland.zip"
    assert f'href="{whole}"' in saved


def test_it_changes_with_its_site_alone_and_goes_when_it_is_no_longer_offered(
    small: Small,
) -> None:
    small.build()
    before = tree(small.output)
    small.build()
    assert tree(small.output) == before
    small.edit("content/posts/embassy-lima/visas.es.md", "Texto", "Otro texto")
    small.build()
    after = tree(small.output)
    changed = {name for name in after if name.endswith(".zip") and after[name] != before[name]}
    assert changed == {"embassy-lima/embassy-lima.zip"}
    assert after == small_again(small)
    (small.output / "embassy-lima/embassy-lima.zip").unlink()
    small.build()
    assert tree(small.output) == after
    small.edit("posts.yaml", "  archives: true\n", "")
    small.build()
    assert not [name for name in tree(small.output) if ".zip" in name]


def small_again(small: Small) -> dict[str, bytes]:
    """Build from nothing elsewhere, and return the tree."""
    small.build(output="again", cache="again-cache")
    return tree(small.folder / "again")


def test_in_a_place_of_its_own_a_site_leads_from_its_archive_to_there(small: Small) -> None:
    small.edit(
        "posts.yaml", "    city: Oslo\n",
        "    city: Oslo\n    publish_url: https://oslo.example/\n",
    )  # fmt: skip
    small.build(CHANCERY_ONE_TREE=False)
    page = unpacked(small, "embassy-oslo") / "en/help/index.html"
    links = HREF.findall(page.read_text(encoding="utf-8"))
    ends = ("embassy-oslo.zip", "embassy-oslo.zip.sha256")
    assert [href for href in links if href.endswith(ends)] == [
        f"https://oslo.example/{name}" for name in ends
    ]


def test_its_page_for_lost_addresses_leads_on_from_where_it_lies(small: Small) -> None:
    small.build()
    page = unpacked(small, "embassy-oslo") / "404.html"
    links = [one for one in HREF.findall(page.read_text(encoding="utf-8")) if ":" not in one]
    assert "en/help/index.html" in links
    assert [href for href in links if not (page.parent / href.partition("#")[0]).is_file()] == []
