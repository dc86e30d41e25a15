"""`chancery feeds --import`: lines for posts.yaml, by whose a feed is and in which language."""

from __future__ import annotations

from pathlib import Path

import msgspec
import pytest
import yaml

from chancery.commands.feedlists import import_list
from chancery.commands.options import Options
from chancery.common.reporter import Style
from tests.networks.small import DATE, Small, make

LIST = """<opml version="2.0"><body>
<outline text="Lima"><outline text="By its group" xmlUrl="https://x.example/lima" language="es"/>
<outline text="Another" xmlUrl="https://x.example/lima-en" language="en"/></outline>
<outline text="By its site" xmlUrl="https://x.example/oslo"
 htmlUrl="https://embassies.example/oslo/news"/>
<outline text="By its host" xmlUrl="https://press.network.example/feed"/>
<outline text='Nobody: "#"' xmlUrl="https://x.example/feed?a=1&amp;b=#c"/>
<outline text="Known" xmlUrl="https://x.example/known"/>
<outline text="None" xmlUrl="feed:x"/>
</body></opml>"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    network = make(tmp_path)
    network.edit("posts.yaml", "    city: Oslo\n",
                 "    city: Oslo\n    website: https://embassies.example/oslo/\n")  # fmt: skip
    network.edit("posts.yaml", "    city: Lima\n",
                 "    city: Lima\n    feeds: [{url: https://x.example/known}]\n")  # fmt: skip
    network.write("list.opml", LIST)
    return network


def run(small: Small, name: str = "list.opml", *, json: bool = False) -> int:
    return import_list(
        Options(network=str(small.folder), style=Style(form="json" if json else "text")),
        str(small.folder / name),
    )


def test_a_list_is_proposed_by_owner_and_language(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    assert run(small) == 0
    said = capsys.readouterr().out
    groups = said.split("\n\n# ")[1:]
    assert [group.partition("\n")[0] for group in groups] == [
        "ministry",
        "posts: embassy-lima",
        "posts: embassy-oslo",
        "nobody in posts.yaml, as far as the list says",
    ]
    feeds = [yaml.safe_load(f"# {group}")["feeds"] for group in groups]
    assert feeds == [
        [{"url": "https://press.network.example/feed"}],
        [
            {"url": "https://x.example/lima-en", "language": "en"},
            {"url": "https://x.example/lima", "language": "es"},
        ],
        [{"url": "https://x.example/oslo"}],
        [{"url": "https://x.example/feed?a=1&b=#c"}],
    ]
    assert "# https://x.example/known is in posts.yaml already" in said
    assert "# 'feed:x' is no address that can be fetched" in said


def test_a_list_is_data_with_json(small: Small, capsys: pytest.CaptureFixture[str]) -> None:
    assert run(small, json=True) == 0
    found = msgspec.json.decode(capsys.readouterr().out)["feeds"]
    assert [one["owner"] for one in found][:4] == [
        "posts: embassy-lima", "posts: embassy-lima", "posts: embassy-oslo", "ministry",
    ]  # fmt: skip


def test_what_is_no_list_or_not_there_is_told(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.write("none.opml", "<rss/>")
    assert run(small, "none.opml") == 1
    assert "is not a list of feeds in OPML" in capfd.readouterr().err
    assert run(small, "missing.opml") == 2
    assert "missing.opml: cannot be read" in capfd.readouterr().err
    small.write("known.opml", '<opml><outline xmlUrl="https://x.example/known"/></opml>')
    assert run(small, "known.opml") == 1
    (small.folder / "posts.yaml").unlink()
    assert run(small) == 2
