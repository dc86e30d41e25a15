"""Who holds which role that the conventions know."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Day,
    Plain,
    doc,
)
from chancery.network.record import Record

Role = Literal["head-of-mission", "deputy", "consul", "charge-d-affaires", "honorary-consul"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Person(Record):
    """Somebody in a role that the conventions know."""

    name: Annotated[Plain, doc("The name as written in public.", "Sample Person")]
    role: Annotated[Role, doc("The role.", "consul")]
    since: Annotated[Day | None, doc("Since when.", '"2025-09-01"')] = None
