"""Who needs a visa: a dated table with its source for each purpose, `content/visas/<id>.yaml`."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Annotated, Literal

from chancery.common.problems import Problem
from chancery.common.rules import RULES
from chancery.common.yaml.source import Value, locate
from chancery.content.model import Citation, Order
from chancery.content.parts import lost_page
from chancery.content.reading import Reading
from chancery.content.records import SLUGS, Shelf, unowed
from chancery.network.explain import at
from chancery.network.fields import Country, Day, Flag, Slug, Text, doc
from chancery.network.record import Record

FOLDER = "visas"
Answer = Literal["needed", "not-needed", "online"]


@dataclass(frozen=True, slots=True, kw_only=True)
class VisaTable(Record):
    """Who needs a visa for one purpose; id: the name of its file without the ending."""

    id: str = ""
    name: Annotated[Text, doc("The purpose, such as: up to 90 days.")]
    order: Annotated[Order, doc("Its place in the list.")] = 100
    sample: Annotated[Flag, doc("`true` marks it as a sample.")] = False
    service: Annotated[Slug | None, doc("The shared page about this visa.")] = None
    date: Annotated[Day, doc("The day whose law it is.")]
    source: Annotated[Citation, doc("Where it is from.")]
    otherwise: Annotated[Answer, doc("What holds for passports that are not named.")]
    passports: Annotated[
        dict[Answer, tuple[Country, ...]], doc("Passports by what holds for them.")
    ] = field(default_factory=dict)
    notes: Annotated[dict[Country, Text], doc("What to know, by the passport.")] = field(
        default_factory=dict
    )

    def answer(self, code: str) -> str:
        """Return what holds for a passport, by the code of its country."""
        return next((kind for kind, codes in self.passports.items() if code in codes),
                    self.otherwise)  # fmt: skip


def _problems(table: VisaTable, tree: Value, reading: Reading) -> list[Problem]:
    found = unowed(tree, ["name"], table.name, reading.owed)
    seen: dict[str, str] = {}
    for kind, codes in table.passports.items():
        for number, code in enumerate(codes):
            other = seen.setdefault(code, kind)
            if other != kind or code in codes[:number]:
                place, dotted = locate(tree, ["passports", kind, number])
                message = f"{code} stands under {other} too"
                found.append(
                    at(
                        place,
                        message,
                        dotted,
                        cure="Leave it under one of them.",
                        code="listed-twice",
                    )
                )
    found += _idle(table, tree, reading.network.ministry.country)
    found += lost_page(tree, ["service"], table.service, reading.pages)
    return found


def _idle(table: VisaTable, tree: Value, own: str) -> Iterator[Problem]:
    """Say of what is told of countries that it is for none of the table; own: the ministry's."""
    listed = {code: [kind, number] for kind, codes in table.passports.items()
              for number, code in enumerate(codes)}  # fmt: skip
    told = [(code, ["passports", *path]) for code, path in listed.items()]
    told += [(code, ["notes", code]) for code in table.notes]
    for code, path in told:
        if code == own:
            rule, message = "visa-for-own-country", f"{code} is the ministry's own country"
            cure = "Take it out."
        elif code not in listed:
            rule, message = "visa-note-unlisted", f"{code} stands nowhere under passports"
            cure = f"Name it there too: under {table.otherwise}, if that holds for it."
        else:
            continue
        place, dotted = locate(tree, path)
        yield at(place, message, dotted, cure=cure, level=RULES[rule], code=rule)


#: Tables of who needs a visa, in their order.
VISAS: Shelf[VisaTable] = Shelf(
    folder=FOLDER,
    record=VisaTable,
    what="a table of visas",
    names=SLUGS,
    naming="Name it id.yaml: lower-case letters, digits and hyphens, such as short-stay.yaml.",
    check=_problems,
    kept="This table of visas has a mistake: its last good version stays up",
    lost="This table of visas is shown nowhere: it has a mistake, and no earlier good version",
    order=lambda one: (one.order, one.id),
)
