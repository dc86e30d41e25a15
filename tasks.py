"""Chancery's commands. Starting is light: what is heavy is imported where it is used."""

from __future__ import annotations

import sys
from pathlib import Path

from invoke import Context, Exit, ParseError, Program, task

sys.path.insert(0, str(Path(__file__).parent / "plugins"))

from chancery.commands.options import Options

_SHARED = {
    "network": "a folder with its own posts.yaml and content/",
    "output": "the folder that sites are written to",
    "cache": "the folder of caches",
    "posts": "only these sites, by id, with commas between",
    "json": "print problems as JSON",
    "workers": "how many processes; 0 for as many as there are processors",
    "no-wait": "end with 2 when somebody else writes there, and do not wait",
}


_parse_tasks = Program.parse_tasks


def _parse_or_exit(self: Program) -> None:
    """Read the command line; what is wrong with it ends with 2, as everywhere in Chancery.

    Invoke itself ends with 1 for an option that there is not, and in a traceback for a number that
    is none. It has no setting for that.
    """
    try:
        _parse_tasks(self)
    except ParseError as error:
        raise Exit(str(error), code=2) from error
    except ValueError as error:
        value = str(error).rpartition(": ")[2]
        raise Exit(f"{value} is given where a whole number is expected", code=2) from error


Program.parse_tasks = _parse_or_exit  # type: ignore[method-assign]


def _ids(posts: str) -> tuple[str, ...]:
    return tuple(name.strip() for name in posts.split(",") if name.strip())


@task(
    help={
        **_SHARED,
        "publish": "with publishconf.py: without drafts; warnings that are not accepted count",
        "file-links": "write index.html out in links, for file://",
        "own-places": "each site goes to its own address: links between sites are absolute",
    }
)
def build(  # noqa: PLR0913  (one parameter an option)
    _context: Context,
    network: str = "",
    output: str = "",
    cache: str = "",
    posts: str = "",
    publish: bool = False,
    file_links: bool = False,
    own_places: bool = False,
    json: bool = False,
    workers: int = 0,
    no_wait: bool = False,
) -> None:
    """Build what has changed.

    Exits with 1 when some input has a problem and the rest is done, 2 when it cannot start.
    """
    from chancery.commands.build import build as run

    options = Options(
        network=network,
        output=output,
        cache=cache,
        posts=_ids(posts),
        publish=publish,
        file_links=file_links,
        own_places=own_places,
        json=json,
        workers=workers,
    )
    sys.exit(run(options, wait=not no_wait))


@task(help={key: _SHARED[key] for key in ("network", "cache", "json")})
def check(_context: Context, network: str = "", cache: str = "", json: bool = False) -> None:
    """Read and check everything, and write nothing."""
    from chancery.commands.build import check as run

    sys.exit(run(Options(network=network, cache=cache, json=json)))


@task(
    help={
        "network": _SHARED["network"],
        "output": _SHARED["output"],
        "port": "the port on this machine",
    }
)
def serve(_context: Context, network: str = "", output: str = "", port: int = 8000) -> None:
    """Serve the sites on this machine, and rebuild when anything changes."""
    from chancery.commands.serve import serve as run

    sys.exit(run(Options(network=network, output=output), port))


