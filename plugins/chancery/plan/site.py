"""The plan of one site: which pages it has, in which languages, and what is on each."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace as replaced
from itertools import chain
from urllib.parse import urlsplit

from msgspec.structs import replace

from chancery.common.languages import autonym, direction
from chancery.content.model import Document
from chancery.content.scan import EASY
from chancery.network.model import Post
from chancery.plan import discreet, helpnumbers, layouts, search, titles
from chancery.plan.context import Context
from chancery.plan.feature import Keyed
from chancery.plan.index import Index
from chancery.plan.labels import COUNTRIES, LABELS, label
from chancery.plan.links import Links, publish_url
from chancery.plan.news import News
from chancery.plan.page import Page, Passages
from chancery.plan.siteviews import BareView, Entrance, SiteView
from chancery.plan.texts import IN_FULL, PageTexts, TextPages, item_languages
from chancery.plan.views import ROOT, Block, LanguageChoice, Link, PageHead, Words
from chancery.plan.words import N_

#: The id under which the portal is planned, written and kept in the manifest.
PORTAL = ""


class SitePlan:
    """The plan of the site of a post, or of the portal; its pages are planned when asked for."""

    def __init__(self, index: Index, post: Post | None) -> None:
        """Plan a site; takes time in the number of its own pages only."""
        self.index, self.post = index, post
        self.id = post.id if post else PORTAL
        self.languages = index.languages(post)
        self.links = Links(index, post)
        self.news = News(index, post, self.links, self.languages)
        self.texts = TextPages(index, post, self.links, self.news.items)
        self._contexts: dict[str, Context] = {}

    def context(self, language: str) -> Context:
        """Return what pages in one language are planned with; it is made once for each language."""
        if language not in self._contexts:
            host = (self.post and self.post.country) or ""
            localiser = self.index.localiser(language, self.languages, host)
            self._contexts[language] = Context(
                self.index, self.post, localiser, self.links, self.languages, self.texts, self.news
            )
        return self._contexts[language]

    def layout(self, context: Context) -> SiteView:
        """Return what all pages of the site share in a language."""
        return layouts.site_view(context, self.post) if self.post else layouts.portal_view(context)

    def pages(self, context: Context) -> Iterator[Page]:
        """Plan every page of the site in one language; no two have the same title."""
        planned = list(self._pages(context))
        heads = titles.apart(context, [page.head for page in planned])
        for page, head in zip(planned, heads, strict=True):
            yield page if head is page.head else replaced(page, head=head)

    def _pages(self, context: Context) -> Iterator[Page]:
        for feature in self.index.inputs.features:
            yield from feature.pages(context)
        for slug, page in self.texts.pages.items():
            yield self._text_page(context, slug, page)
        for slug, page in self.texts.easy.items():
            if context.language in page.languages(self.languages):
                yield self._easy_page(context, slug, page)
        for slug, item in self.news.items.items():
            if context.language in item_languages(item, self.languages):
                yield self._news_page(context, slug, item)

    def _text_page(self, context: Context, slug: str, page: PageTexts) -> Page:
        document, extension = page.choose(context.localiser.order)
        head = self._head(context, slug, f"{slug}/", document, page.languages(self.languages))
        variant = self.texts.variant(context.localiser, slug)
        view = self.texts.view(context.localiser, document, extension, variant)
        return Page("text", context.language, head, view, Passages(document, extension))

    def _easy_page(self, context: Context, slug: str, page: PageTexts) -> Page:
        document, _ = page.choose(context.localiser.order)
        full = replace(context.text_link(slug), words=Words(context.say(IN_FULL)))
        head = PageHead(
            key=slug, path=f"{slug}{EASY}/", title=Words(document.front.title),
            description=document.front.summary or "", elsewhere=f"{slug}/",
            discreet=discreet.told(self.index, self.post, f"{slug}{EASY}/"),
            translations=page.languages(self.languages), crumbs=(context.text_link(slug),),
        )  # fmt: skip
        view = self.texts.view(context.localiser, document, variant=full)
        return Page("text", context.language, head, view, Passages(document))

    def _news_page(self, context: Context, slug: str, item: PageTexts) -> Page:
        document = item.choose(context.localiser.order)[0]
        languages = item_languages(item, self.languages)
        head = self._head(context, "news", f"news/{slug}/", document, languages, elsewhere="news/")
        view = self.texts.view(context.localiser, document)
        return Page("news-item", context.language, head, view, Passages(document))

    def _head(
        self,
        context: Context,
        key: str,
        path: str,
        document: Document,
        translations: tuple[str, ...],
        elsewhere: str | None = None,
    ) -> PageHead:
        tag = document.language if document.language != context.language else ""
        crumbs: tuple[Link, ...] = ()
        if elsewhere is not None:
            crumbs = (context.link("news", LABELS["news"]),)
        elif document.front.group == "services" and self.post is not None:
            crumbs = (context.link("services", LABELS["services"]),)
        # What there is to know beside a text stands on its own page, not on news or easy language.
        features = self.index.extending if elsewhere is None else ()
        return PageHead(
            key=key,
            path=path,
            title=Words(document.front.title, tag),
            description=document.front.summary or "",
            translations=translations,
            discreet=discreet.told(self.index, self.post, path),
            source=tag,
            elsewhere=elsewhere,
            crumbs=crumbs,
            above=_blocks(f.above(context, document) for f in features),
            below=_blocks(f.below(context, document) for f in features),
            dated=context.localiser.day(document.date) if document.date else "",
        )

    def search_index(self, context: Context, pages: Iterable[Page]) -> Keyed:
        """Plan the file in which readers search in one language; pages: all pages of the site."""
        return Keyed(*search.site_index(context, pages))

    def pictures(self) -> Iterator[tuple[str, str]]:
        """Return the pictures on the site's pages: their names among its assets, and files."""
        for feature in self.index.inputs.features:
            yield from feature.pictures(self.index, self.post)

    def gateway(self) -> BareView:
        """Plan the choice of a language at the root of the site."""
        return self._bare("")

    def missing(self) -> BareView:
        """Plan the page for addresses that lead nowhere.

        It is served at any depth, so its links begin at the root of the host that served it, which
        may be a mirror: the main address may be blocked or watched.
        """
        ministry, theme = self.index.ministry, self.index.inputs.theme
        address = publish_url(self.post, ministry)
        mirrors = [*(self.post.mirrors if self.post else ())]
        mirrors += [f"{one}{self.post.id}/" if self.post else one for one in ministry.mirrors]
        path = urlsplit(address).path or "/"
        return replace(
            self._bare(path), stylesheet="", styles=theme.standalone, script=theme.missing,
            path=path, addresses=(address, *mirrors),
        )  # fmt: skip

    def _bare(self, base: str) -> BareView:
        """Plan a page for all languages; base: what relative addresses begin with."""
        context = self.context(self.languages[0])
        own = self.post.website if self.post else None
        return BareView(
            site=self.id,
            website=own or self.index.ministry.website or "",
            title=context.localiser.title(self.post)
            if self.post
            else context.say(layouts.PORTAL_TITLE),
            ministry=context.localiser.words(self.index.ministry.name),
            language=context.language,
            direction=direction(context.language),
            entrances=tuple(self._entrance(self.context(tag), base) for tag in self.languages),
            number=helpnumbers.help_number(context),
            stylesheet=f"{base}assets/{self.index.stylesheet(self.post)}",
            icon=f"{base}assets/{self.index.inputs.theme.icon}",
            until_script="".join(f"{base}assets/{name}" for name in self._until()),
            demonstration=self.index.ministry.demonstration,
            alerts=tuple(replace(view, href=_from(base, view.href)) for view in context.banners()),
        )

    def _until(self) -> tuple[str, ...]:
        """Return the asset that hides what has ended; none in a theme without it."""
        return tuple(filter(None, [self.index.inputs.theme.scripts.get("until")]))

    def _entrance(self, context: Context, base: str) -> Entrance:
        tag = context.language
        wanted = ["help", "contact", "services", "a-z"] if self.post else ["contact", "countries"]
        labels = {key: label(context, key) for key in LABELS}
        labels["countries"] = COUNTRIES
        links = (context.link(key, labels[key]) for key in wanted)
        return Entrance(
            choice=LanguageChoice(tag, autonym(tag), direction(tag)),
            title=context.localiser.title(self.post)
            if self.post
            else context.say(layouts.PORTAL_TITLE),
            missing=context.say(MISSING),
            home=_from(base, context.links.page(tag, "")),
            links=tuple(replace(link, href=_from(base, link.href)) for link in links),
        )


def _from(base: str, href: str) -> str:
    """Return a link of the site from elsewhere: base stands for its root."""
    return href.replace(ROOT, base)


def _blocks(given: Iterable[Iterable[Block]]) -> tuple[Block, ...]:
    return tuple(sorted(chain.from_iterable(given), key=lambda block: block.order))


MISSING = N_("This page does not exist.")
