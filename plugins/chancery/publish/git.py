"""A finished output sent to a Git remote: the whole tree, or one branch per post."""

from __future__ import annotations

import json
import os
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chancery.write.manifest import ManifestStore, SiteRecord


class PublishRefused(Exception):
    """The output may not be published, or the remote did not take it; says why and what to do."""


@dataclass(frozen=True, slots=True)
class Sent:
    """What became of one branch: sent or the same already."""

    branch: str
    sent: bool


def read_status(output: Path, store: ManifestStore) -> dict[str, Any]:
    """Give network.json of an output.

    store: what the build kept of the output. Raises PublishRefused when there is no build that
    ended, when it is not of a publishing build as a whole, or has lost a file since.
    """
    try:
        status: dict[str, Any] = json.loads((output / "network.json").read_bytes())
    except (OSError, ValueError):
        status = {"building": True}
    if status.get("building"):
        raise PublishRefused(f"{output} holds no finished build. Run inv build --publish.")
    if not status.get("publishing"):
        raise PublishRefused(
            "This output was not built for publishing as a whole. Run inv build --publish."
        )
    for site in ("", *(str(post["id"]) for post in status["posts"] if post.get("site"))):
        _check_whole(output / site, store.site(site))
    return status


def check_own_places(status: Mapping[str, Any]) -> None:
    """Refuse an output whose sites link one another as one tree: on hosts of their own these break.

    The other way round nothing breaks, since absolute links hold in one tree too.
    """
    if not status.get("own_places"):
        raise PublishRefused(
            "The sites of this output link one another as one tree. Run inv build --publish "
            "--own-places."
        )


def _check_whole(root: Path, record: SiteRecord) -> None:
    if not record.whole:
        raise PublishRefused(
            f"The cache folder knows nothing of {root}. Give the build's --cache, or run inv build "
            "--publish."
        )
    for path in record.files:
        if not (root / path).is_file():
            raise PublishRefused(f"{root / path} is missing. Run inv build --publish.")


class Publisher:
    """Sends folders as branches, through a repository of its own in the cache folder."""

    def __init__(self, work: Path, remote: str) -> None:
        """Take the folder of the repository (made when missing) and the remote."""
        self._work, self._remote = work, remote
        work.mkdir(parents=True, exist_ok=True)
        if not (work / ".git").exists():
            self._git("init", "--quiet")
            self._git("config", "user.name", "Chancery")
            self._git("config", "user.email", "chancery@localhost")

    def send(self, folder: Path, branch: str, message: str) -> Sent:
        """Send a folder as the whole content of a branch, unless the branch holds it already.

        Raises PublishRefused when Git or the remote refuses.
        """
        remote_ref = self._fetch(branch)
        local = f"refs/heads/{branch}"
        if remote_ref:
            self._git("update-ref", local, remote_ref)
        else:
            self._git("update-ref", "-d", local)
        with _inside(self._work):
            from ghp_import import ghp_import

            try:
                ghp_import(str(folder), branch=branch, mesg=message, nojekyll=True, force=True)
            except Exception as error:
                raise PublishRefused(f"Git could not take {folder.name}: {error}") from error
        if remote_ref and self._tree(local) == self._tree(remote_ref):
            self._git("update-ref", local, remote_ref)
            return Sent(branch, sent=False)
        self._git("push", "--quiet", self._remote, f"{local}:{local}")
        return Sent(branch, sent=True)

    def _fetch(self, branch: str) -> str:
        """Give the remote's commit of a branch, fetched; empty when it has none."""
        found = self._git("ls-remote", self._remote, f"refs/heads/{branch}")
        if not found:
            return ""
        self._git("fetch", "--quiet", self._remote, f"refs/heads/{branch}")
        return found.split()[0]

    def _tree(self, name: str) -> str:
        return self._git("rev-parse", f"{name}^{{tree}}")

    def _git(self, *arguments: str) -> str:
        environment = {**os.environ, "GIT_TERMINAL_PROMPT": "0"}
        try:
            done = subprocess.run(
                ["git", *arguments],
                cwd=self._work,
                env=environment,
                capture_output=True,
                text=True,
                check=False,
            )
        except FileNotFoundError:
            raise PublishRefused("Publishing needs git, which is not installed.") from None
        if done.returncode:
            raise PublishRefused(f"git {arguments[0]}: {done.stderr.strip()}")
        return done.stdout.strip()


@contextmanager
def _inside(folder: Path) -> Iterator[None]:
    before = Path.cwd()
    os.chdir(folder)
    try:
        yield
    finally:
        os.chdir(before)
