"""Maps lead to a door only where the door is known."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.features.contact.offices import way_there
from chancery.network.fields import Text
from chancery.network.lint import shared_places
from chancery.network.model import Post
from chancery.network.places import Location, Precision
from chancery.plan.contactviews import WayThere
from tests.networks.small import DATE, Small, make

STREET = Text.of("Prøvegata 1\n0001 Oslo")
SEARCH = "https://www.openstreetmap.org/search?query=Pr%C3%B8vegata%201%2C%200001%20Oslo"
PIN = "https://www.openstreetmap.org/?mlat=59.9123&mlon=10.7456#map=17/59.9123/10.7456"
AREA = "https://www.openstreetmap.org/#map={zoom}/59.9123/10.7456"
WAYS = [
    ("door", STREET, WayThere(map_href=PIN, exact=True, geo_href="geo:59.9123,10.7456")),
    ("door", None, WayThere(map_href=PIN, exact=True, geo_href="geo:59.9123,10.7456")),
    ("street", STREET, WayThere(map_href=SEARCH, searched=True)),
    ("city", STREET, WayThere(map_href=SEARCH, searched=True)),
    ("street", None, WayThere(map_href=AREA.format(zoom=16))),
    ("city", None, WayThere(map_href=AREA.format(zoom=12))),
]


@pytest.mark.parametrize(("precision", "address", "way"), WAYS)
def test_a_mark_is_for_a_door_alone(
    precision: Precision, address: Text | None, way: WayThere
) -> None:
    place = Location(lat=59.9123, lon=10.7456, precision=precision)
    assert way_there(place, address, "NO") == way


def test_an_address_is_looked_for_as_it_is_written_there() -> None:
    assert way_there(None, None, "NO") is None
    both = Text.of({"en": "1 Sample Street", "nb": "Prøvegata 1\n0001 Oslo"})
    found = way_there(None, both, "NO")
    assert found == WayThere(map_href=SEARCH, searched=True)


def test_a_place_of_which_nobody_says_more_is_that_of_a_city() -> None:
    assert Location(lat=1.0, lon=2.0).precision == "city"


def at(name: str, precision: Precision, address: str = "Here", city: str = "Oslo") -> Post:
    place = Location(lat=59.9123, lon=10.7456, precision=precision)
    return Post(
        id=name, kind="embassy", country="NO", city=Text.of(city), location=place,
        address=Text.of(address),
    )  # fmt: skip


def test_two_addresses_at_one_door_are_told_of() -> None:
    one, other = at("one", "door"), at("other", "street", "There")
    assert list(shared_places([one, other])) == [(other, one)]
    for good in (
        [one, at("other", "door")],
        [at("one", "city"), at("other", "street", "There")],
        [one, at("other", "door", "There", "Drammen")],
    ):
        assert list(shared_places(good)) == []


def test_what_is_too_rough_for_a_door_is_told_of_and_a_city_is_not_a_place(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small: Small = make(tmp_path)
    small.edit("posts.yaml", "{lat: 59.9, lon: 10.7}", "{lat: 59.91, lon: 10.7, precision: door}")
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    address: Calle Modelo 3\n")
    (told,) = small.build().problems
    assert "posts.embassy-oslo.location" in told
    assert "[location-inexact]" in told
    contact = small.page("embassy-lima/en/contact/index.html")
    assert "search?query=Calle%20Modelo%203" in contact
    assert "The exact place is not known here." in contact
    assert '"geo:' not in contact
    assert '"geo"' not in contact
    assert "GEO:" not in small.page("embassy-lima/en/contact.vcf")
    oslo = small.page("embassy-oslo/en/contact/index.html")
    assert '"geo:59.91,10.7"' in oslo
    assert '"geo":{"@type":"GeoCoordinates"' in oslo
    assert "GEO:geo:59.91,10.7" in small.page("embassy-oslo/en/contact.vcf")
