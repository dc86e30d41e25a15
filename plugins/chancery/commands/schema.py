"""`inv schema`: the JSON Schema of every input file, made from the models."""

from __future__ import annotations

import sys

from chancery.commands.options import ROOT


def schema(*, check_only: bool = False) -> int:
    """Write every schema, or only say whether each is current; return the exit code."""
    from chancery.report.inputs import FOLDER, schemas
    from chancery.write.files import write_changed

    made = schemas()
    idle = sorted(
        path
        for path in (ROOT / FOLDER).glob("*.schema.json")
        if path.relative_to(ROOT).as_posix() not in made
    )
    if check_only:
        stale = [
            name
            for name, data in made.items()
            if not (ROOT / name).is_file() or (ROOT / name).read_bytes() != data
        ]
        stale += [path.relative_to(ROOT).as_posix() for path in idle]
        for name in stale:
            print(f"{name} is not current. Run inv schema.", file=sys.stderr)
        return 1 if stale else 0
    changed = sum(write_changed(str(ROOT / name), data) for name, data in made.items())
    for path in idle:
        path.unlink()
    print(f"{len(made)} schemas: {changed} written, {len(made) - changed} current before.")
    return 0
