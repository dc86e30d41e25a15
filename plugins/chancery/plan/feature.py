"""What a feature is: all that the kernel must ask of a kind of record or of pages.

A feature is a folder with everything about it, and a value that says what of it the kernel needs:
which records it reads, what of them a site's key must know, the pages that it adds, the links that
it offers, when it changes by itself. The kernel knows no feature; it is handed their list.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import Enum
from importlib import import_module
from pathlib import Path
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, TypeVar

from chancery.common.problems import Problem
from chancery.common.yaml.source import Value
from chancery.content.model import Document
from chancery.content.records import Records, Shelf
from chancery.network.model import Post

if TYPE_CHECKING:
    from chancery.plan.context import Context
    from chancery.plan.index import Index
    from chancery.plan.page import Page
    from chancery.plan.site import SitePlan
    from chancery.plan.views import AgendaLine, AlertView, Block, Link, NoticeLine

R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a template of the theme makes of a view."""

    template: str
    view: object


@dataclass(frozen=True, slots=True)
class Keyed:
    """A file that is made only where its key is another one than that of the file that is there.

    key: the digest of what it is made from; make: gives its bytes.
    """

    key: bytes
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """What a check may look at when the whole network was read.

    root: the content folder; content: how messages name it; trees: the YAML of each post and of the
    ministry, with its places; read: what the files of each shelf gave, by its folder.
    """

    index: Index
    root: Path
    content: str
    trees: Mapping[str, Value]
    read: Mapping[str, Records[Any]]

    def of(self, shelf: Shelf[R]) -> Records[R]:
        """Return what the files of a shelf gave."""
        return self.read[shelf.folder]


class Place(Enum):
    """Where features may offer links."""

    #: Among the tasks of a site's first page.
    HOME = "home"
    #: Beside the list of services.
    SERVICES = "services"
    #: Beside the numbers of help now.
    HELP = "help"
    #: What to do when something has happened, on help now.
    SITUATIONS = "situations"
    #: At the end of every page.
    FOOTER = "footer"
    #: In the index of a site.
    A_TO_Z = "a-z"
    #: At the top of every page, below what stands there.
    TOP = "top"
    #: Below an alert.
    ALERT = "alert"


@dataclass(frozen=True, slots=True)
class At:
    """Links at a place: among those of others by its order there, the lowest first."""

    order: int
    links: Callable[[Context], Iterable[Link]]


def nothing(*_asked: object) -> tuple[()]:
    """Return nothing: for a feature of which a site's key need know nothing."""
    return ()


def on_posts(
    given: Callable[[Context, Post], Iterable[T]],
) -> Callable[[Context], Iterable[T]]:
    """Return what gives the same on the sites of posts, and nothing on the portal."""

    def give(context: Context) -> Iterable[T]:
        return given(context, context.post) if context.post is not None else ()

    return give


def state_on_posts(
    given: Callable[[Index, Post], Iterable[object]],
) -> Callable[[Index, Post | None], Iterable[object]]:
    """Return the state of what the portal shows nothing of."""

    def state(index: Index, post: Post | None) -> Iterable[object]:
        return given(index, post) if post is not None else ()

    return state


def records_on_posts(shelf: Shelf[Any]) -> Callable[[Index, Post | None], Iterable[object]]:
    """Return the state of records that may all show on posts' sites, and not on the portal."""
    return state_on_posts(lambda index, _post: (index.records(shelf),))


def _none_urgent(_index: Index) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feature:
    """One feature.

    id: its name: that of its folder and of its page in the docs; module: where it is imported
    from, as the constant FEATURE; state: what of it the key of a site must know, the portal's where
    the post is None: without a default, so that nobody can forget it; label: that of the page by
    the name of its id that every post's site has, which texts may lead to (`page:ID`); paths: the
    names that it takes below the folder of a language; shelves: its records below the content
    folder; posts: the posts whose facts the pages of a post's site show.

    pages: those that it adds to a site, or to the portal, in one language; links: those that it
    offers, by the place; banners: what stands at the top of every page; agenda: days to come, for
    the first page; service_links: where one goes on from a service, by the slug of its page; above,
    below: what it adds to a page of text that it has facts for; notices: what is different for a
    while; slots: the names of those on all sites that posts may insert into; discreet: the paths of
    its pages that no browser is to keep.

    instants: when something of it changes by itself; urgent: a digest of what is never to wait for
    other matters, by its id; files: those for machines in the folder of a language, by their names
    there; site_files: those of a site or the portal, by their paths below its root; pictures: those
    that its pages show: names among the assets, and the files of what was made ready; checks: what
    is wrong that only the whole network shows.
    """

    id: str
    module: str
    state: Callable[[Index, Post | None], Iterable[object]]
    label: str = ""
    paths: frozenset[str] = frozenset()
    shelves: tuple[Shelf[Any], ...] = ()
    posts: Callable[[Index, Post], Iterable[Post]] = nothing
    pages: Callable[[Context], Iterable[Page]] = nothing
    links: Mapping[Place, At] = field(default_factory=lambda: MappingProxyType({}))
    banners: Callable[[Context], Iterable[AlertView]] = nothing
    agenda: Callable[[Context], Iterable[AgendaLine]] = nothing
    service_links: Callable[[Context, str], Iterable[Link]] = nothing
    notices: Callable[[Context], Iterable[NoticeLine]] = nothing
    slots: Callable[[Index], Iterable[str]] = nothing
    discreet: Callable[[Index], Iterable[str]] = nothing
    urgent: Callable[[Index], Mapping[str, str]] = _none_urgent
    above: Callable[[Context, Document], Iterable[Block]] = nothing
    below: Callable[[Context, Document], Iterable[Block]] = nothing
    instants: Callable[[Index], Iterable[datetime]] = nothing
    files: Callable[[Context], Iterable[tuple[str, bytes | Made | Keyed]]] = nothing
    site_files: Callable[[SitePlan], Iterable[tuple[str, bytes]]] = nothing
    pictures: Callable[[Index, Post | None], Iterable[tuple[str, str]]] = nothing
    checks: Callable[[Checking], Iterable[Problem]] = nothing

    def __reduce__(self) -> tuple[Callable[[str], Feature], tuple[str]]:
        """Pickle it by where it is imported from: a worker has the same code."""
        return feature_of, (self.module,)


def feature_of(module: str) -> Feature:
    """Return the feature of a module. Raises ImportError or AttributeError where there is none."""
    found: Feature = import_module(module).FEATURE
    return found
