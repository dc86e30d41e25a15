"""Service notices: what is different at a post for a while, from `content/posts/<id>/notices.yaml`.

They are weaker than alerts: a telephone that is down, a counter that is shut today, late mail.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Annotated, Literal
from zoneinfo import ZoneInfo

from chancery.common.files import entries_of
from chancery.common.problems import Level, Place, Problem, errors, nearest, one_line, shown
from chancery.common.yaml.source import Mapping, Value, locate
from chancery.content.datafile import read_data_file
from chancery.network.explain import at, valid
from chancery.network.fields import Flag, Text, checked, doc, refuse
from chancery.network.model import Network, Post
from chancery.network.record import Record

FILE = "notices.yaml"
Affected = Literal["counter", "phone", "email", "post", "online"]
_KEPT = "This file has a mistake: the notices of its last good version stay up"
_LOST = "This file has a mistake: only the notices without one are shown"
_CLOSED = "This file is in a folder that cannot be opened: its last good notices stay up"
_OPEN = "Mend the rights of the folder, and build again."
_MEND = "Mend what is said of this file, and build again."


def _local(value: str) -> str:
    """Check a day, or a day and a time, of the place. Raises pydantic's error for anything else."""
    form = "%Y-%m-%dT%H:%M" if "T" in value else "%Y-%m-%d"
    try:
        found = datetime.strptime(value, form)
    except ValueError:
        found = None
    # strptime takes 2026-1-5 and the digits of other scripts too; what reads it later does not.
    if found is None or found.strftime(form) != value or not 2000 <= found.year < 2200:
        raise refuse(
            'expected a day such as "2026-11-24" or a time of the place such as "2026-11-24T14:00"'
        )
    return value


LocalTime = Annotated[
    str,
    *checked(
        _local,
        "day, or day and time, of the place",
        pattern="^[0-9]{4}-[0-9]{2}-[0-9]{2}(T[0-9]{2}:[0-9]{2})?$",
        examples=["2026-11-24", "2026-11-24T14:00"],
    ),
]


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceNotice(Record):
    """One notice of a post, in the time of its place."""

    affects: Annotated[tuple[Affected, ...], doc("What is different.")]
    from_: Annotated[LocalTime, doc("Since when; a day is meant from its beginning.", alias="from")]
    until: Annotated[LocalTime | None, doc("Until when; a day is meant to its end.")] = None
    text: Annotated[Text, doc("What is different, in a sentence.")]
    instead: Annotated[Text | None, doc("What replaces it.")] = None
    sample: Annotated[Flag, doc("`true` marks a sample text.")] = False

    def begins(self, zone: str) -> datetime:
        """Return the instant at which it begins; zone: an IANA name, empty for UTC."""
        return _instant(self.from_, zone)

    def ends(self, zone: str) -> datetime | None:
        """Return the instant at which it ends; None for one that does not say."""
        if self.until is None:
            return None
        if "T" in self.until:
            return _instant(self.until, zone)
        return _instant((date.fromisoformat(self.until) + timedelta(days=1)).isoformat(), zone)


def _instant(local: str, zone: str) -> datetime:
    """Return the instant of a local time; one that clocks show twice is meant the first time."""
    there = datetime.fromisoformat(local).replace(tzinfo=ZoneInfo(zone or "UTC"))
    return there.astimezone(UTC)


@dataclass(slots=True)
class NoticeFiles:
    """What the files gave: notices by post, and the input of each good file for a later run."""

    notices: dict[str, tuple[ServiceNotice, ...]] = field(default_factory=dict)
    inputs: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_notices(
    root: Path, name: str, network: Network, last_good: AbstractMapping[str, str]
) -> NoticeFiles:
    """Read the notices of every post below a content folder.

    root: the folder; name: how messages name it; last_good: the inputs of an earlier reading.
    """
    found = NoticeFiles()
    posts = {post.id: post for post in network.posts}
    for path in _files(root):
        place = one_line(f"{name}/posts/{path.parent.name}/{path.name}")
        post = posts.get(path.parent.name)
        if path.name != FILE or post is None:
            found.problems += _misplaced(path, place, network)
            continue
        good, given, problems = _read(path, root, place, post)
        if errors(problems):
            given = last_good.get(post.id, "")
            cure = _KEPT if given else _LOST
            problems.append(
                Problem(Place(place), cure, cure=_MEND, post=post.id, code="last-good-version")
            )
            good = _again(given) if given else good
        found.problems += problems
        found.notices[post.id] = tuple(good)
        found.inputs[post.id] = given
    for id, given in last_good.items():
        path = root / "posts" / id / FILE
        if id in posts and id not in found.notices and not _gone(path):
            place = one_line(f"{name}/posts/{id}/{FILE}")
            found.problems.append(
                Problem(Place(place), _CLOSED, cure=_OPEN, post=id, code="file-unreadable")
            )
            found.notices[id] = tuple(_again(given)) if given else ()
            found.inputs[id] = given
    return found


