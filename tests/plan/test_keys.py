"""What the keys of sites leave out is not read by them."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from chancery.commands.build import run_pelican
from chancery.commands.options import Options
from chancery.network.model import Post
from chancery.plan.keys import UNREAD_BY_PORTAL
from chancery.plan.site import PORTAL
from chancery.write.build import SiteResult, Worker
from tests.networks.small import DATE

GOLDEN = Path(__file__).parents[2] / "examples" / "golden"


def test_the_portal_reads_nothing_of_a_post_that_its_key_leaves_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    read: set[str] = set()
    at_portal = False

    def watched(name: str) -> property:
        kept = Post.__dict__[name]

        def get(post: Post) -> Any:
            if at_portal:
                read.add(name)
            return kept.__get__(post, Post)

        return property(get, kept.__set__)

    build = Worker.build

    def building(worker: Worker, site: str, key: bytes) -> SiteResult:
        nonlocal at_portal
        at_portal = site == PORTAL
        return build(worker, site, key)

    for name in (*UNREAD_BY_PORTAL, "city"):
        monkeypatch.setattr(Post, name, watched(name))
    monkeypatch.setattr(Worker, "build", building)
    options = Options(
        network=str(GOLDEN), output=str(tmp_path / "out"), cache=str(tmp_path / "cache"),
        posts=("embassy-oslo",), workers=1,
    )  # fmt: skip
    done = run_pelican(options)
    assert {site.site for site in done.settings["CHANCERY_RUN"].result.sites} >= {PORTAL}
    assert read == {"city"}
