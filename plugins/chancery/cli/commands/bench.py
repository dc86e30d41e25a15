"""`chancery bench`."""

from __future__ import annotations

import sys

import click

from chancery.cli.options import shared
from chancery.commands.options import Options
from chancery.common.resources import checkout


@click.command(
    short_help="Measure builds against a plain copy.", epilog="Example: chancery bench --posts 1000"
)
@shared()
@click.option(
    "--posts",
    default=0,
    metavar="NUMBER",
    type=click.IntRange(min=0),
    help="How many synthetic posts instead of the real network.",
)
@click.option(
    "--runs",
    default=5,
    show_default=True,
    metavar="NUMBER",
    type=click.IntRange(min=1),
    help="How many runs; the median is printed.",
)
@click.option("--feeds", default=0, metavar="NUMBER", type=click.IntRange(min=0),
              help="Fetch so many feeds of this machine instead of building.")  # fmt: skip
@click.option("--serve", is_flag=True,
              help="Measure how soon a browser shows an edit, against a build.")  # fmt: skip
def command(options: Options, posts: int, runs: int, feeds: int, serve: bool) -> int:
    """Measure a cold build, an unchanged one and one edit against `cp -r` of the same tree.

    With --feeds, fetching against the time that the waiting alone takes; with --serve, the local
    server against builds.
    """
    root = checkout()
    if root is None:
        raise click.UsageError("The benchmark is in the repository alone: run it in a checkout.")
    sys.path.insert(0, str(root))
    if serve:
        from bench.serving import bench as serving

        return serving(runs)
    if feeds:
        from bench.feeds import bench as fetch

        return fetch(feeds)
    from bench.bench import bench

    return bench(posts, runs)
