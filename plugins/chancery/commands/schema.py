"""`inv schema`: schemas of every input file and the tables of keys in docs/, from the models."""

from __future__ import annotations

import sys

from chancery.commands.options import ROOT


def schema(*, check_only: bool = False) -> int:
    """Write every schema and table, or only say whether each is current; return the exit code."""
    from chancery.report.inputs import FOLDER, schemas
    from chancery.report.tables import tabled
    from chancery.write.files import holds, write_changed

    made = dict(schemas())
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    try:
        made |= {f"docs/{page}": text.encode() for page, text in tabled(pages).items()}
    except ValueError as error:
        print(error, file=sys.stderr)
        return 1
    stale = [name for name, data in made.items() if not holds(str(ROOT / name), data)]
    idle = [
        path
        for path in sorted((ROOT / FOLDER).glob("*.schema.json"))
        if f"{FOLDER}/{path.name}" not in made
    ]
    if check_only:
        for name in (*stale, *(f"{FOLDER}/{path.name}" for path in idle)):
            print(f"{name} is not current. Run inv schema.", file=sys.stderr)
        return 1 if stale or idle else 0
    for name in stale:
        write_changed(str(ROOT / name), made[name])
        print(f"{name} was written.")
    for path in idle:
        path.unlink()
        print(f"{FOLDER}/{path.name} was removed: it is of no input file.")
    if not (stale or idle):
        print("All schemas and tables are current.")
    return 0
