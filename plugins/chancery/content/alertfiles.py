"""The files of alerts: read, checked, and never dropped in silence.

A mistake in an alert may cost lives. So the last good version of it stays up, and the run says so
before all else.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping as AbstractMapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import Path

from chancery.common.problems import Place, Problem, one_line
from chancery.common.yamlsource import Mapping, Value, read_yaml
from chancery.content.alerts import Alert, alert_problems
from chancery.content.datafile import read_data_file
from chancery.network.explain import valid
from chancery.network.model import Network

FOLDER = "alerts"
_NAME = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,20}")
_KEPT = "This alert has a mistake: its last good version stays up"
_LOST = "THIS ALERT IS SHOWN NOWHERE: it has a mistake, and there is no earlier good version"
_MEND = "Mend what is said of this file below, and build again."


@dataclass(slots=True)
class AlertFiles:
    """What the files gave.

    alerts: in the order of their ids; inputs: the good input of each file as JSON, for a later run
    that finds a mistake in it.
    """

    alerts: list[Alert] = field(default_factory=list)
    inputs: dict[str, str] = field(default_factory=dict)
    problems: list[Problem] = field(default_factory=list)


def read_alerts(
    root: Path, name: str, network: Network, last_good: AbstractMapping[str, str], now: datetime
) -> AlertFiles:
    """Read every alert below a content folder.

    root: the folder; name: how messages name it; last_good: the inputs of an earlier reading; now:
    the instant of the build.
    """
    found = AlertFiles()
    folder = root / FOLDER
    if not folder.is_dir():
        return found
    for path in sorted(folder.iterdir()):
        if path.name.startswith((".", "_")) or path.name.endswith("~"):
            continue
        place = one_line(f"{name}/{FOLDER}/{path.name}")
        alert, given, problems = _read(path, root, place, network, now)
        serious = [problem for problem in problems if not problem.warning]
        found.problems += [replace(p, urgent=not p.warning) for p in problems]
        if serious or alert is None:
            given = last_good.get(path.name, "")
            alert = _again(given, path.stem)
            found.problems.append(
                Problem(Place(place), _KEPT if alert else _LOST, cure=_MEND, urgent=True)
            )
        if alert is not None:
            found.alerts.append(alert)
            found.inputs[path.name] = given
    return found


def check_alert(data: bytes, place: str, network: Network, now: datetime) -> list[Problem]:
    """Give what is wrong with the text of an alert's file, as a build at that instant says it."""
    tree, problems = read_yaml(data, place)
    return _made(tree, problems, place, network, now)[1]


def _read(
    path: Path, root: Path, place: str, network: Network, now: datetime
) -> tuple[Alert | None, str, list[Problem]]:
    """Give an alert with its input as JSON, and what is wrong with it."""
    tree, problems = _tree(path, root, place)
    alert, problems = _made(tree, problems, place, network, now)
    if alert is None:
        return None, "", problems
    return replace(alert, id=path.stem), json.dumps(tree, ensure_ascii=False), problems


def _made(
    tree: Value, problems: list[Problem], place: str, network: Network, now: datetime
) -> tuple[Alert | None, list[Problem]]:
    if not isinstance(tree, Mapping):
        if tree is not None:
            problems.append(Problem(Place(place, 1, 1), "expected the keys of an alert"))
        return None, problems
    if "id" in tree:
        cure = "Leave it out: the name of the file is the id."
        return None, [Problem(tree.place_of("id"), "is no key of an alert", "id", cure=cure)]
    alert = valid(Alert, tree, problems, "", "", Place(place, 1, 1))
    if alert is not None:
        problems += alert_problems(alert, tree, network, now)
    return alert, problems


def _tree(path: Path, root: Path, place: str) -> tuple[Value, list[Problem]]:
    if path.suffix != ".yaml" or not _NAME.fullmatch(path.stem):
        cure = (
            "Name it id.yaml: lower-case letters, digits and hyphens, such as 2026-11-flood.yaml."
        )
        return None, [Problem(Place(place), "is not named as an alert", cure=cure)]
    return read_data_file(path, root, place)


def _again(given: str, name: str) -> Alert | None:
    """Give an alert from the input of an earlier reading; None where that is good no more."""
    if not given:
        return None
    made = valid(Alert, json.loads(given), [], "")
    return replace(made, id=name) if made else None
