"""Which files below the content folder are texts, by their names alone."""

from __future__ import annotations

import os
import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from chancery.common.clock import day_of
from chancery.common.files import file_fault, leads_out
from chancery.common.languages import canonical_tag
from chancery.common.problems import Place, Problem, nearest, one_line, shown
from chancery.content import notices
from chancery.content.markdown import MAX_BYTES
from chancery.geo.codes import language_meant

_NAME = re.compile(
    r"([a-z0-9]+(?:-[a-z0-9]+)*)\.([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})*)(\.easy)?\.([a-z]+)"
)
#: The words of travel advice are named by their country (ISO 3166-1).
_ADVICE = re.compile(r"([A-Z]{2})\.([A-Za-z]{2,3}(?:-[A-Za-z]{2,4})*)\.([a-z]+)")
#: What the slug of a page's variant in easy language ends with.
EASY = "/easy"
_DATED = re.compile(r"([0-9]{4}-[0-9]{2}-[0-9]{2})-(.+)")
#: Where a post's inserts stand, below its folder.
_INSERTS = ("pages", "inserts")
#: Names that the tree of a site or of the portal uses itself, beside those of features.
_TREE = frozenset({"assets", "feed", "posts"})
#: Folders of texts alone.
_TEXTS = ("pages", "news")
_DATA = frozenset({".yaml", ".yml"})
#: Data files that stand beside texts: a feed may stand anywhere.
_DATA_FILES = _DATA | {".json", ".xml", ".atom", ".rss", ".ics"}


#: How files end that editors and systems leave, beside those with a dot before their names.
_NOT_MEANT = ("~", "Thumbs.db", "desktop.ini")
_PICTURES = frozenset(
    {".jpg", ".jpeg", ".png", ".webp", ".avif", ".gif", ".svg", ".heic", ".tif", ".tiff"}
)
_DOCUMENTS = frozenset(
    {".pdf", ".doc", ".docx", ".odt", ".rtf", ".xls", ".xlsx", ".ods", ".ppt", ".pptx", ".pages"}
)
#: What a name may be before its ending: a language after a dot, else after another sign.
_NAMED = (
    re.compile(r"(.+)\.([A-Za-z]{2,3}(?:[-_][A-Za-z]{2,4})?)"),
    re.compile(r"(.+)[ ,_-]([A-Za-z]{2,3})"),
)
#: The endings that a text may have been given by mistake.
_ENDINGS = re.compile(r"(?:\.(?:md|markdown|mdown|mkd|txt|text))+", re.IGNORECASE)


#: The most texts of one post, or shared by all, and their bytes together: each has one folder, and
#: nobody's may hold up the build of all others.
MOST_TEXTS = 10_000
MOST_BYTES = 64 * 2**20


@dataclass(frozen=True, slots=True, kw_only=True)
class TextFile:
    """A text by its place: where it is, and what its name says."""

    file: str
    kind: Literal["page", "news", "advice", "insert"]
    slug: str
    language: str
    post: str = ""
    date: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Names:
    """What files and folders may be called, and what they may not.

    posts: the ids that may have a folder of their own; extensions: those that readers take, without
    a dot; shelves: the folders of records; taken: the slugs that sites use themselves.
    """

    posts: frozenset[str]
    extensions: frozenset[str] = frozenset({"md"})
    shelves: tuple[str, ...] = ()
    taken: frozenset[str] = frozenset()


def scan(root: Path, names: Names) -> tuple[list[TextFile], list[Problem]]:
    """Find the texts below a content folder, in the order of their paths.

    A file whose name says nothing is a problem, not a silence.
    """
    found: dict[tuple[str, str, str, str], TextFile] = {}
    problems: list[Problem] = []
    for relative in _files(root, names, problems):
        result = text_file(relative, names, root.name)
        if isinstance(result, TextFile):
            result = _twice(result, found, root.name) or _unreadable(result, root) or result
        if isinstance(result, TextFile):
            found[result.post, result.kind, result.slug, result.language] = result
        elif result is not None:
            problems.append(result)
    kept = _bounded(found.values(), root, problems)
    return kept, problems


def _bounded(texts: Collection[TextFile], root: Path, problems: list[Problem]) -> list[TextFile]:
    """Return the texts that are not too many of one post, or of all together; the rest are told.

    Of news the newest are kept. Few texts are never too large together, so nobody looks.
    """
    by_post: dict[str, list[TextFile]] = {}
    for text in texts:
        by_post.setdefault(text.post, []).append(text)
    left_out: set[str] = set()
    for post, found in by_post.items():
        if len(found) * MAX_BYTES > MOST_BYTES:
            left_out.update(_beyond(found, root))
            if more := len(left_out.intersection(text.file for text in found)):
                place = Place(one_line(f"{root.name}/posts/{post}" if post else root.name))
                message = (
                    f"holds {len(found):,} texts, expected at most {MOST_TEXTS:,} of together "
                    f"{MOST_BYTES // 2**20} MB; {more:,} are left out, of news the oldest"
                )
                cure = "Take out what nobody reads any more."
                problems.append(
                    Problem(place, message, cure=cure, post=post, code="texts-too-many")
                )
    return [text for text in texts if text.file not in left_out]


