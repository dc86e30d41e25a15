"""Synthetic networks of any size, the same for the same size."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1] / "plugins"))

from babel import Locale

from chancery.geo.territories import is_state
from chancery.geo.zones import country_places

HEAD = """ministry:
  name: {en: Office of Foreign Affairs, fr: Office des Affaires étrangères}
  country: QV
  url: https://network.example/
  languages: [nl, fr, de, en]
  crisis_centre: {phone: "+44 1632 960000", hours: 24/7}
naming:
  countries: {QV: {en: Quivira}}
posts:
"""


def synthetic_network(folder: Path, count: int) -> None:
    """Write posts.yaml with so many posts, half of them virtual, into a folder."""
    names = Locale("en").territories
    places = [place for place in country_places() if is_state(place[0]) and place[0] in names]
    lines = [HEAD]
    physical = max(1, count // 2)
    for number in range(count):
        country, lat, lon, zone = places[number % len(places)]
        if number < physical:
            lines.append(
                f'  - id: embassy-{number}\n    kind: embassy\n    country: "{country}"\n'
                f"    city: City {number}\n    address: {number} Main Street\n"
                f"    location: {{lat: {lat:.4f}, lon: {lon:.4f}}}\n    timezone: {zone}\n"
                f'    phone: "+44 1632 96{number % 10000:04}"\n'
                f"    opening_hours: Mo-Fr 09:00-12:30\n"
                f"    channels: [{{platform: facebook, handle: embassy.{number}}}]\n"
            )
        else:
            lines.append(
                f"  - id: virtual-embassy-{number}\n    kind: virtual-embassy\n"
                f'    country: "{country}"\n    timezone: {zone}\n'
                f"    covered_by: embassy-{number % physical}\n"
            )
    (folder / "posts.yaml").write_text("".join(lines), encoding="utf-8")
