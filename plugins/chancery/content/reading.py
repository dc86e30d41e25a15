"""What checks of records may look at beside the record itself."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path

from chancery.common.files import entries_of, stems_of
from chancery.network.model import Network


@dataclass(frozen=True)
class Reading:
    """One reading of a content folder.

    root: the folder; name: how messages name it; network: that of its posts.yaml; now: the instant
    of the build.
    """

    root: Path
    name: str
    network: Network
    now: datetime

    @cached_property
    def pages(self) -> frozenset[str]:
        """The slugs of the shared pages, by the names of their files."""
        try:
            paths = entries_of(self.root / "pages", self.root)
        except OSError:
            return frozenset()  # what is wrong is told where texts are looked for
        return frozenset(path.name.split(".", 1)[0] for path in paths if "." in path.name)

    @cached_property
    def posts(self) -> frozenset[str]:
        """The ids of all posts, those with a mistake in their entries too."""
        failed = frozenset(post.id for post in self.network.failed)
        return failed | {post.id for post in self.network.posts}

    @property
    def owed(self) -> Iterable[str]:
        """The languages that every site has, one of which a text must be in."""
        return self.network.ministry.languages

    def named(self, folder: str) -> frozenset[str]:
        """Return the ids of the records in a folder of records, good or not."""
        return stems_of(self.root / folder, self.root, ".yaml")
