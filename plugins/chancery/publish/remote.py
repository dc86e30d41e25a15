"""What a remote has: asked for it, fetched where our repository lacks it, and read."""

from __future__ import annotations

import hashlib
from collections.abc import Collection

from chancery.publish.branches import Branch, Commit, Listing, last_build, read_listing
from chancery.publish.calls import Ended, Silent
from chancery.publish.refusals import PublishRefused, refused, without_secrets, words
from chancery.publish.repository import Repository

#: How many commits of a branch are fetched: the last build and what is on top; else so many that
#: one is found below what others have put there since.
_DEPTHS = (2, 200)
#: What helps where a remote is silent.
MORE = "Give it more time with --timeout, or try again."


class Remote:
    """The branches of a remote, by way of our repository."""

    def __init__(self, repository: Repository) -> None:
        """Take the repository, which knows the remote."""
        self._repository = repository
        #: The remote as messages name it.
        self.shown = without_secrets(repository.remote)

    def branches(self, names: Collection[str]) -> list[Branch]:
        """Return what is on some branches, fetched where our repository lacks it."""
        tips = self.tips(names)
        known = self.there(tips.values())
        self._fetch([name for name, tip in tips.items() if tip not in known], _DEPTHS[0])
        found = []
        for name in names:
            if name not in tips:
                found.append(Branch(name))
                continue
            tip = tips[name] if tips[name] in known else self._kept_tip(name)
            found.append(self._branch(name, tip, known=tips[name] in known))
        return found

    def tips(self, names: Collection[str]) -> dict[str, str]:
        """Return the newest commit of those of some branches that the remote has."""
        pattern = f"refs/heads/{next(iter(names))}" if len(names) == 1 else "refs/heads/*"
        try:
            said = self._repository.ask("ls-remote", self._repository.name, pattern)
        except Silent as silent:
            raise self._unheard(silent) from silent
        if said.code:
            raise self._unreachable(said)
        refs = (line.split("\t") for line in said.out.decode(errors="replace").splitlines())
        found = {ref[1]: ref[0] for ref in refs if len(ref) == 2}
        asked = {name: f"refs/heads/{name}" for name in names}
        return {name: found[ref] for name, ref in asked.items() if ref in found}

    def _fetch(self, names: Collection[str], depth: int) -> None:
        """Fetch some branches; fetch their whole history if the server cannot send a part of it."""
        if not names:
            return
        refs = "".join(f"+refs/heads/{name}:{tip_ref(name)}\n" for name in names).encode()
        command = ("fetch", "--progress", "--no-tags", "--no-write-fetch-head", "--stdin")
        name = self._repository.name
        try:
            said = self._repository.ask(*command, f"--depth={depth}", name, given=refs)
            if said.code:
                said = self._repository.ask(*command, name, given=refs)
        except Silent as silent:
            raise self._unheard(silent) from silent
        if said.code:
            raise self._unreachable(said)

    def _branch(self, name: str, tip: str, *, known: bool) -> Branch:
        """Read what a branch holds, and what of it the last build on it has made."""
        build = last_build(self._commits(tip))
        if build is None and not self._is_complete(tip):
            self._fetch([name], _DEPTHS[-1])
            tip = self._kept_tip(name)
            build = last_build(self._commits(tip))
        files = self._files(tip)
        if build is None:
            return Branch(name, tip, files, known=known)
        commit, network = build
        made = files if commit.name == tip else self._files(commit.name)
        return Branch(name, tip, files, commit.name, network, made, known)

    def _commits(self, tip: str) -> list[Commit]:
        count = f"--max-count={_DEPTHS[-1]}"
        form = "--format=%H%n%T%n%B"
        said = self._repository.git("log", "-z", count, form, tip).decode(errors="replace")
        parts = (one.split("\n", 2) for one in said.split("\0") if one)
        return [Commit(*part) for part in parts if len(part) == 3]

    def _is_complete(self, tip: str) -> bool:
        """Say whether our repository has the history of a commit as far as it is looked at."""
        if not (self._repository.place / "shallow").exists():
            return True
        count = self._repository.git("rev-list", "--count", f"--max-count={_DEPTHS[-1]}", tip)
        return int(count) >= _DEPTHS[-1]

    def _files(self, commit: str) -> Listing:
        return read_listing(self._repository.git("ls-tree", "-r", "-z", commit))

    def there(self, names: Collection[str]) -> set[str]:
        """Return those of some objects that our repository has."""
        given = "".join(f"{name}\n" for name in names).encode()
        said = self._repository.git("cat-file", "--batch-check=%(objectname)", given=given)
        lines = said.decode().split("\n")
        return {line for line in lines if line and not line.endswith(" missing")}

    def _kept_tip(self, name: str) -> str:
        return self._repository.git("rev-parse", tip_ref(name)).decode().strip()

    def _unheard(self, silent: Silent) -> PublishRefused:
        return refused(self.shown, str(silent), MORE, code="remote-silent")

    def _unreachable(self, said: Ended) -> PublishRefused:
        message = f"cannot be reached: {words(said.err)}"
        cure = "Check the address, and the key or password."
        return refused(self.shown, message, cure, code="remote-unreachable")


def tip_ref(name: str) -> str:
    """Return where our repository keeps what a branch holds, whatever names branches have."""
    return f"refs/tips/{hashlib.sha256(name.encode()).hexdigest()[:20]}"
