"""Texts kept in files, against which a test compares what the code makes today."""

from __future__ import annotations

from collections.abc import Collection
from difflib import unified_diff
from pathlib import Path

import pytest

#: The option of pytest that writes the files anew instead of comparing.
OPTION = "--snapshot-update"


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
            pytest.fail(f"there is no {path.name}; run with {OPTION} to write it", pytrace=False)
        lines = unified_diff(
            kept.splitlines(), text.splitlines(), f"{path.name} (kept)", "made now", lineterm=""
        )
        shown = "\n".join(lines) or "only the ends of lines differ"
        pytest.fail(
            f"{shown}\n\nIf this is meant, run with {OPTION} and read what changed.", pytrace=False
        )

    def only(self, folder: Path, names: Collection[str]) -> None:
        """Fail when a folder has a file that no test compares with; an update removes it."""
        unused = sorted(path for path in folder.glob("*") if path.name not in names)
        if self.update:
            for path in unused:
                path.unlink()
        elif unused:
            shown = ", ".join(path.name for path in unused)
            pytest.fail(f"no test uses {shown}; run with {OPTION} to remove it", pytrace=False)