def _beyond(found: list[TextFile], root: Path) -> Iterator[str]:
    """Return the files of a post's texts that are too many or too large together."""
    found.sort(key=lambda text: text.date, reverse=True)
    found.sort(key=lambda text: text.kind == "news")
    size = 0
    for number, text in enumerate(found, 1):
        with suppress(OSError):
            size += min((root / text.file).stat().st_size, MAX_BYTES)
        if number > MOST_TEXTS or size > MOST_BYTES:
            yield text.file


def _files(root: Path, names: Names, problems: list[Problem]) -> Iterator[str]:
    """Return the files below a folder, sorted; links to folders are told and not followed."""

    def closed(error: OSError) -> None:
        place = Place(one_line(f"{root.name}/{os.path.relpath(error.filename, root)}"))
        problems.append(Problem(place, f"cannot be read: {error.strerror}", code="file-unreadable"))

    for folder, folders, files in os.walk(root, onerror=closed):
        folders.sort()
        base = os.path.relpath(folder, root).replace(os.sep, "/")
        for name in folders:
            if problem := _linked(name if base == "." else f"{base}/{name}", root, names):
                problems.append(problem)
        for name in sorted(files):
            if not name.startswith((".", "_", "~$")) and not name.endswith(_NOT_MEANT):
                yield name if base == "." else f"{base}/{name}"


def _linked(relative: str, root: Path, names: Names) -> Problem | None:
    """Say of a link to a folder that it is not followed; folders of data tell that themselves."""
    path = root / relative
    if not path.is_symlink() or relative in (*names.shelves, "feeds", "pictures"):
        return None
    out = f"; it leads out of {root.name}/" if leads_out(path, root) else ""
    place = Place(one_line(f"{root.name}/{relative}"))
    cure = "Put the folder itself there."
    return Problem(
        place,
        f"is a link to a folder, which is not followed{out}",
        cure=cure,
        code="file-unreadable",
    )


def _twice(
    text: TextFile, found: Mapping[tuple[str, str, str, str], TextFile], root: str
) -> Problem | None:
    first = found.get((text.post, text.kind, text.slug, text.language))
    if first is None:
        return None
    message = f"is the same text in the same language as {first.file}, which is shown"
    cure = "Remove one of the two, or give it another name."
    return Problem(
        Place(f"{root}/{text.file}"), message, cure=cure, post=text.post, code="text-twice"
    )


def _unreadable(text: TextFile, root: Path) -> Problem | None:
    path = root / text.file
    # Only a link can lead out of a folder that was walked through without following links.
    if path.is_file() and not path.is_symlink():
        return None
    fault = file_fault(path, root)
    place = Place(f"{root.name}/{text.file}")
    return (
        Problem(
            place, fault, post=text.post, cure="Put the file itself there.", code="file-unreadable"
        )
        if fault
        else None
    )


def text_file(relative: str, names: Names, root: str) -> TextFile | Problem | None:
    """Return the text that a file is by its place, or what is wrong with that; None for neither.

    relative: where it is below the content folder; root: the name of that folder, for messages.
    """
    parts = relative.split("/")
    place = Place(one_line(f"{root}/{relative}"))
    ending = os.path.splitext(relative)[1]
    if ending in _DATA_FILES or parts[0] in ("feeds", "pictures"):
        return _stray(parts, names, place) if ending in _DATA else None
    area, name = tuple(parts[:-1]), parts[-1]
    post = ""
    if len(area) >= 2 and area[0] == "posts":
        post = area[1]
        if post not in names.posts:
            message, cure = (
                f"{shown(post)} is no post of this network",
                "Rename or remove the folder.",
            )
            return Problem(
                place, message, "", nearest(post, names.posts), cure, code="folder-of-no-post"
            )
        area = ("news",) if area[2:] == ("news",) else ("pages", *area[2:])
    if area == ("advice",):
        return _advice(relative, name, names, place)
    if area not in (("pages",), ("news",), *([_INSERTS] if post else [])):
        return Problem(place, "stands where no text is looked for",
                       cure="Texts belong into pages/, news/, advice/, posts/ID/, "
                       "posts/ID/news/ or posts/ID/inserts/.",
                       post=post, code="text-misplaced")  # fmt: skip
    match = _NAME.fullmatch(name)
    language = canonical_tag(match[2]) if match else ""
    if match is not None and not language and match[4] in names.extensions:
        return Problem(place, f"{shown(match[2])} is no language tag that is known", post=post,
                       nearest=language_meant(match[2]),
                       cure="Use the tag of BCP 47, such as fr or zh-Hant.",
                       code="language-unknown")  # fmt: skip
    if match is None or match[4] not in names.extensions:
        return _misnamed(name, place, post)
    return _in_area(area, relative, match, language, post, place, names)


