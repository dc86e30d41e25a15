"""`chancery schema`: schemas of every input file and tables of keys in docs/, from the models."""

from __future__ import annotations

from chancery.commands.options import ROOT, Options


def schema(options: Options, *, check_only: bool = False) -> int:
    """Write every schema and table, or only say whether each is current; return the exit code."""
    from chancery.report.inputs import FOLDER, schemas
    from chancery.report.tables import tabled
    from chancery.write.files import holds, write_changed

    reporter = options.reporter()
    made = dict(schemas())
    pages = {path.name: path.read_text(encoding="utf-8") for path in (ROOT / "docs").glob("*.md")}
    try:
        made |= {f"docs/{page}": text.encode() for page, text in tabled(pages).items()}
    except ValueError as error:
        reporter.warn(str(error))
        return reporter.end(1)
    stale = [name for name, data in made.items() if not holds(str(ROOT / name), data)]
    idle = [
        path
        for path in sorted((ROOT / FOLDER).glob("*.schema.json"))
        if f"{FOLDER}/{path.name}" not in made
    ]
    if check_only:
        for name in (*stale, *(f"{FOLDER}/{path.name}" for path in idle)):
            reporter.warn(f"{name} is not current. Run chancery schema.")
        return reporter.end(1 if stale or idle else 0)
    for name in stale:
        write_changed(str(ROOT / name), made[name])
        reporter.say(f"{name} was written.")
    for path in idle:
        path.unlink()
        reporter.say(f"{FOLDER}/{path.name} was removed: it is of no input file.")
    if not (stale or idle):
        reporter.say("All schemas and tables are current.")
    return reporter.end(0)
