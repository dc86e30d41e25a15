"""`chancery alert`."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, TypeVar

import click

from chancery.cli.options import complete_languages, complete_posts, shared
from chancery.commands.options import Options

F = TypeVar("F", bound=Callable[..., Any])
_STEPS = {
    "update": "The id of an alert that goes on: add what --text says.",
    "all-clear": "The id of an alert that is over: say so with --text.",
    "cancel": "The id of an alert that was wrong: say so with --text.",
}
#: What is said of an alert, each as it is asked for.
GIVEN = {
    "country": "Names or ISO 3166-1 codes, with commas between.",
    "region": "ISO 3166-2 codes, with commas between.",
    "post": "Ids of posts, with commas between.",
    "area": "Where, in words that a resident knows.",
    "severity": "extreme, severe, moderate, minor or unknown.",
    "urgency": "immediate, expected, future, past or unknown.",
    "certainty": "observed, likely, possible, unlikely or unknown.",
    "category": "Of which kind, in the words of CAP: safety, met, geo, health, transport, …",
    "status": "actual, exercise or test.",
    "event": "What it is in a word or two.",
    "headline": "What has happened, in one line.",
    "text": "What is known, or what is new.",
    "instruction": "What to do.",
    "language": "The language of these words.",
    "hours": "For how many hours it holds.",
    "next-hours": "In how many hours the next word comes.",
    "phone": "Whom to call, as dialled internationally.",
    "phone-hours": "When that number answers, such as 24/7.",
}
_COMPLETED = {"post": complete_posts, "language": complete_languages}


def _given(command: F) -> F:
    for name, said in reversed(GIVEN.items()):
        completed = _COMPLETED.get(name)
        command = click.option(f"--{name}", default="", help=said, shell_complete=completed)(
            command
        )
    for name, said in reversed(_STEPS.items()):
        command = click.option(f"--{name}", default="", metavar="ID", help=said)(command)
    return command


@click.command(
    short_help="Put up an alert, continue or end it.",
    epilog='Example: chancery alert --country IS --area "The south coast" --severity severe '
    '--headline "Eruption near the coast road" --instruction "Stay away from the coast road."',
)
@shared("network", "output", "cache", "no-wait")
@click.option(
    "--id",
    "name",
    default="",
    metavar="ID",
    help="Its name; made of the day and the headline where left out.",
)
@_given
@click.option("--no-build", is_flag=True, help="Write the file only.")
def command(options: Options, wait: bool, name: str, no_build: bool, **values: str) -> int:
    """Put up an alert, continue or end it: by flags, else by questions; then build what changes."""
    from chancery.commands.alert import Wish, alert

    steps = {step: values.pop(step.replace("-", "_")) for step in _STEPS}
    chosen = [(step, which) for step, which in steps.items() if which]
    if len(chosen) > 1:
        raise click.UsageError("Give one of --update, --all-clear and --cancel.")
    step, name = chosen[0] if chosen else ("", name)
    if step and not values["text"]:
        raise click.UsageError("Say what is new with --text.")
    given = {key: value for key, value in values.items() if value}
    return alert(options, Wish(name, step, given), build=not no_build, wait=wait)
