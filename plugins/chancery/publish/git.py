"""What may be sent of an output: one finished publishing build, and nothing else that lies there.

What a build has made is known by its own record: which files, and what Git calls the bytes of each.
Git keeps contents under such names. So what is sent is what that build wrote, byte for byte, or it
is not sent, whoever has written to the folder meanwhile.
"""

from __future__ import annotations

import json
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from chancery.common.digest import blob_id
from chancery.publish.refusals import in_words, refused
from chancery.write import verdict
from chancery.write.generation import generation, generation_file
from chancery.write.manifest import ManifestStore, SiteRecord
from chancery.write.status import STATUS
from chancery.write.verdict import Verdict

#: The file with the status of a build; it is in no site's record.
_BUILD = "Run chancery build --publish."
_NOT_READY = "output-not-ready"
#: What tells whether a build has written to an output: its generation, and its status' own mark.
Mark = tuple[str, str, int, int, int]


@dataclass(frozen=True, slots=True)
class Finished:
    """A build that may be sent.

    Attributes:
        output: The folder of the output.
        status: Its network.json.
        verdict: What the build said; None if that is not known.
        sites: Git's name for each file of a site by its path there, by the id of the post; the
            portal's id is empty.
        mark: Tells whether a build has written since.
    """

    output: Path
    status: Mapping[str, Any]
    verdict: Verdict | None
    sites: Mapping[str, Mapping[str, bytes]]
    mark: Mark

    @property
    def network(self) -> str:
        """The address of the network: whose build this is."""
        return str(self.status["url"])

    @property
    def posts(self) -> list[str]:
        """The ids of the posts that have a site by this build."""
        return _posts(self.status)

    def tree(self) -> dict[str, bytes]:
        """Return what Git calls each file of the whole tree, by its path."""
        return {
            f"{site}/{path}" if site else path: blob
            for site, files in self.sites.items()
            for path, blob in files.items()
        }

    def stands(self, store: ManifestStore) -> bool:
        """Say whether no build has written to the output since this was read."""
        try:
            return _mark(self.output, store) == self.mark
        except OSError:
            return False


def read_finished(output: Path, store: ManifestStore) -> Finished:
    """Return what an output holds, where it may be sent.

    store: what the build kept of the output. Raises PublishRefused.
    """
    try:
        mark = _mark(output, store)
        data = (output / STATUS).read_bytes()
    except OSError:
        mark, data = ("", "", 0, 0, 0), b""
    status = read_status(output, data)
    if generation(generation_file(output)) != generation(store.generation_file):
        message = "holds a build that was made with another cache folder"
        raise refused(str(output), message, _BUILD, code="output-changed")
    sites: dict[str, Mapping[str, bytes]] = {}
    for site in ("", *_posts(status), *_left(status, store)):
        record = store.site(site)
        _check_whole(output / site, record)
        sites[site] = record.blobs()
    sites[""] = {**sites[""], STATUS: blob_id(data)}
    found = Finished(output, status, verdict.of(store.folder, data), sites, mark)
    if not found.stands(store):
        message = "was written to by a build while it was looked at"
        raise refused(str(output), message, "Publish when it has ended.", code="output-changed")
    return found


def _posts(status: Mapping[str, Any]) -> list[str]:
    return [str(post["id"]) for post in status["posts"] if post.get("site")]


def _left(status: Mapping[str, Any], store: ManifestStore) -> list[str]:
    """Return the posts without a good entry whose sites an earlier publishing build left in place.

    Sending the tree without these sites would take them off the web. Those that another kind of
    build made may contain drafts.
    """
    records = {post: store.site(post) for post in without_entry(status)}
    return [post for post, record in records.items() if record.whole and record.publishing]


def without_entry(status: Mapping[str, Any]) -> list[str]:
    """Return the posts without a good entry: they have no address in network.json."""
    return [str(post["id"]) for post in status["posts"] if "site" not in post]


def _mark(output: Path, store: ManifestStore) -> Mark:
    status = (output / STATUS).stat()
    return (
        generation(generation_file(output)), generation(store.generation_file),
        status.st_mtime_ns, status.st_ino, status.st_size,
    )  # fmt: skip


def read_status(output: Path, data: bytes) -> dict[str, Any]:
    """Return network.json of an output.

    data: its bytes. Raises PublishRefused when there is no build that ended, or when it is not of a
    publishing build as a whole.
    """
    try:
        status = json.loads(data)
    except ValueError:
        status = None
    if not isinstance(status, dict) or status.get("building"):
        text = f"{output} holds no finished build. {_BUILD}"
        raise in_words(text, code=_NOT_READY)
    if not status.get("publishing"):
        text = f"This output was not built for publishing as a whole. {_BUILD}"
        raise in_words(text, code=_NOT_READY)
    if not _is_ours(status):
        message = "is not as the build has written it"
        raise refused(str(output / STATUS), message, _BUILD, code="output-changed")
    return status


def _is_ours(status: Mapping[str, Any]) -> bool:
    """Say whether a status has what a build writes there, as far as publishing needs it."""
    posts = status.get("posts")
    return isinstance(posts, list) and "url" in status and all(map(_is_post, posts))


def _is_post(post: object) -> bool:
    return isinstance(post, dict) and isinstance(post.get("id"), str)


def check_own_places(status: Mapping[str, Any]) -> None:
    """Refuse sites that link to one another relatively, which breaks on hosts of their own.

    The other way round nothing breaks, since absolute links work in one tree too.
    """
    if not status.get("own_places"):
        raise in_words(
            "The sites of this output link one another as one tree. Run chancery build --publish "
            "--own-places.",
            code=_NOT_READY,
        )


def _check_whole(root: Path, record: SiteRecord) -> None:
    if not record.whole:
        raise in_words(
            f"The cache folder knows nothing of {root}. Give the build's --cache, or run "
            "chancery build --publish.",
            code=_NOT_READY,
        )
    for path in record.files:
        if not os.path.isfile(f"{root}/{path}"):
            raise in_words(f"{root / path} is missing. {_BUILD}", code=_NOT_READY)
