"""Every kind of input file that people write, with its model: what schemas and tables are made of.

Nothing is to be added here for a new shelf of records: those of all features are taken.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from chancery.content.model import FrontMatter
from chancery.content.notices import FILE, ServiceNotice
from chancery.features import SHELVES
from chancery.network.model import NetworkFile
from chancery.network.schema import network_schema, record_schema

#: The folder of the schemas, beside the one of posts.yaml, which is older.
FOLDER = "schemas"


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One kind of input file.

    name: that of its folder, or of the file without its ending; file: where it stands in the folder
    of a network; record: what it has; several: whether it has a list of them.
    """

    name: str
    file: str
    record: type
    several: bool = False

    @property
    def path(self) -> str:
        """Where its schema stands in the folder of the project."""
        name = f"{self.name}.schema.json"
        return name if self.name == "posts" else f"{FOLDER}/{name}"

    def schema(self) -> bytes:
        """Return its JSON Schema."""
        if self.name == "posts":
            return network_schema()
        return record_schema(self.record, self.file, several=self.several)


POSTS = Input(name="posts", file="posts.yaml", record=NetworkFile)
NOTICES = Input(name="notices", file=f"content/posts/ID/{FILE}", record=ServiceNotice, several=True)
FRONT_MATTER = Input(name="front-matter", file="content/pages/SLUG.LANGUAGE.md", record=FrontMatter)
#: All of them.
INPUTS: tuple[Input, ...] = (
    POSTS,
    *(
        Input(name=shelf.folder, file=f"content/{shelf.folder}/ID.yaml", record=shelf.record)
        for shelf in SHELVES
    ),
    NOTICES,
    FRONT_MATTER,
)


def schemas() -> Mapping[str, bytes]:
    """Return every schema by where it stands in the folder of the project."""
    return {one.path: one.schema() for one in INPUTS}


def line_for(kind: Input, file: Path, root: Path) -> str:
    """Return the comment at the top of a YAML file that leads editors to its schema.

    kind: what the file is; root: the folder of the project.
    """
    return f"# yaml-language-server: $schema={_relative(root / kind.path, file.parent)}"


def _relative(path: Path, folder: Path) -> str:
    try:
        found = Path(os.path.relpath(path, folder)).as_posix()
    except ValueError:  # they are on two drives
        return path.as_uri()
    return found if found.startswith("../") else f"./{found}"
