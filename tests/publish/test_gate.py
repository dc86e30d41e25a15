"""What holds a finished build, and what does not hold up an alert."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.publish.gate import Last, last_sent, note_sent, passing
from chancery.publish.refusals import PublishRefused
from chancery.write.verdict import Verdict, keep, of

POSTS = [{"id": "embassy-oslo", "site": True}]
HELD = "posts.yaml:3:5: warning: is odd"
CLEAN = {"clean": True, "posts": POSTS}
UNCLEAN = {"clean": False, "posts": POSTS}
FLOOD = Verdict(held=(HELD,), alerts={"flood": "a1"})


def refused(**given: object) -> str:
    asked = {"status": UNCLEAN, "verdict": FLOOD, "last": {}, "branches": ["live"], "tree": None}
    with pytest.raises(PublishRefused) as found:
        passing(**(asked | given))  # type: ignore[arg-type]
    return str(found.value)


def test_a_clean_build_passes_without_a_word() -> None:
    assert passing(CLEAN, None, {}, ["live"], None) == []


def test_a_warning_holds_what_carries_no_alert() -> None:
    told = refused(verdict=Verdict(held=(HELD, HELD)))
    assert f"so nothing is sent: {HELD}, and 1 problem more" in told
    assert "accept warnings in posts.yaml" in told


def test_a_new_alert_is_held_up_by_nothing_and_all_is_told() -> None:
    *held, why = passing(UNCLEAN, FLOOD, {"live": Last()}, ["live"], None)
    assert held == [HELD]
    assert "the alert flood is new" in why
    assert "1 problem will hold the next publish" in why


@pytest.mark.parametrize(
    ("before", "goes"), [({"flood": "a1"}, False), ({"flood": "a0"}, True), ({}, True)]
)
def test_new_is_an_alert_or_an_update_that_the_branch_does_not_have(
    before: dict[str, str], goes: bool
) -> None:
    last = {"live": Last(alerts=before)}
    if goes:
        assert passing(UNCLEAN, FLOOD, last, ["live"], None)
    else:
        assert HELD in refused(last=last)


def test_an_alert_that_is_over_opens_nothing() -> None:
    refused(verdict=Verdict(held=(HELD,)), last={"live": Last(alerts={"flood": "a1"})})


def test_one_branch_without_the_alert_is_enough() -> None:
    last = {"embassy-oslo": Last(alerts={"flood": "a1"})}
    assert passing(UNCLEAN, FLOOD, last, ["embassy-oslo", "embassy-lima"], None)


def test_a_build_of_which_no_verdict_is_known_is_refused() -> None:
    assert "had problems" in refused(verdict=None)


def test_a_site_is_never_taken_off_the_web() -> None:
    status = {"clean": False, "posts": [*POSTS, {"id": "embassy-lima", "status": "failed"}]}
    told = refused(status=status, tree=["embassy-oslo"])
    assert "this tree lacks embassy-lima" in told
    # It was not there either at the last time, or is still in the tree, or goes to its own place.
    known = {"live": Last(failed=("embassy-lima",))}
    assert passing(status, FLOOD, known, ["live"], ["embassy-oslo"])
    assert passing(status, FLOOD, {}, ["live"], None)
    assert passing(status, FLOOD, {}, ["live"], ["embassy-oslo", "embassy-lima"])


def test_what_was_sent_is_known_by_branch(tmp_path: Path) -> None:
    file = tmp_path / "sent.json"
    note_sent(file, ["a", "b"], UNCLEAN, FLOOD)
    note_sent(file, ["b"], CLEAN, None)
    assert last_sent(file) == {"a": Last(alerts={"flood": "a1"}), "b": Last()}
    file.write_bytes(b"\xff{")
    assert last_sent(file) == {}


def test_a_verdict_is_of_one_build_alone(tmp_path: Path) -> None:
    assert of(tmp_path, b"{}") is None
    keep(tmp_path, b"{}", FLOOD)
    found = of(tmp_path, b"{}")
    assert found is not None
    assert (found.held, found.alerts) == (FLOOD.held, FLOOD.alerts)
    assert of(tmp_path, b'{"building": true}') is None
    (tmp_path / "verdict.json").write_bytes(b"\xff")
    assert of(tmp_path, b"{}") is None
