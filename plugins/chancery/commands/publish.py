"""`inv publish`: a clean publishing build sent to a Git remote."""

from __future__ import annotations

import hashlib
import sys
from pathlib import Path

from chancery.commands.options import Options


def publish(options: Options, remote: str, branch: str, *, per_post: bool) -> int:
    """Send the whole tree to one branch, or every post to its own; give the exit code."""
    from chancery.publish.git import Publisher, PublishRefused, read_status
    from chancery.write.manifest import ManifestStore

    if Path(remote).exists():
        remote = str(Path(remote).absolute())
    name = hashlib.sha256(remote.encode()).hexdigest()[:16]
    output = options.output_folder
    try:
        status = read_status(output, ManifestStore(options.cache_folder, output))
        publisher = Publisher(options.cache_folder / "publish" / name, remote)
        folders = {branch: output}
        if per_post:
            wanted = set(options.posts)
            ids = [str(post["id"]) for post in status["posts"] if post.get("site")]
            folders = {i: output / i for i in ids if not wanted or i in wanted}
        sent = 0
        for number, (target, folder) in enumerate(folders.items(), 1):
            done = publisher.send(folder, target, "Publish the sites")
            sent += done.sent
            if sys.stderr.isatty():
                print(f"\r{number} of {len(folders)} branches", end="", file=sys.stderr, flush=True)
    except PublishRefused as error:
        print(error, file=sys.stderr)
        return 1
    print(f"{sent} of {len(folders)} branches sent; the others hold the same already.")
    return 0
