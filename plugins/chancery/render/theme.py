"""The theme: its templates, its stylesheet, its catalogues."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Mapping
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass
from hashlib import sha256
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

import msgspec
from jinja2 import (
    Environment,
    FileSystemLoader,
    StrictUndefined,
    TemplateSyntaxError,
)
from jinja2.runtime import Context
from markupsafe import Markup, escape

from chancery.common import stored
from chancery.common.errors import ChanceryError
from chancery.common.languages import canonical_tag
from chancery.common.problems import reason
from chancery.network.accents import dark_accent
from chancery.plan.inputs import Tested, Theme
from chancery.render.compiled import CompiledTemplates
from chancery.render.headers import inline, policy, standalone
from chancery.render.layouts import placeholder
from chancery.render.words import lines, link, marked, noted, say, soft

if TYPE_CHECKING:
    from babel.messages.catalog import Catalog

#: The file of a theme that keeps what the last test of its accessibility found.
TESTED = "accessibility.json"

#: The most characters of what a library says of a file.
_WHY_LIMIT = 200

#: The interface texts of the language that is being rendered, escaped and ready.
_TEXTS: ContextVar[Mapping[str, Markup]] = ContextVar("texts")


def translated(message: str) -> Markup:
    """Return an interface text in the language that is being rendered; templates call it `_`."""
    found = _TEXTS.get().get(message)
    return escape(message) if found is None else found


#: A line of a catalogue that has a text.
_QUOTED = re.compile(rb'\s*(?:msg[a-z_]+(?:\[[0-9]+\])?\s*)?"(?:[^"\\]|\\.)*"\s*')


class ThemeBroken(ChanceryError):
    """A file of the theme cannot be read, so that no page can be made."""

    def __init__(self, file: str, message: str, line: int = 0) -> None:
        """Take the file, what is wrong with it, and the line where that is known."""
        self.file, self.message, self.line = file, message, line
        super().__init__(f"{file}:{line}: {message}")


@dataclass(frozen=True, slots=True)
class ThemeFiles:
    """A theme as read from its folder: what the plan needs, its stylesheet and its other assets."""

    theme: Theme
    folder: str
    css: bytes
    assets: tuple[tuple[str, bytes], ...]


class CompiledCatalogues:
    """The catalogues that were parsed before, each under the digest of the file it is from."""

    def __init__(self, cache: Path, *, keep: bool = True) -> None:
        """Take the cache folder, and whether to add to it.

        damaged: what was found damaged there.
        """
        self.damaged: list[stored.Damage] = []
        self._folder, self._keep = cache / "catalogues", keep

    def of(self, path: Path) -> dict[str, str]:
        """Return the messages of a `.po` file with their translations. Raises ThemeBroken."""
        source = sha256(path.read_bytes()).hexdigest()[:24]
        file = self._folder / f"{source}.json"
        found = stored.read(file, _CATALOGUE, source, self.damaged)
        if found is None:
            found = _parsed(path)
            if self._keep:
                # Where it cannot be kept, the next build parses it again.
                with suppress(OSError):
                    data = json.dumps(found, ensure_ascii=False).encode()
                    stored.write(file, _CATALOGUE, data, source)
        return found


_CATALOGUE: stored.Kind[dict[str, str]] = stored.Kind("catalogue", 1, json.loads)


def read_theme(folder: Path, catalogues: CompiledCatalogues, accents: Iterable[str]) -> ThemeFiles:
    """Read a theme's stylesheet and catalogues, and digest everything that pages are made from.

    accents: those of the network; each makes a stylesheet of its own.

    Raises:
        ThemeBroken: If a file cannot be read.
    """
    try:
        return _read_theme(folder, catalogues, accents)
    except OSError as error:
        raise ThemeBroken(
            str(error.filename or folder), f"cannot be read: {error.strerror}"
        ) from error


def _read_theme(folder: Path, catalogues: CompiledCatalogues, accents: Iterable[str]) -> ThemeFiles:
    hasher = sha256()
    for path in sorted(folder.rglob("*")):
        if path.suffix in (".html", ".xml", ".css", ".js", ".svg", ".po", ".json"):
            data = path.read_bytes()
            hasher.update(f"{path.relative_to(folder)} {len(data)} ".encode() + data)
    css = stylesheet(folder)
    styles = {
        accent: hashed("site.css", css + accent_rules(accent)) for accent in sorted({"", *accents})
    }
    scripts = {path.stem: path.read_bytes() for path in sorted(folder.glob("scripts/*.js"))}
    names = {name: hashed(f"{name}.js", data) for name, data in scripts.items()}
    icon = (folder / "icon.svg").read_bytes()
    theme = Theme(
        catalogues=read_catalogues(folder / "translations", catalogues),
        stylesheets=styles,
        scripts=names,
        icon=hashed("icon.svg", icon),
        digest=hasher.digest()[:16],
        tested=read_tested(folder),
        standalone=(folder / "standalone.css").read_text(encoding="utf-8"),
        missing=_script(folder, "inline/missing.js"),
        worker=_script(folder, "worker/sw.js"),
        leave=_script(folder, "worker/leave.js"),
    )
    assets = (
        (theme.icon, icon),
        *((names[name], data) for name, data in scripts.items()),
    )
    return ThemeFiles(theme, str(folder), css, assets)


def _script(folder: Path, name: str) -> str:
    """Return a script of a theme that is no asset; empty if the theme has none of that name."""
    path = folder / name
    return path.read_text(encoding="utf-8") if path.is_file() else ""


def hashed(name: str, data: bytes) -> str:
    """Return the name of an asset with a digest in it, so that hosts may keep it for ever."""
    stem, _, suffix = name.rpartition(".")
    return f"{stem}.{sha256(data).hexdigest()[:12]}.{suffix}"


def accent_rules(accent: str) -> bytes:
    """Return the rules that end a stylesheet with a post's accent, in light and in dark."""
    if not accent:
        return b""
    light, dark = (f":root {{ --accent: {colour}; }}" for colour in (accent, dark_accent(accent)))
    return f"{light}\n@media (prefers-color-scheme: dark) {{ {dark} }}\n".encode()


