"""Where something stands: a place on the ground, a former address, a consular district."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated, Literal

from chancery.network.fields import (
    Latitude,
    Longitude,
    Region,
    Text,
    doc,
)
from chancery.network.record import Record

Precision = Literal["door", "street", "city"]


@dataclass(frozen=True, slots=True, kw_only=True)
class Location(Record):
    """A place on the ground, in degrees of WGS 84, and how exactly it is known."""

    lat: Annotated[Latitude, doc("Degrees north, WGS 84.", "59.9139")]
    lon: Annotated[Longitude, doc("Degrees east, WGS 84.", "10.7522")]
    precision: Annotated[
        Precision,
        doc(
            "How exactly it is known. Only a `door` gets a mark on a map of the town, a link for "
            "apps of maps and a place in JSON-LD and `contact.vcf`. Else contact leads to a "
            "search for the address, or to the area without a mark, and says that the exact "
            "place is not known.",
            "door",
        ),
    ] = "city"

    @property
    def exact(self) -> bool:
        """Whether somebody who goes there stands before the door."""
        return self.precision == "door"


@dataclass(frozen=True, slots=True, kw_only=True)
class Place(Record):
    """Where a post was before it moved."""

    address: Annotated[
        Text | None, doc("Where it was, as on a letter.", "Mustergasse 5, 1010 Wien")
    ] = None
    location: Annotated[Location | None, doc("Where it stood on the map.")] = None


@dataclass(frozen=True, slots=True, kw_only=True)
class District(Record):
    """The consular district: the part of a country that a consulate serves."""

    text: Annotated[
        Text,
        doc("The district in words that a resident knows.", "{en: Bavaria and Baden-Württemberg}"),
    ]
    regions: Annotated[
        tuple[Region, ...],
        doc("Its parts, all of the post’s country; no page shows them yet.", "[DE-BY, DE-BW]"),
    ] = ()
