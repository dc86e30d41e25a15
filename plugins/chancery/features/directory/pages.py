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
from chancery.plan import (
    accounts,
    checked,
    contactpoints,
    helpnumbers,
    maps,
    openview,
    standingwords,
)
from chancery.plan.contactviews import ContactView, PostCard
from chancery.plan.context import Context
from chancery.plan.labels import COUNTRIES, LABELS
from chancery.plan.neighbours import source_links
from chancery.plan.news import HOME_NEWS
from chancery.plan.opening import ministry_opening
from chancery.plan.page import TITLE_ALONE, Page, Section
from chancery.plan.search import contact_words
from chancery.plan.views import Link, PageHead, PageView, Words
from chancery.plan.words import N_, in_city


def pages(context: Context) -> Iterator[Page]:
    """Plan the portal's pages in one language."""
    countries = _countries(context)
    found = [
        _page(context, "home", "", N_("Find a post"), _directory(context, countries)),
        _page(context, "countries", "countries/", COUNTRIES, _alphabet(context, countries)),
        _page(
            context,
            "channels",
            "channels/",
            N_("Register of official channels"),
            register(context),
            "register",
        ),
        _contact_page(context),
        _page(
            context,
            "unavailable",
            "unavailable/",
            N_("Sites that are not available"),
            _missing(context),
        ),
    ]
    for code in CONTINENTS:
        inside = [country for country in countries if continent_of(country.code) == code]
        if inside:
            view = _view(context, [DirectoryGroup(code, "", tuple(inside))])
            title = context.localiser.country(code)
            found.append(_page(context, "home", f"continent-{code}/", title, view))
    yield from found


def _contact_page(context: Context) -> Page:
    view = _contact(context)
    label = LABELS["contact"]
    return _page(context, "contact", "contact/", label, view, "contact", contact_words(view))


def _page(
    context: Context, key: str, path: str, label: str, view: PageView, kind: str = "directory",
    words: tuple[Section, ...] = TITLE_ALONE,
) -> Page:  # fmt: skip
    # Of lists of posts and countries the titles are enough: these are found by their names; and
    # the first page says nothing that another one does not.
    title = Words(context.say(label))
    head = PageHead(key=key, path=path, title=title, translations=context.languages)
    return Page(kind, context.language, head, view, words if path else None)


def _contact(context: Context) -> ContactView:
    """Return how to reach the ministry itself, the crisis centre first."""
    ministry = context.index.ministry
    stated = checked.when(context, ministry, "contacts")
    opening = ministry_opening(context.index)
    contacts = contactpoints.anchored_contact_points(context, ministry.contacts, opening, stated)
    centre = helpnumbers.crisis_centre(context, live=True)
    numbers = (*centre, *helpnumbers.crisis_written(context), *contacts)
    own = PostCard(
        kind="",
        place=context.localiser.words(ministry.name),
        href="",
        address=context.localiser.words(ministry.address) if ministry.address else None,
        phone=contactpoints.own_phone(context, ministry),
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
        sources=source_links(context, ministry.sources),
        hours_unknown=contactpoints.some_unknown(ministry),
        script=openview.script(context, *(number.now for number in numbers)),
    )


def _countries(context: Context) -> tuple[DirectoryCountry, ...]:
    """Return every country with its posts, by name."""
    found = []
    for code, posts in context.index.in_country.items():
        if code:
            lines = tuple(
                _line(context, post) for post in posts if post.kind not in _BY_ORGANISATION
            )
            if lines:
                found.append(DirectoryCountry(code, context.localiser.country(code), lines))
    return tuple(sorted(found, key=lambda country: context.localiser.sort_key(country.name)))


_BY_ORGANISATION = ("mission", "permanent-representation")


def _line(context: Context, post: Post) -> DirectoryLine:
    note, state = "", "virtual" if post.virtual else "physical"
    if post.virtual and (server := helpnumbers.helpers_of(context, post)):
        note = context.say(standingwords.SERVED_BY).format(name=context.localiser.title(server))
    if said := standingwords.headline(context, post):
        note, state = said, context.index.standing(post).state
    place = Words("") if post.virtual else context.localiser.place(post)
    return DirectoryLine(
        kind=context.localiser.kind(post.kind),
        place=place,
        href=context.links.site(post.id, context.language),
        note=note,
        state=state,
        in_city=in_city(post),
    )