def read_tested(folder: Path) -> Tested | None:
    """Return what the last test of a theme's accessibility found, as `accessibility.json` keeps it.

    Raises ThemeBroken when that file is not what the test writes.
    """
    path = folder / TESTED
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Tested)
    except msgspec.MsgspecError as error:
        raise ThemeBroken(str(path), str(error)) from error


def stylesheet(folder: Path) -> bytes:
    """Return the one stylesheet: the base, then every component's styles by name."""
    files = [folder / "base.css", *sorted(folder.glob("components/*/styles.css"))]
    css = b"\n".join(path.read_bytes() for path in files)
    # Remarks are for whoever changes the theme; readers need not fetch them.
    lines = _REMARKS.sub(b"", css).splitlines()
    return b"\n".join(line.strip() for line in lines if line.strip()) + b"\n"


_REMARKS = re.compile(rb"/\*.*?\*/", re.DOTALL)


def read_catalogues(folder: Path, compiled: CompiledCatalogues) -> dict[str, dict[str, str]]:
    """Return the catalogues of a theme: per language, message to translation.

    Raises ThemeBroken when there is none, or one is not well formed.
    """
    tags = ((canonical_tag(path.stem), path) for path in sorted(folder.glob("*.po")))
    found = {tag: compiled.of(path) for tag, path in tags if tag}
    if not found:
        raise ThemeBroken(str(folder), "cannot be read: there is no catalogue of any language")
    return found


def _parsed(path: Path) -> dict[str, str]:
    messages = read_catalogue(path)
    return {str(m.id): str(m.string) for m in messages if m.id and m.string and not m.fuzzy}


def read_catalogue(path: Path) -> Catalog:
    """Return all that stands in a `.po` file. Raises ThemeBroken for what cannot be read whole."""
    from babel.messages.pofile import PoFileError, read_po

    data = path.read_bytes()
    for number, line in enumerate(data.splitlines(), 1):
        # Babel takes a last letter for the quotation mark that is not there.
        if b'"' in line and not line.lstrip().startswith(b"#") and not _QUOTED.fullmatch(line):
            message = 'expected one text between quotation marks, with \\" for one within it'
            raise ThemeBroken(str(path), message, number)
    try:
        with BytesIO(data) as file:
            return read_po(file, locale=path.stem.replace("-", "_"), abort_invalid=True)
    except PoFileError as error:
        # Babel counts lines from 0, and says the number in its words too.
        said = str(error).rpartition(" on ")[0]
        raise ThemeBroken(str(path), _no_catalogue(said), error.lineno + 1) from error
    except Exception as error:
        # Babel reads headers too (languages, dates, plural forms), and fails in many ways on them.
        raise ThemeBroken(str(path), _no_catalogue(reason(error))) from error


