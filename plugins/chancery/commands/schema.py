"""`inv schema`: posts.schema.json, made from the models."""

from __future__ import annotations

import sys

from chancery.commands.options import ROOT


def schema(*, check_only: bool = False) -> int:
    """Write posts.schema.json, or only say whether it is current; give the exit code."""
    from chancery.network.schema import network_schema
    from chancery.write.files import write_changed

    path = ROOT / "posts.schema.json"
    data = network_schema()
    if check_only:
        current = path.is_file() and path.read_bytes() == data
        if not current:
            print("posts.schema.json is not current. Run inv schema.", file=sys.stderr)
        return 0 if current else 1
    changed = write_changed(str(path), data)
    print("posts.schema.json was written." if changed else "posts.schema.json is current.")
    return 0
