"""Values as commands write them into YAML files."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

_PLAIN = re.compile(r"[A-Za-z][A-Za-z0-9_/-]*")
#: Words that YAML 1.1 takes for true or false; the country code of one state is among them.
_QUOTED = frozenset({"no", "yes", "on", "off", "y", "n", "true", "false", "null"})


def scalar(value: str) -> str:
    """Return a text as YAML has it, in quotes where it could be read as something else."""
    if _PLAIN.fullmatch(value) and value.lower() not in _QUOTED:
        return value
    return json.dumps(value, ensure_ascii=False)


def text(names: Mapping[str, str]) -> str:
    """Return a text per language as YAML has it, on one line."""
    return f"{{{', '.join(f'{scalar(tag)}: {scalar(name)}' for tag, name in names.items())}}}"
