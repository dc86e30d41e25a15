"""The options that commands share, and where they lead."""

from __future__ import annotations

import os
import shlex
import sys
from collections.abc import Iterable
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from chancery.commands.settings import DESK, PUBLISH, settings_file
from chancery.common.locks import take
from chancery.common.reporter import Reporter, Style
from chancery.common.resources import PACKAGE, resource

#: The lock, in a network's folder, of commands that change what its sites are made from.
_INPUTS = ".inputs.lock"


@dataclass(frozen=True, slots=True, kw_only=True)
class Options:
    """What a command was asked for.

    network: a folder with posts.yaml and content/, where empty the current one or the nearest above
    it that has a posts.yaml of the same owner; output, cache: folders, beside the network where
    empty; posts: only these sites; publish: with publishconf.py; workers: processes, 0 for all;
    style: how it speaks.
    """

    network: str = ""
    output: str = ""
    cache: str = ""
    posts: tuple[str, ...] = ()
    publish: bool = False
    file_links: bool = False
    own_places: bool = False
    workers: int = 0
    style: Style = field(default=Style(), compare=False)

    def reporter(self) -> Reporter:
        """Return what tells what a command does; the command's time runs from here."""
        return Reporter(self.style)

    @property
    def flags(self) -> str:
        """The flags that lead another command to the same folders, after a space each."""
        folders = {"network": self.network, "output": self.output, "cache": self.cache}
        return "".join(f" --{name} {shlex.quote(path)}" for name, path in folders.items() if path)

    @property
    def network_folder(self) -> Path:
        """The folder of the network."""
        if self.network:
            return Path(self.network).absolute()
        here = Path.cwd()
        return next((one for one in (here, *here.parents) if _is_meant(one, here)), here)

    @property
    def output_folder(self) -> Path:
        """The folder that sites are written to."""
        return Path(self.output).absolute() if self.output else self.network_folder / "output"

    @property
    def cache_folder(self) -> Path:
        """The folder of caches."""
        return Path(self.cache).absolute() if self.cache else self.network_folder / ".cache"

    @property
    def settings_file(self) -> Path:
        """Pelican's settings file for this kind of build."""
        return settings_file(self.network_folder, publish=self.publish)

    @property
    def inputs(self) -> tuple[Path, ...]:
        """Every file and folder that a build reads, but for what its settings name elsewhere."""
        folder = self.network_folder
        found = (
            folder / "posts.yaml",
            folder / "content",
            folder / "feeds",
            self.cache_folder / "feeds.sqlite",
            # What was stored last may be in the log alone, until somebody closes the cache.
            self.cache_folder / "feeds.sqlite-wal",
            self.cache_folder / "feed-pictures",
            self.cache_folder / "media-made",
            folder / "themes",
            folder / "plugins",
            folder / DESK,
            folder / PUBLISH,
            # Settings may import what is beside them.
            *sorted(folder.glob("*.py")),
            resource("themes"),
            PACKAGE,
        )
        return outermost(found)

    def overrides(self) -> dict[str, Any]:
        """Return what of Pelican's settings these options change."""
        found: dict[str, Any] = {
            "PATH": str(self.network_folder / "content"),
            "OUTPUT_PATH": str(self.output_folder),
            "CHANCERY_NETWORK": str(self.network_folder),
            "CHANCERY_CACHE": str(self.cache_folder),
            "CHANCERY_POSTS": list(self.posts),
            "CHANCERY_FILE_LINKS": self.file_links,
            "CHANCERY_WORKERS": self.workers,
        }
        if self.publish:
            found["CHANCERY_PUBLISHING"] = True
        if self.own_places:
            found["CHANCERY_ONE_TREE"] = False
        return found

    def changing(
        self, command: str, *, wait: bool = True, first: bool = False
    ) -> AbstractContextManager[object]:
        """Return a block in which no other command changes what sites are made from.

        What two of them read, change and write at once would keep the change of one. command: what
        was asked for; first: to be served before all others who wait. Raises Busy where another one
        is at work and this one is not to wait.
        """
        folder = self.network_folder
        if not folder.is_dir():
            return nullcontext()
        try:
            return take(folder / _INPUTS, command, wait=wait, first=first)
        except OSError:
            # Who may write to content/alerts/ alone has no lock; a full disk is told later.
            return nullcontext()


def outermost(paths: Iterable[Path]) -> tuple[Path, ...]:
    """Return each of some paths once, without those that lie in another one."""
    known = dict.fromkeys(paths)
    return tuple(path for path in known if known.keys().isdisjoint(path.parents))


def _is_meant(folder: Path, here: Path) -> bool:
    """Say whether a folder is the network that somebody means who names none.

    Settings are code: what somebody else has put into a folder above, such as /tmp, is not run.
    here: where the command is given, which is meant whoever owns it.
    """
    posts = folder / "posts.yaml"
    if not posts.is_file():
        return False
    own = {0, here.stat().st_uid, os.geteuid() if sys.platform != "win32" else 0}
    return folder == here or posts.lstat().st_uid in own
