"""All that Pelican starts: its generator of the network."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from pelican import signals
from pelican.readers import Readers

from chancery.common.digest import digest
from chancery.common.problems import (
    Place,
    Problem,
    reason,
)
from chancery.content.markdown import TextRefused
from chancery.content.model import Document
from chancery.content.read import document, front_matter, need_problems
from chancery.content.scan import TextFile
from chancery.reader import ADDRESSES, FRONT, WARNINGS, ReadingRefused, TextPage
from chancery.run.build import build
from chancery.run.guards import begin
from chancery.run.reading import read_all
from chancery.run.state import RUN, Run, ended_by_faults, shown_path
from chancery.writer import SiteWriter


class MicrositeGenerator:
    """Pelican's generator of the network: reads every text once, then builds the sites."""

    def __init__(self, context: dict[str, Any], settings: dict[str, Any], path: str, theme: str,
                 output_path: str, **_rest: Any) -> None:  # fmt: skip
        """Take what Pelican gives to generators; no Jinja environment of Pelican's is made."""
        self.context, self.settings = context, settings
        self.path, self.theme, self.output_path = path, theme, output_path
        self.readers = Readers(settings)
        if settings[RUN].ended:
            begin(settings)  # Pelican goes on after a run, when it watches for changes
        self.run: Run = settings[RUN]
        signals.generator_init.send(self)

    def generate_context(self) -> None:
        """Read every text through Pelican's readers."""
        with ended_by_faults(self.run):
            alone = reads_alone(self.settings)
            asked = digest(self.run.code, plain_settings(self.settings)) if alone else None
            read_all(self.run, self._read, self.readers.extensions, asked)

    def _read(self, text: TextFile) -> Document | None:
        name = shown_path(self.run.content / text.file)
        try:
            page = self.readers.read_file(
                base_path=self.path, path=text.file, content_class=TextPage, context=self.context
            )
        except ReadingRefused as refused:
            self._say(refused.problems, name, text)
            return None
        except TextRefused as refused:
            self._say(
                [
                    Problem(
                        Place(name, refused.line), f"the text {refused.reason}", code="text-refused"
                    )
                ],
                name,
                text,
            )
            return None
        except Exception as error:
            # Pelican and any reader of the user's may fail in any way; the other texts stand.
            message = f"cannot be read: {reason(error)}"
            self._say([Problem(Place(name), message, code="file-unreadable")], name, text)
            return None
        if not isinstance(page, TextPage):
            return None
        tree = getattr(page, FRONT)
        front, problems = front_matter(tree, name, text.post)
        self._say(problems, name, text)
        if front is None:
            return None
        title = str(page.title)
        front = front if title == front.title else replace(front, title=title)
        made = document(text, front, page._content, getattr(page, ADDRESSES, ()))
        self._say(getattr(page, WARNINGS, ()), name, text)
        self._say(need_problems(tree, made, name), name, text)
        return made

    def _say(self, problems: Iterable[Problem], name: str, text: TextFile) -> None:
        for problem in problems:
            place = replace(problem.place, file=name)
            self.run.problems.append(replace(problem, place=place, post=text.post))

    def generate_output(self, writer: SiteWriter) -> None:
        """Build the sites that have changed."""
        with ended_by_faults(self.run):
            build(self.run)


def reads_alone(settings: Mapping[str, Any]) -> bool:
    """Say whether texts are read by Chancery alone: no plugin or reader of the user's takes part.

    What such a plugin makes of a text may depend on anything, so nothing of it is kept.
    """
    others = set(settings["PLUGINS"] or ()) - {"chancery"}
    return not others and not settings["READERS"] and not signals.content_object_init.receivers


def plain_settings(settings: Mapping[str, Any]) -> dict[str, object]:
    """Return those of Pelican's settings that can say how a text is read, TYPOGRIFY for one."""
    plain = (str, int, list)
    return {
        name: value if isinstance(value, str | int) else [str(one) for one in value]
        for name, value in settings.items()
        if isinstance(value, plain) and not name.startswith("CHANCERY_")
    }
