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
    from chancery.plan.newsviews import AgendaLine, AlertView, NoticeLine
    from chancery.plan.page import Page
    from chancery.plan.site import SitePlan
    from chancery.plan.views import Block, Link

R = TypeVar("R")
T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Made:
    """A file that a template of the theme makes of a view."""

    template: str
    view: object


@dataclass(frozen=True, slots=True)
class Keyed:
    """A file that is made only if its key differs from that of the file in place.

    Attributes:
        key: A digest of all that the file is made from.
        make: Returns the bytes of the file.
    """

    key: bytes
    make: Callable[[], bytes]


@dataclass(frozen=True, slots=True, kw_only=True)
class Checking:
    """What a check may look at once the whole network has been read.

    Attributes:
        index: What crosses sites.
        root: The content folder.
        content: The name that messages give to the content folder.
        trees: The YAML of each post and of the ministry, with the place of each value.
        read: What was read of each shelf, by the shelf's folder.
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
    """Links that a feature offers at a place; those with the lowest order stand first there."""

    order: int
    links: Callable[[Context], Iterable[Link]]


def nothing(*_asked: object) -> tuple[()]:
    """Return nothing: the state of a feature of which a site's key need know nothing."""
    return ()


def on_posts(
    given: Callable[[Context, Post], Iterable[T]],
) -> Callable[[Context], Iterable[T]]:
    """Return a function that gives what another one does on posts' sites, nothing on the portal."""

    def give(context: Context) -> Iterable[T]:
        return given(context, context.post) if context.post is not None else ()

    return give


def state_on_posts(
    given: Callable[[Index, Post], Iterable[object]],
) -> Callable[[Index, Post | None], Iterable[object]]:
    """Return the state of a feature that shows nothing on the portal."""

    def state(index: Index, post: Post | None) -> Iterable[object]:
        return given(index, post) if post is not None else ()

    return state


def records_on_posts(shelf: Shelf[Any]) -> Callable[[Index, Post | None], Iterable[object]]:
    """Return the state of a feature of which posts' sites may show any record, the portal none."""
    return state_on_posts(lambda index, _post: (index.records(shelf),))


def _none_urgent(_index: Index) -> Mapping[str, str]:
    return {}


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
class Feature:
    """One feature: what the kernel asks of a kind of record or page.

    Attributes:
        id: The name of the feature, of its folder and of its heading in docs/features.md.
        module: The module that holds the feature as the constant FEATURE.
        state: Returns what the key of a site must cover of this feature; the post is None for the
            portal. It has no default, so that nobody can forget it.
        label: The title of the page that every post's site has at the path `ID/`, if there is one;
            texts may link to it (`page:ID`).
        paths: The names that the feature takes below the folder of a language.
        shelves: The shelves of records that it reads from the content folder.
        posts: Returns the other posts whose facts its pages show on the site of a post.
        pages: Returns the pages that it adds to a site or the portal, in one language.
        links: The links that it offers, by the place where they stand.
        banners: Returns what it puts at the top of every page of a site.
        agenda: Returns the days to come that a site's first page lists.
        service_links: Returns where a reader can go on from a service, by the slug of its page.
        notices: Returns what is different for a while at those whom a site is for.
        slots: Returns the names of the slots that its pages have on all sites.
        discreet: Returns the paths of those of its pages that no browser is to keep.
        urgent: Returns a digest, by id, of each record whose publishing waits for nothing else.
        above: Returns what it adds above the words of a page of text.
        below: Returns what it adds below them.
        instants: Returns the instants at which something of it changes by itself.
        files: Returns files for machines in the folder of a language, by their names there.
        site_files: Returns files of a site or the portal, by their paths below its root.
        pictures: Returns the pictures on its pages: the name of each asset, and the file made
            ready.
        checks: Returns problems that only the whole network shows.
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
    """Return the feature of a module.

    Raises:
        ImportError: If there is no such module.
        AttributeError: If the module holds no feature.
    """
    found: Feature = import_module(module).FEATURE
    return found
