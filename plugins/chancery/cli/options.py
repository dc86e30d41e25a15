"""The options that commands share, and the values that a shell completes for them."""

from __future__ import annotations

import functools
import os
import shlex
import sys
from collections.abc import Callable
from typing import Any, TypeVar

import click
from click.shell_completion import CompletionItem

from chancery import __version__
from chancery.commands.options import Options
from chancery.common.reporter import Style

F = TypeVar("F", bound=Callable[..., Any])
#: A folder that need not be there yet.
FOLDER = click.Path(file_okay=False, path_type=str)


def split(value: str) -> tuple[str, ...]:
    """Return the parts of a value with commas between."""
    return tuple(part.strip() for part in value.split(",") if part.strip())


def complete_posts(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the ids of posts that go on as somebody has begun, after the last comma."""
    from chancery.cli.complete import post_ids

    return _completed(post_ids(context.params.get("network") or ""), typed)


def complete_languages(
    context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the languages of the network that go on as somebody has begun."""
    from chancery.cli.complete import languages

    return _completed(languages(context.params.get("network") or ""), typed)


def complete_platforms(
    _context: click.Context, _parameter: click.Parameter, typed: str
) -> list[CompletionItem]:
    """Return the platforms that accounts can be on and that go on as somebody has begun."""
    from chancery.cli.complete import platforms

    return _completed(platforms(), typed)


def _completed(names: list[str], typed: str) -> list[CompletionItem]:
    before, comma, begun = typed.rpartition(",")
    return [CompletionItem(f"{before}{comma}{name}") for name in names if name.startswith(begun)]


_SHARED: dict[str, Callable[[F], F]] = {
    "network": click.option(
        "--network", default="", metavar="DIR", type=FOLDER, is_eager=True,
        help="A folder with posts.yaml and content/.",
    ),
    "output": click.option(
        "--output", default="", metavar="DIR", type=FOLDER,
        help="The folder that sites are written to.",
    ),
    "cache": click.option(
        "--cache", default="", metavar="DIR", type=FOLDER, help="The folder of caches.",
    ),
    "posts": click.option(
        "--posts", default="", metavar="IDS", shell_complete=complete_posts,
        help="Only these sites, by id, with commas between.",
    ),
    "workers": click.option(
        "--workers", default=0, metavar="NUMBER", type=click.IntRange(min=0),
        help="How many processes; 0 for as many as there are processors.",
    ),
    "no-wait": click.option(
        "--no-wait", is_flag=True,
        help="End with 2 when somebody else writes there, and do not wait.",
    ),
}  # fmt: skip


def shared(*names: str) -> Callable[[F], F]:
    """Return what adds shared options to a command, and hands it one `Options`.

    The command takes `options`, and `wait` where `no-wait` is among the names.
    """

    def decorated(function: F) -> F:
        @functools.wraps(function)
        def command(**given: Any) -> Any:
            style = Style(
                form=_form(given.pop("json"), given.pop("form", "text")),
                quiet=given.pop("quiet"),
                verbose=given.pop("verbose"),
                colour=_COLOURS[given.pop("color")],
                version=__version__,
                program=_typed(sys.argv[0]),
            )
            values = {name: given.pop(name) for name in names if name != "no-wait"}
            if "posts" in values:
                values["posts"] = split(values["posts"])
            if "no-wait" in names:
                given["wait"] = not given.pop("no_wait")
            options = Options(**values, style=style)
            try:
                return function(options=options, **given)
            except BrokenPipeError:
                raise
            except OSError as error:
                return _unusable(options, error)

        for name in reversed(names):
            command = _SHARED[name](command)
        return _said(command)  # type: ignore[return-value]

    return decorated


def _typed(name: str) -> str:
    """Return what is typed for this command: its name where a shell finds it, else its path."""
    if os.path.basename(name) != "chancery" or not os.path.isfile(name):
        return "chancery"
    folder = os.path.dirname(os.path.abspath(name))
    if folder in map(os.path.abspath, os.get_exec_path()):
        return "chancery"
    path = os.path.relpath(name)
    return shlex.quote(path if os.sep in path else os.path.join(os.curdir, path))


def _unusable(options: Options, error: OSError) -> int:
    """Tell of a file or folder that a command cannot do without; return the exit code."""
    from chancery.common.files import unwritable

    name = os.path.abspath(error.filename) if isinstance(error.filename, str) else "chancery"
    reporter = options.reporter()
    reporter.problems([unwritable(error, name, "cannot be used")])
    return reporter.end(2)


_COLOURS = {"auto": None, "always": True, "never": False}


def _said(command: F) -> F:
    """Add how a command speaks."""
    for option in (
        click.option(
            "--color", type=click.Choice(list(_COLOURS)), default="auto",
            help="Whether text is coloured; auto looks for a terminal and NO_COLOR.",
        ),
        click.option("--json", is_flag=True, help="Say everything as JSON."),
        click.option("--verbose", is_flag=True, help="Tell accepted problems too."),
        click.option("--quiet", is_flag=True, help="Tell errors and warnings, and nothing else."),
    ):  # fmt: skip
        command = option(command)
    return command


def checking(command: F) -> F:
    """Add the forms in which what is checked can be told."""
    return click.option(
        "--format", "form", type=click.Choice(["text", "json", "github", "sarif"]), default="text",
        help="How problems are told; github marks them beside a change, sarif is for scanners.",
    )(command)  # fmt: skip


def _form(json: bool, form: str) -> str:
    if json and form not in {"text", "json"}:
        raise click.UsageError(f"--json and --format {form} say the opposite: leave out one.")
    return "json" if json else form
