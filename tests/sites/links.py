"""Every link of a tree, and whether it leads somewhere: made for tens of thousands of pages."""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from html import unescape
from itertools import chain
from urllib.parse import unquote

from tests.sites.trees import Tree

#: What is read: the folder's other files are pictures and the like.
TEXTS = (".html", ".xml", ".atom", ".json", ".txt", ".css")

#: Links and anchors, as the theme writes them: in double quotes.
_ATTRIBUTES = re.compile(rb'\s(?:(href|src|srcset|action|poster)|id)="([^"]*)"')
_IN_STYLES = re.compile(rb"""url\(\s*["']?([^"')]+)""")

#: The folder of a language, of a site or of the portal, and the title of a page.
_LANGUAGE = re.compile(r"(?:[a-z0-9-]{4,}/)?[a-z]{2,3}(?:-[A-Za-z]+)?/")
_TITLE = re.compile(rb"<title>([^<]*)</title>")

#: An address at the end of a text, up to what cannot be in one.
_END = rb"[^\s\"'<>\\);]*"

#: Schemes of links that leave the tree.
_SCHEME = re.compile(r"[a-z][a-z0-9+.-]*:", re.IGNORECASE)


@dataclass(slots=True)
class Links:
    """What a tree links to.

    pages: every page; wrong: what leads nowhere, with how many files say so and one of these;
    clicks: the pages that a page leads to without the help of a search engine; titles: the pages by
    the folder of their site and language, and the titles of their windows.
    """

    pages: list[str] = field(default_factory=list)
    wrong: dict[str, str] = field(default_factory=dict)
    clicks: dict[str, list[str]] = field(default_factory=dict)
    titles: dict[tuple[str, str], list[str]] = field(default_factory=dict)

    def shown(self, most: int = 20) -> list[str]:
        """Return what is wrong, in lines for people, and no more than they would read."""
        found = [f"{target}: {where}" for target, where in sorted(self.wrong.items())]
        return found if len(found) <= most else [*found[:most], f"and {len(found) - most} more"]

    def reached(self, starts: Iterable[str]) -> set[str]:
        """Return some pages, and every page to which clicks lead from them."""
        found = set(starts)
        waiting = list(found)
        while waiting:
            new = set(self.clicks.get(waiting.pop(), ())) - found
            found |= new
            waiting += new
        return found


class _Reader:
    """Reads a tree once and keeps what each file offers and asks for."""

    def __init__(self, tree: Tree) -> None:
        self.tree = tree
        self.files: list[str] = []
        self.targets: set[str] = set()
        self.anchors: set[str] = set()
        # What leads to a target: links of pages that one clicks, and what machines read.
        self.clicked: dict[str, list[str]] = {}
        self.read_by_machines: dict[str, list[str]] = {}
        self.titles: dict[tuple[str, str], list[str]] = {}
        self.places = [(url.encode(), folder) for url, folder in tree.places.items()]
        self.own = re.compile(
            b"(?:" + b"|".join(re.escape(url) for url, _folder in self.places) + b")" + _END
        )
        for file in self._files():
            self.files.append(file)
            self.targets.add(file)
            if file.endswith("index.html"):
                self.targets.add(file.removesuffix("index.html"))

    def _files(self) -> Iterator[str]:
        root = str(self.tree.folder)
        for folder, folders, names in os.walk(root):
            folders.sort()
            base = "" if folder == root else f"{folder[len(root) + 1 :]}/"
            yield from (f"{base}{name}" for name in sorted(names))

    def read(self) -> None:
        """Read every file that can link."""
        root = f"{self.tree.folder}/"
        for file in self.files:
            if file.endswith(TEXTS):
                with open(root + file, "rb") as opened:
                    data = opened.read()
                _keep(self.read_by_machines, map(self._own, set(self.own.findall(data))), file)
                if file.endswith(".html"):
                    _keep(self.clicked, self._of_page(file, data), file)
                    self._keep_title(file, data)
                elif file.endswith(".css"):
                    found = {
                        _joined(_folders(file), file, u.decode()) for u in _IN_STYLES.findall(data)
                    }
                    _keep(self.read_by_machines, found, file)

    def _of_page(self, file: str, data: bytes) -> set[str]:
        links: set[bytes] = set()
        for name, value in _ATTRIBUTES.findall(data):
            if name == b"srcset":
                links.update(one.split()[0] for one in value.split(b","))
            elif name:
                links.add(value)
            else:
                self.anchors.add(f"{file}#{value.decode()}")
        folders = _folders(file)
        # Those to the tree's own addresses were found already.
        found = (value for value in map(bytes.decode, links) if not _SCHEME.match(value))
        if file.endswith("404.html"):
            return {self._of_lost(file, folders, value) for value in found}
        return {_joined(folders, file, value) for value in found}

    def _of_lost(self, file: str, folders: list[str], link: str) -> str:
        """Return where a link of the page for lost addresses leads, on its site's own host or ours.

        It is served at any depth, so that its links begin at the root of the host.
        """
        link, own = _plain(link), file.removesuffix("404.html")
        if not link.startswith("/"):
            return _joined(folders, file, link)
        for url, folder in sorted(self.tree.places.items(), key=lambda one: -len(one[1])):
            place = "/" + url.split("://", 1)[1].partition("/")[2]
            if own.startswith(folder) and link.startswith(place):
                return folder + link[len(place) :]
        return f"{link!r} leads out of the site"

    def _keep_title(self, file: str, data: bytes) -> None:
        # The choice of a language and the page for lost addresses stand outside of any language.
        language, found = _LANGUAGE.match(file), _TITLE.search(data)
        if language and found and file.endswith("index.html"):
            self.titles.setdefault((language[0], found[1].decode()), []).append(file)

    def _own(self, address: bytes) -> str:
        url, folder = next(place for place in self.places if address.startswith(place[0]))
        return folder + _plain(address[len(url) :].decode())


def _keep(asked: dict[str, list[str]], targets: Iterable[str], file: str) -> None:
    for target in targets:
        asked.setdefault(target, []).append(file)


def _folders(file: str) -> list[str]:
    """Return the folder of a file, then the one above it, up to the root, which is empty."""
    parts = file.split("/")[:-1]
    return ["".join(f"{part}/" for part in parts[:length]) for length in range(len(parts), -1, -1)]


def _joined(folders: list[str], file: str, link: str) -> str:
    """Return the path, with its anchor, that a relative link of a file leads to."""
    link = _plain(link)
    if link.startswith("#"):
        return file + link
    if not link or link.startswith("/"):
        return f"{link!r} is no relative link"
    up = 0
    while link.startswith("../", 3 * up):
        up += 1
    return folders[up] + link[3 * up :] if up < len(folders) else f"{link} leads out of the tree"


def _plain(link: str) -> str:
    if "&" in link:
        link = unescape(link)
    return unquote(link) if "%" in link else link


def read_links(tree: Tree) -> Links:
    """Read all pages, feeds, lists and styles of a tree and follow each of their links."""
    reader = _Reader(tree)
    reader.read()
    pages = [file for file in reader.files if file.endswith(".html")]
    links = Links(pages=pages, titles=reader.titles)
    for asked, files in chain(reader.clicked.items(), reader.read_by_machines.items()):
        path, _, anchor = asked.partition("#")
        page = f"{path}index.html" if path.endswith("/") or not path else path
        if page not in reader.targets or (anchor and f"{page}#{anchor}" not in reader.anchors):
            links.wrong[asked] = f"in {len(files)} files such as {files[0]}"
        elif asked in reader.clicked:
            for file in files:
                links.clicks.setdefault(file, []).append(page)
    return links
