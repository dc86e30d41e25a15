"""What a run reads below the content folder: the records of every feature, notices, and texts."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from chancery.common.digest import digest
from chancery.common.files import read_at_most
from chancery.common.problems import Problem
from chancery.content.markdown import MAX_BYTES
from chancery.content.model import Document
from chancery.content.notices import read_notices
from chancery.content.reading import Reading
from chancery.content.records import read_records
from chancery.content.scan import TextFile, scan
from chancery.features import names_for
from chancery.run.state import NOTICES, Run, shown_path

#: Reads a text; None where it cannot be shown, of which the run is told.
Reader = Callable[[TextFile], Document | None]


def read_all(run: Run, read: Reader, extensions: Iterable[str], asked: bytes | None) -> None:
    """Read everything besides posts.yaml that a run is made from; keep last good versions in place.

    Args:
        run: The run that takes what is read.
        read: Reads one text.
        extensions: The endings of files that are texts.
        asked: A digest over all that decides how texts are read; a text is not read again if both
            are the same. None if nothing can promise that.
    """
    name = shown_path(run.content)
    reading = Reading(run.content, name, run.network, run.settings.now)
    for shelf in (shelf for feature in run.features for shelf in feature.shelves):
        found = read_records(shelf, reading, run.last.records.get(shelf.folder, {}))
        run.records[shelf.folder] = found
        run.problems += found.problems
    last_notices = run.last.records.get(NOTICES, {})
    run.notices = read_notices(run.content, name, run.network, last_notices)
    run.problems += run.notices.problems
    run.texts, problems = scan(run.content, names_for(reading.posts, extensions, run.features))
    run.problems += [_below(problem, run.content) for problem in problems]
    for text in run.texts:
        made = read(text) if asked is None else _unchanged(run, read, text, asked)
        made = made or run.last.documents.get(text.file)
        if made is not None:
            run.documents[text.file] = made


def _unchanged(run: Run, read: Reader, text: TextFile, asked: bytes) -> Document | None:
    """Return a text as the last build read it where it is the same, else read it."""
    try:
        data = read_at_most(run.content / text.file, MAX_BYTES + 1)
    except OSError:
        return read(text)
    key = digest(asked, text, data)
    made = run.last.documents.get(text.file)
    if made is None or run.last.faultless.get(text.file) != key:
        before = len(run.problems)
        made = read(text)
        if len(run.problems) > before:
            return made
    run.faultless[text.file] = key
    return made


def _below(problem: Problem, content: Path) -> Problem:
    name = problem.place.file.removeprefix(f"{content.name}/")
    return replace(problem, place=replace(problem.place, file=shown_path(content / name)))