def _stray(parts: list[str], names: Names, place: Place) -> Problem | None:
    """Say of a data file that nobody reads it where it stands.

    What stands in a folder of data, or right in that of a post, is told where these are read.
    """
    first, depth = parts[0], len(parts) - 1
    if any(part.startswith((".", "_")) for part in parts):
        return None
    if depth and (first in (*names.shelves, "feeds", "pictures") or (first, depth) == ("posts", 2)):
        return None
    post = parts[1] if first == "posts" and parts[1] in names.posts else ""
    own = f"{f'posts/{post}' if post else 'posts/ID'}/{notices.FILE}"
    cure = f"Data belong into {'/, '.join(names.shelves)}/ or {own}."
    near = _right_place(parts, post, names)
    return Problem(place, "is read by nobody", "", near, cure, post, code="data-misplaced")


def _right_place(parts: list[str], post: str, names: Names) -> str:
    """Return where a stray data file may be meant to stand; post: that in whose folder it is."""
    first, *rest = parts
    if first in _TEXTS:
        return ""
    if first == "posts":
        return f"posts/{post}/{notices.FILE}" if post and nearest(rest[-1], [notices.FILE]) else ""
    folder = nearest(first if rest else Path(first).stem, (*names.shelves, "posts"))
    if folder == "posts":
        return "/".join((folder, *rest)) if len(rest) > 1 else ""
    return folder and f"{folder}/{parts[-1]}"


def _in_area(
    area: tuple[str, ...], relative: str, match: re.Match[str], language: str, post: str,
    place: Place, names: Names,
) -> TextFile | Problem:  # fmt: skip
    if area == ("pages",):
        if match[1] in (*names.taken, *_TREE) or match[1].startswith("continent-"):
            message = f"{shown(match[1])} is a page that every site makes itself"
            cure = "Choose another name."
            return Problem(place, message, post=post, cure=cure, code="name-reserved")
        slug = match[1] + (EASY if match[3] else "")
        return TextFile(file=relative, kind="page", slug=slug, language=language, post=post)
    if area == _INSERTS and not match[3]:
        return TextFile(file=relative, kind="insert", slug=match[1], language=language, post=post)
    return _news(relative, match[1], bool(match[3]), language, post, place)


def _advice(relative: str, name: str, names: Names, place: Place) -> TextFile | Problem:
    match = _ADVICE.fullmatch(name)
    language = canonical_tag(match[2]) if match else ""
    if match is None or match[3] not in names.extensions or not language:
        cure = "Name it by the country's code in capitals and a language tag, such as KE.fr.md."
        return Problem(place, "is not named as travel advice", cure=cure, code="file-misnamed")
    return TextFile(file=relative, kind="advice", slug=match[1], language=language)


def _news(
    relative: str, name: str, easy: bool, language: str, post: str, place: Place
) -> TextFile | Problem:
    if easy:
        message = "is no page, and only pages have a variant in easy language"
        return Problem(
            place, message, post=post, cure="Take .easy out of its name.", code="easy-without-page"
        )
    dated = _DATED.fullmatch(name)
    if dated is None or day_of(dated[1]) is None:
        return Problem(place, "has no date in its name that the calendar knows", post=post,
                       cure="Name it 2026-03-01-slug.fr.md.", code="file-misnamed")  # fmt: skip
    return TextFile(
        file=relative, kind="news", slug=name, language=language, post=post, date=dated[1]
    )


def _misnamed(name: str, place: Place, post: str) -> Problem:
    """Say of a file among texts that is named as none what it may be."""
    ending = os.path.splitext(name)[1].lower()
    if ending in _PICTURES:
        message, near = "is a picture, and texts have none", ""
        cure = "Put a picture of the place into content/pictures/, and name it as hero of the post."
    elif ending in _DOCUMENTS:
        message, near = "is a document and no text", ""
        cure = "Write it as Markdown, or link to it where it stands on the web."
    else:
        message, near = "is not named as a text", _near_name(name)
        cure = (
            "Name it slug.language.md, such as passports.fr.md: lower-case letters, digits and "
            "hyphens, then a language tag."
        )
    return Problem(place, message, nearest=near, cure=cure, post=post, code="file-misnamed")


def _near_name(name: str) -> str:
    """Return the name that a text should have, if its language shows in the one it has."""
    ending = _ENDINGS.search(name)
    if ending is None or ending.end() < len(name):
        return ""
    for form in _NAMED:
        parts = form.fullmatch(name[: ending.start()])
        tag = canonical_tag(parts[2].replace("_", "-")) if parts else ""
        if parts and tag:
            plain = unicodedata.normalize("NFKD", parts[1].casefold())
            slug = re.sub(r"[^a-z0-9]+", "-", re.sub(r"[\u0300-\u036f]", "", plain)).strip("-")
            return f"{slug}.{tag}.md" if slug else ""
    return ""
