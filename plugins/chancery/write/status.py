"""network.json of an output, as far as the rooms need it that neither write nor publish it."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

#: Its name. It tells of every post where its site is, and how the build went.
STATUS = "network.json"


def last_status(output: Path) -> dict[str, Any]:
    """Return network.json of the last build; empty if none can be read."""
    try:
        found = json.loads((output / STATUS).read_bytes())
    except (OSError, ValueError):
        return {}
    return found if isinstance(found, dict) else {}