@task(
    help={
        **{key: _SHARED[key] for key in ("network", "output", "cache", "no-wait")},
        "id": "its name; made of the day and the headline where left out",
        "update": "the id of an alert that goes on: add what --text says",
        "all-clear": "the id of an alert that is over: say so with --text",
        "cancel": "the id of an alert that was wrong: say so with --text",
        "country": "ISO 3166-1 codes, with commas between",
        "region": "ISO 3166-2 codes, with commas between",
        "post": "ids of posts, with commas between",
        "area": "where, in words that a resident knows",
        "severity": "extreme, severe, moderate, minor or unknown",
        "urgency": "immediate, expected, future, past or unknown",
        "certainty": "observed, likely, possible, unlikely or unknown",
        "category": "of which kind, in the words of CAP: safety, met, geo, health, transport, …",
        "status": "actual, exercise or test",
        "event": "what it is in a word or two",
        "headline": "what has happened, in one line",
        "text": "what is known, or what is new",
        "instruction": "what to do",
        "language": "the language of these words",
        "hours": "for how many hours it holds",
        "next-hours": "in how many hours the next word comes",
        "phone": "whom to call, as dialled internationally",
        "phone-hours": "when that number answers, such as 24/7",
        "no-build": "write the file only",
    }
)
def alert(  # noqa: PLR0913, PLR0917  (one parameter an option)
    _context: Context,
    id: str = "",
    update: str = "",
    all_clear: str = "",
    cancel: str = "",
    country: str = "",
    region: str = "",
    post: str = "",
    area: str = "",
    severity: str = "",
    urgency: str = "",
    certainty: str = "",
    category: str = "",
    status: str = "",
    event: str = "",
    headline: str = "",
    text: str = "",
    instruction: str = "",
    language: str = "",
    hours: str = "",
    next_hours: str = "",
    phone: str = "",
    phone_hours: str = "",
    network: str = "",
    output: str = "",
    cache: str = "",
    no_build: bool = False,
    no_wait: bool = False,
) -> None:
    """Put up an alert, continue or end it: by flags, else by questions; then build what changes."""
    from chancery.commands.alert import Wish
    from chancery.commands.alert import alert as run

    steps = {"update": update, "all-clear": all_clear, "cancel": cancel}
    chosen = [(step, name) for step, name in steps.items() if name]
    if len(chosen) > 1:
        raise Exit("Give one of --update, --all-clear and --cancel.", code=2)
    step, name = chosen[0] if chosen else ("", id)
    if step and not text:
        raise Exit("Say what is new with --text.", code=2)
    keys = ("country region post area severity urgency certainty category status event headline "
            "text instruction language hours next_hours phone phone_hours")  # fmt: skip
    values = locals()
    given = {key: values[key] for key in keys.split() if values[key]}
    options = Options(network=network, output=output, cache=cache)
    sys.exit(run(options, Wish(name, step, given), build=not no_build, wait=not no_wait))


@task(help={key: _SHARED[key] for key in ("network", "cache", "json", "workers", "no-wait")})
def media(
    _context: Context,
    network: str = "",
    cache: str = "",
    json: bool = False,
    workers: int = 0,
    no_wait: bool = False,
) -> None:
    """Make pictures ready: small, in several formats and widths, without what is not the picture.

    A build only copies what is ready. Exits with 1 when some picture cannot be used.
    """
    from chancery.commands.media import media as run

    options = Options(network=network, cache=cache, json=json, workers=workers)
    sys.exit(run(options, wait=not no_wait))


@task(
    help={
        **{key: _SHARED[key] for key in ("network", "cache", "json", "no-wait")},
        "force": "ask every feed, also those that are not due or have ended",
        "allow-host": "hosts to open whatever their addresses, as HOST or HOST:PORT, with commas",
        "status": "fetch nothing; say how each feed is",
        "discover": "fetch nothing of the network; say which feeds this web page has",
        "import": "fetch nothing; say what this list of feeds (OPML) would be in posts.yaml",
    }
)
def feeds(  # noqa: PLR0913  (each is an option of the command)
    _context: Context,
    network: str = "",
    cache: str = "",
    json: bool = False,
    force: bool = False,
    allow_host: str = "",
    status: bool = False,
    discover: str = "",
    import_: str = "",
    no_wait: bool = False,
) -> None:
    """Fetch the feeds of the network that are due, into the cache that builds read.

    Exits with 1 when some feed failed and the rest is done, 2 when it cannot start. With --status,
    1 says that a person must look at some feed.
    """
    from chancery.commands import feeds as commands

    options = Options(network=network, cache=cache, json=json)
    wishes = commands.Wishes(every=force, allow=_ids(allow_host), wait=not no_wait)
    if import_:
        from chancery.commands.feedlists import import_list

        sys.exit(import_list(options, import_))
    if discover:
        sys.exit(commands.discover(options, wishes, discover))
    sys.exit(commands.status(options) if status else commands.feeds(options, wishes))


