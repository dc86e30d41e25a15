"""What nobody foresaw ends at the edge of its source, told in full; what ends a run passes."""

from __future__ import annotations

import asyncio

import pytest

from chancery.common.faults import Fault, Unforeseen, at_edge, fault_of, without_secrets


class Panic(BaseException):
    """What compiled code raises, as PyO3 does."""


def met(error: BaseException) -> Fault:
    """Return what the edge tells of an error."""
    told: list[Fault] = []
    with at_edge(told.append):
        raise error
    [fault] = told
    return fault


@pytest.mark.parametrize(
    "error",
    [
        ValueError("x"),
        MemoryError(),
        RecursionError(),
        Panic("x"),
        BaseExceptionGroup("two", [Panic("x"), ValueError("y")]),
        ExceptionGroup("one", [ExceptionGroup("in one", [ValueError("y")])]),
        UnicodeDecodeError("utf-8", b"\xff", 0, 1, "x"),
    ],
    ids=repr,
)
def test_what_nobody_foresaw_is_told_and_ends_there(error: BaseException) -> None:
    assert met(error).kind


@pytest.mark.parametrize(
    "error",
    [
        KeyboardInterrupt(),
        SystemExit(3),
        GeneratorExit(),
        asyncio.CancelledError(),
        BaseExceptionGroup("two", [ValueError("x"), KeyboardInterrupt()]),
        BaseExceptionGroup("one", [BaseExceptionGroup("in one", [SystemExit(1)])]),
    ],
    ids=repr,
)
def test_what_ends_a_run_passes(error: BaseException) -> None:
    with pytest.raises(type(error)):
        met(error)


def test_a_task_that_is_cancelled_ends_and_one_whose_library_was_cancelled_goes_on(
    no_other_loop: None,
) -> None:
    told: list[Fault] = []

    async def work(error: BaseException | None) -> str:
        with at_edge(told.append):
            if error is not None:
                raise error
            await asyncio.sleep(60)
        return "went on"

    async def both() -> tuple[str, bool]:
        task = asyncio.create_task(work(None))
        await asyncio.sleep(0)
        task.cancel()
        done, _ = await asyncio.wait([task])
        return await work(asyncio.CancelledError("by a library")), done.pop().cancelled()

    assert asyncio.run(both()) == ("went on", True)
    assert [fault.kind for fault in told] == ["CancelledError"]


def test_a_fault_has_what_a_report_needs_and_nothing_that_is_secret() -> None:
    fault = met(ValueError("http://me:secret@a.example/x\n\x1b[31m" + "y" * 500))
    said = str(fault)
    assert said.startswith("meets a fault that nobody foresaw, ValueError: http://…@a.example/x\\n")
    assert "common/test_faults.py:" in said
    assert said.endswith(" met]")
    assert "/tests/" not in said
    assert len(said) < 500
    assert said.isprintable()


def test_a_fault_that_was_met_elsewhere_is_told_as_it_was_met() -> None:
    fault = Fault("PanicException", "index out of range", ("nh3.py:1 clean",))
    assert fault_of(Unforeseen(fault)) == fault
    assert met(Unforeseen(fault)) == fault


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("http://a:b@c.example/d@e", "http://…@c.example/d@e"),
        ("at http://a@b.example and //c:d@e.example/", "at http://…@b.example and //…@e.example/"),
        ("http://a.example/@b", "http://a.example/@b"),
    ],
)
def test_passwords_are_left_out(text: str, told: str) -> None:
    assert without_secrets(text) == told
