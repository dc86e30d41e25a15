"""A finished build sent to a Git remote: the whole tree, or one branch per post.

First the remote is asked what it has. Then what Git lacks of the build is taken from the output,
under its lock, and made commits of. Last each branch that differs is pushed on its own, some at
once: so no remote that is slow holds up a build, and no branch that is refused another one.
"""

from __future__ import annotations

import hashlib
import json
import sys
from collections.abc import Callable, Collection, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from threading import Event

from chancery.common.digest import blob_id
from chancery.common.errors import ChanceryError
from chancery.common.files import CHECK_DISK, unwritable
from chancery.common.locks import take
from chancery.publish import ghp
from chancery.publish.branches import (
    Branch,
    Listing,
    Others,
    Plan,
    listing,
    message,
    planned,
    written_listing,
)
from chancery.publish.calls import Ended, Silent
from chancery.publish.git import Finished, read_finished
from chancery.publish.refusals import PublishRefused, refusal, refused, words
from chancery.publish.remote import MORE, Remote, tip_ref
from chancery.publish.repository import Repository, RepositoryBroken
from chancery.write.generation import output_lock
from chancery.write.manifest import ManifestStore

#: What the commits of builds are called.
SUBJECT = "Publish the sites"
#: The command as those see it who wait for a lock of ours.
COMMAND = "chancery publish"
#: How many branches are pushed at once: servers take no more than ten before they know who asks.
AT_ONCE = 4
#: How often is tried again where others write, to the output or to the branch, at the same time.
TRIES = 3

#: Which branches are to hold what, by what was built. Raises what says why not.
Choose = Callable[[Finished], Mapping[str, Mapping[str, bytes]]]


class _WrittenMeanwhile(ChanceryError):
    """A build has written to the output since it was read."""


@dataclass(slots=True)
class Report:
    """What became of the branches: sent, the same already, or why not, by their names."""

    sent: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    failed: dict[str, PublishRefused] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class _Pushed:
    """What a remote has of a branch after a push, and what was said."""

    tip: str
    said: Ended


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """How to send: what becomes of others' files, for how long a remote may be silent in seconds.

    wait: whether to wait for a build or another publish that is at work.
    """

    others: Others = Others.ASK
    silence: float = 300
    wait: bool = True


