"""`chancery new page` and `chancery new news`: a text begun in its folder, never over another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.asking import Answers, Question, Wrong, answered
from chancery.commands.options import Options
from chancery.common.clock import build_date
from chancery.common.files import leads_out, unwritable
from chancery.common.problems import CannotStart, nearest, shown

if TYPE_CHECKING:
    from chancery.network.model import Network, Post

#: The parts of the navigation that a page can belong to.
GROUPS = ("services", "help", "country", "about")


def new_text(options: Options, kind: str, given: Answers) -> int:
    """Begin a page or a news item as a draft and return the exit code.

    kind: page or news; given: what flags answer; in a terminal the rest is asked for.
    """
    from chancery.commands.told import network_of

    reporter, command = options.reporter(), f"chancery new {kind}"
    try:
        network = network_of(options)
        answers = answered(questions(kind, network, options.network_folder), given, command)
        path = options.network_folder / _place(kind, answers)
        _written(path, _text(kind, answers), options.network_folder / "content")
    except CannotStart as error:
        reporter.problems(error.problems)
        reporter.warn("Nothing was written.")
        return reporter.end(2)
    except OSError as error:
        reporter.problems([unwritable(error, str(error.filename or options.network_folder))])
        reporter.warn("Nothing was written.")
        return reporter.end(2)
    name = path.relative_to(options.network_folder).as_posix()
    reporter.say(f"{name} was begun as a draft. Write it, then take status: draft out.")
    if said := _beside(options.network_folder, kind, answers):
        reporter.warn(said)
    reporter.give(file=name)
    return reporter.end(0, following=f"chancery serve{options.flags}")


def _written(path: Path, text: str, content: Path) -> None:
    """Put a text in a place where there is none. Raises OSError."""
    if leads_out(path, content):
        raise OSError(None, "it leads out of content/ by a link", str(path))
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("xb") as file:
        file.write(text.encode())


def questions(kind: str, network: Network, folder: Path) -> tuple[Question, ...]:
    """Return what is asked for a text of a kind; folder: that of the network."""
    posts = [post for post in network.posts if post.site]
    ids = [post.id for post in posts]
    return (
        Question(key="post", words="For which post, by id? Nothing for all of them", open=True,
                 check=partial(_post, ids)),
        Question(key="language", words="In which language", check=partial(_language, network),
                 usual=partial(_usual_language, network)),
        Question(key="title", words="Its title", check=_title),
        *([Question(key="group", words=f"Part of the navigation: {', '.join(GROUPS)}",
                    usual=_usual_group, check=_group)] if kind == "page" else []),
        Question(key="name", words="Its name in addresses", usual=partial(_usual_name, kind),
                 waits=("title",), lacks=_nameless,
                 check=partial(_name, kind, frozenset(ids), folder)),
    )  # fmt: skip


def _post(ids: Sequence[str], value: str, _known: Answers) -> str:
    if value not in ids:
        near = nearest(value, ids)
        cure = "" if near else "Give the id of a post in posts.yaml that has a site."
        raise Wrong(f"{shown(value)} is no post with a site", near=near, cure=cure)
    return value


def _languages(network: Network, post: Post | None) -> list[str]:
    """Return the languages of the sites that would show a text, as posts.yaml has them."""
    from chancery.common.languages import host_languages

    found = list(network.ministry.languages)
    for one in [post] if post else network.posts:
        replaced = [tag for tag in one.languages if not tag.startswith("+")]
        own = replaced or [*host_languages(one.country or ""), *one.languages]
        found = [] if post and replaced else found
        found += [tag.removeprefix("+") for tag in own]
    return list(dict.fromkeys(found))


def _of_id(network: Network, id: str) -> Post | None:
    return next((post for post in network.posts if post.id == id), None)


def _usual_language(network: Network, known: Answers) -> str:
    return _languages(network, _of_id(network, known.get("post", "")))[0]


def _language(network: Network, value: str, known: Answers) -> str:
    from chancery.geo.codes import language_meant, language_named

    have = _languages(network, _of_id(network, known.get("post", "")))
    tag = language_named(value)
    if tag not in have:
        meant = language_meant(value)
        near = meant if meant in have else nearest(value, have)
        cure = f"The sites concerned have {', '.join(have)}; posts.yaml can add languages."
        raise Wrong(f"{shown(value)} is no language of these sites", near=near, cure=cure)
    return tag


def _title(value: str, _known: Answers) -> str:
    if not value.isprintable() or len(value) > 150:
        raise Wrong(f"{shown(value)}, expected one line of at most 150 characters")
    return value


def _usual_group(known: Answers) -> str:
    return "country" if known.get("post") else "services"


def _group(value: str, _known: Answers) -> str:
    if value not in GROUPS:
        raise Wrong(f"{shown(value)}, expected one of {', '.join(GROUPS)}",
                    near=nearest(value, GROUPS))  # fmt: skip
    return value


def _usual_name(kind: str, known: Answers) -> str:
    from chancery.commands.places import slug

    made = slug(known.get("title", ""))[:60].strip("-")
    return f"{build_date().isoformat()}-{made or 'news'}" if kind == "news" else made


def _nameless(_known: Answers) -> tuple[str, str]:
    return "the title has no letters a to z or digits to make a name of", "moving-here"


def _dated(value: str) -> str:
    """Return the name of a news item as its file has it: with today's date where it has none."""
    return value if value[:1].isdigit() else f"{build_date().isoformat()}-{value}"