def _gone(path: Path) -> bool:
    """Say whether a file is not there; one in a folder that cannot be opened may be.

    One that is elsewhere, by a link, is as good as not opened.
    """
    try:
        path.lstat()
    except FileNotFoundError:
        return True
    except OSError:
        pass
    return False


def _files(root: Path) -> Iterator[Path]:
    """Return all YAML files of posts: one of another name would be overlooked.

    What cannot be opened, or leads out of the content folder, is told where texts are looked for.
    """
    for folder in _entries(root / "posts", root):
        for path in _entries(folder, root) if folder.is_dir() else ():
            if path.suffix in (".yaml", ".yml") and not path.name.startswith((".", "_")):
                yield path


def _entries(folder: Path, root: Path) -> list[Path]:
    try:
        return entries_of(folder, root)
    except OSError:
        return []


def _misplaced(path: Path, place: str, network: Network) -> list[Problem]:
    post = path.parent.name
    if post in {failed.id for failed in network.failed}:
        return []  # its site stays as it was
    known = {one.id for one in network.posts}
    if post not in known:
        message, near = f"{shown(post)} is no post of this network", nearest(post, known)
        return [
            Problem(
                Place(place),
                message,
                "",
                near,
                "Rename or remove the folder.",
                code="folder-of-no-post",
            )
        ]
    cure = "Rename it, or take it out of the folder."
    return [Problem(Place(place), "is read by nobody", "", FILE, cure, post, code="data-misplaced")]


def _read(
    path: Path, root: Path, place: str, post: Post
) -> tuple[list[ServiceNotice], str, list[Problem]]:
    """Return the good notices of a file, its input as JSON, and what is wrong with it."""
    tree, problems = read_data_file(path, root, place, may_be_empty=True)
    problems = [replace(problem, post=post.id) for problem in problems]
    if tree is None and not problems:
        return [], "[]", []  # all notices are gone
    if not isinstance(tree, list):
        cure = 'Begin each notice with "- affects: [phone]".'
        expected = Problem(
            Place(place, 1, 1),
            "expected a list of notices",
            cure=cure,
            post=post.id,
            code="value-invalid",
        )
        return [], "", problems or [expected]
    good = _made(tree, problems, place, post)
    return good, json.dumps(tree, ensure_ascii=False), problems


def _made(
    tree: Iterable[Value], problems: list[Problem], place: str, post: Post
) -> list[ServiceNotice]:
    good = []
    for number, item in enumerate(tree, 1):
        prefix = f"{number}."
        made = valid(ServiceNotice, item, problems, prefix, post.id, Place(place, 1, 1))
        if made is None:
            continue
        wrong = list(_wrong(made, item, prefix, post))
        problems += wrong
        if not errors(wrong):
            good.append(made)
    return good


def _wrong(notice: ServiceNotice, tree: Value, prefix: str, post: Post) -> Iterator[Problem]:
    zone = post.timezone or ""
    ends = notice.ends(zone)
    if not notice.affects:
        place, path = locate(tree, ["affects"])
        yield at(place, "names nothing", prefix + path, post=post.id,
                 cure="Name one or more of counter, phone, email, post, online.",
                 code="says-nothing")  # fmt: skip
    if ends is None:
        place = tree.place if isinstance(tree, Mapping) else Place("")
        cure = 'Add until, such as "2026-12-31": nobody else takes it down.'
        yield at(place, "never ends", prefix.rstrip("."), cure=cure, post=post.id,
                 level=Level.WARNING, code="notice-endless")  # fmt: skip
    elif ends <= notice.begins(zone):
        place, path = locate(tree, ["until"])
        yield at(place, f"{shown(notice.until)} is before its beginning", prefix + path,
                 post=post.id, cure="Mend one of the two.", code="dates-out-of-order")  # fmt: skip


def _again(given: str) -> list[ServiceNotice]:
    """Return the notices of an earlier input, as far as they are good still."""
    made = (valid(ServiceNotice, item, [], "") for item in json.loads(given))
    return [notice for notice in made if notice is not None]
