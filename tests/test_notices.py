"""Service notices: shown where and while they hold, and gone by date without anybody's help."""

from __future__ import annotations

import errno
import os
import re
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

from tests.networks.small import Small, make

FILE = "content/posts/embassy-oslo/notices.yaml"
NOTICES = """- affects: [phone]
  from: 2026-01-09
  until: 2026-01-10
  text: {en: The exchange is down., fr: Le standard est en panne.}
  instead: {en: Write to us.}
"""
SHOWN = ("", "contact/", "help/")


def at(monkeypatch: pytest.MonkeyPatch, *moment: int) -> None:
    stamp = int(datetime(*moment, tzinfo=UTC).timestamp())  # type: ignore[misc,arg-type]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(stamp))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    at(monkeypatch, 2026, 1, 9, 12)
    made = make(tmp_path)
    made.write(FILE, NOTICES)
    return made


def told(small: Small, text: str = "The exchange is down.", site: str = "embassy-oslo") -> bool:
    found = {text in small.page(f"{site}/en/{path}index.html") for path in SHOWN}
    [same] = found
    return same


def test_home_contact_and_help_say_what_is_different_and_what_replaces_it(small: Small) -> None:
    assert small.build().problems == []
    assert told(small)
    page = small.page("embassy-oslo/en/contact/index.html")
    assert "9 January 2026 to 10 January 2026" in page
    assert "Write to us." in page
    assert "Le standard est en panne." in small.page("embassy-oslo/fr/index.html")
    assert '<span lang="en" dir="ltr">Write to us.' in small.page("embassy-oslo/fr/index.html")


def test_whoever_is_served_from_there_is_told_whose_notice_it_is(small: Small) -> None:
    small.build()
    page = small.page("virtual-embassy-iceland/en/contact/index.html")
    assert "The exchange is down." in page
    assert "<span>Oslo</span>" in page
    assert not told(small, site="embassy-cairo")


def test_a_notice_ends_with_the_last_day_of_its_place(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    at(monkeypatch, 2026, 1, 10, 22, 59)
    small.build()
    assert told(small)
    at(monkeypatch, 2026, 1, 10, 23, 1)  # in Oslo the next day has begun
    small.build()
    assert not told(small)


def test_a_build_with_nothing_else_to_do_sees_that_a_notice_has_ended(small: Small) -> None:
    assert small.build().until == datetime(2026, 1, 10, 23, tzinfo=UTC).timestamp()


def test_what_comes_is_told_a_week_ahead(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit(FILE, "2026-01-09\n", "2026-01-19T14:00\n")
    small.edit(FILE, "until: 2026-01-10", "until: 2026-01-19T18:00")
    small.build()
    assert not told(small)
    at(monkeypatch, 2026, 1, 12, 13, 1)
    small.build()
    assert told(small)
    assert "service-notices-soon" in small.page("embassy-oslo/en/index.html")


def problems(small: Small) -> list[str]:
    return small.build().problems


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("[phone]", "[fone]", "notices.yaml:1:13: 1.affects.0: 'fone'"),
        ("[phone]", "[]", "names nothing"),
        ("2026-01-10", "2026-01-01", "notices.yaml:3:10: 1.until: '2026-01-01' is before"),
        ("from: 2026-01-09", "from: 9 January", "expected a day such as"),
        ("from: 2026-01-09", 'from: "2026-1-9"', "expected a day such as"),
        ("from: 2026-01-09", "from: 2026-01-09T9:00", "expected a day such as"),
        ("from: 2026-01-09", 'from: "٢٠٢٦-01-09"', "expected a day such as"),
        ("until:", "till:", "did you mean 'until'?"),
        (NOTICES, "phone: down\n", "notices.yaml:1:1: expected a list of notices"),
    ],
)  # fmt: skip
def test_a_mistake_is_told_with_its_line_and_the_last_good_version_stays(
    small: Small, old: str, new: str, said: str
) -> None:
    small.build()
    small.edit(FILE, old, new)
    found = problems(small)
    assert any(said in line for line in found), found
    assert any("last good version stay up" in line for line in found)
    assert told(small)
    # The mistake is this post's alone.
    small.edit("posts.yaml", "city: Lima", "city: Callao")
    small.build()
    assert "Callao" in small.page("embassy-lima/en/index.html")


def test_without_an_earlier_version_the_good_notices_are_shown(small: Small) -> None:
    small.write(FILE, NOTICES + "- affects: [fax]\n  from: 2026-01-09\n  text: {en: No fax.}\n")
    assert any("only the notices without one are shown" in line for line in problems(small))
    assert told(small)
    assert not told(small, "No fax.")


def test_a_notice_without_an_end_is_shown_with_a_warning(small: Small) -> None:
    small.edit(FILE, "  until: 2026-01-10\n", "")
    [problem] = small.build().problems
    assert ":1:3: warning: 1: never ends" in problem
    assert told(small)
    assert "since " in small.page("embassy-oslo/en/contact/index.html")


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("content/posts/embassy-oslo/notice.yaml", "did you mean 'notices.yaml'?"),
        ("content/posts/embassy-oslo/notices.yml", "did you mean 'notices.yaml'?"),
        ("content/posts/embassy-olso/notices.yaml", "did you mean 'embassy-oslo'?"),
    ],
)
def test_a_file_that_nobody_would_read_is_told(small: Small, name: str, said: str) -> None:
    small.write(name, NOTICES)
    [line] = problems(small)
    assert said in line


def test_a_folder_without_rights_takes_no_notice_down(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()

    def closing(opens: Any) -> Any:  # a root user may open all
        def closed(path: str | Path = ".") -> Any:
            if Path(path) == (small.folder / FILE).parent:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return opens(path)

        return closed

    for name in ("scandir", "listdir"):
        monkeypatch.setattr(os, name, closing(getattr(os, name)))
    for _ in range(2):
        found = problems(small)
        assert any("last good notices stay up" in line for line in found), found
        assert told(small)
    monkeypatch.undo()
    at(monkeypatch, 2026, 1, 9, 12)
    (small.folder / FILE).unlink()
    assert problems(small) == []
    assert not told(small)


def test_an_empty_file_takes_all_notices_down(small: Small) -> None:
    small.build()
    small.write(FILE, "# none\n")
    assert problems(small) == []
    assert not told(small)


def open_spans(small: Small, site: str = "embassy-oslo") -> str:
    """Return what browsers are told of when the counter is open."""
    found = re.search(r'data-told="([^"]*)"', small.page(f"{site}/en/contact/index.html"))
    assert found
    return found.group(1)


def test_a_counter_that_is_shut_by_notice_is_closed_for_browsers_and_machines(small: Small) -> None:
    small.write(FILE, "")
    small.build()
    before = open_spans(small)
    small.write(FILE, NOTICES.replace("[phone]", "[counter]"))
    small.build()
    assert open_spans(small) != before
    page = small.page("embassy-oslo/en/contact/index.html")
    assert '"validFrom":"2026-01-09"' in page.replace(" ", "")


def test_a_counter_that_is_shut_for_an_hour_is_open_for_the_rest_of_the_day(small: Small) -> None:
    text = NOTICES.replace("[phone]", "[counter]").replace("2026-01-10", "2026-01-09T10:00")
    small.write(FILE, text.replace("from: 2026-01-09", "from: 2026-01-09T09:00"))
    small.build()
    page = small.page("embassy-oslo/en/contact/index.html").replace(" ", "")
    assert '"opens":"10:00"' in page