@task(help={"check": "only say whether all is current"})
def schema(_context: Context, check: bool = False) -> None:
    """Write the JSON Schemas of all input files from the models."""
    from chancery.commands.schema import schema as run

    sys.exit(run(check_only=check))


@task(
    name="new-post",
    help={
        "network": _SHARED["network"],
        "id": "the post's id: lower-case letters, digits and hyphens",
        "kind": "embassy, consulate-general, virtual-embassy, …",
        "country": "the host country, ISO 3166-1 alpha-2",
        "city": "the city",
        "covered-by": "for a virtual post: the post that represents the country",
        "timezone": "the IANA time zone",
    },
)
def new_post(
    _context: Context,
    id: str,
    kind: str,
    country: str = "",
    city: str = "",
    covered_by: str = "",
    timezone: str = "",
    network: str = "",
) -> None:
    """Add a post to posts.yaml, with a first local page."""
    from chancery.commands.newpost import new_post as run

    values = {
        "id": id,
        "kind": kind,
        "country": country,
        "city": city,
        "covered_by": covered_by,
        "timezone": timezone,
    }
    sys.exit(run(Options(network=network), {key: value for key, value in values.items() if value}))


@task(
    help={
        "remote": "the Git remote: an address or a path",
        "branch": "the branch of the whole tree; gh-pages where none is given",
        "per-post": "one branch a post instead, named by its id",
        "network": _SHARED["network"],
        "output": _SHARED["output"],
        "cache": _SHARED["cache"],
        "posts": "with --per-post: only the branches of these posts",
        "keep": "on a branch that no build has made: leave what is there beside the sites",
        "replace": "take away all that no build of this network has put there",
        "timeout": "for how many seconds the remote may say nothing",
        "no-wait": "end with 2 when a build, or another publish, is at work",
    }
)
def publish(  # noqa: PLR0913  (one parameter an option)
    _context: Context,
    remote: str,
    branch: str = "",
    per_post: bool = False,
    network: str = "",
    output: str = "",
    cache: str = "",
    posts: str = "",
    keep: bool = False,
    replace: bool = False,
    timeout: int = 300,
    no_wait: bool = False,
) -> None:
    """Send a clean publishing build to a Git remote; send nothing when nothing changed.

    Exits with 1 when some branch is refused and the others are sent.
    """
    from chancery.commands.publish import Target
    from chancery.commands.publish import publish as run

    options = Options(network=network, output=output, cache=cache, posts=_ids(posts))
    target = Target(
        remote=remote,
        branch=branch,
        per_post=per_post,
        keep=keep,
        replace=replace,
        timeout=timeout,
        wait=not no_wait,
    )
    sys.exit(run(options, target))


@task(
    help={
        "posts": "how many synthetic posts instead of the real network",
        "runs": "how many runs; the median is printed",
        "feeds": "fetch so many feeds of this machine instead of building",
    }
)
def bench(_context: Context, posts: int = 0, runs: int = 5, feeds: int = 0) -> None:
    """Measure a cold build, an unchanged one and one edit against `cp -r` of the same tree.

    With --feeds, fetching against the time that the waiting alone takes.
    """
    sys.path.insert(0, str(Path(__file__).parent))
    if feeds:
        from bench.feeds import bench as fetch

        sys.exit(fetch(feeds))
    from bench.bench import bench as run

    sys.exit(run(posts, runs))


@task(help={key: _SHARED[key] for key in ("network", "output")})
def report(_context: Context, network: str = "", output: str = "") -> None:
    """Say what is known of the finished sites: what their pages weigh, and which weigh too much."""
    from chancery.commands.report import report as run

    sys.exit(run(Options(network=network, output=output)))


@task(help={"output": "the folder that the pages are written to; build/design where empty"})
def design(_context: Context, output: str = "") -> None:
    """Write the living page of the theme's design: tokens, and every component in every state."""
    from chancery.commands.design import design as run

    sys.exit(run(output))


@task(help={"language": "begin a catalogue for this language (BCP 47)"})
def translations(_context: Context, language: str = "") -> None:
    """Bring the catalogues up to date with the interface texts, and say what is missing."""
    from chancery.commands.translations import translations as run

    sys.exit(run(language))
