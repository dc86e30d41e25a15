"""What the templates of directory see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.mapviews import WorldMap
from chancery.plan.newsviews import NewsLine
from chancery.plan.pointviews import Account
from chancery.plan.views import Link, SearchView, Words


class DirectoryLine(Struct, frozen=True):
    """One post in the directory."""

    kind: str
    place: Words
    href: str
    note: str = ""
    state: str = "physical"
    in_city: bool = False


class DirectoryCountry(Struct, frozen=True):
    """A country of the directory with its posts."""

    code: str
    name: str
    posts: tuple[DirectoryLine, ...]


class DirectoryGroup(Struct, frozen=True):
    """Countries under a heading: a continent, or a letter."""

    key: str
    name: str
    countries: tuple[DirectoryCountry, ...]


class DirectoryView(Struct, frozen=True, kw_only=True):
    """The directory of posts; news: the newest of the whole network, on the portal's home."""

    intro: str
    counts: tuple[tuple[str, str], ...]
    filters: tuple[Link, ...]
    groups: tuple[DirectoryGroup, ...]
    organisations: tuple[DirectoryLine, ...]
    missing: tuple[str, ...]
    about: tuple[Link, ...]
    news: tuple[NewsLine, ...] = ()
    news_href: str = ""
    search: SearchView | None = None
    map: WorldMap | None = None


class RegisterGroup(Struct, frozen=True):
    """The accounts of one owner."""

    owner: Words
    href: str
    accounts: tuple[Account, ...]


class RegisterView(Struct, frozen=True, kw_only=True):
    """The register of official channels of the whole network.

    complete: whether what is not in it is surely not official; website: where to ask if it is not.
    """

    groups: tuple[RegisterGroup, ...]
    count: str
    complete: bool
    website: str
