"""The plan of one site: which pages it has, in which languages, and what is on each."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from uuid import NAMESPACE_URL, uuid5

from msgspec.structs import replace

from chancery.common.languages import autonym, direction, language_name
from chancery.content.model import Document
from chancery.content.scan import EASY
from chancery.feeds.merge import is_global
from chancery.network.model import Post
from chancery.plan import (
    alerts,
    cards,
    datapages,
    find,
    newspages,
    portal,
    scene,
    search,
    services,
    shells,
    visaroutes,
)
from chancery.plan.desk import Desk
from chancery.plan.index import Index
from chancery.plan.links import Links, publish_url
from chancery.plan.news import News
from chancery.plan.page import Page, Passages
from chancery.plan.texts import IN_FULL, PageTexts, TextPages, item_languages
from chancery.plan.views import (
    ROOT,
    BareView,
    Entrance,
    FeedLine,
    FeedView,
    LanguageChoice,
    Link,
    NewsLine,
    PageHead,
    SiteView,
    Words,
)
from chancery.plan.words import N_

#: How many lines a site's own feed has.
FEED_LINES = 40
_IRI = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]{1,500}")
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
        self._desks: dict[str, Desk] = {}

    def desk(self, language: str) -> Desk:
        """Give what the builders of pages need in one language; made once a language."""
        if language not in self._desks:
            speaker = self.index.speaker(language, self.languages)
            self._desks[language] = Desk(
                self.index, self.post, speaker, self.links, self.languages, self.texts, self.news
            )
        return self._desks[language]

    def shell(self, desk: Desk) -> SiteView:
        """Give what all pages of the site share in a language."""
        return shells.site_view(desk, self.post) if self.post else shells.portal_view(desk)

    def pages(self, desk: Desk) -> Iterator[Page]:
        """Plan every page of the site in one language."""
        for feature in self.index.inputs.features:
            yield from feature.pages(desk)
        for slug, page in self.texts.pages.items():
            yield self._text_page(desk, slug, page)
        for slug, page in self.texts.easy.items():
            if desk.language in page.languages(self.languages):
                yield self._easy_page(desk, slug, page)
        for slug, item in self.news.items.items():
            if desk.language in item_languages(item, self.languages):
                yield self._news_page(desk, slug, item)

    def _text_page(self, desk: Desk, slug: str, page: PageTexts) -> Page:
        document, extension = page.choose(desk.speaker.order)
        head = self._head(desk, slug, f"{slug}/", document, page.languages(self.languages))
        variant = self.texts.variant(desk.speaker, slug)
        view = self.texts.view(desk.speaker, document, extension, variant)
        return Page("text", desk.language, head, view, Passages(document, extension))

    def _easy_page(self, desk: Desk, slug: str, page: PageTexts) -> Page:
        document, _ = page.choose(desk.speaker.order)
        full = replace(desk.text_link(slug), words=Words(desk.say(IN_FULL)))
        head = PageHead(
            key=slug, path=f"{slug}{EASY}/", title=Words(document.front.title),
            description=document.front.summary or "", elsewhere=f"{slug}/",
            translations=page.languages(self.languages), crumbs=(desk.text_link(slug),),
        )  # fmt: skip
        view = self.texts.view(desk.speaker, document, variant=full)
        return Page("text", desk.language, head, view, Passages(document))

    def _news_page(self, desk: Desk, slug: str, item: PageTexts) -> Page:
        document = item.choose(desk.speaker.order)[0]
        languages = item_languages(item, self.languages)
        head = self._head(desk, "news", f"news/{slug}/", document, languages, elsewhere="news/")
        view = self.texts.view(desk.speaker, document)
        return Page("news-item", desk.language, head, view, Passages(document))

    def _head(
        self, desk: Desk, key: str, path: str, document: Document, translations: tuple[str, ...],
        elsewhere: str | None = None,
    ) -> PageHead:  # fmt: skip
        tag = document.language if document.language != desk.language else ""
        crumbs: tuple[Link, ...] = ()
        if elsewhere is not None:
            crumbs = (desk.link("news", datapages.LABELS["news"]),)
        elif document.front.group == "services" and self.post is not None:
            crumbs = (desk.link("services", datapages.LABELS["services"]),)
        return PageHead(
            key=key,
            path=path,
            title=Words(document.front.title, tag),
            description=document.front.summary or "",
            translations=translations,
            source=tag,
            elsewhere=elsewhere,
            crumbs=crumbs,
            offer=cards.offer(desk, key) if document.front.group == "services" else None,
            facts=services.facts(desk, key) if document.front.group == "services" else None,
            apply=visaroutes.link_of(desk, key),
            tested=_tested(desk) if key == ACCESSIBILITY else "",
        )

    def indexes(
        self, desk: Desk, pages: Iterable[Page]
    ) -> Iterator[tuple[str, tuple[bytes, Callable[[], bytes]]]]:
        """Plan the files in which readers search in one language, by their names.

        pages: all that the site has in it.
        """
        yield search.INDEX, search.site_index(desk, pages)
        if self.post is None:
            yield find.POSTS, find.post_list(desk)

    def name_files(self) -> Iterator[tuple[str, bytes]]:
        """Plan the files of names that the portal's search looks in; other sites have none."""
        return find.name_files(self.index) if self.post is None else iter(())

    def pictures(self) -> tuple[tuple[str, str], ...]:
        """Give the pictures that the site's pages show: names among its assets, and their files."""
        picture = scene.picture_of(self.index, self.post) if self.post else None
        made = picture.derivatives if picture else ()
        return tuple((scene.asset(one), one.file) for one in made)

    def feed(self, desk: Desk) -> FeedView:
        """Plan the site's own feed in one language (RFC 4287, JSON Feed 1.1)."""
        speaker, base = desk.speaker, self.links.base
        lines = desk.news.newest(speaker, FEED_LINES)
        place = speaker.title(self.post) if self.post else desk.say(shells.PORTAL_TITLE)
        return FeedView(
            id=f"{base}{desk.language}/feed.atom",
            title=f"{place} – {desk.say(datapages.LABELS['news'])}",
            language=desk.language,
            home=f"{base}{desk.language}/",
            self_href=f"{base}{desk.language}/feed.atom",
            json_href=f"{base}{desk.language}/{newspages.JSON_FEED}",
            hub=self.index.ministry.news.websub or "",
            updated=max((line.changed or _when(line) for line in lines), default=_instant("")),
            author=speaker.words(self.index.ministry.name).text,
            lines=tuple(_unlike(self._feed_line(line, desk) for line in lines)),
        )

    def _feed_line(self, line: NewsLine, desk: Desk) -> FeedLine:
        # An entry without an address leads to the list that shows it, under a name of its own.
        href = line.href or desk.links.page(desk.language, "news/")
        href = href if line.external and line.href else href.removesuffix("index.html")
        href = absolute(href, self.links.base, self.index.ministry.url)
        return FeedLine(
            id=_atom_id(line) if line.external else href,
            title=line.title,
            href=href,
            language=line.language or desk.language,
            published=_when(line),
            updated=line.changed or _when(line),
            summary=" – ".join(filter(None, [line.when.words if line.when else "", line.summary])),
            content=line.content,
            source=line.source.text,
            external=line.external,
            origin=line.origin if line.origin.startswith("http") else "",
        )

    def gateway(self) -> BareView:
        """Plan the choice of a language at the root of the site."""
        return self._bare("")

    def missing(self) -> BareView:
        """Plan the page for addresses that lead nowhere: served at any depth, so all absolute."""
        return self._bare(publish_url(self.post, self.index.ministry))

    def _bare(self, base: str) -> BareView:
        """Plan a page for all languages; base: what relative addresses begin with."""
        desk = self.desk(self.languages[0])
        own = self.post.website if self.post else None
        return BareView(
            site=self.id,
            website=own or self.index.ministry.website or "",
            title=desk.speaker.title(self.post) if self.post else desk.say(shells.PORTAL_TITLE),
            ministry=desk.speaker.words(self.index.ministry.name),
            language=desk.language,
            direction=direction(desk.language),
            entrances=tuple(self._entrance(self.desk(tag), base) for tag in self.languages),
            number=cards.help_number(desk),
            stylesheet=f"{base}assets/{self.index.stylesheet(self.post)}",
            icon=f"{base}assets/{self.index.inputs.theme.icon}",
            demonstration=self.index.ministry.demonstration,
            alerts=tuple(
                replace(view, href=_from(base, view.href)) for view in alerts.banners(desk)
            ),
        )

    def _entrance(self, desk: Desk, base: str) -> Entrance:
        tag = desk.language
        wanted = ["help", "contact", "services", "a-z"] if self.post else ["contact", "countries"]
        labels = {**datapages.LABELS, "countries": portal.COUNTRIES}
        links = (desk.link(key, labels[key]) for key in wanted)
        return Entrance(
            choice=LanguageChoice(tag, autonym(tag), direction(tag)),
            title=desk.speaker.title(self.post) if self.post else desk.say(shells.PORTAL_TITLE),
            missing=desk.say(MISSING),
            home=_from(base, desk.links.page(tag, "")),
            links=tuple(replace(link, href=_from(base, link.href)) for link in links),
        )


