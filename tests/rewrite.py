"""Writes every kept text and picture anew, and says in words what changed.

Run by `tools/snapshots`; what it is given goes to pytest, as `-k help`.
"""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher
from pathlib import Path

from PIL import Image

from tests.options import UPDATE
from tests.sites.test_looks import PICTURES, TREES, difference, where
from tests.sites.test_snapshots import SNAPSHOTS as PAGES
from tests.snapshots import NOW
from tests.theme.test_components import SNAPSHOTS as COMPONENTS

#: Where what is compared is kept.
FOLDERS = (PICTURES, TREES, PAGES, COMPONENTS)
#: The most characters of a line that are shown.
_SHOWN = 100


def kept() -> dict[Path, bytes]:
    """Return every kept file with its bytes."""
    return {
        path: path.read_bytes()
        for folder in FOLDERS
        for path in sorted(folder.iterdir())
        if NOW not in path.name
    }


def in_words(before: Mapping[Path, bytes], after: Mapping[Path, bytes]) -> Iterator[str]:
    """Say what is different after, a line for each file; nothing where all is the same."""
    for path in sorted(before.keys() | after.keys()):
        old, new = before.get(path), after.get(path)
        if old != new:
            yield f"{path.parent.name}/{path.name}: {_change(path, old, new)}"


def _change(path: Path, old: bytes | None, new: bytes | None) -> str:
    if old is None:
        return "new"
    if new is None:
        return "gone"
    if path.suffix == ".webp":
        return _of_picture(old, new)
    return _of_text(old.decode().splitlines(), new.decode().splitlines())


def _of_picture(old: bytes, new: bytes) -> str:
    from io import BytesIO

    one, other = (Image.open(BytesIO(data)).convert("RGB") for data in (old, new))
    apart = difference(one, other)
    return f"{apart:.0%} of the screen differs, {where(one, other)}" if apart else "finer steps"


def _of_text(old: list[str], new: list[str]) -> str:
    changes = [
        code for code in SequenceMatcher(None, old, new, autojunk=False).get_opcodes()
        if code[0] != "equal"
    ]  # fmt: skip
    if not changes:
        return "only the ends of lines differ"
    gone = sum(code[2] - code[1] for code in changes)
    added = sum(code[4] - code[3] for code in changes)
    _, old_from, old_to, new_from, new_to = changes[0]
    was = _quoted(old[old_from:old_to])
    now = _quoted(new[new_from:new_to])
    return f"{gone} lines gone, {added} new; first in line {new_from + 1}: was {was}, is {now}"


def _quoted(lines: list[str]) -> str:
    text = " ".join(line.strip() for line in lines)
    return f"“{text[:_SHOWN]}{'…' if len(text) > _SHOWN else ''}”" if text else "nothing"


def main() -> int:
    """Write everything anew, say what changed, and give the exit code of pytest."""
    before = kept()
    command = [sys.executable, "-m", "pytest", "-q", "-n", "2", "-m", "kept", UPDATE, *sys.argv[1:]]
    done = subprocess.run(command, check=False)
    lines = list(in_words(before, kept()))
    print(*(lines or ["Nothing has changed."]), sep="\n")
    return done.returncode


if __name__ == "__main__":
    sys.exit(main())
