"""From a reader's result to a document: front matter checked, HTML cleaned and cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chancery.common.digest import digest
from chancery.common.problems import Level, Place, Problem, counted, nearest, shown
from chancery.common.yaml.source import Mapping, key_place, read_yaml
from chancery.common.yaml.syntax import CONFLICT
from chancery.content.foreign import without_code
from chancery.content.markdown import MAX_BYTES, cut
from chancery.content.model import Address, Document, Fragment, FrontMatter
from chancery.content.scan import TextFile
from chancery.network.explain import explain

_FENCE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


#: The most bytes of a front matter.
MAX_FRONT = 32 * 1024


@cache
def _adapter() -> TypeAdapter[FrontMatter]:
    return TypeAdapter(FrontMatter)


def split(data: bytes, file: str) -> tuple[Mapping | None, str, int, list[Problem]]:
    """Split a text into its front matter and its body.

    Gives the front matter's tree (None when there is none), the body, the number of lines before
    it, and the problems: not UTF-8, no front matter, YAML that cannot be read.
    """
    if len(data) > MAX_BYTES:
        cure = "Divide it into several pages."
        return (
            None,
            "",
            0,
            [
                Problem(
                    Place(file, 1),
                    f"is larger than {MAX_BYTES // 1024} KB",
                    cure=cure,
                    code="file-too-large",
                )
            ],
        )
    match = _FENCE.match(data)
    if match is None:
        line, message, cure = _no_front(data)
        return (
            None,
            "",
            0,
            [Problem(Place(file, line, 1), message, cure=cure, code="front-matter-broken")],
        )
    if len(match[1]) > MAX_FRONT:
        message = f"the front matter is larger than {MAX_FRONT // 1024} KB"
        cure = "Write the text below it."
        return None, "", 0, [Problem(Place(file, 2), message, cure=cure, code="file-too-large")]
    tree, problems = read_yaml(match[1], file, first_line=2)
    try:
        body = data[match.end() :].decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, match.end() + error.start) + 1
        problems.append(
            Problem(
                Place(file, line),
                "is not UTF-8",
                cure="Save the file as UTF-8.",
                code="file-not-utf8",
            )
        )
        return None, "", 0, problems
    problems += _conflict(body, data.count(b"\n", 0, match.end()), file)
    if tree is not None and not isinstance(tree, Mapping):
        problems.append(
            Problem(
                Place(file, 2, 1),
                "expected keys and values such as title: …",
                code="front-matter-broken",
            )
        )
        tree = None
    return tree, body, data.count(b"\n", 0, match.end()), problems


#: How files begin that are no plain text, whatever they are called.
_DOCUMENTS = (b"PK\x03\x04", b"{\\rtf", b"\xd0\xcf\x11\xe0", b"%PDF")
_BEGIN = 'Begin the file with a line ---, then title: "…", then a line ---.'
_KEY = re.compile(r"[A-Za-z_]+[ \t]*:")


def _no_front(data: bytes) -> tuple[int, str, str]:
    """Say why a file has no front matter: the line, what is wrong, and what mends it."""
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return 1, "is in UTF-16, expected UTF-8", "Save the file as UTF-8."
    if data.startswith(_DOCUMENTS):
        cure = "Save it as plain text in UTF-8, and write its headings and links in Markdown."
        return 1, "is a document of a word processor, expected plain text", cure
    lines = data.decode(errors="replace").lstrip("\ufeff").splitlines()
    above = next((number for number, line in enumerate(lines) if line.strip()), None)
    if above is None:
        return 1, "is empty", _BEGIN
    return _first_line(lines[above], above, data)


def _first_line(first: str, above: int, data: bytes) -> tuple[int, str, str]:
    """Say what is wrong with the first line that is not empty; above: the lines that are."""
    if first.rstrip() != "---":
        if len(first.strip()) > 1 and not first.strip(" \t-–—_=*"):
            message = f"{shown(first)} stands where the line --- was expected"
            return above + 1, message, "Write three hyphens, with nothing before or after them."
        if _KEY.match(first):
            cure = "Write a line --- above this one, and one below the last key."
            return above + 1, "has no line --- above its front matter", cure
        return 1, "has no front matter", _BEGIN
    if above:
        return 1, "has empty lines above its front matter", "Delete them: --- is the first line."
    if b"\n" not in data:
        return 1, "has line ends of CR alone, expected LF or CR LF", "Save it with those."
    return 1, "the front matter that begins here has no end", "Write a line --- below its keys."


def _conflict(body: str, before: int, file: str) -> list[Problem]:
    """Return the first place where Git has left two versions of some lines."""
    found = CONFLICT.search(body)
    if found is None or "\n>>>>>>> " not in body:
        return []
    place = Place(file, before + body.count("\n", 0, found.start()) + 1, 1)
    cure = "Keep one of them, and delete the lines that begin with <<<<<<<, ======= and >>>>>>>."
    return [
        Problem(
            place,
            "Git has left two versions of the lines from here on",
            cure=cure,
            code="git-conflict",
        )
    ]


#: Tags that people paste, by what Markdown has for them.
_PASTED = {
    "table tr td th thead tbody": "Write a table with | between cells and a line |---|---| below "
    "the first row.",
    "a": "Write a link as [words](https://…).",
    "b strong": "Write **words** for what is strong.",
    "i em": "Write *words* for what is stressed.",
    "br": "End the line with a backslash for a new line.",
    "ul ol li": "Write each item of a list on a line of its own that begins with a hyphen.",
    "h1 h2 h3 h4 h5 h6": "Begin the line of a heading with ## and a space.",
    "p div span font center img iframe script style u o:p": "Take it out, or write it in Markdown.",
}
_CURES = {tag: cure for tags, cure in _PASTED.items() for tag in tags.split()}
_HTML = re.compile(rf"(?<!\\)</?({'|'.join(_CURES)})(?=[\s/>])[^<>\n]*>", re.IGNORECASE)


def html_problems(body: str, before: int, file: str) -> list[Problem]:
    """Tell of HTML in a text, once: readers see its tags. before: the lines above the text."""
    if "<" not in body:
        return []
    found = [
        (number, match)
        for number, line in enumerate(without_code(body))
        for match in _HTML.finditer(line)
    ]
    if not found:
        return []
    number, first = found[0]
    place = Place(file, before + number + 1, first.start() + 1)
    more = f", as {counted(len(found) - 1, 'tag')} more" if len(found) > 1 else ""
    message = f"the HTML {shown(first[0])} is shown as it is written{more}"
    cure = _CURES[first[1].lower()]
    return [Problem(place, message, cure=cure, level=Level.NOTE, code="html-shown")]


#: What other systems say in front matter, and where it is said here.
_ELSEWHERE = {
    **dict.fromkeys(("date", "datum"), "The date of a news item begins its file's name: "
                    "2026-03-01-slug.fr.md."),
    **dict.fromkeys(("lang", "language"), "The language ends the file's name: slug.fr.md."),
    "slug": "The slug is the file's name: slug.fr.md.",
    **dict.fromkeys(("tags", "category", "categories", "keywords"), "News have topics."),
    **dict.fromkeys(("author", "authors"), "Texts are the post's or the ministry's: leave it out."),
    **dict.fromkeys(("description", "subtitle"), "Write it as the summary."),
    **dict.fromkeys(("draft", "published"), "Write status: draft for a draft."),
}  # fmt: skip


def front_matter(tree: Any, file: str, post: str) -> tuple[FrontMatter | None, list[Problem]]:
    """Check a front matter against the closed list of keys.

    tree: a mapping, with places when it comes from YAML.
    """
    try:
        return _adapter().validate_python(tree), []
    except ValidationError as error:
        if not isinstance(tree, Mapping):
            tree = Mapping(tree) if isinstance(tree, dict) else Mapping()
        problems = explain(error, tree, FrontMatter, post=post)
        return None, [_placed(_elsewhere(problem), file) for problem in problems]


def _elsewhere(problem: Problem) -> Problem:
    """Say of a key of other systems what stands for it here."""
    cure = _ELSEWHERE.get(problem.path.casefold())
    return replace(problem, nearest="", cure=cure) if cure else problem


def _placed(problem: Problem, file: str) -> Problem:
    if problem.place.file:
        return problem
    return replace(problem, place=Place(file))


def document(
    found: TextFile, front: FrontMatter, html: str, addresses: Iterable[Address] = ()
) -> Document:
    """Make a document of a file, its front matter and its cleaned HTML.

    addresses: where its links lead, with their lines, where the reader tells.
    """
    fragment: Fragment = cut(html, "p" if found.post else "s")
    return Document(
        file=found.file,
        kind=found.kind,
        slug=found.slug,
        language=found.language,
        post=found.post,
        date=found.date,
        front=front,
        fragment=fragment,
        digest=digest(found.slug, found.language, found.post, found.date, front, fragment),
        addresses=tuple(addresses),
    )


def need_problems(tree: Any, made: Document, file: str) -> list[Problem]:
    """Return what is wrong with the needs of a text: headings that it does not have.

    tree: its front matter, with places when it comes from YAML.
    """
    anchors = {heading.anchor for heading in made.fragment.headings}
    problems = []
    for anchor in made.front.needs:
        if anchor and anchor not in anchors:
            place = key_place(tree, ["needs", anchor]) if isinstance(tree, Mapping) else Place("")
            problems.append(
                Problem(
                    place if place.file else Place(file), f"{shown(anchor)} is no heading here",
                    "needs", nearest(anchor, anchors), "Give the heading its name: {#…}.",
                    post=made.post, level=Level.NOTE, code="need-without-heading",
                )
            )  # fmt: skip
    return problems
