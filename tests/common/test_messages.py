"""What a message says is for people: nothing of it is of this process alone."""

from __future__ import annotations

import io

import pytest
from PIL import Image, UnidentifiedImageError

from chancery.common.problems import Place, Problem, reason, without_objects
from chancery.media.make import PictureUnusable, make

NAMED = [
    (f"cannot identify image file {io.BytesIO()!r}", "cannot identify image file"),
    (f"no loop {object()!r} here", "no loop here"),
    (f"bad {'<function f at 0x7f00aa>'!r}", "bad"),
    ("at 0x7f00aa and <b>", "at 0x7f00aa and <b>"),
    ("the HTML '<table>' is shown", "the HTML '<table>' is shown"),
]


@pytest.mark.parametrize(("text", "said"), NAMED, ids=[said for _, said in NAMED])
def test_objects_of_memory_are_not_named(text: str, said: str) -> None:
    assert without_objects(text) == said
    problem = Problem(Place("a.jpg"), text)
    assert problem.message == said
    assert problem.as_json()["message"] == said


def test_a_reason_says_something_on_one_line() -> None:
    assert reason(ValueError()) == "ValueError"
    assert reason(ValueError(object())) == "ValueError"
    assert reason(ValueError("a\nb")) == "a\\nb"


@pytest.mark.parametrize("data", [b"", b"no picture", b"\xff\xd8\xff\xe0" + bytes(200)])
def test_a_picture_that_is_none_is_told_without_an_object(data: bytes) -> None:
    with pytest.raises(PictureUnusable) as caught:
        make(data)
    assert " at 0x" not in str(caught.value)
    with pytest.raises(UnidentifiedImageError, match=" at 0x"):
        Image.open(io.BytesIO(b"no picture"))
