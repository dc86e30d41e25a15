"""The pages of a post's site that are made of data: one function a page, each gives a view."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from chancery.common.languages import autonym, direction, host_languages, language_name, listed
from chancery.network.model import Partner, Post, Source
from chancery.plan import blocked, cards, checked, emergency, maps, openview, scene, search
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.page import Page, Section
from chancery.plan.views import (
    ROOT,
    AboutView,
    ChannelsView,
    ContactView,
    Fact,
    HelpView,
    HomeView,
    IndexView,
    LanguageChoice,
    LanguageRow,
    LanguagesView,
    Link,
    NewsLine,
    PageHead,
    PageView,
    PostCard,
    SearchView,
    ServiceLine,
    ServicesView,
    Words,
)
from chancery.plan.words import N_, rfc3339

HOME_NEWS = 3
HOME_TASKS = 8
#: The heading of a service that is wanted in haste: what to do when a paper is lost.
LOST = "#lost"

#: Every page made of data, with its label, in the order of the navigation.
LABELS = {
    "home": N_("Home"),
    "services": N_("Services"),
    "contact": N_("Contact and hours"),
    "help": N_("Help now"),
    "news": N_("News"),
    "about": N_("About this post"),
    "channels": N_("Official channels"),
    "languages": N_("Languages"),
    "a-z": N_("A to Z"),
}


def page(desk: Desk, key: str, view: PageView, words: tuple[Section, ...] | None) -> Page:
    """Give the page of a post's site that has a label of its own.

    key: of its label, and of its path; words: those it is found by.
    """
    title = (
        desk.speaker.title(desk.post) if key == "home" and desk.post else desk.say(label(desk, key))
    )
    path = "" if key == "home" else f"{key}/"
    head = PageHead(key=key, path=path, title=Words(title), translations=desk.languages)
    return Page(key, desk.language, head, view, words)


def label(desk: Desk, key: str) -> str:
    """Give the label of a page made of data; that of contact promises no hours where none are."""
    closed = desk.post is not None and desk.index.standing(desk.post).closed
    if key == "contact" and closed:
        return cards.WHO_SERVES
    return desk.index.labels.get(key) or LABELS[key]


def home(desk: Desk, post: Post) -> HomeView:
    """Give the view of a site's home page."""
    server = cards.helpers_of(desk, post)
    card = _today(desk, post, server)
    news = desk.news.own_first(desk.speaker, HOME_NEWS)
    absent = {service.service for service in post.services if service.available == "none"}
    offered = [link for link in _as_wished(desk, post, "services") if link.key not in absent]
    lost = [need for link in offered for need in desk.needs(link.key) if need.href.endswith(LOST)]
    tasks = [*offered[:1], *lost[:1], *offered[1 : HOME_TASKS - 2], *desk.group("help")[:1]]
    tasks += desk.offered(Place.HOME)
    return HomeView(
        scene=scene.scene(desk, post),
        intro=desk.say(VIRTUAL_INTRO) if post.virtual else "",
        status=cards.status_view(desk, post),
        own=desk.index.standing(post).serves,
        today=card,
        nearest=nearest_card(desk, post, server),
        tasks=tuple(tasks),
        news=news,
        new_until_iso=_new_until(news[0]) if news else "",
        news_href=desk.links.page(desk.language, "news/"),
        contact_href=desk.links.page(desk.language, "contact/"),
        services_href=desk.links.page(desk.language, "services/"),
        about=tuple(_as_wished(desk, post, "country")),
        partners=_partner_links(desk, post),
        notices=desk.notices(),
        elections=desk.agenda(),
        script=openview.script(desk, card.now if card else None),
    )


#: For how long news are new.
NEW_FOR = timedelta(days=30)


def _new_until(line: NewsLine) -> str:
    """Give the instant from which news are new no longer, or an event is past."""
    if line.when or not line.iso:
        return line.when.over if line.when else ""
    return rfc3339(datetime.combine(date.fromisoformat(line.iso) + NEW_FOR, time(), UTC))


