"""Whether a finished build may be sent: what holds it, and what a new alert is not held up by."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from pathlib import Path
from typing import Any

import msgspec

from chancery.common import stored
from chancery.common.problems import counted
from chancery.publish.git import without_entry
from chancery.publish.refusals import in_words
from chancery.write.verdict import Verdict

_MEND = "Mend them, or accept warnings in posts.yaml, and run chancery build --publish."


class Last(msgspec.Struct, frozen=True):
    """What was last sent to a branch: the alerts it showed, and the posts without a site."""

    alerts: Mapping[str, str] = {}
    failed: tuple[str, ...] = ()


_SENT = stored.Kind("record of what was sent", 1, msgspec.json.Decoder(dict[str, Last]).decode)


def last_sent(file: Path) -> dict[str, Last]:
    """Return what was last sent to a remote, by branch; nothing where that is not known."""
    return stored.read(file, _SENT) or {}


def note_sent(
    file: Path, branches: Collection[str], status: Mapping[str, Any], verdict: Verdict | None
) -> None:
    """Note what was sent to some branches of a remote, for the next time."""
    made = Last(verdict.alerts if verdict else {}, tuple(without_entry(status)))
    known = last_sent(file) | dict.fromkeys(branches, made)
    stored.write(file, _SENT, msgspec.json.encode(known, order="sorted"))


def passing(
    status: Mapping[str, Any], verdict: Verdict | None, last: Mapping[str, Last],
    branches: Collection[str], tree: Collection[str] | None,
) -> list[str]:  # fmt: skip
    """Return what to tell of problems that do not hold this publish up; nothing if there are none.

    An alert that some branch lacks is held up neither by warnings nor by errors: of what is broken,
    the last good version is shown, or nothing as before. It is held up only by a site that would
    vanish from the web: a tree leaves out the site of a post without any good entry.

    Args:
        status: The content of network.json.
        verdict: What the build said; None if that is not known.
        last: What was sent before, by branch.
        branches: The branches to send.
        tree: The sites in what is sent as one tree; None if each site is sent for itself.

    Raises:
        PublishRefused: If the build may not be sent.
    """
    if status.get("clean"):
        return []
    if verdict is None:
        text = f"The last build had problems, so nothing is sent. {_MEND}"
        raise in_words(text, code="publish-held")
    held = verdict.held
    new = sorted(_new_alerts(verdict, last, branches))
    if not new:
        rest = f", and {counted(len(held) - 1, 'problem')} more" if len(held) > 1 else ""
        text = f"The last build had problems, so nothing is sent: {held[0]}{rest}. {_MEND}"
        raise in_words(text, code="publish-held")
    if gone := _vanishing(status, last, branches, tree):
        raise in_words(
            f"The alert {', '.join(new)} is new, but this tree lacks {', '.join(gone)}: sending it "
            "could take a site off the web. Mend the entry in posts.yaml and run chancery build "
            "--publish.",
            code="publish-held",
        )
    return [
        *held,
        f"Sent all the same: the alert {', '.join(new)} is new, and waits for nothing else. "
        f"Without a new alert, {counted(len(held), 'problem')} will hold the next publish.",
    ]


def _new_alerts(verdict: Verdict, last: Mapping[str, Last], branches: Collection[str]) -> set[str]:
    told = verdict.alerts.items()
    return {
        name for branch in branches for name, _ in told - last.get(branch, Last()).alerts.items()
    }


def _vanishing(
    status: Mapping[str, Any], last: Mapping[str, Last], branches: Collection[str],
    tree: Collection[str] | None,
) -> list[str]:  # fmt: skip
    """Return the posts whose site may be on the web, and is not in the tree that is to be sent."""
    if tree is None:
        return []
    lacking = [name for name in without_entry(status) if name not in tree]
    known = [set(last[branch].failed) if branch in last else set() for branch in branches]
    return [name for name in lacking if not all(name in before for before in known)]
