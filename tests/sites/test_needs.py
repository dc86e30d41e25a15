"""Every path of need ends where somebody can be reached or something can be done, on every site."""

from __future__ import annotations

import re
from pathlib import Path
from urllib.parse import urljoin

import pytest

from tests.sites.trees import Tree

#: Where a path ends: whom to call or to write to, or where a form is.
END = re.compile(r'href="(?:tel:|mailto:|sms:|https://)')
WAYS = re.compile(r'<section class="need">.*?</section>', re.DOTALL)
HREF = re.compile(r'href="([^"]+)"')
#: How many pages a reader passes from a need to its end, at most.
STEPS = 3


def main_of(page: Path) -> str:
    return page.read_text(encoding="utf-8").split("<main", 1)[1].split("</main>", 1)[0]


def next_pages(page: Path, html: str) -> list[Path]:
    """Return the pages of the tree that a part of a page leads to."""
    inside = (href for href in HREF.findall(html) if not href.startswith(("#", "https:", "tel:")))
    targets = (
        urljoin(page.as_uri(), href.split("#")[0]).removeprefix("file://") for href in inside
    )
    found = (Path(one) / "index.html" if one.endswith("/") else Path(one) for one in targets)
    return [one for one in found if one.suffix == ".html"]


def ends(page: Path, html: str, left: int) -> bool:
    """Say whether a part of a page leads to an end in so many steps."""
    if END.search(html):
        return True
    if left == 0:
        return False
    return any(ends(one, main_of(one), left - 1) for one in next_pages(page, html))


def sites(tree: Tree) -> list[str]:
    """Return one site of each kind of post and state that the network has."""
    posts = (post for post in tree.network.posts if post.site)
    return list({(post.kind, post.status.state): post.id for post in posts}.values())


@pytest.mark.parametrize("language", ["en", "ar"])
def test_every_path_is_walked_to_its_end_from_each_kind_of_post(
    golden: Tree, language: str
) -> None:
    walked = 0
    for site in sites(golden):
        page = golden.folder / site / language / "needs" / "index.html"
        if not page.is_file():  # a site that is not in this language
            continue
        needs = WAYS.findall(main_of(page))
        assert len(needs) >= 6, site
        for need in needs:
            for target in next_pages(page, need):
                assert target.is_file(), (site, target)
            assert ends(page, need, STEPS), (site, need)
            walked += 1
    assert walked >= 6 * 8
