"""`chancery alert`: an alert written, continued or ended in a minute, and checked before."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.alertquestions import HOURS, of_flags, stated
from chancery.commands.asking import answered, is_terminal
from chancery.commands.options import Options
from chancery.common.clock import build_instant
from chancery.common.files import leads_out, unwritable
from chancery.common.locks import Busy
from chancery.common.problems import CannotStart, Place, Problem, errors
from chancery.common.reporter import Reporter
from chancery.common.resources import checkout
from chancery.write.status import last_status

if TYPE_CHECKING:
    from chancery.network.model import Network

_UPDATES = re.compile(r"^updates:[ \t]*(.*)$", re.MULTILINE)
_KEY = re.compile(r"^[A-Za-z_]", re.MULTILINE)
_NEXT = re.compile(r"^next_update:.*\n", re.MULTILINE)
#: What stands above the first key: comments, one of which leads editors to the schema.
_HEAD = re.compile(r"(?:[ \t]*(?:#.*)?\n)*(?:---[ \t]*\n)?")
_LISTS = {"country": "countries", "post": "posts", "region": "regions"}
_SCALARS = ("severity", "urgency", "certainty", "status")
_NUMBERS = ("phone", "phone_hours")
_TEXTS = ("event", "headline", "text", "instruction")


@dataclass(slots=True)
class Wish:
    """What somebody asked for on the command line.

    name: the id of the alert, made of day and headline where empty; step: empty for a new alert,
    else update, all-clear or cancel; given: the flags that have a value.
    """

    name: str = ""
    step: str = ""
    given: dict[str, str] = field(default_factory=dict)

    def hours(self, key: str) -> timedelta | None:
        """Return a number of hours. Raises ValueError with what is wrong."""
        value = self.given.get(key, "")
        if not value:
            return None
        if not HOURS.fullmatch(value):
            raise ValueError(f"{value!r} is no number of hours")
        return timedelta(hours=float(value))


def alert(options: Options, wish: Wish, *, build: bool, wait: bool = True) -> int:
    """Write an alert, check it, and build what it changes; give the exit code.

    Nothing is written when the result would have a mistake. wait: whether to wait while somebody
    else writes to the output; the alert is served before all others who wait.
    """
    reporter = options.reporter()
    try:
        if not wish.step and is_terminal():
            wish.given |= _asked(options, wish)
        wish.given = stated(wish.given, new=not wish.step)
        # Two who continue one alert at once each add to what the other has written.
        with options.changing("chancery alert", wait=wait, first=True):
            code = _write(options, wish, reporter)
    except CannotStart as error:
        return _refused(reporter, error.problems)
    except ValueError as error:
        problem = Problem(Place("chancery alert"), str(error), code="wrong-usage")
        return _refused(reporter, [problem])
    except Busy as busy:
        place, message = Place(str(options.network_folder)), f"is changed by {busy}"
        cure = "Wait until that is done, or leave out --no-wait."
        return _refused(reporter, [Problem(place, message, cure=cure, code="input-in-use")])
    except OSError as error:
        problem = unwritable(error, str(error.filename or options.network_folder))
        return _refused(reporter, [problem])
    following = "chancery build"
    if build and not code:
        code = _put_up(options, reporter, wait=wait)
        sending = _as_before(options).publish
        following = "chancery publish --remote ADDRESS" if sending else "chancery serve"
    return reporter.end(code, following="" if code else f"{following}{options.flags}")


def _refused(reporter: Reporter, problems: Iterable[Problem]) -> int:
    _told(reporter, problems)
    return reporter.end(2)


def _told(reporter: Reporter, problems: Iterable[Problem]) -> None:
    reporter.problems(problems)
    reporter.warn("Nothing was written.")


def _write(options: Options, wish: Wish, reporter: Reporter) -> int:
    """Write an alert unless it would have a mistake; give the exit code.

    Raises ValueError and CannotStart where it cannot be.
    """
    path, text = _written(options, wish, build_instant())
    problems = _problems(options, path, text)
    if errors(problems) and not wish.step:
        _told(reporter, of_flags(problems))
        return 2
    if errors(problems):
        _told(reporter, problems)
        return 1
    reporter.problems(problems)
    from chancery.common.files import write_bytes

    write_bytes(str(path), text.encode())
    reporter.say(f"{path.relative_to(options.network_folder)} was written.")
    reporter.give(alert=path.stem)
    return 0


def _put_up(options: Options, reporter: Reporter, *, wait: bool) -> int:
    """Build the sites as they were built last; give the exit code.

    What else is wrong stood before the alert, which is checked by now: it holds nothing up.
    """
    from chancery.commands.build import build_sites

    exitcode, whole = build_sites(
        options, reporter, "chancery alert", wait=wait, first=True, choose=_as_before,
        last_posts=True,
    )  # fmt: skip
    if exitcode == 1 and whole:
        reporter.warn("The alert is on its sites; what else is told above stood before it.")
        return 0
    return exitcode


def _as_before(options: Options) -> Options:
    """Return the options of the last build: what was built for publishing can be published again.

    What that build was to be counts, also where it was killed or some site of it could not be made.
    """
    last = last_status(options.output_folder)
    if not last:
        return options
    publish = last.get("for_publishing", last.get("publishing"))
    return replace(options, publish=publish is True, own_places=last.get("own_places") is True)


def _asked(options: Options, wish: Wish) -> dict[str, str]:
    """Return what nobody has given as a flag, as it is answered. Raises CannotStart."""
    from chancery.commands.alertquestions import questions

    asked = questions(wish.given, _network(options).ministry.languages)
    return answered(asked, wish.given, "chancery alert", terminal=True)


def _written(options: Options, wish: Wish, now: datetime) -> tuple[Path, str]:
    """Return an alert's file and what is to stand in it. Raises ValueError where it cannot be."""
    content = options.network_folder / "content"
    folder = content / "alerts"
    if leads_out(folder, content):
        raise ValueError(f"{folder} is a link that leads out of content/: put a folder there.")
    if not wish.step:
        path = folder / f"{wish.name or _name(wish, now)}.yaml"
        if path.exists():
            raise ValueError(f"{path.name} is there already: give another --id, or --update it.")
        return path, "\n".join([*_schema_line(path, content.parent), *_lines(wish, now)]) + "\n"
    path = folder / f"{wish.name}.yaml"
    if leads_out(path, content):
        raise ValueError(f"{path} is a link that leads out of content/: put the file there.")
    try:
        before = path.read_text(encoding="utf-8")
    except OSError:
        known = ", ".join(sorted(one.stem for one in folder.glob("*.yaml"))) or "none"
        raise ValueError(f"There is no alert {wish.name!r}; known: {known}.") from None
    return path, continued(before, wish, now)