def _directory(context: Context, countries: tuple[DirectoryCountry, ...]) -> DirectoryView:
    groups = []
    for code in (*CONTINENTS, ""):
        inside = tuple(country for country in countries if continent_of(country.code) == code)
        if inside:
            name = context.localiser.country(code) if code else context.say(N_("Elsewhere"))
            groups.append(DirectoryGroup(f"site-{code or 'other'}", name, inside))
    view = _view(context, groups, organisations=_organisations(context), count=True)
    codes = [country.code for group in groups for country in group.countries]
    return replace(
        view,
        map=maps.world_map(context, codes),
        news=tuple(row.line for row in context.news.rows(context.localiser)[:HOME_NEWS]),
        news_href=context.links.page(context.language, "news/"),
    )


def _organisations(context: Context) -> tuple[DirectoryLine, ...]:
    posts = (post for post in context.index.network.posts if post.kind in _BY_ORGANISATION)
    return tuple(_line(context, post) for post in posts)


def _alphabet(context: Context, countries: tuple[DirectoryCountry, ...]) -> DirectoryView:
    letters = context.localiser.by_letter(countries, lambda one: one.name)
    groups = [
        DirectoryGroup(f"site-letter-{number}", letter, found)
        for number, (letter, found) in enumerate(letters, 1)
    ]
    return _view(context, groups)


def _view(
    context: Context, groups: Iterable[DirectoryGroup], *,
    organisations: tuple[DirectoryLine, ...] = (), count: bool = False,
) -> DirectoryView:  # fmt: skip
    continents = {continent_of(code) for code in context.index.in_country if code}
    filters = [
        Link(
            context.links.page(context.language, f"continent-{code}/"),
            Words(context.localiser.country(code)),
            code,
        )
        for code in CONTINENTS
        if code in continents
    ]
    return DirectoryView(
        intro=context.say(INTRO) if count else "",
        counts=_counts(context) if count else (),
        filters=tuple(filters),
        groups=tuple(groups),
        organisations=organisations,
        missing=(),
        about=context.group("country") if count else (),
        search=find.field(context) if count else None,
    )


INTRO = N_("Choose a country to find the post that serves it, with a site in your language.")


def _counts(context: Context) -> tuple[tuple[str, str], ...]:
    posts = context.index.network.posts
    virtual = sum(post.virtual for post in posts)
    number = context.localiser.number
    return (
        (context.say(N_("Posts")), number(len(posts) - virtual)),
        (context.say(N_("Virtual embassies and consulates")), number(virtual)),
        (
            context.say(N_("Countries and territories")),
            number(len([c for c in context.index.in_country if c])),
        ),
    )


def _missing(context: Context) -> DirectoryView:
    view = _view(context, ())
    failed = tuple(sorted(post.id for post in context.index.network.failed if post.id))
    return DirectoryView(
        intro=context.say(UNAVAILABLE if failed else ALL_AVAILABLE),
        counts=view.counts, filters=view.filters, groups=(), organisations=(), missing=failed,
        about=(),
    )  # fmt: skip


UNAVAILABLE = N_("These sites cannot be shown at present. The ministry has been told.")
ALL_AVAILABLE = N_("All sites are available.")


def register(context: Context) -> RegisterView:
    """Return the register of official channels: the ministry, every post, the partners."""
    index, localiser = context.index, context.localiser
    name = localiser.words(index.ministry.name)
    groups = [
        RegisterGroup(
            name,
            index.ministry.website or "",
            accounts.accounts(context, index.ministry.channels, name),
        )
    ]
    posts = index.network.posts
    for post in sorted(posts, key=lambda one: localiser.sort_key(localiser.place(one).text)):
        owner = Words(localiser.title(post))
        found = accounts.accounts(context, post.channels, owner) + accounts.messaging(
            context, () if index.standing(post).closed else post.messaging, owner
        )
        groups.append(
            RegisterGroup(owner, context.links.site(post.id, context.language, "channels/"), found)
        )
    for partner in index.network.partners:
        words = localiser.words(partner.name)
        groups.append(
            RegisterGroup(
                words, partner.url or "", accounts.accounts(context, partner.channels, words)
            )
        )
    shown = tuple(group for group in groups if group.accounts)
    return RegisterView(
        groups=shown,
        count=localiser.number(sum(len(group.accounts) for group in shown)),
        complete=bool(index.ministry.channels) and not index.ministry.demonstration,
        website=index.ministry.website or "",
    )
