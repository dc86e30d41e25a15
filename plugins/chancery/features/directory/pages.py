"""The portal's own pages: the directory of posts, countries, channels, and what is unavailable."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from chancery.features.directory import find
from chancery.features.directory.views import (
    DirectoryCountry,
    DirectoryGroup,
    DirectoryLine,
    DirectoryView,
    RegisterGroup,
    RegisterView,
)
from chancery.geo.territories import CONTINENTS, continent_of
from chancery.network.model import Post
from chancery.plan import cards, checked, maps, openview
from chancery.plan.desk import Desk
from chancery.plan.labels import COUNTRIES, LABELS
from chancery.plan.neighbours import source_links
from chancery.plan.news import HOME_NEWS
from chancery.plan.opening import ministry_opening
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.search import contact_words
from chancery.plan.views import ContactView, Link, PageHead, PageView, PostCard, Words
from chancery.plan.words import N_, in_city


def pages(desk: Desk) -> Iterator[Page]:
    """Plan the portal's pages in one language."""
    countries = _countries(desk)
    found = [
        _page(desk, "home", "", N_("Find a post"), _directory(desk, countries)),
        _page(desk, "countries", "countries/", COUNTRIES, _alphabet(desk, countries)),
        _page(
            desk,
            "channels",
            "channels/",
            N_("Register of official channels"),
            register(desk),
            "register",
        ),
        _contact_page(desk),
        _page(
            desk, "unavailable", "unavailable/", N_("Sites that are not available"), _missing(desk)
        ),
    ]
    for code in CONTINENTS:
        inside = [country for country in countries if continent_of(country.code) == code]
        if inside:
            view = _view(desk, [DirectoryGroup(code, "", tuple(inside))])
            title = desk.speaker.country(code)
            found.append(_page(desk, "home", f"continent-{code}/", title, view))
    yield from found


def _contact_page(desk: Desk) -> Page:
    view = _contact(desk)
    label = LABELS["contact"]
    return _page(desk, "contact", "contact/", label, view, "contact", contact_words(view))


def _page(
    desk: Desk, key: str, path: str, label: str, view: PageView, kind: str = "directory",
    words: tuple[Section, ...] = TITLE_ALONE,
) -> Page:  # fmt: skip
    # Of lists of posts and countries the titles are enough: these are found by their names; and
    # the first page says nothing that another one does not.
    title = Words(desk.say(label))
    head = PageHead(key=key, path=path, title=title, translations=desk.languages)
    return Page(kind, desk.language, head, view, words if path else None)


def _contact(desk: Desk) -> ContactView:
    """Give how to reach the ministry itself, the crisis centre first."""
    ministry = desk.index.ministry
    stated = checked.when(desk, ministry, "contacts")
    opening = ministry_opening(desk.index)
    contacts = cards.anchored_numbers(desk, ministry.contacts, opening, stated)
    centre = cards.crisis_centre(desk, live=True)
    numbers = (*centre, *cards.crisis_written(desk), *contacts)
    own = PostCard(
        kind="",
        place=desk.speaker.words(ministry.name),
        href="",
        address=desk.speaker.words(ministry.address) if ministry.address else None,
        phone=cards.own_phone(desk, ministry),
        website=ministry.website or "",
    )
    return ContactView(
        status=None,
        virtual=False,
        own=own,
        served_by=None,
        nearest=None,
        numbers=numbers,
        weeks=(),
        accessibility=None,
        offices=(),
        messaging=(),
        honorary=(),
        district=None,
        website=ministry.website or "",
        sources=source_links(desk, ministry.sources),
        hours_unknown=cards.some_unknown(ministry),
        script=openview.script(desk, *(number.now for number in numbers)),
    )


def _countries(desk: Desk) -> tuple[DirectoryCountry, ...]:
    """Give every country with its posts, by name."""
    found = []
    for code, posts in desk.index.in_country.items():
        if code:
            lines = tuple(_line(desk, post) for post in posts if post.kind not in _BY_ORGANISATION)
            if lines:
                found.append(DirectoryCountry(code, desk.speaker.country(code), lines))
    return tuple(sorted(found, key=lambda country: desk.speaker.sort_key(country.name)))


_BY_ORGANISATION = ("mission", "permanent-representation")


def _line(desk: Desk, post: Post) -> DirectoryLine:
    note, state = "", "virtual" if post.virtual else "physical"
    if post.virtual and (server := cards.helpers_of(desk, post)):
        note = desk.say(cards.SERVED_BY).format(name=desk.speaker.title(server))
    if said := cards.headline(desk, post):
        note, state = said, desk.index.standing(post).state
    place = Words("") if post.virtual else desk.speaker.place(post)
    return DirectoryLine(
        kind=desk.speaker.kind(post.kind),
        place=place,
        href=desk.links.site(post.id, desk.language),
        note=note,
        state=state,
        in_city=in_city(post),
    )


