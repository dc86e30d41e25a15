"""A site turned into bytes: layouts once per language, then pages by filling them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain
from pathlib import Path
from time import perf_counter

from markupsafe import escape

from chancery.common.digest import digest
from chancery.common.errors import ChanceryError
from chancery.common.stored import Damaged
from chancery.feeds import thumbnails
from chancery.media import cache as media_cache
from chancery.plan import emergency, search, standingwords
from chancery.plan.context import Context
from chancery.plan.feature import Keyed
from chancery.plan.helpviews import HelpView, SituationView
from chancery.plan.inputs import Inputs
from chancery.plan.page import Page
from chancery.plan.site import SitePlan
from chancery.plan.siteviews import SiteView
from chancery.plan.views import ROOT, PageHead
from chancery.render import files
from chancery.render.layouts import MARK, Layout, prefix
from chancery.render.theme import Templates, ThemeFiles, accent_rules
from chancery.render.vcard import vcard

#: The most rendered bodies that a worker keeps; beyond it, it starts anew.
KEPT_BODIES = 4000


@dataclass(slots=True)
class Spent:
    """Seconds spent in each part of the work on pages, for the benchmark."""

    plan: float = 0.0
    digest: float = 0.0
    render: float = 0.0


@dataclass(frozen=True, slots=True)
class Rendered:
    """One file of a site.

    Attributes:
        path: The path below the root of the site.
        key: The digest of what the file is made from.
        data: Its bytes; None if the caller already has this key.
    """

    path: str
    key: bytes
    data: bytes | None


class PictureLost(ChanceryError):
    """A picture that pages are to show is not in its cache any more, or is damaged there."""

    def __init__(self, file: Path, reason: str) -> None:
        """Take the file and what is wrong with it."""
        self.file, self.reason = file, reason
        super().__init__(f"{file}: {reason}")


class Renderer:
    """Renders sites; one per worker, holding what sites share."""

    def __init__(
        self,
        theme: ThemeFiles,
        templates: Templates,
        inputs: Inputs,
        media: str,
        thumbnails: str,
    ) -> None:
        """Take what all sites share.

        Args:
            theme: The files of the theme.
            templates: The theme's compiled templates.
            inputs: What plans are made from.
            media: The folder of the pictures that were made ready.
            thumbnails: The folder of the pictures of feed entries.
        """
        self.templates, self._css, self._theirs = templates, theme.css, theme.assets
        self._media, self._thumbnails = media, thumbnails
        #: What every file is made with, beside its own view.
        self.made_with = digest(inputs.code, inputs.theme.digest)
        self._bodies: dict[tuple[str, str, bytes, int], str] = {}
        self._view_keys: dict[int, tuple[object, bytes]] = {}
        self.spent = Spent()

    def site(self, plan: SitePlan, known: Mapping[str, bytes]) -> Iterator[Rendered]:
        """Render the files of a site whose keys differ from the known ones.

        Every file of the site is returned; those that need no rendering have no bytes.
        """
        pages: list[tuple[str, PageHead]] = []
        for language in plan.languages:
            context = plan.context(language)
            one = _SiteLanguage(self, plan, context)
            planned: list[Page] = []
            started = perf_counter()
            for page in plan.pages(context):
                self.spent.plan += perf_counter() - started
                pages.append((language, page.head))
                planned.append(page)
                yield one.page(page, known)
                started = perf_counter()
            self.spent.plan += perf_counter() - started
            yield from self._files(context, known)
            started = perf_counter()
            found = plan.search_index(context, planned)
            yield _keyed(f"{language}/{search.INDEX}", found, known)
            self.spent.render += perf_counter() - started
            yield from self._offline(plan, context, planned, known)
        gateway, missing = plan.gateway(), plan.missing()
        yield self._made("index.html", "gateway.html", gateway.language, gateway, known)
        yield self._made("404.html", "missing.html", missing.language, missing, known)
        yield from self._assets(plan, known)
        own = (feature.site_files(plan) for feature in plan.index.inputs.features)
        every = chain(files.data_files(plan, pages), chain.from_iterable(own))
        for path, data in every:
            yield _data(path, data, known)

    def _files(self, context: Context, known: Mapping[str, bytes]) -> Iterator[Rendered]:
        """Return what features have for machines in a language."""
        language = context.language
        for feature in context.index.inputs.features:
            for name, made in feature.files(context):
                path = f"{language}/{name}"
                if isinstance(made, bytes):
                    yield _data(path, made, known)
                elif isinstance(made, Keyed):
                    yield _keyed(path, made, known)
                else:
                    yield self._made(path, made.template, language, made.view, known)

    def _offline(
        self, plan: SitePlan, context: Context, pages: Iterable[Page], known: Mapping[str, bytes]
    ) -> Iterator[Rendered]:
        """Return what readers take away of a site: help in one file, and a card of contacts."""
        if plan.post is None:
            return
        shown = next(page.view for page in pages if isinstance(page.view, HelpView))
        told = tuple(
            page.view
            for page in pages
            if isinstance(page.view, SituationView) and not page.head.discreet
        )
        view = emergency.saved(context, plan.post, shown, told)
        path = f"{context.language}/{emergency.SAVED}"
        yield self._made(path, "emergency.html", context.language, view, known)
        yield _data(f"{context.language}/{emergency.VCARD}", vcard(context, plan.post), known)

    def _assets(self, plan: SitePlan, known: Mapping[str, bytes]) -> Iterator[Rendered]:
        """Return what pages load; names hold a digest, so that a file of that name is the same."""
        for name, script in self._theirs:
            path = f"assets/{name}"
            yield Rendered(path, digest(path), script if path not in known else None)
        sheet = f"assets/{plan.index.stylesheet(plan.post)}"
        accent = (plan.post and plan.post.accent) or ""
        css = None if sheet in known else self._css + accent_rules(accent)
        yield Rendered(sheet, digest(sheet), css)
        for name, file in plan.pictures():
            yield _copied(f"assets/{name}", Path(self._media, file), media_cache.read_file, known)
        for name, file in plan.news.pictures().items():
            yield _copied(
                f"assets/{name}", Path(self._thumbnails, file), thumbnails.read_file, known
            )

    def _made(
        self, path: str, template: str, language: str, view: object, known: Mapping[str, bytes]
    ) -> Rendered:
        key = digest(self.made_with, template, view)
        if known.get(path) == key:
            return Rendered(path, key, None)
        html = self.templates.render(template, language, view=view)
        if MARK in html:
            raise ValueError(f"a placeholder is left in {path}")
        return Rendered(path, key, html.encode())

    def view_key(self, view: object) -> bytes:
        """Return the digest of a view; views that sites share are digested once."""
        found = self._view_keys.get(id(view))
        if found is not None and found[0] is view:
            return found[1]
        key = digest(view)
        if len(self._view_keys) > KEPT_BODIES:
            self._view_keys.clear()
        self._view_keys[id(view)] = (view, key)
        return key

    def body(self, page: Page, key: bytes, depth: int) -> str:
        """Return the main part of a page; equal views are rendered once per worker."""
        name = (page.type, page.language, key, depth)
        body = self._bodies.get(name)
        if body is None:
            template = f"{page.type}.html"
            html = self.templates.render(template, page.language, view=page.view, head=page.head)
            body = html.replace(ROOT, prefix(depth))
            if len(self._bodies) > KEPT_BODIES:
                self._bodies.clear()
            self._bodies[name] = body
        return body


def _copied(
    path: str, file: Path, read: Callable[[Path], bytes], known: Collection[str]
) -> Rendered:
    """Return a picture from its cache; its name holds a digest, by which it is verified."""
    if path in known:
        return Rendered(path, digest(path), None)
    try:
        return Rendered(path, digest(path), read(file))
    except Damaged as damaged:
        raise PictureLost(file, str(damaged)) from damaged


def _keyed(path: str, made: Keyed, known: Mapping[str, bytes]) -> Rendered:
    return Rendered(path, made.key, made.make() if known.get(path) != made.key else None)


def _data(path: str, data: bytes, known: Mapping[str, bytes]) -> Rendered:
    """Return a file whose bytes are made faster than a key of what they are made from."""
    key = digest(data)
    return Rendered(path, key, data if known.get(path) != key else None)


#: The marks of what ends, by which a page needs the script that looks at the clock.
_TIMED = (' data-until="', ' data-after="')


class _SiteLanguage:
    """One site in one language: its layout, rendered when the first page needs it."""

    def __init__(self, renderer: Renderer, plan: SitePlan, context: Context) -> None:
        self._renderer = renderer
        self._speaker = context.localiser
        self._view: SiteView = plan.layout(context)
        self._layout: Layout | None = None
        base = plan.links.base
        self._base = base
        self._alternates = {
            tag: f'<link rel="alternate" hreflang="{tag}" href="{escape(base)}{tag}/'
            for tag in plan.languages
        }
        self._tail = "index.html" if plan.index.inputs.settings.file_links else ""
        self._key = digest(renderer.made_with, self._view, self._base, self._tail)
        self._offline = (
            f'<script defer src="{self._view.offline_script}" '
            f'data-worker="{self._view.worker}"></script>'
        )
        self._title = f"{self._view.title} – {self._view.ministry.text}"
        self._instead = standingwords.instead_in_words(context)
        self._keys = {link.key for link in self._view.nav} | {"home", "help"}

    def page(self, page: Page, known: Mapping[str, bytes]) -> Rendered:
        spent, started = self._renderer.spent, perf_counter()
        body_key = digest(page.head, self._renderer.view_key(page.view))
        key = digest(self._key, page.type, body_key)
        digested = perf_counter()
        spent.digest += digested - started
        path = page.file
        if known.get(path) == key:
            return Rendered(path, key, None)
        depth = path.count("/")
        fills = self._fills(page)
        main = fills["main"] = self._renderer.body(page, body_key, depth)
        timed = bool(self._view.alerts) or any(mark in main for mark in _TIMED)
        until = self._view.until_script.replace(ROOT, prefix(depth))
        fills["until"] = f'<script defer src="{until}"></script>' if timed and until else ""
        data = self._filled().fill(depth, fills).encode()
        spent.render += perf_counter() - digested
        return Rendered(path, key, data)

    def _filled(self) -> Layout:
        if self._layout is None:
            html = self._renderer.templates.render(
                "layout.html", self._view.language, site=self._view
            )
            self._layout = Layout(html)
        return self._layout

    def _named(self, head: PageHead) -> str:
        """Return the title of a page's window: the page, what it belongs to, the site."""
        if not head.path:
            return self._title
        return " – ".join(filter(None, (head.title.text, head.within, self._title)))

    def _described(self, head: PageHead) -> str:
        """Return a summary of a page for people who search the web, if it has one.

        For a post that serves nobody, it begins by saying so.
        """
        said = head.description or self._without_summary(head)
        return f"{self._instead} – {said}" if self._instead else said

    def _without_summary(self, head: PageHead) -> str:
        if head.path:
            return self._named(head)
        if self._instead:
            return self._title
        contents = " · ".join(link.words.text for link in self._view.nav)
        return self._speaker.named(self._title, contents)

    def _fills(self, page: Page) -> dict[str, str]:
        head = page.head
        fills = {f"current-{key}": "" for key in self._keys}
        fills[f"current-{head.key}"] = ' aria-current="page"'
        whole = self._named(head)
        if not head.path and self._view.instead and self._view.instead.headline:
            whole = f"{self._view.instead.headline} – {whole}"
        fills["title"] = str(escape(whole))
        fills["description"] = str(escape(self._described(head)))
        alternates = []
        for tag, link in self._alternates.items():
            exists = tag in head.translations
            if exists:
                alternates.append(f'{link}{head.path}">')
            wanted = head.path if exists or head.elsewhere is None else head.elsewhere
            fills[f"path-{tag}"] = f"{wanted}{self._tail}"
        canonical = head.source if head.source in self._alternates else page.language
        alternates.append(
            f'<link rel="canonical" href="{escape(self._base)}{canonical}/{head.path}">'
        )
        fills["alternates"] = "".join(alternates)
        # Even the script by which a browser keeps help would leave a trace of a discreet page.
        up = prefix(page.file.count("/"))
        fills["offline"] = "" if head.discreet else self._offline.replace(ROOT, up)
        return fills