class Publisher:
    """Sends builds of one output to one remote, through a repository in the cache folder."""

    def __init__(self, cache: Path, output: Path, remote: str, wish: Wish) -> None:
        """Take the cache and the output of the builds, and the remote: an address or a path."""
        name = hashlib.sha256(remote.encode(errors="surrogateescape")).hexdigest()[:16]
        self._output, self._store, self._wish = output, ManifestStore(cache, output), wish
        self._repository = Repository(cache / "publish" / name, remote, wish.silence)
        self._remote = Remote(self._repository)
        self._report = Report()
        self._checked = self._anew = False

    @property
    def place(self) -> Path:
        """The folder of the repository for this remote."""
        return self._repository.place

    def publish(self, choose: Choose, tell: Callable[[str], None] = print) -> Report:
        """Send the branches that differ, and return what became of each.

        Args:
            choose: Names the branches, and what each is to hold.
            tell: Is told how it goes.

        Raises:
            PublishRefused: If nothing can be sent.
            Busy: If somebody else publishes, and this one is not to wait.
        """
        # Only publishing takes this lock, and always before that of an output: no two wait for each
        # other.
        self._tell = tell
        place = self.place.with_name(f"{self.place.name}.lock")
        try:
            lock = take(place, COMMAND, wait=self._wish.wait)
        except OSError as error:
            raise refusal(unwritable(error, str(place))) from error
        with lock:
            for self._anew in (False, True):
                self._repository.open()
                try:
                    return self._unless_written(choose)
                except RepositoryBroken as broken:
                    if self._anew:
                        message = f"Git failed twice: {broken}"
                        raise refused(
                            str(self.place), message, CHECK_DISK, code="git-failed"
                        ) from broken
                    self._repository.remove()
        raise AssertionError

    def _unless_written(self, choose: Choose) -> Report:
        """Send a build; if another one has ended meanwhile, send that one."""
        for _ in range(TRIES):
            with self._locked():
                finished = read_finished(self._output, self._store)
            self._report.same.clear()
            self._report.failed.clear()
            try:
                return self._send(finished, choose(finished))
            except _WrittenMeanwhile:
                continue
        message, cure = "builds write to it all the time", "Publish when none is at work."
        raise refused(str(self._output), message, cure, code="output-changed")

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """Hold off builds; where nothing can be written, the generation alone tells of them."""
        try:
            lock = take(output_lock(self._output), COMMAND, wait=self._wish.wait)
        except OSError:
            yield
            return
        with lock:
            yield

    def _send(self, finished: Finished, wanted: Mapping[str, Mapping[str, bytes]]) -> Report:
        """Send a build; a branch that changes meanwhile is looked at again."""
        builds = {name: listing(files) for name, files in wanted.items()}
        left: Collection[str] = builds
        seen: dict[str, Branch] = {}
        for again in range(TRIES):
            try:
                branches = self._remote.branches(left)
            except PublishRefused as error:
                if not again:
                    raise
                self._report.failed |= dict.fromkeys(left, error)
                break
            due = self._due(finished, builds, branches, seen)
            seen = {branch.name: branch for branch in branches}
            self._take(finished, due)
            left = self._push([plan for plan in due if self._is_made(plan, finished.network)])
            if not left:
                break
        else:
            for name in left:
                self._fail(name, "changes all the time", "Publish when nobody else writes to it.",
                           code="branch-changed")  # fmt: skip
        if self._report.sent:
            self._repository.pack()
        return self._report

    def _due(
        self, finished: Finished, builds: Mapping[str, Listing], branches: Collection[Branch],
        seen: Mapping[str, Branch],
    ) -> list[Plan]:  # fmt: skip
        """Return the branches that are to change, and say what becomes of what others put there.

        seen: what they held when this was asked before.
        """
        due = []
        for branch in branches:
            try:
                plan = planned(branch, builds[branch.name], finished.network, self._wish.others)
            except PublishRefused as error:
                self._report.failed[branch.name] = error
                continue
            if plan.due and branch.overtaken(seen.get(branch.name, branch)):
                message = "holds a build that another machine has published meanwhile"
                self._fail(branch.name, message, "Publish again if yours is newer.",
                           code="branch-changed")  # fmt: skip
            elif plan.due:
                due.append(plan)
                for line in plan.told():
                    self._tell(line)
            elif branch.name not in self._report.sent:
                self._report.same.add(branch.name)
        return due

    # What is made of a build

    def _take(self, finished: Finished, due: Collection[Plan]) -> None:
        """Put into our repository what it lacks of a build.

        Raises:
            PublishRefused: If a file is not as the build has written it.
        """
        if not due:
            return
        paths = {blob.hex(): path for path, blob in finished.tree().items()}
        wanted = {name for plan in due for _, name in plan.build.values()} & paths.keys()
        missing = wanted - self._remote.there(wanted)
        if missing:
            with self._locked():
                if not finished.stands(self._store):
                    raise _WrittenMeanwhile
                said = self._import([paths[name] for name in sorted(missing)])
                lost = missing - self._remote.there(missing)
                if not finished.stands(self._store):
                    raise _WrittenMeanwhile
                self._check_taken({paths[name]: name for name in lost}, said)
        self._repository.git("hash-object", "-w", "--stdin")

    def _check_taken(self, lost: Mapping[str, str], said: Ended) -> None:
        """Say why Git did not get some files, by their paths with what it calls their bytes."""
        for path, name in sorted(lost.items()):
            file = self._output / path
            try:
                changed = blob_id(file.read_bytes()).hex() != name
            except OSError:
                changed = True
            if changed:
                message, cure = (
                    "is not as the build has written it",
                    "Remove it, and run chancery build",
                )
                raise refused(str(file), message, f"{cure} --publish.", code="output-changed")
        if lost:
            raise RepositoryBroken(f"ghp-import: {words(said.err).rpartition('; ')[2]}")

    def _import(self, paths: Collection[str]) -> Ended:
        """Let ghp-import take files of the output into our repository."""
        wish = {
            "folder": str(self._output), "files": sorted(paths), "branch": "import",
            "message": SUBJECT,
        }  # fmt: skip
        self._repository.git("update-ref", "-d", "refs/heads/import")
        program = [sys.executable, "-P", str(Path(ghp.__file__))]
        said = self._repository.run(program, json.dumps(wish).encode())
        self._repository.git("update-ref", "-d", "refs/heads/import")
        return said

    def _is_made(self, plan: Plan, network: str) -> bool:
        """Make what is to be sent to a branch; if Git cannot, note a failure."""
        try:
            plan.commit = self._commit(plan, network)
        except RepositoryBroken as broken:
            if not self._anew:
                raise
            self._fail(plan.branch.name, f"Git makes no commit of it: {broken}", CHECK_DISK,
                       code="git-failed")  # fmt: skip
        return bool(plan.commit)

    def _commit(self, plan: Plan, network: str) -> str:
        """Make the commit of a build, and on top of it one with what others have put there."""
        index = self._repository.place / "index-publish"
        index.unlink(missing_ok=True)
        tree = self._tree(plan.build, index)
        parent = plan.branch.tip
        made = self._commit_tree(tree, parent, message(SUBJECT, network, tree))
        if plan.kept:
            tree = self._tree(plan.kept, index)
            made = self._commit_tree(tree, made, "Keep what others have put on this branch\n")
        return made

    def _tree(self, files: Listing, index: Path) -> str:
        """Add files to an index, and give the name of the tree that it makes."""
        git, given = self._repository.git, written_listing(files)
        git("update-index", "-z", "--index-info", given=given, index=index)
        return git("write-tree", index=index).decode().strip()

    def _commit_tree(self, tree: str, parent: str, text: str) -> str:
        parents = ("-p", parent) if parent else ()
        said = self._repository.git("commit-tree", tree, *parents, given=text.encode())
        return said.decode().strip()

    # What is sent

    def _push(self, due: Collection[Plan]) -> list[str]:
        """Push commits to their branches; return the names of those that changed meanwhile."""
        dead = Event()
        with ThreadPoolExecutor(AT_ONCE) as pool:
            try:
                pushed = list(pool.map(lambda plan: self._push_one(plan, dead), due))
            except BaseException:
                self._repository.stop.set()
                pool.shutdown(cancel_futures=True)
                raise
        changed, rejected = [], []
        for plan, outcome in zip(due, pushed, strict=True):
            name = plan.branch.name
            if isinstance(outcome, PublishRefused):
                self._report.failed[name] = outcome
            elif outcome.tip == plan.commit:
                self._report.sent.add(name)
                self._repository.git("update-ref", tip_ref(name), plan.commit)
            elif outcome.tip != plan.branch.tip:
                changed.append(name)
            else:
                rejected.append((name, outcome.said))
        for name, said in rejected:
            self._refuse(name, said)
        return changed

    def _push_one(self, plan: Plan, dead: Event) -> _Pushed | PublishRefused:
        """Push one commit; return what the remote has then, or why that is not known.

        dead: set when the remote no longer answers.
        """
        branch = plan.branch
        if dead.is_set():
            message = f"was not tried: {self._remote.shown} does not answer any more"
            return refused(branch.name, message, MORE, code="remote-silent")
        ref = f"refs/heads/{branch.name}"
        try:
            said = self._repository.ask(
                "push", "--porcelain", "--progress", "--no-verify",
                f"--force-with-lease={ref}:{branch.tip}", self._repository.name,
                f"{plan.commit}:{ref}",
            )  # fmt: skip
            silent = ""
        except Silent as error:
            said, silent = Ended(1, b"", b""), str(error)
        if not said.code:
            return _Pushed(plan.commit, said)
        try:
            tip = self._remote.tips([branch.name]).get(branch.name, "")
        except PublishRefused as error:
            dead.set()
            return error
        if silent and tip != plan.commit:
            return refused(
                branch.name, f"{self._remote.shown} {silent}", MORE, code="remote-silent"
            )
        return _Pushed(tip, said)

    def _refuse(self, name: str, said: Ended) -> None:
        """Note that a branch could not be pushed. Raises RepositoryBroken for what is ours."""
        reasons = _rejections(said.out)
        if not self._anew and self._is_ours_to_mend(reasons):
            raise RepositoryBroken(words(said.err))
        reason = words(b"\n".join((said.err, *reasons)))
        message = f"{self._remote.shown} does not take it: {reason}"
        self._fail(name, message, "Nothing has changed there.", code="branch-refused")

    def _is_ours_to_mend(self, reasons: Collection[bytes]) -> bool:
        """Say whether a new repository may help, by why a remote rejected a branch.

        It rejects damaged objects and, where it has lost its branches, a history that was cut.
        """
        if any(b"shallow" in reason for reason in reasons):
            return True
        if self._checked or (reasons and not any(b"unpack" in reason for reason in reasons)):
            return False
        self._checked = True
        return not self._repository.is_whole()

    def _fail(self, name: str, text: str, cure: str, *, code: str) -> None:
        self._report.failed[name] = refused(name, text, cure, code=code)


def _rejections(porcelain: bytes) -> list[bytes]:
    """Return why refs were rejected, of what `git push --porcelain` says."""
    lines = porcelain.split(b"\n")
    return [line.rpartition(b"\t")[2] for line in lines if line.startswith(b"!")]
