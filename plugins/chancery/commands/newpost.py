"""`chancery new post`: a post added to posts.yaml, checked before anything is written."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING

from chancery.commands.options import Options
from chancery.common.files import leads_out
from chancery.common.reporter import Reporter
from chancery.common.yaml.written import scalar

if TYPE_CHECKING:
    from chancery.network.model import Network

_POSTS = re.compile(rb"^posts[ \t]*:", re.MULTILINE)
#: The first item of a list, after its margin.
_ITEM = re.compile(rb"^([ \t]*)-[ \t]", re.MULTILINE)
#: What stands at the margin and is no item and no comment: the next key.
_KEY = re.compile(rb"^[^\s#-]", re.MULTILINE)

PAGE = """---
title: Living here
summary: What newcomers ask most.
group: country
order: 10
sample: true
---

## First steps {#first}

Write here what people need in their first weeks. Say where to ask: [contact](contact:general).
"""


def new_post(options: Options, values: Mapping[str, str]) -> int:
    """Add a post to posts.yaml with a first local page; give the exit code.

    values: keys of a post and their values; without id or kind, they are asked for in a terminal.
    Nothing is written when the result has a new problem.
    """
    from chancery.common.files import unwritable
    from chancery.common.problems import CannotStart

    reporter = options.reporter()
    try:
        if not (values.get("id") and values.get("kind")):
            values = _asked(options, values)
    except CannotStart as error:
        reporter.problems(error.problems)
        reporter.warn("Nothing was written.")
        return reporter.end(2)
    try:
        with options.changing("chancery new post"):
            code = _added(options, values, reporter)
    except OSError as error:
        reporter.problems([unwritable(error, str(error.filename or options.network_folder))])
        code = 1
    return reporter.end(code, following="" if code else f"chancery build{options.flags}")


def _added(options: Options, values: Mapping[str, str], reporter: Reporter) -> int:
    """Add a post and give the exit code. Raises OSError when it cannot be written."""
    from chancery.common.files import write_bytes
    from chancery.common.problems import CannotStart
    from chancery.network.load import read_network, read_posts

    path = options.network_folder / "posts.yaml"
    name = os.path.relpath(path)
    try:
        before = read_posts(path, name)
        known = {str(problem) for problem in read_network(before, name, {}).problems}
        after = with_post(before, values)
        loaded = read_network(after, name, {})
    except CannotStart as error:
        reporter.problems(error.problems)
        return 2
    # What is wrong stands in lines that nobody has written: no line of the file is shown.
    found = [problem for problem in loaded.problems if str(problem) not in known]
    if found:
        reporter.problems(replace(one, place=replace(one.place, column=0)) for one in found)
        reporter.warn("Nothing was written.")
        return 1
    page = options.network_folder / "content" / "posts" / values["id"] / "living-here.en.md"
    write_bytes(str(path), after)
    reporter.say(f"{values['id']} was added after the last post of {path.name}.")
    if not page.exists() and not leads_out(page, options.network_folder / "content"):
        write_bytes(str(page), PAGE.encode())
        reporter.say(f"{page.relative_to(options.network_folder)} is its first local page.")
    for line in _superseded(loaded.network, values["id"], options):
        reporter.warn(line)
    return 0


def _superseded(network: Network, id: str, options: Options) -> Iterator[str]:
    """Say which virtual posts of its country must go for a new one with people in it."""
    new = next((post for post in network.posts if post.id == id), None)
    if new is None or new.virtual or not new.country:
        return
    for post in network.posts:
        if not (post.virtual and post.country == new.country):
            continue
        own = options.network_folder / "content" / "posts" / post.id
        move = f", and move content/posts/{post.id}/ to content/posts/{id}/" if own.is_dir() else ""
        yield (
            f"{post.id} is for a country without a post, which {id} is now: "
            f"take {post.id} out of posts.yaml{move}."
        )


def _asked(options: Options, values: Mapping[str, str]) -> dict[str, str]:
    """Return the keys of a post as they are answered. Raises CannotStart."""
    from chancery.commands.asking import answered
    from chancery.commands.newquestions import questions
    from chancery.commands.told import network_of

    found = answered(questions(network_of(options)), values, "chancery new post")
    order = ("id", "kind", "country", "city", "covered_by", "timezone")
    return {key: found[key] for key in order if found.get(key)}


def with_post(data: bytes, values: Mapping[str, str]) -> bytes:
    """Return posts.yaml with a post after its last one; all that stood in it stays as it is."""
    head, posts, tail = _around_posts(data)
    found = _ITEM.search(posts)
    margin = found[1].decode() if found else "  "
    lines = [f"{margin}  {key}: {scalar(value)}" for key, value in values.items()]
    lines[0] = f"{margin}- {lines[0].strip()}"
    return head + posts.rstrip() + b"\n\n" + "\n".join(lines).encode() + b"\n" + tail


def _around_posts(data: bytes) -> tuple[bytes, bytes, bytes]:
    """Cut the text of posts.yaml before `posts` and after its last item.

    What is above the next key stays with that: blank lines, and comments at the margin.
    """
    key = _POSTS.search(data)
    if key is None:
        return b"", data, b""
    after = _KEY.search(data, key.end())
    if after is None:
        return data[: key.start()], data[key.start() :], b""
    lines = data[: after.start()].splitlines(keepends=True)
    while not lines[-1].strip() or lines[-1].startswith(b"#"):
        lines.pop()
    end = sum(len(line) for line in lines)
    return data[: key.start()], data[key.start() : end], data[end:]
