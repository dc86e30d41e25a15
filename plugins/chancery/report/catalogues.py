"""Interface texts: extracted from templates and code, and kept complete in every catalogue."""

from __future__ import annotations

import io
import re
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import write_po

from chancery.common.problems import Place, Problem
from chancery.render.theme import read_catalogue

_METHODS = [("**.html", "jinja2.ext:babel_extract"), ("**.py", "python")]
_OPTIONS = {"**.html": {"encoding": "utf-8"}}
_KEYWORDS = {"_": None, "N_": None}
_PLACEHOLDER = re.compile(r"\{[^}]*\}")


def extract(theme: Path, package: Path) -> Catalog:
    """Return every interface text: `_("…")` in a theme's templates, `N_("…")` in the package."""
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for folder in (theme, package):
        found = extract_from_dir(str(folder), _METHODS, _OPTIONS, _KEYWORDS)
        for _file, _line, message, _comments, _context in found:
            catalog.add(message)
    return catalog


def read(path: Path) -> Catalog:
    """Return a catalogue from its `.po` file. Raises ThemeBroken: no text of it is to be lost."""
    return read_catalogue(path)


def text(catalog: Catalog, language: str) -> bytes:
    """Return a catalogue as a `.po` file: sorted, without dates, the same for the same texts."""
    out = io.BytesIO()
    write_po(out, catalog, no_location=True, omit_header=True, sort_output=True, width=0)
    header = (
        'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=utf-8\\n"\n'
        f'"Language: {language}\\n"\n\n'
    )
    return header.encode() + out.getvalue().strip() + b"\n"


def update(template: Catalog, path: Path) -> bytes:
    """Return a catalogue with exactly the texts of a template; what was translated stays.

    The catalogue of the texts' own language gets the texts themselves.
    """
    known = {message.id: message.string for message in read(path) if message.id}
    catalog = Catalog(charset="utf-8", fuzzy=False)
    for message in template:
        if message.id:
            own = message.id if path.stem == "en" else ""
            catalog.add(message.id, known.get(message.id) or own)
    return text(catalog, path.stem)


def problems(template: Catalog, path: Path, name: str) -> list[Problem]:
    """Return what is wrong with a catalogue: missing, needless or unlike translations."""
    catalog = read(path)
    wanted = {str(message.id) for message in template if message.id}
    known = {str(message.id): message for message in catalog if message.id}
    place = Place(name)
    found = [
        Problem(
            place,
            f"{m!r} is missing",
            cure="Run chancery translations.",
            code="catalogue-incomplete",
        )
        for m in wanted - set(known)
    ]
    found += [
        Problem(place, f"{m!r} is no text of the theme any more", code="catalogue-incomplete")
        for m in set(known) - wanted
    ]
    for message in known.values():
        string = str(message.string)
        if message.id in wanted and not string:
            found.append(
                Problem(place, f"{message.id!r} has no translation", code="catalogue-incomplete")
            )
        elif sorted(_PLACEHOLDER.findall(string)) != sorted(_PLACEHOLDER.findall(str(message.id))):
            found.append(
                Problem(
                    place,
                    f"{string!r} has other placeholders than {message.id!r}",
                    code="catalogue-incomplete",
                )
            )
        elif message.fuzzy:
            found.append(
                Problem(
                    place, f"{message.id!r} is marked as uncertain", code="catalogue-incomplete"
                )
            )
    return found
