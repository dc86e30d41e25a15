"""Time enters in one place, and never so near to an end of the calendar that it breaks."""

from __future__ import annotations

from datetime import UTC, date, datetime
from functools import partial
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.commands import feeds, media
from chancery.commands.options import Options
from chancery.common.clock import FIRST_YEAR, LAST_YEAR, build_instant, day_of, true_instant
from chancery.common.problems import CannotStart
from chancery.feeds.dates import read_date, read_day
from chancery.network.load import read_network
from tests.networks.small import POSTS, make

#: No instants: beyond what any clock shows, or no whole seconds.
NO_CLOCK = ["253402300799", "253402300800", "-1", "-62135596800", "7258118400", "9" * 400, "1.5",
            "١٢٣", "1e9", " 1", "now", "NaN"]  # fmt: skip


@pytest.mark.parametrize("epoch", NO_CLOCK)
def test_a_clock_that_cannot_be_is_told_with_what_was_expected(
    epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, ask in (("SOURCE_DATE_EPOCH", build_instant), ("CHANCERY_NOW", true_instant)):
        monkeypatch.setenv(name, epoch)
        with pytest.raises(CannotStart) as caught:
            ask()
        [problem] = caught.value.problems
        assert str(problem).startswith(f"{name}: ")
        assert "expected whole seconds since 1970" in str(problem)


def test_no_command_ends_in_a_traceback_for_the_clock(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(make(tmp_path).folder))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "253402300799")
    for command in (partial(feeds.feeds, wishes=feeds.Wishes()), feeds.status, media.media):
        assert command(options) == 2
        assert "SOURCE_DATE_EPOCH: " in capsys.readouterr().err


def test_clocks_from_the_first_to_the_last_year_are_good(monkeypatch: pytest.MonkeyPatch) -> None:
    for epoch, instant in {
        "0": datetime(1970, 1, 1, tzinfo=UTC),
        "7258118399": datetime(LAST_YEAR, 12, 31, 23, 59, 59, tzinfo=UTC),
    }.items():
        monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
        assert build_instant() == instant


@pytest.mark.parametrize("epoch", ["0", "7258118399"])
def test_a_network_is_built_at_either_end_of_the_clock(
    tmp_path: Path, epoch: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    small = make(tmp_path)
    days = f'[{{from: "{FIRST_YEAR}-01-01", until: "{LAST_YEAR}-12-31", reason: Works}}]'
    small.edit("posts.yaml", "    phone: \"+44 1632 960001\"",
               f"    closures: {days}\n    phone: \"+44 1632 960001\"")  # fmt: skip
    small.write("content/news/2199-12-31-end.en.md", "---\ntitle: End\n---\n\nOf days.")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", epoch)
    done = small.build()
    assert (done.exitcode, done.problems) == (0, [])
    assert "Works" in small.page("embassy-oslo/en/contact/index.html")


DAYS = [("0001-01-01", None), ("0999-12-31", None), ("1000-01-01", date(1000, 1, 1)),
        ("2199-12-31", date(2199, 12, 31)), ("2200-01-01", None), ("9999-12-31", None),
        ("20260101", None), ("2026-W01-1", None), ("2026-02-30", None), ("２０２６-01-01", None),
        ("", None)]  # fmt: skip


@pytest.mark.parametrize(("text", "day"), DAYS)
def test_a_day_is_of_a_year_that_somebody_may_mean(text: str, day: date | None) -> None:
    assert day_of(text) == day


def test_a_day_at_the_end_of_the_calendar_is_told() -> None:
    text = POSTS.replace("    channels: [{", '    closures: [{from: "9999-12-31", reason: x}]\n'
                         "    channels: [{")  # fmt: skip
    [problem] = read_network(text.encode(), "posts.yaml", {}).problems
    assert "years are 1000 to 2199" in str(problem)


@given(st.dates(), st.times(), st.sampled_from(["Z", "+14:00", "-12:00", " 12 PM", " 24:00", ""]))
def test_dates_of_feeds_near_the_ends_of_the_calendar_break_nothing(
    day: date, time: object, rest: str
) -> None:
    for end in (day, date.min, date.max):
        for text in (f"{end}T{time}{rest}", f"{end:%d %b %Y} {time} {rest}", f"{end:%Y}-366"):
            assert read_date(text) is None or read_date(text)
            assert read_day(text) is None or read_day(text)
