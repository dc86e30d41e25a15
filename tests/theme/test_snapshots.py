"""A kept text that no longer holds is shown with its differences, and rewritten on request only."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.options import UPDATE
from tests.snapshots import Snapshot


@pytest.fixture
def kept(tmp_path: Path) -> Path:
    path = tmp_path / "card.html"
    path.write_text("one\ntwo\n", encoding="utf-8")
    return path


def test_the_same_text_passes(kept: Path) -> None:
    Snapshot(update=False).check(kept, "one\ntwo\n")


def test_another_text_fails_with_the_differences_and_the_way_out(kept: Path) -> None:
    with pytest.raises(pytest.fail.Exception) as failure:
        Snapshot(update=False).check(kept, "one\nthree\n")
    said = str(failure.value)
    assert "-two\n+three" in said
    assert UPDATE in said
    assert kept.read_text(encoding="utf-8") == "one\ntwo\n"


def test_other_ends_of_lines_fail_too(kept: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match="ends of lines"):
        Snapshot(update=False).check(kept, "one\ntwo")


def test_a_missing_file_fails(tmp_path: Path) -> None:
    with pytest.raises(pytest.fail.Exception, match=UPDATE):
        Snapshot(update=False).check(tmp_path / "absent.html", "")
    assert not (tmp_path / "absent.html").exists()


def test_an_update_writes_what_differs_and_removes_what_nobody_uses(kept: Path) -> None:
    snapshot = Snapshot(update=True)
    new = kept.parent / "new" / "card.html"
    snapshot.check(new, "é\n")
    assert new.read_bytes() == "é\n".encode()
    snapshot.only(kept.parent, {"new"})
    assert not kept.exists()


def test_an_unused_file_fails(kept: Path) -> None:
    Snapshot(update=False).only(kept.parent, {"card.html"})
    with pytest.raises(pytest.fail.Exception, match=r"card\.html"):
        Snapshot(update=False).only(kept.parent, set())
