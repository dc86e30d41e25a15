"""Warnings that posts.yaml lets stand: which, for how long, and what is said of the list itself."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.common.problems import Level, Place, Problem, errors, holding, tally
from chancery.network.acceptance import settled
from tests.network.test_load import BASE, read, said

FOLDER = Path("/srv/net")
ABROAD = BASE.replace("city: Oslo", 'city: Oslo\n    phone: "+46 8 505 550 00"')
RULE = "phone-of-elsewhere"
ENTRY = f"{{rule: {RULE}, at: posts.embassy-oslo.phone, why: They share a switchboard.}}"


def accepted(*entries: str, text: str = ABROAD, today: str = "2026-01-09") -> list[Problem]:
    loaded = read(text.replace("posts:", f"accepted: [{', '.join(entries)}]\nposts:", 1))
    return settled(loaded.problems, loaded.accepted, today, FOLDER)


def test_a_warning_that_is_accepted_holds_nothing_and_says_why() -> None:
    (problem,) = accepted(ENTRY)
    assert problem.accepted == "They share a switchboard."
    assert problem.as_json()["accepted"] == "They share a switchboard."
    assert holding([problem]) == []
    assert tally([problem]) == "1 accepted"


def test_without_an_entry_a_warning_holds() -> None:
    (problem,) = accepted()
    assert holding([problem]) == [problem]
    assert tally([problem, problem]) == "1 warning"


def test_another_rule_or_another_place_accepts_nothing_and_is_told() -> None:
    elsewhere = ENTRY.replace("oslo.phone", "oslo.phon")
    problem, note = accepted(elsewhere)
    assert not problem.accepted
    assert (note.level, note.code) == (Level.NOTE, "accepted-needless")
    assert str(note) == (
        "posts.yaml:6:12: note: accepted.0: phone-of-elsewhere at 'posts.embassy-oslo.phon' does "
        "not occur; did you mean 'posts.embassy-oslo.phone'? Write that, or take it out. "
        "[accepted-needless]"
    )


def test_what_is_mended_is_told_to_be_taken_out() -> None:
    (note,) = accepted(ENTRY, text=BASE)
    assert "does not occur. Take it out." in str(note)


def test_what_is_accepted_twice_is_told_once() -> None:
    problem, note = accepted(ENTRY, ENTRY)
    assert problem.accepted
    assert "is accepted twice" in note.message


def test_of_what_is_accepted_twice_the_longest_counts_and_the_other_is_to_go() -> None:
    ended = ENTRY.replace("}", ", until: 2025-12-31}")
    for entries, needless in (((ended, ENTRY), 0), ((ENTRY, ended), 1)):
        problem, note = accepted(*entries)
        assert problem.accepted
        assert (note.path, note.message.endswith("is accepted twice")) == (
            f"accepted.{needless}", True,
        )  # fmt: skip


@pytest.mark.parametrize(("until", "stands"), [("2026-01-09", True), ("2026-01-08", False)])
def test_after_its_last_day_a_warning_counts_again_and_says_so(until: str, stands: bool) -> None:
    (problem,) = accepted(ENTRY.replace("}", f', until: "{until}"}}'))
    assert bool(problem.accepted) is stands
    assert ("It was accepted until 2026-01-08." in str(problem)) is not stands


def test_a_file_accepts_what_a_rule_says_of_it() -> None:
    entry = "{rule: notice-endless, at: content/posts/embassy-oslo/notices.yaml, why: It is so.}"
    loaded = read(BASE.replace("posts:", f"accepted: [{entry}]\nposts:", 1))
    found = [
        Problem(Place(f"{FOLDER}/content/posts/{post}/notices.yaml", 1, 3), "never ends", "1",
                level=Level.WARNING, code="notice-endless")
        for post in ("embassy-oslo", "embassy-lima")
    ]  # fmt: skip
    told = settled(found, loaded.accepted, "2026-01-09", FOLDER)
    assert [bool(problem.accepted) for problem in told] == [True, False]


def test_an_error_cannot_be_accepted() -> None:
    wrong = ENTRY.replace(RULE, "key-unknown")
    assert "It is an error, which is to be mended" in said(
        BASE.replace("posts:", f"accepted: [{wrong}]\nposts:", 1)
    )


@pytest.mark.parametrize(
    ("entry", "words"),
    [
        (ENTRY.replace(RULE, "phone-of-elsewere"), f"did you mean '{RULE}'?"),
        (ENTRY.replace(RULE, "html-shown"), "It is a note, which stops nothing."),
        (ENTRY.replace("why", "reason"), "accepted.0.reason: is no key that is known here"),
        (ENTRY.replace("}", ", until: soon}"), "accepted.0.until: 'soon'"),
        ("phone-of-elsewhere", "accepted.0: "),
    ],
)
def test_what_is_wrong_with_the_list_is_told_and_costs_nothing_else(entry: str, words: str) -> None:
    loaded = read(BASE.replace("posts:", f"accepted: [{entry}]\nposts:", 1))
    assert words in "\n".join(map(str, loaded.problems))
    assert errors(loaded.problems)
    assert loaded.accepted == ()
    assert loaded.network == read(BASE).network
