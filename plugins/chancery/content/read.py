"""From a reader's result to a document: front matter checked, HTML cleaned and cut."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache
from typing import Any

from pydantic import TypeAdapter, ValidationError

from chancery.common.digest import digest
from chancery.common.problems import Place, Problem, nearest, shown
from chancery.common.yamlsource import Mapping, key_place, read_yaml
from chancery.content.markdown import MAX_BYTES, cut
from chancery.content.model import Address, Document, Fragment, FrontMatter
from chancery.content.scan import TextFile
from chancery.network.explain import explain

_FENCE = re.compile(
    rb"\A(?:\xef\xbb\xbf)?---[ \t]*\r?\n(.*?)^---[ \t]*(?:\r?\n|\Z)", re.DOTALL | re.MULTILINE
)


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
            [Problem(Place(file, 1), f"is larger than {MAX_BYTES // 1024} KB", cure=cure)],
        )
    match = _FENCE.match(data)
    if match is None:
        cure = 'Begin the file with a line ---, then title: "…", then a line ---.'
        return None, "", 0, [Problem(Place(file, 1, 1), "has no front matter", cure=cure)]
    tree, problems = read_yaml(match[1], file, first_line=2)
    try:
        body = data[match.end() :].decode()
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, match.end() + error.start) + 1
        problems.append(Problem(Place(file, line), "is not UTF-8", cure="Save the file as UTF-8."))
        return None, "", 0, problems
    if tree is not None and not isinstance(tree, Mapping):
        problems.append(Problem(Place(file, 2, 1), "expected keys and values such as title: …"))
        tree = None
    return tree, body, data.count(b"\n", 0, match.end()), problems


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
        return None, [_placed(problem, file) for problem in problems]


def _placed(problem: Problem, file: str) -> Problem:
    if problem.place.file:
        return problem
    return Problem(
        Place(file), problem.message, problem.path, problem.nearest, problem.cure, problem.post
    )


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
    """Give what is wrong with the needs of a text: headings that it does not have.

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
                    post=made.post, warning=True,
                )
            )  # fmt: skip
    return problems