def _name(kind: str, ids: frozenset[str], folder: Path, value: str, known: Answers) -> str:
    """Return the name of a text, where a build would take it and there is none yet."""
    from chancery.commands.places import slug
    from chancery.content.scan import TextFile, text_file
    from chancery.features import names_for

    if value != slug(value):
        cure = "Use small letters a to z, digits and single hyphens."
        raise Wrong(f"{shown(value)} is no name for an address", near=slug(value), cure=cure)
    value = _dated(value) if kind == "news" else value
    answers = {**known, "name": value}
    if not {"post", "language"} <= answers.keys():
        return value  # what is wrong with these is told
    place = _place(kind, answers)
    found = text_file(place.relative_to("content").as_posix(), names_for(ids), "content")
    if not isinstance(found, TextFile):
        message, near, cure = (found.message, found.nearest, found.cure) if found else ("", "", "")
        if kind == "news":
            dated = f"{build_date().isoformat()}-{value.lstrip('0123456789-') or 'news'}"
            near, cure = "", f"Such as --name {dated}."
        raise Wrong(f"{shown(value)} {message}".strip(), near=near, cure=cure)
    if (folder / place).exists() or (folder / place).is_symlink():
        raise Wrong(f"{place.as_posix()} is there already", cure="Give another name.")
    return value


def _place(kind: str, answers: Answers) -> Path:
    """Return where a text stands in the folder of its network."""
    post, name = answers.get("post", ""), f"{answers['name']}.{answers['language']}.md"
    folder = "news" if kind == "news" else "pages"
    if not post:
        return Path("content", folder, name)
    own = Path("content", "posts", post)
    return (own / "news" if kind == "news" else own) / name


def _text(kind: str, answers: Answers) -> str:
    """Return a text to be written on: front matter, and a sentence that says so."""
    from chancery.commands.starter import write_here

    lines = [f"title: {json.dumps(answers['title'], ensure_ascii=False)}"]
    if kind == "page":
        lines.append(f"group: {answers['group']}")
    lines.append("status: draft")
    return "\n".join(["---", *lines, "---", "", write_here(answers["language"]), ""])


def _beside(folder: Path, kind: str, answers: Answers) -> str:
    """Say which shared text has the name of a post's: it decides what becomes of that."""
    shared = sorted((folder / "content" / ("news" if kind == "news" else "pages")).glob(
        f"{answers['name']}.*.md"))  # fmt: skip
    if not (answers.get("post") and shared):
        return ""
    name = shared[0].relative_to(folder).as_posix()
    return f"{name} has this name too: its key local says whether the post’s is added, or shown."
