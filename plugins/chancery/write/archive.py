"""A site as one file to hand on, for readers whose network blocks it: a ZIP with its checksum."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable
from io import BytesIO
from pathlib import Path
from urllib.parse import urlsplit
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

from chancery.common.digest import digest

#: Raised when the same files would make another archive.
_VERSION = 4
_LINK = re.compile(rb'\b(href|data-tail)="([^"]*)"')
#: The first day that a ZIP knows: what is in it has no times, so that it is the same each time.
_NO_TIME = (1980, 1, 1, 0, 0, 0)


def names(site: str) -> tuple[str, str]:
    """Return the names of a site's archive and of its checksum, which `sha256sum` reads."""
    return f"{site}.zip", f"{site}.zip.sha256"


def archive_key(files: Iterable[tuple[str, bytes]], tree: str, own: str) -> bytes:
    """Return the key of an archive: over the keys of what is in it, by their paths."""
    return digest(_VERSION, sorted(files), tree, own)


def archive(
    root: Path, site: str, paths: Iterable[str], tree: str, own: str
) -> tuple[bytes, bytes]:
    """Return the archive of a site and its checksum.

    The pages in it link to files, as they must on a disk.

    Args:
        root: The folder of the site.
        site: The id of the post, which the folder in the archive is called.
        paths: The files below the folder.
        tree: The address of the whole tree, to which links lead that leave the site.
        own: The address of the site, where the archive itself is found.
    """
    addresses = tree.encode(), own.encode(), site.encode()
    buffer = BytesIO()
    with ZipFile(buffer, "w", ZIP_DEFLATED, compresslevel=6) as packed:
        for path in sorted(paths):
            data = (root / path).read_bytes()
            if path == "404.html":
                data = _from_root(data, urlsplit(own).path or "/")
            if path.endswith(".html"):
                data = _for_a_disk(data, path.count("/"), *addresses)
            entry = ZipInfo(f"{site}/{path}", _NO_TIME)
            entry.compress_type = ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            packed.writestr(entry, data)
    made = buffer.getvalue()
    checksum = f"{hashlib.sha256(made).hexdigest()}  {names(site)[0]}\n"
    return made, checksum.encode()


def _from_root(page: bytes, path: str) -> bytes:
    """Make the links of the page for lost addresses begin at the root of its site.

    path: the path of the site on its host.
    """
    return page.replace(b'href="' + path.encode(), b'href="')


def _for_a_disk(page: bytes, depth: int, tree: bytes, own: bytes, site: bytes) -> bytes:
    """Make a page's links lead to files; those to what the archive lacks become absolute.

    depth: how many folders the page is below the root of its site.
    """
    out = b"../" * (depth + 1)
    itself = b"../" * depth + site + b".zip"

    def told(match: re.Match[bytes]) -> bytes:
        name, href = match.groups()
        if name == b"data-tail":
            return b'data-tail="index.html"'
        if b":" in href or href.startswith((b"#", b"/")):
            return match[0]
        if href.startswith(itself):
            return b'href="%b%b"' % (own, href.removeprefix(b"../" * depth))
        if href.startswith(out):
            return b'href="%b%b"' % (tree, href.removeprefix(out))
        path, mark, anchor = href.partition(b"#")
        return (
            b'href="%bindex.html%b%b"' % (path, mark, anchor) if path.endswith(b"/") else match[0]
        )

    return _LINK.sub(told, page)
