"""`chancery schema`: schemas of every input file and tables of keys in docs/, from the models."""

from __future__ import annotations

from pathlib import Path

from chancery.commands.options import Options
from chancery.common.resources import checkout


def schema(options: Options, *, check_only: bool = False) -> int:
    """Write every schema and table, or only say whether each is current; return the exit code.

    They stand in the checkout of Chancery, with the tables in its docs. Where Chancery is
    installed, or a network is named, the schemas alone go into the network's folder: editors find
    them there, and they move with it.
    """
    from chancery.report.inputs import FOLDER, schemas
    from chancery.report.tables import tabled
    from chancery.write.files import holds, write_changed

    reporter, folder = options.reporter(), _folder(options)
    made, idle = dict(schemas()), []
    if folder == checkout():
        pages = {path.name: path.read_text(encoding="utf-8") for path in folder.glob("docs/*.md")}
        try:
            made |= {f"docs/{page}": text.encode() for page, text in tabled(pages).items()}
        except ValueError as error:
            reporter.warn(str(error))
            return reporter.end(1)
        kept = sorted((folder / FOLDER).glob("*.schema.json"))
        idle = [path for path in kept if f"{FOLDER}/{path.name}" not in made]
    stale = [name for name, data in made.items() if not holds(str(folder / name), data)]
    if check_only:
        for name in (*stale, *(f"{FOLDER}/{path.name}" for path in idle)):
            reporter.warn(f"{name} is not current. Run chancery schema.")
        return reporter.end(1 if stale or idle else 0)
    for name in stale:
        write_changed(str(folder / name), made[name])
        reporter.say(f"{name} was written.")
    for path in idle:
        path.unlink()
        reporter.say(f"{FOLDER}/{path.name} was removed: it is of no input file.")
    if not (stale or idle):
        reporter.say("All schemas and tables are current.")
    return reporter.end(0)


def _folder(options: Options) -> Path:
    if options.network:
        return options.network_folder
    return checkout() or options.network_folder
