"""A small network that tests build and edit: made anew for each of them.

Its cache begins with the theme compiled, as every cache but the very first one does: compiling
takes four times as long as building this network.
"""

from __future__ import annotations

import atexit
import os
import shutil
import tempfile
from dataclasses import dataclass
from functools import cache as once
from pathlib import Path
from typing import Any

from chancery.commands.build import Done, run_pelican
from chancery.commands.options import Options
from chancery.common.resources import THEME, resource
from chancery.render.theme import CompiledCatalogues, Templates, read_theme
from chancery.run.code import code_digest, note_code
from chancery.write.generation import HIDDEN

POSTS = """ministry:
  name: {en: Office of Foreign Affairs, fr: Office des Affaires extérieures}
  country: QV
  url: https://network.example/
  languages: [en, fr]
  crisis_centre: {phone: "+44 1632 960999", hours: 24/7}
naming:
  countries: {QV: {en: Quivira, fr: Quivire}}
posts:
  - id: embassy-oslo
    kind: embassy
    country: "NO"
    city: Oslo
    location: {lat: 59.9, lon: 10.7}
    timezone: Europe/Oslo
    phone: "+44 1632 960001"
    opening_hours: Mo-Fr 09:00-12:30
    channels: [{platform: facebook, handle: embassy.oslo}]
  - id: embassy-cairo
    kind: embassy
    country: EG
    city: {en: Cairo, fr: Le Caire, ar: القاهرة}
    location: {lat: 30.0, lon: 31.2}
    timezone: Africa/Cairo
    phone: "+44 1632 960002"
  - id: embassy-lima
    kind: embassy
    country: PE
    city: Lima
    location: {lat: -12.1, lon: -77.0}
    timezone: America/Lima
    phone: "+44 1632 960003"
  - id: virtual-embassy-iceland
    kind: virtual-embassy
    country: IS
    timezone: Atlantic/Reykjavik
    covered_by: embassy-oslo
"""
TEXTS = {
    "pages/passports.en.md": (
        "---\ntitle: Passports\ngroup: services\n---\n\n"
        "## Cost {#fees}\n\nAsk [us](contact:general)."
    ),
    "pages/passports.fr.md": (
        "---\ntitle: Passeports\ngroup: services\n---\n\n"
        "## Coût {#fees}\n\nVoir [coût](page:visas#cost)."
    ),
    "pages/visas.en.md": (
        "---\ntitle: Visas\ngroup: services\nkinds: [embassy]\nlocal: replace\n---\n\n"
        "## Cost {#cost}\n\nSee [passports](page:passports#fees) or [Oslo](post:embassy-oslo)."
    ),
    "pages/privacy.en.md": "---\ntitle: Privacy\nlocal: locked\n---\n\nNo cookies.",
    "news/2026-01-05-hello.en.md": "---\ntitle: Hello\n---\n\nCentral news.",
    "posts/embassy-cairo/passports.ar.md": "---\ntitle: هنا في القاهرة\n---\n\nنص محلي.",
    "posts/embassy-lima/visas.es.md": "---\ntitle: Visados en Lima\n---\n\nTexto local.",
    "posts/embassy-oslo/news/2026-02-01-snow.en.md": "---\ntitle: Snow\n---\n\nLocal news.",
}
DATE = "1767960000"  # 2026-01-09T12:00:00Z


@dataclass(frozen=True)
class Built:
    """What a build gave, with its problems as the lines that somebody reads."""

    done: Done

    @property
    def problems(self) -> list[str]:
        return [str(problem) for problem in self.done.problems if not problem.accepted]

    @property
    def exitcode(self) -> int:
        return self.done.exitcode

    @property
    def settings(self) -> dict[str, Any]:
        return self.done.settings

    @property
    def whole(self) -> bool:
        return self.done.whole

    @property
    def until(self) -> float:
        return self.done.until


@dataclass(slots=True)
class Small:
    """A network in a folder of its own, with its output and its cache."""

    folder: Path

    @property
    def output(self) -> Path:
        return self.folder / "output"

    def write(self, name: str, text: str) -> None:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

    def edit(self, name: str, old: str, new: str) -> None:
        path = self.folder / name
        text = path.read_text(encoding="utf-8")
        assert old in text
        path.write_text(text.replace(old, new), encoding="utf-8")

    def build(self, *, output: str = "output", cache: str = ".cache", **settings: Any) -> Built:
        with_theme(self.folder / cache)
        options = Options(
            network=str(self.folder),
            output=str(self.folder / output),
            cache=str(self.folder / cache),
            workers=settings.pop("workers", 1),
            publish=settings.pop("publish", False),
            posts=settings.pop("posts", ()),
        )
        return Built(run_pelican(options, **settings))

    def page(self, path: str) -> str:
        return (self.output / path).read_text(encoding="utf-8")


@once
def compiled() -> Path:
    """Return a cache that holds the theme compiled and nothing else; made once a process."""
    folder = Path(tempfile.mkdtemp(prefix="chancery-theme-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    theme = read_theme(resource(THEME), CompiledCatalogues(folder), set())
    Templates(theme.folder, theme.theme.catalogues, str(folder)).compile()
    note_code(folder, code_digest())
    return folder


def with_theme(cache: Path) -> None:
    """Make a cache that holds the theme compiled, where there is none yet."""
    if not cache.exists():
        shutil.copytree(compiled(), cache)


def with_more_posts(small: Small, count: int) -> Small:
    """Add posts, so that there may be more sites than one process builds."""
    posts = "".join(
        f"  - {{id: embassy-{number}, kind: embassy, country: FR, city: City {number}}}\n"
        for number in range(count)
    )
    small.edit("posts.yaml", "posts:\n", f"posts:\n{posts}")
    return small


def make(folder: Path) -> Small:
    """Write the network into a folder, with a cache that knows its theme."""
    small = Small(folder)
    with_theme(folder / ".cache")
    small.write("posts.yaml", POSTS)
    for name, text in TEXTS.items():
        small.write(f"content/{name}", text)
    return small


def tree(folder: Path) -> dict[str, bytes]:
    """Return every file below a folder with its bytes, but for what says whose an output is.

    A folder that is not there has none.
    """
    found: dict[str, bytes] = {}
    if folder.is_dir():
        _read_below(str(folder), "", found)
    return found


def _read_below(root: str, base: str, found: dict[str, bytes]) -> None:
    # Tests read some hundred trees of a thousand files.
    for entry in sorted(os.scandir(f"{root}/{base}"), key=lambda entry: entry.name):
        if entry.is_dir(follow_symlinks=False):
            if entry.name != HIDDEN:
                _read_below(root, f"{base}{entry.name}/", found)
        elif entry.is_file():
            with open(entry.path, "rb", buffering=0) as file:
                found[base + entry.name] = file.read()


def changed(before: dict[str, bytes], after: dict[str, bytes]) -> set[str]:
    """Return the paths whose bytes differ between two trees, or that only one of them has."""
    return {path for path in before | after if before.get(path) != after.get(path)}


def unlike_a_cold_build(small: Small, *, publish: bool = False) -> set[str]:
    """Return the paths of the output whose bytes differ from those that a cold build gives."""
    small.build(output="cold", cache="cold-cache", publish=publish)
    return changed(tree(small.output), tree(small.folder / "cold"))
