"""`inv publish`: a clean publishing build sent to a Git remote."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Collection
from pathlib import Path

from chancery.commands.options import Options

#: The branch of the whole tree, where none is asked for.
BRANCH = "gh-pages"


def publish(options: Options, remote: str, branch: str = "", *, per_post: bool = False) -> int:
    """Send the whole tree to one branch, or every post to its own; give the exit code."""
    from chancery.common.problems import CannotStart, Place, Problem
    from chancery.publish.git import PublishRefused

    try:
        if options.posts and not per_post:
            message = "chooses among the branches of posts"
            raise CannotStart(
                [Problem(Place("--posts"), message, cure="Add --per-post.", code="wrong-usage")]
            )
        if branch and per_post:
            message = (
                "names the branch of the whole tree, but with --per-post each post has its own"
            )
            raise CannotStart(
                [
                    Problem(
                        Place("--branch"),
                        message,
                        cure="Leave out one of them.",
                        code="wrong-usage",
                    )
                ]
            )
        return _publish(options, remote, branch or BRANCH, per_post)
    except CannotStart as error:
        print(error, file=sys.stderr)
        return error.exitcode
    except PublishRefused as error:
        print(error, file=sys.stderr)
        return 1


def _publish(options: Options, remote: str, branch: str, per_post: bool) -> int:
    from chancery.publish import gate
    from chancery.publish.git import Publisher, check_own_places, read_status
    from chancery.write import verdict
    from chancery.write.manifest import ManifestStore

    if Path(remote).exists():
        remote = str(Path(remote).absolute())
    name = hashlib.sha256(remote.encode()).hexdigest()[:16]
    output = options.output_folder
    store = ManifestStore(options.cache_folder, output)
    status = read_status(output, store)
    folders = {branch: output}
    if per_post:
        ids = [str(post["id"]) for post in status["posts"] if post.get("site")]
        folders = {i: output / i for i in _chosen(options.posts, ids)}
        check_own_places(status)
    told = verdict.of(store.folder, (output / "network.json").read_bytes())
    before = options.cache_folder / "publish" / f"{name}.json"
    passing = gate.passing(
        status, told, gate.last_sent(before), folders, None if per_post else output
    )
    for line in passing:
        print(line, file=sys.stderr)
    publisher = Publisher(options.cache_folder / "publish" / name, remote)
    sent = 0
    for number, (target, folder) in enumerate(folders.items(), 1):
        done = publisher.send(folder, target, "Publish the sites")
        sent += done.sent
        gate.note_sent(before, [target], status, told)
        if sys.stderr.isatty():
            print(f"\r{number} of {len(folders)} branches", end="", file=sys.stderr, flush=True)
    print(f"{_told(sent, len(folders))}.")
    return 0


def _told(sent: int, asked: int) -> str:
    branches = "branch" if asked == 1 else "branches"
    rest = "; what was not sent is there already" if sent < asked else ""
    return f"{sent} of {asked} {branches} sent{rest}"


def _chosen(wanted: Collection[str], ids: Collection[str]) -> Collection[str]:
    """Give the ids of the posts to send, all where none is chosen.

    Raises CannotStart for one that has no site.
    """
    from chancery.common.problems import CannotStart, Place, Problem, nearest, shown

    message = "is no post with a site in this output"
    unknown = [name for name in wanted if name not in ids]
    if unknown:
        raise CannotStart(
            Problem(
                Place("--posts"),
                f"{shown(name)} {message}",
                "",
                nearest(name, ids),
                code="post-unknown",
            )
            for name in unknown
        )
    return wanted or ids
