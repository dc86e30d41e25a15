"""The lock files say together what pyproject.toml asks for, and name no registry."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

from packaging.requirements import Requirement

ROOT = Path(__file__).parents[1]
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
EXTRAS = [one for extra in PROJECT["project"]["optional-dependencies"].values() for one in extra]
_PINNED = re.compile(r"^([a-z0-9.-]+==[^\\\n]+?) \\\n((?:    --hash=\S+(?: \\)?\n)+)", re.MULTILINE)


def locked(name: str) -> dict[str, set[str]]:
    """Return the hashes of what a lock file pins, by its version and for which machines it is."""
    text = (ROOT / name).read_text(encoding="utf-8")
    return {pin: set(re.findall(r"sha256:\w{64}", hashes)) for pin, hashes in _PINNED.findall(text)}


RUN, TEST = locked("requirements.txt"), locked("requirements-dev.txt")


def lacking(asked: list[str], lock: dict[str, set[str]]) -> list[str]:
    """Return what is asked for that no pin is good for."""
    pins = [Requirement(pin) for pin in lock]
    versions = [(pin.name, str(pin.specifier).removeprefix("==")) for pin in pins]
    wanted = [Requirement(one) for one in asked]
    return [
        str(one)
        for one in wanted
        if not any(one.name == name and version in one.specifier for name, version in versions)
    ]


def test_everything_that_is_asked_for_is_locked_with_hashes() -> None:
    assert len(RUN) > 40
    assert all([*RUN.values(), *TEST.values()])
    assert lacking([*PROJECT["project"]["dependencies"], *EXTRAS], RUN) == []
    assert lacking(PROJECT["dependency-groups"]["dev"], TEST) == []


def test_tests_run_with_the_versions_that_sites_are_made_with_and_so_does_uv_sync() -> None:
    assert RUN.items() <= TEST.items()
    assert set(PROJECT["tool"]["uv"]["constraint-dependencies"]) == TEST.keys()


def test_tests_have_every_extra() -> None:
    dev = {Requirement(one).name for one in PROJECT["dependency-groups"]["dev"]}
    assert {Requirement(one).name for one in EXTRAS} <= dev


def test_no_lock_names_a_registry() -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in ROOT.glob("requirements*.txt")}
    assert [name for name, text in texts.items() if "://" in text or "-url" in text] == []
    assert '"resolved"' not in (ROOT / "tests/nu/package-lock.json").read_text(encoding="utf-8")
