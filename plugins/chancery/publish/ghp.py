"""A program of its own: puts files that it is told of into a Git repository, by ghp-import.

ghp-import goes by the environment and takes all that lies in a folder. So it works in a process
apart, whose environment names one repository (`GIT_DIR`), and sees of the folder only the files
that it is to take: what else lies there is none of its business.

It reads JSON: the folder, the files below it, the branch that they become, and what its commit is
called. Nothing of Chancery is imported here.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterator


def main() -> None:
    """Take the files; any error ends in a traceback and another code than 0."""
    from ghp_import import ghp_import

    wish = json.load(sys.stdin.buffer)

    def walk(folder: str, **_how: object) -> Iterator[tuple[str, list[str], list[str]]]:
        yield folder, [], wish["files"]

    os.walk = walk  # type: ignore[assignment]
    ghp_import(wish["folder"], branch=wish["branch"], mesg=wish["message"])


if __name__ == "__main__":
    main()