def _as_wished(desk: Desk, post: Post, group: str) -> list[Link]:
    """Give a group's pages with those first that the post wishes to see first."""
    places = {slug: place for place, slug in enumerate(post.sections)}
    return sorted(desk.group(group), key=lambda link: places.get(link.key, len(places)))


VIRTUAL_INTRO = N_(
    "There is no office here. This site brings together what you need, "
    "and leads you to the people who serve you."
)


def _today(desk: Desk, post: Post, server: Post | None) -> PostCard | None:
    if not desk.index.standing(post).serves:
        # What is said of a closed post names who serves in its place already.
        return cards.post_card(desk, server, live=True) if server and post.virtual else None
    return cards.post_card(desk, post, live=True)


def nearest_card(desk: Desk, post: Post, server: Post | None) -> PostCard | None:
    """Give the nearest post for a site without people, unless it is the one that serves."""
    if not post.virtual:
        return None
    nearest = desk.index.nearest(post)
    if nearest is None or (server is not None and nearest.id == server.id):
        return None
    return cards.post_card(desk, nearest, far_from=post)


def contact(desk: Desk, post: Post) -> ContactView:
    """Give the view of contact and hours."""
    server = cards.helpers_of(desk, post)
    standing = desk.index.standing(post)
    own = cards.post_card(desk, post, live=True) if standing.serves else None
    served_by = cards.post_card(desk, server, live=post.virtual) if server else None
    opening = openview.opening_of(desk, post)
    there = replace(post, **_ONLY_WHERE_SERVED) if standing.closed else post
    stated = checked.when(desk, post, "contacts")
    numbers = cards.anchored_numbers(desk, there.contacts, opening, stated)
    offices = cards.office_views(desk, there)
    messaging = cards.messaging(desk, there.messaging, desk.speaker.place(post), opening)
    children = {child.id: child for child in _listed(desk, post)}.values()
    return ContactView(
        status=cards.status_view(desk, post),
        virtual=post.virtual,
        own=own,
        served_by=served_by,
        nearest=nearest_card(desk, post, server),
        numbers=numbers,
        hours_unknown=cards.some_unknown(there),
        weeks=own.weeks if own else (),
        accessibility=desk.speaker.words(there.accessibility) if there.accessibility else None,
        offices=offices,
        messaging=messaging,
        honorary=tuple(cards.post_card(desk, child) for child in children),
        district=desk.speaker.words(there.district.text) if there.district else None,
        map=None if standing.closed else maps.post_map(desk, post),
        way=cards.way_there(there.location, there.address, post.country),
        website=there.website
        or (server.website if server else "")
        or desk.index.ministry.website
        or "",
        sources=source_links(desk, post.sources),
        unofficial=any(not source.shown for source in post.sources),
        notices=desk.notices(),
        closed=openview.closed_days(desk, post, opening),
        holiday_notes=openview.holiday_notes(desk, post, opening),
        script=openview.script(
            desk,
            *(one.now for one in (own, served_by, *offices, *numbers, *messaging) if one),
            *(number.now for office in offices for number in office.numbers),
        ),
    )


#: What of a post is left out where nobody is served: how to reach it, and how to find it.
_ONLY_WHERE_SERVED: dict[str, Any] = {
    "contacts": (), "offices": (), "messaging": (), "address": None, "location": None,
    "accessibility": None,
    "district": None, "website": None,
}  # fmt: skip


def _listed(desk: Desk, post: Post) -> Iterable[Post]:
    """Give the posts without a site that a post's site lists: its own, and those in its city."""
    yield from (child for child in desk.index.children[post.id] if not child.site)
    for other in desk.index.in_country[post.country or ""]:
        if not other.site and post.city is not None and other.city == post.city:
            yield other


def source_links(desk: Desk, sources: Iterable[Source]) -> tuple[Link, ...]:
    """Give where facts are from as links with when each was seen.

    What no reader is to be sent to is not among them.
    """
    links = []
    for source in sources:
        if not source.shown:
            continue
        href = source.url or f"https://www.wikidata.org/wiki/{source.item}"
        label = source.item and f"Wikidata {source.item}"
        seen = desk.speaker.day(source.seen) if source.seen else ""
        links.append(Link(href, Words(label or href.split("://", 1)[1]), note=seen))
    return tuple(links)


