"""Map projections of the sphere: Equal Earth for the world, Lambert's equal-area for a country."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from math import asin, atan2, cos, degrees, hypot, radians, sin, sqrt

from chancery.geo.topology import Point

# The coefficients of Šavrič, Patterson and Jenny, The Equal Earth map projection (2018), equation
# 5: https://doi.org/10.1080/13658816.2018.1504949
_A1, _A2, _A3, _A4 = 1.340264, -0.081106, 0.000893, 0.003796
_M = sqrt(3) / 2

DEGREE = radians(1)


def equal_earth(lon: float, lat: float) -> Point:
    """Project degrees from the central meridian and the equator; x to the east, y to the north."""
    theta = asin(_M * sin(radians(lat)))
    square = theta * theta
    sixth = square * square * square
    slope = _A1 + 3 * _A2 * square + sixth * (7 * _A3 + 9 * _A4 * square)
    x = radians(lon) * cos(theta) / (_M * slope)
    y = theta * (_A1 + _A2 * square + sixth * (_A3 + _A4 * square))
    return x, y


@dataclass(frozen=True, slots=True)
class EqualArea:
    """Lambert's azimuthal equal-area projection around a centre in degrees.

    After Snyder, Map Projections – A Working Manual (1987), equations 24-2 to 24-4, 20-14, 20-15,
    24-16. It has no seam near its centre: the antimeridian is a line like any other.
    """

    lon: float
    lat: float
    _sin: float = field(init=False)
    _cos: float = field(init=False)

    def __post_init__(self) -> None:
        """Work out the sine and cosine of the centre's latitude once."""
        object.__setattr__(self, "_sin", sin(radians(self.lat)))
        object.__setattr__(self, "_cos", cos(radians(self.lat)))

    def all(self, points: Iterable[Point]) -> Iterator[Point]:
        """Project degrees; x to the east and y to the north, in radii of the sphere."""
        lon0, sin0, cos0 = self.lon, self._sin, self._cos
        for lon, lat in points:
            away, up = (lon - lon0) * DEGREE, lat * DEGREE
            sine, cosine = sin(up), cos(up)
            along = cosine * cos(away)
            # The point opposite the centre is a whole circle: any place on it will do.
            scale = sqrt(2 / max(1 + sin0 * sine + cos0 * along, 1e-9))
            yield scale * cosine * sin(away), scale * (cos0 * sine - sin0 * along)

    def inverse(self, x: float, y: float) -> Point:
        """Return the degrees of a projected place; longitudes are within 180 of the centre's."""
        rho = hypot(x, y)
        if not rho:
            return self.lon, self.lat
        c = 2 * asin(min(1.0, rho / 2))
        lat = asin(cos(c) * self._sin + y * sin(c) * self._cos / rho)
        away = atan2(x * sin(c), rho * self._cos * cos(c) - y * self._sin * sin(c))
        return self.lon + degrees(away), degrees(lat)