def _no_catalogue(why: str) -> str:
    """Say why a file is no catalogue; Babel repeats what stands there, however long that is."""
    why = why if len(why) <= _WHY_LIMIT else why[: _WHY_LIMIT - 1] + "…"
    return f"is no catalogue that can be read: {why}"


class _Context(Context):
    """What a template sees; its functions and macros are called as they are.

    Jinja looks at each call for functions that want the context itself. The theme has none, and its
    pages make three hundred thousand calls.
    """

    def call(
        self, function: Callable[..., Any], /, *args: Any,
        _loop_vars: object = None, _block_vars: object = None, **named: Any,
    ) -> Any:  # fmt: skip
        """Call a function or a macro of the theme; what only the context could use is left out."""
        return function(*args, **named)


#: The templates that this process compiled last, by their folder and the digest of their theme.
_LAST: dict[tuple[str, bytes], Templates] = {}


def templates_of(theme: ThemeFiles, cache: str) -> Templates:
    """Return the templates of a theme, compiled; a process that builds again keeps them.

    Raises ThemeBroken when one is no template.
    """
    key = (theme.folder, theme.theme.digest)
    found = _LAST.get(key)
    if found is None:
        found = Templates(theme.folder, theme.theme.catalogues, cache)
        found.compile()
        forget_templates()
        _LAST[key] = found
        return found
    found.damaged = []
    return found


def forget_templates() -> None:
    """Let the next build of this process compile its templates, or read them from the cache."""
    _LAST.clear()


class Templates:
    """The theme's templates, compiled once for all languages.

    damaged: what was found damaged of those that were compiled before.
    """

    def __init__(
        self, folder: str, catalogues: Mapping[str, Mapping[str, str]], cache: str,
        parts: tuple[str, ...] = ("pages", "blocks", "components"),
    ) -> None:  # fmt: skip
        """Make the environment of a theme's folder; compiled templates are kept in the cache.

        parts: the folders in it that templates are named in.
        """
        bytecode = CompiledTemplates(Path(cache)) if cache else None
        self.damaged = bytecode.damaged if bytecode else []
        self._environment = Environment(
            loader=FileSystemLoader([f"{folder}/{part}" for part in parts]),
            autoescape=True,
            undefined=StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
            bytecode_cache=bytecode,
            auto_reload=False,
            cache_size=-1,
        )
        self._environment.context_class = _Context
        self._environment.globals.update({"_": translated, "placeholder": placeholder})
        for word in (policy, standalone, inline, say, lines, link, noted, marked, soft):
            self._environment.globals[word.__name__] = word
        self._texts = {
            tag: {message: escape(text) for message, text in catalogue.items()}
            for tag, catalogue in catalogues.items()
        }
        self._templates: dict[str, Any] = {}

    def compile(self) -> None:
        """Compile every template, so that forked workers find them ready.

        Raises ThemeBroken when one is no template.
        """
        for name in self._environment.list_templates(extensions=["html", "xml"]):
            try:
                self._template(name)
            except TemplateSyntaxError as error:
                message = f"is no template: {error.message}"
                raise ThemeBroken(error.filename or name, message, error.lineno) from error

    def _template(self, name: str) -> Any:
        template = self._templates.get(name)
        if template is None:
            template = self._templates[name] = self._environment.get_template(name)
            # Jinja chains two dictionaries and asks both for each name, at every import.
            template.globals = dict(template.globals)
        return template

    def render(self, name: str, language: str, **views: object) -> str:
        """Render a template in a language; it sees its views and nothing else."""
        token = _TEXTS.set(self._texts[language])
        try:
            return str(self._template(name).render(views))
        finally:
            _TEXTS.reset(token)