def help_now(desk: Desk, post: Post) -> HelpView:
    """Give the view of help now: numbers for those who are here, then for those at home."""
    server = cards.helpers_of(desk, post)
    guide = next((slug for slug, page in desk.texts.pages.items() if page.group == "help"), "")
    view = None
    if guide:
        view = desk.texts.view(desk.speaker, *desk.texts.pages[guide].choose(desk.speaker.order))
    here = cards.help_numbers(desk, live=True)
    silent = cards.without_speaking(desk, live=True)
    return HelpView(
        place=desk.speaker.country(post.country) if post.country else "",
        here=here,
        worried=cards.worried_numbers(desk),
        served_by=cards.post_card(desk, server) if server else None,
        website=cards.official_site(desk, post),
        guide=view,
        guide_href=desk.links.page(desk.language, f"{guide}/") if guide else "",
        notices=desk.notices(),
        services=emergency.services(desk, post),
        saved_href=f"{ROOT}{desk.language}/{emergency.SAVED}",
        vcard_href=f"{ROOT}{desk.language}/{emergency.VCARD}",
        links=desk.offered(Place.HELP),
        situations=desk.offered(Place.SITUATIONS),
        silent=silent,
        blocked=blocked.ways(desk, post),
        script=openview.script(desk, *(number.now for number in (*here, *silent))),
    )


def services(desk: Desk, post: Post) -> ServicesView:
    """Give the view of all services, each with where it is to be had."""
    server, closed = cards.helpers_of(desk, post), desk.index.standing(post).closed
    lines = []
    for slug, page in desk.texts.pages.items():
        if page.group != "services":
            continue
        document = page.choose(desk.speaker.order)[0]
        tag = document.language if document.language != desk.language else ""
        lines.append(
            ServiceLine(
                anchor=f"site-{slug}",
                link=desk.text_link(slug),
                summary=Words(document.front.summary, tag) if document.front.summary else None,
                offer=cards.offer(desk, slug),
            )
        )
    return ServicesView(
        services=tuple(lines),
        note="" if post.services or closed else desk.say(SERVICES_UNKNOWN),
        server=cards.post_card(desk, server) if server else None,
        links=desk.offered(Place.SERVICES),
    )


SERVICES_UNKNOWN = N_("Ask the post before you come: not every post offers every service.")


def channels(desk: Desk, post: Post) -> ChannelsView:
    """Give the view of the official channels."""
    ministry = desk.index.ministry
    hub = desk.index.posts.get(post.hub or "")
    charter = "social-media-charter"
    return ChannelsView(
        own=cards.accounts(desk, post.channels, desk.speaker.place(post)),
        messaging=cards.messaging(
            desk,
            () if desk.index.standing(post).closed else post.messaging,
            desk.speaker.place(post),
        ),
        ministry=cards.accounts(desk, ministry.channels, desk.speaker.words(ministry.name)),
        hub=cards.accounts(desk, hub.channels, desk.speaker.place(hub)) if hub else (),
        partners=tuple(
            account
            for partner in desk.index.partners(post)
            for account in cards.accounts(desk, partner.channels, desk.speaker.words(partner.name))
        ),
        website=post.website or "",
        register=desk.links.portal(desk.language, "channels/"),
        charter=desk.links.page(desk.language, f"{charter}/")
        if charter in desk.texts.pages
        else "",
    )


def about(desk: Desk, post: Post) -> AboutView:
    """Give the view of what there is to know about a post."""
    near = [*desk.index.in_country[post.country or ""], *desk.index.children[post.id]]
    near += [
        other for name in (post.parent, post.hub) if (other := desk.index.posts.get(name or ""))
    ]
    related = {other.id: other for other in near if other.id != post.id}.values()
    return AboutView(
        facts=tuple(_facts(desk, post)),
        country_pages=desk.group("country"),
        people=cards.people(desk, post),
        related=tuple(cards.post_card(desk, other) for other in related),
        pages=desk.group("about"),
        partners=_partner_links(desk, post),
        sources=source_links(desk, post.sources),
    )  # fmt: skip


