"""The number of an output's generation: kept, read, and never taken from what is none."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.write.generation import (
    generation,
    generation_file,
    next_generation,
    output_lock,
    put_generation,
)


def test_a_generation_is_read_as_it_was_kept_and_never_comes_again(tmp_path: Path) -> None:
    file = generation_file(tmp_path)
    assert generation(file) == ""
    numbers = [""]
    for _ in range(3):
        numbers.append(next_generation(numbers[-1]))
        put_generation(file, numbers[-1])
        assert generation(file) == numbers[-1]
    assert [number.split(" ")[0] for number in numbers[1:]] == ["1", "2", "3"]
    assert next_generation("") != next_generation("")


@pytest.mark.parametrize("kept", [b"", b"1", b"\xff", b"1 xyz", b"1 " + b"0" * 33, b"9" * 64])
def test_what_is_garbled_is_no_generation(tmp_path: Path, kept: bytes) -> None:
    file = tmp_path / "generation"
    file.write_bytes(kept)
    assert generation(file) == ""


def test_lock_and_generation_are_in_a_hidden_folder_of_the_output(tmp_path: Path) -> None:
    for file in (output_lock(tmp_path), generation_file(tmp_path)):
        assert file.parent.parent == tmp_path
        assert file.parent.name.startswith(".")
