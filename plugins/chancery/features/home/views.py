"""What the templates of home see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.contactviews import PostCard, StatusView
from chancery.plan.hourviews import OpenNowScript
from chancery.plan.newsviews import AgendaLine, NewsLine, NoticeLine
from chancery.plan.views import Link, Words


class PictureSource(Struct, frozen=True):
    """A picture in one format: its media type, its files and the smallest, as in `srcset`."""

    type: str
    files: str
    small: str


class PictureView(Struct, frozen=True, kw_only=True):
    """A picture in several formats, the best first, and as a file that every browser shows.

    alt: empty for a picture that says nothing; focus_x, focus_y: tenths of the way across and down.
    """

    sources: tuple[PictureSource, ...]
    href: str
    width: int
    height: int
    alt: Words | None
    focus_x: int
    focus_y: int
    credit: str
    credit_href: str
    licence: str


class Motif(Struct, frozen=True):
    """The year of daylight at a place, as SVG's path data in a box of width and height."""

    dusk: str
    day: str
    noon: str
    width: int
    height: int
    place: Words | None


class SceneView(Struct, frozen=True):
    """What gives a site its own face: a greeting, and a picture or else a motif."""

    greetings: tuple[Words, ...]
    picture: PictureView | None
    motif: Motif | None


class HomeView(Struct, frozen=True, kw_only=True):
    """The home page of a post.

    today: how to reach the post, or (where own is false) whoever serves in its place.
    """

    scene: SceneView
    intro: str
    status: StatusView | None
    own: bool
    today: PostCard | None
    nearest: PostCard | None
    tasks: tuple[Link, ...]
    news: tuple[NewsLine, ...]
    news_href: str
    new_until_iso: str
    contact_href: str
    services_href: str
    about: tuple[Link, ...]
    partners: tuple[Link, ...]
    notices: tuple[NoticeLine, ...] = ()
    elections: tuple[AgendaLine, ...] = ()
    script: OpenNowScript | None = None