def _directory(desk: Desk, countries: tuple[DirectoryCountry, ...]) -> DirectoryView:
    groups = []
    for code in (*CONTINENTS, ""):
        inside = tuple(country for country in countries if continent_of(country.code) == code)
        if inside:
            name = desk.speaker.country(code) if code else desk.say(N_("Elsewhere"))
            groups.append(DirectoryGroup(f"site-{code or 'other'}", name, inside))
    view = _view(desk, groups, organisations=_organisations(desk), count=True)
    codes = [country.code for group in groups for country in group.countries]
    return replace(
        view,
        map=maps.world_map(desk, codes),
        news=tuple(row.line for row in desk.news.rows(desk.speaker)[:HOME_NEWS]),
        news_href=desk.links.page(desk.language, "news/"),
    )


def _organisations(desk: Desk) -> tuple[DirectoryLine, ...]:
    posts = (post for post in desk.index.network.posts if post.kind in _BY_ORGANISATION)
    return tuple(_line(desk, post) for post in posts)


def _alphabet(desk: Desk, countries: tuple[DirectoryCountry, ...]) -> DirectoryView:
    letters = desk.speaker.by_letter(countries, lambda one: one.name)
    groups = [
        DirectoryGroup(f"site-letter-{number}", letter, found)
        for number, (letter, found) in enumerate(letters, 1)
    ]
    return _view(desk, groups)


def _view(
    desk: Desk, groups: Iterable[DirectoryGroup], *,
    organisations: tuple[DirectoryLine, ...] = (), count: bool = False,
) -> DirectoryView:  # fmt: skip
    continents = {continent_of(code) for code in desk.index.in_country if code}
    filters = [
        Link(
            desk.links.page(desk.language, f"continent-{code}/"),
            Words(desk.speaker.country(code)),
            code,
        )
        for code in CONTINENTS
        if code in continents
    ]
    return DirectoryView(
        intro=desk.say(INTRO) if count else "",
        counts=_counts(desk) if count else (),
        filters=tuple(filters),
        groups=tuple(groups),
        organisations=organisations,
        missing=(),
        about=desk.group("country") if count else (),
        search=find.field(desk) if count else None,
    )


INTRO = N_("Choose a country to find the post that serves it, with a site in your language.")


def _counts(desk: Desk) -> tuple[tuple[str, str], ...]:
    posts = desk.index.network.posts
    virtual = sum(post.virtual for post in posts)
    number = desk.speaker.number
    return (
        (desk.say(N_("Posts")), number(len(posts) - virtual)),
        (desk.say(N_("Virtual embassies and consulates")), number(virtual)),
        (
            desk.say(N_("Countries and territories")),
            number(len([c for c in desk.index.in_country if c])),
        ),
    )


def _missing(desk: Desk) -> DirectoryView:
    view = _view(desk, ())
    failed = tuple(sorted(post.id for post in desk.index.network.failed if post.id))
    return DirectoryView(
        intro=desk.say(UNAVAILABLE if failed else ALL_AVAILABLE),
        counts=view.counts, filters=view.filters, groups=(), organisations=(), missing=failed,
        about=(),
    )  # fmt: skip


UNAVAILABLE = N_("These sites cannot be shown at present. The ministry has been told.")
ALL_AVAILABLE = N_("All sites are available.")


def register(desk: Desk) -> RegisterView:
    """Give the register of official channels: the ministry, every post, the partners."""
    index, speaker = desk.index, desk.speaker
    name = speaker.words(index.ministry.name)
    groups = [
        RegisterGroup(
            name, index.ministry.website or "", cards.accounts(desk, index.ministry.channels, name)
        )
    ]
    posts = index.network.posts
    for post in sorted(posts, key=lambda one: speaker.sort_key(speaker.place(one).text)):
        owner = Words(speaker.title(post))
        found = cards.accounts(desk, post.channels, owner) + cards.messaging(
            desk, () if index.standing(post).closed else post.messaging, owner
        )
        groups.append(
            RegisterGroup(owner, desk.links.site(post.id, desk.language, "channels/"), found)
        )
    for partner in index.network.partners:
        words = speaker.words(partner.name)
        groups.append(
            RegisterGroup(words, partner.url or "", cards.accounts(desk, partner.channels, words))
        )
    shown = tuple(group for group in groups if group.accounts)
    return RegisterView(
        groups=shown,
        count=speaker.number(sum(len(group.accounts) for group in shown)),
        complete=bool(index.ministry.channels) and not index.ministry.demonstration,
        website=index.ministry.website or "",
    )
