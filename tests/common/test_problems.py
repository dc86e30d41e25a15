"""A problem as it is printed, as JSON, and among others."""

from __future__ import annotations

from chancery.common.problems import Level, Place, Problem, errors, in_order

PLACE = Place("posts.yaml", 3, 5)


def test_an_error_is_printed_without_its_level_and_its_code_stands_last() -> None:
    problem = Problem(PLACE, "'x' is no post", "a.b", "y", "Mend it.", code="post-unknown")
    assert str(problem) == (
        "posts.yaml:3:5: a.b: 'x' is no post; did you mean 'y'? Mend it. [post-unknown]"
    )


def test_warnings_and_notes_are_printed_with_their_level() -> None:
    said = [str(Problem(PLACE, "is odd", level=level)) for level in Level]
    assert said == [
        "posts.yaml:3:5: is odd",
        "posts.yaml:3:5: warning: is odd",
        "posts.yaml:3:5: note: is odd",
    ]


def test_level_and_code_are_in_the_json() -> None:
    told = Problem(PLACE, "is odd", level=Level.NOTE, code="oddity").as_json()
    assert (told["level"], told["code"]) == ("note", "oddity")
    assert type(told["level"]) is str


def test_what_is_urgent_is_said_first_then_by_level_then_by_place() -> None:
    later = Problem(Place("posts.yaml", 9), "later")
    note = Problem(PLACE, "note", level=Level.NOTE)
    warning = Problem(PLACE, "warning", level=Level.WARNING)
    urgent = Problem(Place("z"), "urgent", level=Level.WARNING, urgent=True)
    found = in_order([note, later, warning, urgent, Problem(PLACE, "first"), note])
    assert [p.message for p in found] == ["urgent", "first", "later", "warning", "note"]
    assert [p.message for p in errors(found)] == ["first", "later"]


def test_a_key_of_a_thousand_letters_is_cut_in_the_line_and_whole_as_data() -> None:
    path = f"posts.{'l' * 1000}.phone"
    problem = Problem(Place("posts.yaml", 1, 1), "is no key", path)
    assert str(problem) == f"posts.yaml:1:1: posts.{'l' * 59}….phone: is no key"
    assert problem.as_json()["path"] == path
