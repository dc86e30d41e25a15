"""No link leads out of the content folder, and not even names of what is there are told."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from chancery.commands.alert import Wish, alert
from chancery.commands.options import Options
from chancery.common.files import entries_of, file_fault, stems_of
from chancery.common.problems import Problem
from chancery.content.notices import read_notices
from chancery.content.reading import Reading
from chancery.content.records import read_records
from chancery.content.scan import scan
from chancery.features import SHELVES, names_for
from chancery.network.load import read_network
from tests.networks.small import POSTS, make

NETWORK = read_network(POSTS.encode(), "posts.yaml", {}).network
NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
BY_FOLDER = {shelf.folder: shelf for shelf in SHELVES}


def reading(root: Path) -> Reading:
    return Reading(root, "content", NETWORK, NOW)


@pytest.fixture
def outside(tmp_path: Path) -> Path:
    """Return a folder beside that of the content, with files of somebody else."""
    folder = tmp_path / "elsewhere"
    folder.mkdir()
    for name in ("secret.yaml", "SECRET.yaml", "secret.en.md", "notices.yaml"):
        (folder / name).write_text("token: secret\n")
    (tmp_path / "content").mkdir()
    return folder


def told(problems: list[Problem]) -> str:
    return "\n".join(map(str, problems)).casefold()


@pytest.mark.parametrize("name", BY_FOLDER)
def test_a_folder_of_data_that_leads_elsewhere_is_told_and_not_read(
    name: str, outside: Path
) -> None:
    root = outside.parent / "content"
    (root / name).symlink_to(outside)
    found = read_records(BY_FOLDER[name], reading(root), {})
    assert not found.records
    assert "it is a link that leads out of content/" in told(found.problems)
    assert "secret" not in told(found.problems)
    assert "secret" not in told(scan(root, names_for(["embassy-oslo"]))[1])


def test_no_folder_of_a_shelf_is_forgotten_here(outside: Path) -> None:
    root = outside.parent / "content"
    for name in BY_FOLDER:
        (root / name).symlink_to(outside)
    assert scan(root, names_for([])) == ([], [])  # what it says nothing of, the shelves tell


@pytest.mark.parametrize("name", ["pages", "news", "posts", "posts/embassy-oslo",
                                  "posts/embassy-oslo/news", "other"])  # fmt: skip
def test_a_folder_of_texts_that_leads_elsewhere_is_told_and_not_followed(
    name: str, outside: Path
) -> None:
    root = outside.parent / "content"
    (root / name).parent.mkdir(parents=True, exist_ok=True)
    (root / name).symlink_to(outside)
    texts, problems = scan(root, names_for(["embassy-oslo"]))
    assert texts == []
    [problem] = problems
    assert str(problem).startswith(f"content/{name}: is a link to a folder, which is not followed")
    assert "; it leads out of content/." in str(problem)
    notices = read_notices(root, "content", NETWORK, {})
    assert "secret" not in told([*problems, *notices.problems])
    assert not any(notices.notices.values())
    assert reading(root).pages == frozenset()


def test_notices_behind_a_link_keep_their_last_good_version(outside: Path) -> None:
    root = outside.parent / "content"
    (root / "posts").mkdir()
    (root / "posts/embassy-oslo").symlink_to(outside)
    found = read_notices(root, "content", NETWORK, {"embassy-oslo": "[]"})
    assert "last good notices stay up" in told(found.problems)


def test_a_folder_within_the_content_may_be_a_link(outside: Path) -> None:
    root = outside.parent / "content"
    (root / "there").mkdir()
    (root / "there/arrest.yaml").write_text("x: y\n")
    (root / "situations").symlink_to(root / "there")
    assert stems_of(root / "situations", root, ".yaml") == {"arrest"}
    assert entries_of(root / "situations", root) == [root / "situations/arrest.yaml"]


def test_a_way_up_is_no_way_out(outside: Path) -> None:
    root = outside.parent / "content"
    (root / "up").symlink_to("../elsewhere")
    with pytest.raises(OSError, match="leads out of content/"):
        entries_of(root / "up", root)
    assert "leads out of content/" in file_fault(root / "up/secret.yaml", root)


def test_no_alert_is_written_through_a_link(
    outside: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    small = make(outside.parent)
    (small.folder / "content/alerts").symlink_to(outside)
    before = sorted(path.name for path in outside.iterdir())
    given = {"country": "PE", "area": "Lima", "headline": "Flood", "instruction": "Stay in."}
    options = Options(network=str(small.folder))
    assert alert(options, Wish(given=given), build=False) == 2
    assert alert(options, Wish(name="nothing", step="update"), build=False) == 2
    said = capsys.readouterr().err
    assert "leads out of content/" in said
    assert "secret" not in said.replace(str(outside), "")
    assert sorted(path.name for path in outside.iterdir()) == before
