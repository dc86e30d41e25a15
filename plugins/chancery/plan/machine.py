"""Data for machines, written alike by all features."""

from __future__ import annotations

import json


def as_json(value: object) -> bytes:
    """Return JSON for machines: UTF-8, sorted keys, a newline at its end."""
    return (json.dumps(value, ensure_ascii=False, indent=1, sort_keys=True) + "\n").encode()
