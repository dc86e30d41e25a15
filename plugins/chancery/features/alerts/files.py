"""The files of alerts.

A mistake in an alert may cost lives. So the last good version of it stays up, and the run says so
before all else.
"""

from __future__ import annotations

import re

from chancery.common.problems import Problem
from chancery.common.yaml.source import Value, read_yaml
from chancery.content.reading import Reading
from chancery.content.records import Shelf, made
from chancery.features.alerts.model import Alert, alert_problems

FOLDER = "alerts"


def _problems(alert: Alert, tree: Value, reading: Reading) -> list[Problem]:
    return alert_problems(alert, tree, reading.network, reading.now)


#: The shelf of alerts.
ALERTS: Shelf[Alert] = Shelf(
    folder=FOLDER,
    record=Alert,
    what="an alert",
    names=re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,20}"),
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as 2026-11-flood.yaml.",
    check=_problems,
    kept="This alert has a mistake: its last good version stays up",
    lost="THIS ALERT IS SHOWN NOWHERE: it has a mistake, and there is no earlier good version",
    urgent=True,
)


def check_alert(data: bytes, place: str, reading: Reading) -> list[Problem]:
    """Return what is wrong with the text of an alert's file, as a build says it."""
    tree, problems = read_yaml(data, place)
    return made(tree, problems, place, ALERTS, reading, "")[1]
