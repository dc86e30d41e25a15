"""`chancery init`: a ministry's own repository, begun by a few questions and built at once."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.asking import Answers, Question, Wrong, answered
from chancery.commands.options import Options
from chancery.common.clock import build_date
from chancery.common.files import unwritable
from chancery.common.problems import CannotStart, Place, Problem, nearest, shown

if TYPE_CHECKING:
    from chancery.commands.starter import Plan

COMMAND = "chancery init"
#: An address that nobody can have (RFC 2606), until the ministry's own is known.
EXAMPLE_URL = "https://embassies.example.org/"
#: What a folder may hold and still be empty for us: a repository that was just made.
_NOTHING = frozenset({".git"})
_COMMAS = re.compile(r"[,،、，]")
_GIT_TIME = 30


def init(folder: str, given: Answers, options: Options | None = None) -> int:
    """Make a network's repository in a folder and return the exit code: 0, or 2 with nothing made.

    given: what flags answer; in a terminal the rest is asked for.
    """
    reporter = (options or Options()).reporter()
    target = Path(folder).absolute()
    try:
        _empty(target)
        said = _made(target, planned(answered(QUESTIONS, given, COMMAND)))
    except CannotStart as error:
        reporter.problems(error.problems)
        reporter.warn("Nothing was written.")
        return reporter.end(2)
    except OSError as error:
        reporter.problems([unwritable(error, str(error.filename or target))])
        reporter.warn("Nothing was written.")
        return reporter.end(2)
    reporter.say(*said)
    return reporter.end(0, following=_next(target))


def _next(target: Path) -> str:
    where = os.path.relpath(target)
    return "chancery serve" if where == "." else f"cd {shlex.quote(where)} && chancery serve"


def _empty(target: Path) -> None:
    """Raise CannotStart where something is in the way of a new repository."""
    place = Place(os.path.relpath(target))
    cure = "Name a folder that is empty, or that there is not yet."
    if target.is_symlink() or (target.exists() and not target.is_dir()):
        message = "is no folder"
    elif target.is_dir() and (held := {*os.listdir(target)} - _NOTHING):
        seen = min(held, key=lambda name: (name.startswith("."), name))  # a visible one first
        message = f"is not empty: {shown(seen)} is in it"
    else:
        return
    raise CannotStart([Problem(place, message, cure=cure, code="folder-in-use")])


# The questions


def catalogue_languages() -> tuple[str, ...]:
    """Return the languages that the theme has the interface in."""
    from chancery.commands.starter import starter_languages

    return tuple(sorted(starter_languages()))


def _country(value: str, _known: Answers) -> str:
    from chancery.commands.places import country_code

    return country_code(value)


def _usual_languages(known: Answers) -> str:
    """Return the official languages of the country that there is an interface in."""
    from chancery.common.languages import host_languages

    have = catalogue_languages()
    own = [tag for tag in host_languages(known.get("country", "")) if tag in have]
    return ", ".join(own or ["en"])


def _languages(value: str, _known: Answers) -> str:
    from chancery.common.languages import language_name
    from chancery.geo.codes import language_meant, language_named

    tags = []
    for part in _parts(value):
        tag = language_named(part)
        if not tag:
            meant = language_meant(part)
            near = f"{meant} ({language_name(meant, 'en')})" if meant else ""
            cure = "" if near else "Give codes or names, such as en or French."
            raise Wrong(f"{shown(part)} is no language that CLDR knows", near=near, cure=cure)
        tags.append(tag)
    have = catalogue_languages()
    if not set(tags) & {*have}:
        said = ", ".join(language_name(tag, "en") for tag in tags)
        cure = f"Add one of {', '.join(have)}; the others can follow."
        raise Wrong(f"there is no interface in {said} yet", cure=cure)
    return ", ".join(dict.fromkeys(tags))


def _usual_name(known: Answers) -> str:
    from chancery.commands.starter import ministry_words

    words = ministry_words()
    main = _parts(known.get("languages", "en"))[0]
    return words.get(main, words["en"])


def _name(value: str, _known: Answers) -> str:
    if not value.isprintable() or len(value) > _LONGEST_NAME:
        raise Wrong(f"{shown(value)}, expected a name of at most {_LONGEST_NAME} characters")
    return value


def _url(value: str, _known: Answers) -> str:
    from chancery.common.urls import nearest_address, url_fault

    address = value if value.endswith("/") else f"{value}/"
    if fault := url_fault(address):
        near = nearest_address(address)
        raise Wrong(f"{shown(value)}: {fault}", near=near, cure=f"Such as {EXAMPLE_URL}.")
    return address


def _usual_posts(known: Answers) -> str:
    from chancery.commands.places import english, far_away

    return ", ".join(english(code) for code in far_away(known.get("country", ""), 3))


def _posts(value: str, known: Answers) -> str:
    from chancery.commands.places import english, spot

    places = _parts(value)
    if len(places) != 3:
        cure = "Name three with commas between: of the embassy, the consulate, the virtual embassy."
        raise Wrong(f"{shown(value)} are {len(places)} places, expected 3", cure=cure)
    spots = [spot(place, _parts(known.get("languages", "en"))) for place in places]
    own = known.get("country", "")
    for place, where in zip(places, spots, strict=True):
        if where.country == own:
            raise Wrong(f"{shown(place)} is in {english(own)}: posts are abroad")
    if spots[0].country == spots[2].country:
        cure = "A virtual embassy is for a country without a post."
        raise Wrong(f"{english(spots[0].country)} has the embassy", cure=cure)
    return ", ".join(places)


def _ci(value: str, _known: Answers) -> str:
    from chancery.commands.starter import RECIPES

    names = [*RECIPES, "none"]
    if value.lower() in names:
        return value.lower()
    raise Wrong(f"{shown(value)}, expected one of {', '.join(names)}", near=nearest(value, names))


def _parts(value: str) -> list[str]:
    return [part.strip() for part in _COMMAS.split(value) if part.strip()]


_LONGEST_NAME = 150
QUESTIONS = (
    Question(key="country", words="Whose ministry is it? The country, by name or code",
             check=_country),
    Question(key="languages", words="Languages of every site, the main one first",
             usual=_usual_languages, check=_languages),
    Question(key="name", words="The ministry’s name in the main language",
             usual=_usual_name, check=_name),
    Question(key="url", words="Address at which the sites will live",
             usual=lambda _known: EXAMPLE_URL, check=_url),
    Question(key="posts_in", usual=_usual_posts, check=_posts, waits=("country",),
             words="Where are the first embassy, consulate and virtual embassy? "
             "Three countries or cities"),
    Question(key="ci", words="Pipeline for github, gitlab, forgejo or none",
             usual=lambda _known: "github", check=_ci),
)  # fmt: skip


# The repository


def planned(answers: Answers) -> Plan:
    """Return what the answers ask for."""
    from chancery.commands.places import spot
    from chancery.commands.starter import Plan

    languages = tuple(_parts(answers["languages"]))
    policy = [tag for tag in languages if tag in catalogue_languages()]
    embassy, consulate, virtual = (spot(place, policy) for place in _parts(answers["posts_in"]))
    usual = answers["name"] == _usual_name(answers)
    return Plan(
        country=answers["country"],
        name="" if usual else answers["name"],
        languages=languages,
        url=answers["url"],
        embassy=embassy,
        consulate=consulate,
        virtual=virtual,
        ci="" if answers["ci"] == "none" else answers["ci"],
        day=build_date().isoformat(),
    )


def _made(target: Path, plan: Plan) -> list[str]:
    """Make the repository and return what is to be said of it. Raises CannotStart and OSError."""
    from chancery.commands.starter import repository

    files = repository(plan)
    _checked(files["posts.yaml"])
    with _beside(target) as folder:
        for name, data in files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        git = not (target / ".git").exists() and _git(folder)
        _move(folder, target)
    return _said(target, plan, files, git=git)


def _checked(posts: bytes) -> None:
    """Raise CannotStart where the new posts.yaml would have a mistake: then nothing is written."""
    from chancery.common.problems import holding
    from chancery.network.load import read_network

    problems = holding(read_network(posts, "posts.yaml", {}).problems)
    if problems:
        # They stand in lines that nobody has written: no line of the file is shown.
        places = [Place(f"{COMMAND}: {problem.path}") for problem in problems]
        raise CannotStart(
            replace(problem, place=place, path="")
            for problem, place in zip(problems, places, strict=True)
        )


@contextmanager
def _beside(target: Path) -> Iterator[Path]:
    """Give a folder to fill, on the same disk as the one it becomes; it goes where that fails."""
    inside = target if target.is_dir() else target.parent
    made = [folder for folder in (inside, *inside.parents) if not folder.exists()]
    inside.mkdir(parents=True, exist_ok=True)
    part = Path(tempfile.mkdtemp(prefix=f".{target.name}.", suffix=".part", dir=inside))
    try:
        mask = os.umask(0)
        os.umask(mask)
        part.chmod(0o777 & ~mask)  # as any other folder; a temporary one is for its owner alone
        yield part
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        for folder in made:
            with suppress(OSError):  # somebody may have put something there
                folder.rmdir()
        raise


def _move(folder: Path, target: Path) -> None:
    """Put what is complete in its place: at once, or name by name into a folder that was there."""
    if not target.exists():
        folder.rename(target)
        return
    moved: list[Path] = []
    try:
        for path in sorted(folder.iterdir()):
            path.rename(target / path.name)
            moved.append(target / path.name)
        folder.rmdir()
    except BaseException:
        for path in moved:
            path.rename(folder / path.name)
        raise


def _git(folder: Path) -> bool:
    """Begin a Git repository where Git is there; say whether it was."""
    # What Git is told of another repository must not lead there.
    surroundings = {
        name: value for name, value in os.environ.items() if not name.startswith("GIT_")
    }
    command = ["git", "-c", "init.defaultBranch=main", "init", "--quiet", str(folder)]
    try:
        done = subprocess.run(
            command, env=surroundings, capture_output=True, check=False, timeout=_GIT_TIME
        )
    except (OSError, subprocess.TimeoutExpired):
        return False
    return done.returncode == 0


def _said(target: Path, plan: Plan, files: Mapping[str, bytes], *, git: bool) -> list[str]:
    """Return what was made, and what is still to be known of it."""
    from chancery.commands.places import english
    from chancery.common.languages import language_name

    where = os.path.relpath(target)
    kept = " in a Git repository" if git else ""
    said = [f"{where} holds {len(files)} files{kept}: {', '.join(plan.ids)}."]
    have = catalogue_languages()
    if missing := [language_name(tag, "en") for tag in plan.languages if tag not in have]:
        said.append(f"There is no interface in {', '.join(missing)} yet: no site is made in it, "
                    "and starter texts are in the other languages.")  # fmt: skip
    if plan.recognised:
        names = ", ".join(map(english, plan.recognised))
        said.append(f"{names} is no member of the United Nations: naming.recognised names it.")
    if plan.virtual_kind == "virtual-consulate":
        name = english(plan.virtual.country)
        said.append(f"{name} is no member of the United Nations: a virtual consulate is for it.")
    said.append("Pages are samples, and the sites say that they are a demonstration; "
                "README.md says what to fill in.")  # fmt: skip
    return said
