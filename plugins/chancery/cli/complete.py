"""Values that a shell completes, read without loading what a build loads."""

from __future__ import annotations

import json
import re

from chancery.commands.options import Options
from chancery.common.files import read_at_most
from chancery.common.resources import PACKAGE

#: The list of posts, up to the next key at the margin: partners have ids too.
_POSTS = re.compile(r"^posts[ \t]*:(.*?)(?=^[A-Za-z_]|\Z)", re.MULTILINE | re.DOTALL)
_ID = re.compile(r"^\s*-?\s*\{?\s*id:\s*[\"']?([a-z0-9-]+)", re.MULTILINE)
_LANGUAGES = re.compile(r"languages:\s*\[([^\]]*)\]")
#: The most bytes of a posts.yaml that are looked at.
_LARGEST = 4_194_304


def post_ids(network: str) -> list[str]:
    """Return the ids in a network's posts.yaml; none where it cannot be read."""
    return sorted({id for posts in _POSTS.findall(_text(network)) for id in _ID.findall(posts)})


def languages(network: str) -> list[str]:
    """Return the languages that a network's posts.yaml names."""
    found = (part.strip(" \"'") for said in _LANGUAGES.findall(_text(network)) for part in
             said.split(","))  # fmt: skip
    return sorted({part for part in found if part})


def platforms() -> list[str]:
    """Return the ids of the platforms that accounts can be on."""
    rows = json.loads((PACKAGE / "data" / "platforms.json").read_bytes())
    return sorted(rows if isinstance(rows, dict) else (row["id"] for row in rows))


def _text(network: str) -> str:
    path = Options(network=network).network_folder / "posts.yaml"
    try:
        return read_at_most(path, _LARGEST).decode() if path.is_file() else ""
    except (OSError, ValueError):
        return ""
