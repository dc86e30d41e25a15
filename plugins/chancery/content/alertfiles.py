"""The files of alerts.

A mistake in an alert may cost lives. So the last good version of it stays up, and the run says so
before all else.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from functools import partial
from pathlib import Path

from chancery.common.problems import Problem
from chancery.common.yamlsource import read_yaml
from chancery.content.alerts import Alert, alert_problems
from chancery.content.records import Records, Shelf, made, read_records
from chancery.network.model import Network

FOLDER = "alerts"


def read_alerts(
    root: Path, name: str, network: Network, last_good: Mapping[str, str], now: datetime
) -> Records[Alert]:
    """Read every alert below a content folder.

    root: the folder; name: how messages name it; last_good: the inputs of an earlier reading; now:
    the instant of the build.
    """
    return read_records(root, name, _shelf(network, now), last_good)


def check_alert(data: bytes, place: str, network: Network, now: datetime) -> list[Problem]:
    """Give what is wrong with the text of an alert's file, as a build at that instant says it."""
    tree, problems = read_yaml(data, place)
    return made(tree, problems, place, _shelf(network, now), "")[1]


def _shelf(network: Network, now: datetime) -> Shelf[Alert]:
    return Shelf(
        folder=FOLDER,
        record=Alert,
        what="an alert",
        names=re.compile(r"[a-z0-9]+(?:-[a-z0-9]+){0,20}"),
        naming="Name it id.yaml: lower-case letters, digits and hyphens, "
        "such as 2026-11-flood.yaml.",
        check=partial(alert_problems, network=network, now=now),
        kept="This alert has a mistake: its last good version stays up",
        lost="THIS ALERT IS SHOWN NOWHERE: it has a mistake, and there is no earlier good version",
        urgent=True,
    )
