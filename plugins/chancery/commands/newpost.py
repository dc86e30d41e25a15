"""`inv new-post`: a post added to posts.yaml, checked before anything is written."""

from __future__ import annotations

import json
import re
import sys
from collections.abc import Mapping

from chancery.commands.options import Options

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")
#: Words that YAML 1.1 takes for true or false; the country code of one state is among them.
_QUOTED = frozenset({"no", "yes", "on", "off", "y", "n", "true", "false", "null"})

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

    values: keys of a post and their values. Nothing is written when the result has a new problem.
    """
    from chancery.common.problems import CannotStart
    from chancery.network.load import read_network
    from chancery.write.files import write_bytes

    path = options.network_folder / "posts.yaml"
    try:
        before = path.read_bytes()
        known = {str(problem) for problem in read_network(before, str(path.name), {}).problems}
        after = with_post(before, values)
        loaded = read_network(after, str(path.name), {})
    except OSError as error:
        print(f"{path}: cannot be read: {error.strerror}", file=sys.stderr)
        return 2
    except CannotStart as error:
        print(error, file=sys.stderr)
        return 2
    found = [str(problem) for problem in loaded.problems if str(problem) not in known]
    if found:
        print("\n".join(found), file=sys.stderr)
        print("Nothing was written.", file=sys.stderr)
        return 1
    write_bytes(str(path), after)
    page = options.network_folder / "content" / "posts" / values["id"] / "living-here.en.md"
    print(f"{values['id']} was added to the end of {path.name}.")
    if not page.exists():
        write_bytes(str(page), PAGE.encode())
        print(f"{page.relative_to(options.network_folder)} is its first local page.")
    return 0


def with_post(data: bytes, values: Mapping[str, str]) -> bytes:
    """Give posts.yaml with a post at its end; all that stood in it stays as it is."""
    lines = [f"    {key}: {_scalar(value)}" for key, value in values.items()]
    lines[0] = f"  - {lines[0].strip()}"
    return data.rstrip() + b"\n\n" + "\n".join(lines).encode() + b"\n"


def _scalar(value: str) -> str:
    if _PLAIN.fullmatch(value) and value.lower() not in _QUOTED:
        return value
    return json.dumps(value, ensure_ascii=False)