def _facts(desk: Desk, post: Post) -> Iterable[Fact]:
    speaker, say = desk.speaker, desk.say
    yield Fact(say(N_("Kind of post")), (Words(speaker.kind(post.kind)),))
    if post.country:
        yield Fact(say(N_("Country")), (Words(speaker.country(post.country)),))
    if post.organisation:
        yield Fact(say(N_("Accredited to")), (speaker.words(post.organisation),))
    if post.city:
        yield Fact(say(N_("City")), (speaker.words(post.city),))
    covers = [*post.covers, *(p.country for p in desk.index.served[post.id] if p.country)]
    if covers:
        names = sorted({speaker.country(code) for code in covers}, key=speaker.sort_key)
        yield Fact(say(N_("Also responsible for")), tuple(Words(name) for name in names))
    if post.district:
        yield Fact(say(N_("Consular district")), (speaker.words(post.district.text),))
    if post.covered_by and (cover := desk.index.posts.get(post.covered_by)):
        href = desk.links.site(cover.id, desk.language)
        yield Fact(say(N_("Covered by")), (Words(speaker.title(cover)),), href)
    if publisher := desk.index.ministry.publisher:
        label = say(N_("Publisher of this site"))
        yield Fact(label, (desk.publisher,), publisher.url or "")
    hosts = host_languages(post.country or "")
    if hosts:
        names = [language_name(tag, desk.language) for tag in hosts]
        yield Fact(say(N_("Languages of the country")), tuple(Words(name) for name in names))


def _partner_links(desk: Desk, post: Post) -> tuple[Link, ...]:
    return tuple(_partner_link(desk, one) for one in desk.index.partners(post))


NO_PAGE = N_("no page known")


def _partner_link(desk: Desk, partner: Partner) -> Link:
    note = desk.speaker.words(partner.about) if partner.about else Words("")
    if not partner.url:
        # What is said in another language cannot stand in one line with what is not.
        about = "" if note.language else note.text
        note = Words(desk.speaker.join(filter(None, (about, desk.say(NO_PAGE)))))
    return Link(
        partner.url or "", desk.speaker.words(partner.name),
        note=note.text, note_language=note.language,
    )  # fmt: skip


def choices(desk: Desk, path: str) -> tuple[tuple[LanguageChoice, str, str], ...]:
    """Give the languages of a site with their names in the reader's language and a page in each."""
    return tuple(
        (
            LanguageChoice(tag, autonym(tag), direction(tag)),
            language_name(tag, desk.language),
            desk.links.page(tag, path),
        )
        for tag in listed(desk.languages)
    )


def languages(desk: Desk) -> LanguagesView:
    """Give the view of the languages: which page truly exists in which."""
    rows = [
        LanguageRow(desk.text_link(slug), desk.texts.translations(slug, desk.languages))
        for slug in desk.texts.pages
    ]
    return LanguagesView(choices=choices(desk, ""), rows=tuple(rows))


def a_to_z(desk: Desk) -> IndexView:
    """Give the view of all pages and needs by their first letter; equal ones are one object."""
    order, made = desk.speaker.order, desk.offered(Place.A_TO_Z)
    pages = (desk.link(key, label(desk, key)) for key in desk.index.labels if key != "home")
    shelf = tuple((slug, p.choose(order)[0].file) for slug, p in desk.texts.pages.items())
    views, field = desk.index.letter_views, search.field(desk)
    asked = (order, shelf, (*pages, *made), field)
    if asked not in views:
        views[asked] = _letters(desk, list(asked[2]), field)
    return views[asked]


def _letters(desk: Desk, links: list[Link], field: SearchView | None) -> IndexView:
    """Sort all pages and needs, the reader's language first; links: to pages made of data."""
    links += [desk.text_link(slug) for slug in desk.texts.pages]
    links += [need for slug in desk.texts.pages for need in desk.needs(slug)]
    keys = {link: (bool(link.words.language), *desk.speaker.sort_key(link.words.text))
            for link in links}  # fmt: skip
    ordered = sorted(links, key=keys.__getitem__)
    return IndexView(
        letters=desk.speaker.by_letter(ordered, lambda one: one.words.text),
        search=field,
    )
