"""A Git repository of our own, and an environment in which Git can reach no other one.

Git takes the place to work in from its environment, from the folders around it and from settings.
All of them are told it here: `GIT_DIR` names one bare repository in the cache folder, nothing is
looked for, and of the user's environment and settings only what carries a connection counts.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
from collections.abc import Mapping
from contextlib import suppress
from pathlib import Path
from threading import Event

from chancery.common.errors import ChanceryError
from chancery.common.files import CHECK_DISK, unwritable
from chancery.publish.calls import Ended, run
from chancery.publish.refusals import in_words, refusal, refused, words

#: Of Git's variables those that say how to reach a remote and as whom, and where the user keeps
#: that (gitenvironment, "Git Commands" and "Other" in git(1); libcurl's in git-config(1), http.*).
CARRIED = frozenset(
    "GIT_SSH GIT_SSH_COMMAND GIT_SSH_VARIANT GIT_ASKPASS GIT_PROXY_COMMAND GIT_ALLOW_PROTOCOL "
    "GIT_PROTOCOL_FROM_USER GIT_EXEC_PATH "
    "GIT_SSL_NO_VERIFY GIT_SSL_CERT GIT_SSL_CERT_TYPE GIT_SSL_KEY GIT_SSL_KEY_TYPE "
    "GIT_SSL_CERT_PASSWORD_PROTECTED GIT_SSL_CAINFO GIT_SSL_CAPATH GIT_SSL_VERSION "
    "GIT_SSL_CIPHER_LIST GIT_HTTP_USER_AGENT GIT_HTTP_PROXY_AUTHMETHOD GIT_PROXY_SSL_CERT "
    "GIT_PROXY_SSL_KEY GIT_PROXY_SSL_CAINFO GIT_PROXY_SSL_CERT_PASSWORD_PROTECTED "
    "GIT_CONFIG_GLOBAL GIT_CONFIG_SYSTEM GIT_CONFIG_NOSYSTEM".split()
)
#: Who makes our commits, whatever the user is called.
_NAME, _MAIL = "Chancery", "chancery@localhost"
#: Settings that stand over the user's: no hook, no filter, no second remote, no other bytes.
SETTINGS = {
    "core.hooksPath": os.devnull,
    "core.fsmonitor": "false",
    "core.attributesFile": os.devnull,
    "core.excludesFile": os.devnull,
    "core.autocrlf": "false",
    "core.logAllRefUpdates": "false",
    "core.splitIndex": "false",
    "core.sparseCheckout": "false",
    "index.sparse": "false",
    "core.quotePath": "false",
    "core.compression": "1",  # pages pack within 7 % as small, in two thirds of the time
    "i18n.commitEncoding": "UTF-8",
    "i18n.logOutputEncoding": "UTF-8",
    "color.ui": "false",
    "log.showSignature": "false",
    "commit.gpgSign": "false",
    "push.gpgSign": "false",
    "push.followTags": "false",
    "push.recurseSubmodules": "no",
    "push.pushOption": "",
    "push.negotiate": "false",
    "push.useForceIfIncludes": "false",
    "fetch.prune": "false",
    "fetch.pruneTags": "false",
    "fetch.recurseSubmodules": "false",
    "fetch.writeCommitGraph": "false",
    "submodule.recurse": "false",
    "init.defaultRefFormat": "files",
    "init.defaultBranch": "none",
    "credential.interactive": "false",
    # Nothing of ours works on when the run has ended, least of all in the repository.
    "gc.auto": "0",
    "gc.autoDetach": "false",
    "maintenance.auto": "false",
}
NO_GIT = "Publishing needs git, which is not installed."
#: All that stands in our repository's own settings.
_CONFIG = b"[core]\n\trepositoryformatversion = 0\n\tfilemode = false\n\tbare = true\n"
#: What a run that was killed leaves: locks, half a pack, an index, notes on a crash.
_LEFT = re.compile(
    r".*\.lock|gc\.pid|index-.*|fast_import_crash_.*|tmp_.*|.*\.keep|config\.worktree"
)


class RepositoryBroken(ChanceryError):
    """Something failed that needs no remote: our repository is damaged; says how."""


class Repository:
    """One bare repository in the cache folder, for one remote.

    It is a cache: what is damaged, or is no repository, is made anew. Whoever uses it holds its
    lock, so what another one left (locks of Git's own too) is of no use to anybody.
    """

    def __init__(self, place: Path, remote: str, silence: float) -> None:
        """Take the folder, the remote's address, and for how many seconds it may be silent."""
        self.place, self.remote, self.silence = place, remote, silence
        self.stop = Event()
        # Under a name of its own the address is on no command line, which others may read.
        self.name = f"to-{place.name}"
        self.environment = environment(place, {f"remote.{self.name}.url": remote})

    def open(self) -> None:
        """Make the repository ready. Raises PublishRefused when that cannot be."""
        self.stop.clear()
        try:
            if self._is_ours():
                self._clear_up()
            else:
                self._make()
        except FileNotFoundError:
            raise in_words(NO_GIT, code="git-failed") from None
        except RepositoryBroken as broken:
            message = f"Git does not work there: {broken}"
            raise refused(str(self.place), message, CHECK_DISK, code="git-failed") from broken
        except OSError as error:
            raise refusal(unwritable(error, str(self.place))) from error

    def remove(self) -> None:
        """Take the repository away, so that `open` makes it anew."""
        if self.place.is_symlink() or self.place.is_file():
            self.place.unlink()
        elif self.place.exists():
            shutil.rmtree(self.place)

    def _make(self) -> None:
        self.remove()
        self.place.mkdir(parents=True)
        self.git("init", "--quiet", "--bare", "--template=", "--object-format=sha1")
        self._clear_up()
        if not self._is_ours():
            raise RepositoryBroken("it is not the repository that it just made")

    def git(self, *arguments: str, given: bytes = b"", index: Path | None = None) -> bytes:
        """Do something that needs no remote, and return what Git says; raise RepositoryBroken."""
        more = {"GIT_INDEX_FILE": str(index)} if index else {}
        done = subprocess.run(
            ["git", *arguments], cwd=self.place, env={**self.environment, **more}, input=given,
            capture_output=True, check=False,
        )  # fmt: skip
        if done.returncode:
            raise RepositoryBroken(f"git {arguments[0]}: {words(done.stderr)}")
        return done.stdout

    def ask(self, command: str, *arguments: str, given: bytes = b"") -> Ended:
        """Do something with the remote, and return how it ended; raise Silent or Interrupted."""
        return run(
            ["git", command, *arguments], folder=self.place, environment=self.environment,
            given=given, silence=self.silence, stop=self.stop,
        )  # fmt: skip

    def run(self, command: list[str], given: bytes) -> Ended:
        """Run another program that works on this repository, to its end."""
        done = subprocess.run(
            command, cwd=self.place, env=self.environment, input=given, capture_output=True,
            check=False,
        )  # fmt: skip
        return Ended(done.returncode, done.stdout, done.stderr)

    def is_whole(self) -> bool:
        """Say whether every object is what its name says; that takes seconds."""
        try:
            self.git("fsck", "--no-dangling", "--no-progress")
        except RepositoryBroken:
            return False
        return True

    def pack(self) -> None:
        """Pack what has come together, now and then."""
        with suppress(RepositoryBroken):
            self.git("-c", "gc.auto=6700", "gc", "--auto", "--quiet")

    def _is_ours(self) -> bool:
        """Say whether Git works in this folder, and in no other one."""
        if self.place.is_symlink() or not self.place.is_dir():
            return False
        place = Path(self.environment["GIT_DIR"])
        if (place / "commondir").exists() or (place / "objects/info/alternates").exists():
            return False
        try:
            said = self.git("rev-parse", "--is-bare-repository", "--absolute-git-dir")
        except RepositoryBroken:
            return False
        return said.decode(errors="surrogateescape").split("\n")[:2] == ["true", str(place)]

    def _clear_up(self) -> None:
        """Take away what a run that was killed has left, and whatever settings have come here."""
        (self.place / "config").write_bytes(_CONFIG)
        for folder, folders, names in os.walk(self.place):
            # Where single objects are, which may be many, nothing is left that does harm.
            folders[:] = [name for name in folders if len(name) != 2]
            for name in names:
                if _LEFT.fullmatch(name):
                    Path(folder, name).unlink()
        shutil.rmtree(self.place / "hooks", ignore_errors=True)


def environment(place: Path, settings: Mapping[str, str]) -> dict[str, str]:
    """Return the environment for every call of Git: this process's own, with one place to work in.

    place: the repository; settings: more than those that hold for every call. Of Git's own
    variables only `CARRIED` and the settings in `GIT_CONFIG_COUNT` stay.
    """
    found = {
        name: value
        for name, value in os.environ.items()
        if not name.startswith("GIT_") or name in CARRIED
    }
    settled = [*_users(os.environ), *SETTINGS.items(), *settings.items()]
    for number, (key, value) in enumerate(settled):
        found[f"GIT_CONFIG_KEY_{number}"], found[f"GIT_CONFIG_VALUE_{number}"] = key, value
    # The folder itself may be a link that leads to another repository: it is not followed.
    real = place.parent.resolve() / place.name
    return found | {
        "GIT_CONFIG_COUNT": str(len(settled)),
        "GIT_DIR": str(real),
        "GIT_CEILING_DIRECTORIES": str(real.parent),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_OPTIONAL_LOCKS": "0",
        "GIT_NO_REPLACE_OBJECTS": "1",
        "GIT_ATTR_NOSYSTEM": "1",
        "GCM_INTERACTIVE": "never",
        "LC_ALL": "C",
        "LANGUAGE": "",
        **dict.fromkeys(("GIT_AUTHOR_NAME", "GIT_COMMITTER_NAME"), _NAME),
        **dict.fromkeys(("GIT_AUTHOR_EMAIL", "GIT_COMMITTER_EMAIL"), _MAIL),
    }


def _users(variables: Mapping[str, str]) -> list[tuple[str, str]]:
    """Return the settings that the user has put into the environment (git-config(1))."""
    count = variables.get("GIT_CONFIG_COUNT", "")
    every = range(int(count)) if count.isascii() and count.isdigit() and len(count) < 5 else ()
    pairs = (
        (variables.get(f"GIT_CONFIG_KEY_{at}"), variables.get(f"GIT_CONFIG_VALUE_{at}"))
        for at in every
    )
    return [(key, value) for key, value in pairs if key and value is not None]


def branch_fault(name: str) -> str:
    """Say why a branch cannot have a name (git-check-ref-format(1)); empty where it can."""
    if name.startswith(("refs/", "-")) or name == "HEAD":
        return "that is no name of a branch"
    try:
        command = ["git", "check-ref-format", f"refs/heads/{name}"]
        clean = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
        done = subprocess.run(command, env=clean, capture_output=True, check=False)
    except FileNotFoundError:
        raise in_words(NO_GIT, code="git-failed") from None
    except ValueError:
        return "it has a character that no name can have"
    return "Git takes no branch of that name" if done.returncode else ""
