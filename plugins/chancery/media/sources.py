"""The pictures that a network asks for: where each is from, and which of them are ready."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from chancery.common.problems import Place, Problem
from chancery.common.rules import RULES
from chancery.common.yaml.source import locate
from chancery.media.cache import Picture, Seen, find, look_at, read_sources
from chancery.network.load import Loaded

UNREADY = (
    "is not made ready yet, so the page shows the year of daylight instead",
    "Run chancery media, then build.",
    "picture-not-ready",
)


@dataclass(frozen=True, slots=True)
class Source:
    """A picture below content/: its name there, its path, and which post asks for it where."""

    file: str
    path: Path
    place: Place
    post: str

    def problem(self, message: str, cure: str, code: str) -> Problem:
        """Return a problem with the picture at the place that names it."""
        key = f"posts.{self.post}.hero.file"
        said = f"{self.file!r} {message}"
        return Problem(self.place, said, key, "", cure, self.post, RULES[code], code=code)

    def unreadable(self, fault: str) -> Problem:
        """Return the problem of a file that cannot be taken as it is."""
        cure = "Put a picture there, or take the hero out of posts.yaml."
        return self.problem(fault, cure, "picture-unusable")


def sources(loaded: Loaded, content: Path) -> Iterator[Source]:
    """Return every picture that some site shows, each once."""
    seen = set()
    for post in loaded.network.posts:
        if post.hero is None or not post.site or post.hero.file in seen:
            continue
        seen.add(post.hero.file)
        tree = loaded.trees.get(post.id)
        place = locate(tree, ["hero", "file"])[0] if tree is not None else Place("")
        yield Source(post.hero.file, content / post.hero.file, place, post.id)


def ready(loaded: Loaded, content: Path, cache: Path) -> tuple[dict[str, Picture], list[Problem]]:
    """Return the pictures that are ready, by their files, and a problem for each that is not."""
    found: dict[str, Picture] = {}
    problems: list[Problem] = []
    known: dict[str, Seen] | None = None
    for source in sources(loaded, content):
        known = (read_sources(cache) or {}) if known is None else known
        seen = look_at(source.path, content, known)
        if isinstance(seen, str):
            problems.append(source.unreadable(seen))
        elif picture := find(cache, seen[2]):
            found[source.file] = picture
        else:
            problems.append(source.problem(*UNREADY))
    return found, problems