def _name(wish: Wish, now: datetime) -> str:
    words = re.sub(r"[^a-z0-9]+", "-", wish.given.get("headline", "").lower()).strip("-")
    return "-".join([f"{now:%Y-%m-%d}", *words.split("-")[:5]]).strip("-")


def _schema_line(path: Path, network: Path) -> tuple[str, ...]:
    """Return the line that leads editors to the schema, where there is one that stays there."""
    from chancery.features.alerts.files import ALERTS
    from chancery.report.inputs import INPUTS, line_for

    kind = next(one for one in INPUTS if one.name == ALERTS.folder)
    folders = (folder for folder in (network, checkout()) if folder)
    place = next((folder for folder in folders if (folder / kind.path).is_file()), None)
    return (line_for(kind, path, place),) if place else ()


def _lines(wish: Wish, now: datetime) -> Iterator[str]:
    given = wish.given
    yield from (f"{key}: {_scalar(given[key])}" for key in _SCALARS if given.get(key))
    if given.get("category"):
        yield f"category: {_list(given['category'])}"
    yield f"sent: {_time(now)}"
    yield f"expires: {_time(now + (wish.hours('hours') or timedelta(hours=24)))}"
    if (following := wish.hours("next_hours")) is not None:
        yield f"next_update: {_time(now + following)}"
    yield from (f"{key}: {_text(given, given[key])}" for key in _TEXTS if given.get(key))
    yield from (f"{key}: {_scalar(given[key])}" for key in _NUMBERS if given.get(key))
    yield "area:"
    yield f"  words: {_text(given, given.get('area', ''))}"
    yield from (f"  {name}: {_list(given[key])}" for key, name in _LISTS.items() if given.get(key))


def continued(before: str, wish: Wish, now: datetime) -> str:
    """Return the text of an alert's file with one more update; raise ValueError if impossible.

    All that stands in it stays as it is, but for when the next word is due.
    """
    said = _text(wish.given, wish.given["text"])
    item = f"  - {{at: {_time(now)}, kind: {wish.step}, text: {said}}}\n"
    text = _NEXT.sub("", before)
    following = wish.hours("next_hours")
    if following is not None and wish.step == "update":
        head = _HEAD.match(text)
        end = head.end() if head else 0
        text = f"{text[:end]}next_update: {_time(now + following)}\n{text[end:]}"
    text = text if text.endswith("\n") else f"{text}\n"
    found = _UPDATES.search(text)
    if found is None:
        return f"{text}updates:\n{item}"
    if found[1].split("#")[0].strip():
        raise ValueError("Its updates stand in one line: write each on a line of its own first.")
    after = _KEY.search(text, found.end() + 1)
    end = after.start() if after else len(text)
    return f"{text[:end]}{item}{text[end:]}"


def _problems(options: Options, path: Path, text: str) -> list[Problem]:
    """Return what is wrong with an alert as it would stand, as a build would say it."""
    from chancery.content.reading import Reading
    from chancery.features.alerts.files import check_alert

    content = options.network_folder / "content"
    reading = Reading(content, os.path.relpath(content), _network(options), build_instant())
    # The lines are those of a text that nobody has written yet: without a column none is shown.
    return [
        replace(one, place=Place(os.path.relpath(path), one.place.line))
        if one.place.file == path.name
        else one
        for one in check_alert(text.encode(), path.name, reading)
    ]


def _network(options: Options) -> Network:
    """Return the network as a build has it: with what was good last, where posts.yaml is broken.

    Raises CannotStart where it was never read.
    """
    from chancery.network.load import load_network, read_network
    from chancery.write.manifest import ManifestStore

    posts = options.network_folder / "posts.yaml"
    last = ManifestStore(options.cache_folder, options.output_folder).load()
    try:
        return load_network(posts, os.path.relpath(posts), last.inputs).network
    except CannotStart:
        if not (last.posts and posts.exists()):
            raise
        return read_network(last.posts, os.path.relpath(posts), last.inputs).network


def _time(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def _scalar(value: str) -> str:
    return json.dumps(value, ensure_ascii=False)


def _list(value: str) -> str:
    return json.dumps([part.strip() for part in value.split(",") if part.strip()])


def _text(given: Mapping[str, str], value: str) -> str:
    return f"{{{given.get('language') or 'en'}: {_scalar(value)}}}"