def _from(base: str, href: str) -> str:
    """Give a link of the site from elsewhere: base stands for its root."""
    return href.replace(ROOT, base)


#: The text page that says how accessible the sites are.
ACCESSIBILITY = "accessibility"
TESTED = N_(
    "Tested by machine on {date}: {pages} pages in {languages}, each in {looks} windows and colour "
    "schemes, with {tool}. Faults found: {faults}."
)


def _tested(desk: Desk) -> str:
    """Say what the last test of the theme's accessibility looked at and found."""
    tested, speaker = desk.index.inputs.theme.tested, desk.speaker
    if tested is None:
        return ""
    return desk.say(TESTED).format(
        date=speaker.day(tested.day),
        pages=speaker.number(tested.pages),
        languages=speaker.join(language_name(tag, desk.language) for tag in tested.languages),
        looks=speaker.number(tested.looks),
        tool=tested.tool,
        faults=speaker.number(tested.faults),
    )


MISSING = N_("This page does not exist.")


def _atom_id(line: NewsLine) -> str:
    """Give an entry of another feed the id that it has there, where that is one for all the world.

    (RFC 4287, section 4.2.6) Else its address is one, or a name made of its feed's and its own.
    """
    if is_global(line.id) and _IRI.fullmatch(line.id):
        return line.id
    return line.href or uuid5(NAMESPACE_URL, f"{line.origin} {line.id}").urn


def _unlike(lines: Iterable[FeedLine]) -> Iterator[FeedLine]:
    """Give entries with ids of their own: a feed may lead from many of them to one page."""
    seen: set[str] = set()
    for line in lines:
        own = line.id
        if own in seen:
            own = uuid5(NAMESPACE_URL, f"{line.id} {line.published} {line.title}").urn
        seen.add(own)
        yield line if own == line.id else replace(line, id=own)


def _when(line: NewsLine) -> str:
    return line.at or _instant(line.iso)


def _instant(day: str) -> str:
    """Give the start of a day, or of the first day there may be news of where it is unknown."""
    return f"{day or '2000-01-01'}T00:00:00Z"


def absolute(href: str, base: str, tree: str) -> str:
    """Give the absolute address of a link that may begin with the hole `ROOT`."""
    if not href.startswith("\x00root\x00"):
        return href
    rest = href.removeprefix("\x00root\x00")
    return tree + rest[3:] if rest.startswith("../") else base + rest
