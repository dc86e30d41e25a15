"""What is said at the end of a run, and how it ends."""

from __future__ import annotations

from typing import Any

from chancery.common.problems import (
    InputProblems,
    Problem,
    counted,
    errors,
    holding,
    in_order,
    tally,
)
from chancery.run.state import REPORTER, RUN, Run, let_go


def finish(settings: dict[str, Any]) -> None:
    """Say what was done and what is wrong.

    Raises InputProblems (exit code 1) when there is an error; when publishing, also for a warning
    that nobody has accepted.
    """
    run: Run = settings[RUN]
    let_go(run)
    problems = in_order(run.problems)
    counts = tally(problems)
    settings["CHANCERY_PROBLEMS"] = problems
    settings["CHANCERY_WHOLE"] = run.whole
    run.reporter.problems(problems)
    run.reporter.say(*summary(run))
    if REPORTER not in settings:
        run.reporter.end(0)
    if serious(run):
        raise InputProblems(f"{counts}; see above")


def serious(run: Run) -> list[Problem]:
    """Return the problems that make a build fail: errors, and what holds up a publish."""
    return holding(run.problems) if run.settings.publishing else errors(run.problems)


def summary(run: Run) -> list[str]:
    """Return what a run did in a few lines."""
    if run.check_only:
        posts, texts = counted(len(run.network.posts), "post"), counted(len(run.documents), "text")
        return [f"{posts} and {texts} checked; nothing was written."]
    result = run.result
    pages = sum(site.pages for site in result.sites)
    written = sum(site.written for site in result.sites)
    removed = sum(site.removed for site in result.sites) + result.removed
    rest = f"{result.left} not chosen" if run.only else f"{result.unchanged} unchanged"
    built = sum(site.whole for site in result.sites)
    lines = [
        f"{counted(built, 'site')} built, {rest}: {counted(pages, 'page')} looked at, "
        f"{counted(written, 'file')} written, {removed} removed."
    ]
    failed = [post.id or "one without an id" for post in run.network.failed]
    if failed:
        lines.append(
            f"Without a site, because posts.yaml has no good entry for them: {', '.join(failed)}."
        )
    return lines
