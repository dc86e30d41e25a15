"""`chancery publish`: a clean publishing build sent to a Git remote."""

from __future__ import annotations

import os
import re
from collections.abc import Collection, Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from chancery.commands.options import Options

if TYPE_CHECKING:
    from chancery.common.problems import Problem
    from chancery.common.reporter import Reporter
    from chancery.publish.git import Finished
    from chancery.publish.send import Report

#: The branch of the whole tree, where none is asked for.
BRANCH = "gh-pages"
#: For how many seconds a remote may say nothing.
TIMEOUT = 300
#: What is no path: an address with a scheme, or Git's short form of one (`user@host:path`).
_ADDRESS = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*://|[^/]{2,}:")


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """Where to send, and how.

    branch: that of the whole tree, the usual one where empty; per_post: one branch a post instead;
    keep, replace: leave or take away what others have on a branch; timeout: for how many seconds
    the remote may say nothing; wait: whether to wait for a build that is at work.
    """

    remote: str
    branch: str = ""
    per_post: bool = False
    keep: bool = False
    replace: bool = False
    timeout: int = TIMEOUT
    wait: bool = True


def publish(options: Options, target: Target) -> int:
    """Send the whole tree to one branch, or every post to its own; give the exit code."""
    from chancery.common.locks import Busy
    from chancery.common.problems import CannotStart, Place, Problem
    from chancery.publish.refusals import PublishRefused

    reporter = options.reporter()
    try:
        wrong = [*_wrong(options, target)]
        if wrong:
            raise CannotStart(wrong)
        return reporter.end(_publish(options, target, reporter))
    except CannotStart as error:
        reporter.problems(error.problems)
        exitcode = error.exitcode
    except Busy as busy:
        place, message = Place(os.path.relpath(options.output_folder)), f"{busy} is at work there"
        cure = "Wait, or leave out --no-wait."
        reporter.problems([Problem(place, message, cure=cure, code="output-in-use")])
        exitcode = 2
    except PublishRefused as error:
        reporter.problems([error.problem])
        exitcode = 1
    reporter.warn("Nothing was sent.")
    return reporter.end(exitcode)


def _wrong(options: Options, target: Target) -> Iterator[Problem]:
    """Return what is wrong with what was asked for."""
    from chancery.common.problems import Place, Problem, shown
    from chancery.publish.repository import branch_fault

    if options.posts and not target.per_post:
        message, code = "chooses among the branches of posts", "wrong-usage"
        yield Problem(Place("--posts"), message, cure="Add --per-post.", code=code)
    if target.branch and target.per_post:
        message = "names the branch of the whole tree, but with --per-post each post has its own"
        cure = "Leave out one of them."
        yield Problem(Place("--branch"), message, cure=cure, code="wrong-usage")
    elif fault := branch_fault(target.branch or BRANCH):
        message = f"{shown(target.branch)}: {fault}"
        yield Problem(Place("--branch"), message, cure="Give its name alone.", code="wrong-usage")
    if target.keep and target.replace:
        message, cure = "says the opposite of --keep", "Leave out one of them."
        yield Problem(Place("--replace"), message, cure=cure, code="wrong-usage")
    if target.timeout < 1:
        message = f"{target.timeout}: expected seconds, 1 or more"
        yield Problem(Place("--timeout"), message, code="wrong-usage")
    if not (_is_address(target.remote) or "/" in target.remote or Path(target.remote).exists()):
        message = f"{shown(target.remote)} is neither an address nor a folder"
        cure = "Give the address itself, as git remote get-url says it."
        yield Problem(Place("--remote"), message, cure=cure, code="wrong-usage")


def _is_address(remote: str) -> bool:
    """Say whether a remote is to be handed on as it is; a path depends on where one stands."""
    return bool(_ADDRESS.match(remote)) and not Path(remote).exists()


def _publish(options: Options, target: Target, reporter: Reporter) -> int:
    from chancery.publish import gate
    from chancery.publish.branches import Others
    from chancery.publish.git import check_own_places
    from chancery.publish.send import Publisher, Wish

    given = target.remote
    remote = given if _is_address(given) else str(Path(given).absolute())
    others = Others.KEEP if target.keep else Others.REPLACE if target.replace else Others.ASK
    wish = Wish(others=others, silence=target.timeout, wait=target.wait)
    publisher = Publisher(options.cache_folder, options.output_folder, remote, wish)
    last = publisher.place.with_name(f"{publisher.place.name}.json")
    builds: list[Finished] = []

    def choose(finished: Finished) -> Mapping[str, Mapping[str, bytes]]:
        builds.append(finished)
        chosen = {target.branch or BRANCH: finished.tree()}
        if target.per_post:
            posts = _chosen(options.posts, finished.posts)
            check_own_places(finished.status)
            chosen = {post: dict(finished.sites[post]) for post in posts}
        tree = None if target.per_post else finished.sites
        for line in gate.passing(
            finished.status, finished.verdict, gate.last_sent(last), chosen, tree
        ):
            reporter.warn(line)
        return chosen

    report = publisher.publish(choose, reporter.say)
    with suppress(OSError):  # then an alert that stands counts as new, and holds nothing up
        gate.note_sent(last, report.sent | report.same, builds[-1].status, builds[-1].verdict)
    return _told(report, reporter)


def _told(report: Report, reporter: Reporter) -> int:
    """Say what became of the branches, and return the exit code."""
    reporter.problems(refusal.problem for refusal in report.failed.values())
    for outcome in ("sent", "same", "failed"):
        reporter.give(**{outcome: sorted(getattr(report, outcome))})
    asked = len(report.sent) + len(report.same) + len(report.failed)
    rest = ["what was not sent is there already"] if report.same else []
    if report.failed:
        rest.append(f"{len(report.failed)} refused, see above")
    said = "".join(f"; {one}" for one in rest)
    branches = "branch" if asked == 1 else "branches"
    reporter.say(f"{len(report.sent)} of {asked} {branches} sent{said}.")
    return 1 if report.failed else 0


def _chosen(wanted: Collection[str], ids: Collection[str]) -> Collection[str]:
    """Return the ids of the posts to send, all where none is chosen.

    Raises CannotStart for one that has no site.
    """
    from chancery.common.problems import CannotStart, Place, Problem, nearest, shown

    message = "is no post with a site in this output"
    unknown = [name for name in wanted if name not in ids]
    if unknown:
        raise CannotStart(
            Problem(Place("--posts"), f"{shown(name)} {message}", "", nearest(name, ids),
                    code="post-unknown")
            for name in unknown
        )  # fmt: skip
    return wanted or ids
