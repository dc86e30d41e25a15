"""Texts kept in files, against which a test compares what the code makes today."""

from __future__ import annotations

from collections.abc import Collection
from difflib import unified_diff
from pathlib import Path

import pytest

from tests.options import UPDATE

#: What stands in the name of a file that a failing test leaves beside the kept one.
NOW = ".now"


def beside(kept: Path) -> Path:
    """Return where a failing test leaves what it found instead of a kept file."""
    return kept.with_name(f"{kept.stem}{NOW}{kept.suffix}")


class Snapshot:
    """Compares texts with files, or writes the files anew."""

    def __init__(self, *, update: bool) -> None:
        """Take whether files are to be written anew."""
        self.update = update

    def check(self, path: Path, text: str) -> None:
        """Fail with the differences when a text is not what its file holds."""
        kept = path.read_text(encoding="utf-8") if path.is_file() else None
        if kept == text:
            return
        if self.update:
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8", newline="\n")
            return
        if kept is None:
            pytest.fail(f"there is no {path.name}; run with {UPDATE} to write it", pytrace=False)
        lines = unified_diff(
            kept.splitlines(), text.splitlines(), f"{path.name} (kept)", "made now", lineterm=""
        )
        shown = "\n".join(lines) or "only the ends of lines differ"
        pytest.fail(
            f"{shown}\n\nIf this is meant, run with {UPDATE} and read what changed.", pytrace=False
        )

    def only(self, folder: Path, names: Collection[str]) -> None:
        """Fail when a folder has a file that no test compares with; an update removes it."""
        found = (path for path in folder.glob("*") if NOW not in path.name)
        unused = sorted(path for path in found if path.name not in names)
        if self.update:
            for path in unused:
                path.unlink()
        elif unused:
            shown = ", ".join(path.name for path in unused)
            pytest.fail(f"no test uses {shown}; run with {UPDATE} to remove it", pytrace=False)
