"""What all pages of a site share in one language: header, navigation, help, footer, JSON-LD."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from chancery.common.languages import autonym, direction, listed
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan import accounts, contactpoints, helpnumbers, search, standingwords, statements
from chancery.plan.context import Context
from chancery.plan.feature import Place
from chancery.plan.labels import LABELS, label
from chancery.plan.links import publish_url
from chancery.plan.opening import opening
from chancery.plan.openingdata import specification
from chancery.plan.pointviews import Account
from chancery.plan.siteviews import SiteView
from chancery.plan.views import ROOT, LanguageChoice, Link, Words
from chancery.plan.words import N_

NAVIGATION = ("services", "contact", "news", "about", "channels")
FOOTER_TEXTS = ("privacy", "accessibility", "social-media-charter", "about-this-site")
#: The service worker of a site: at its root, since it serves what is below it.
WORKER = "sw.js"
PORTAL_TITLE = N_("Embassies and consulates")


def site_view(context: Context, post: Post) -> SiteView:
    """Return the layout's view of a post's site."""
    return _view(
        context,
        site=post.id,
        kind=context.localiser.kind(post.kind),
        place=context.localiser.place(post),
        host=context.localiser.country(post.country) if post.country else "",
        title=context.localiser.title(post),
        nav=_navigation(context, post),
        website=post.website or context.index.ministry.website or "",
        jsonld=_post_data(context, post),
        channels=accounts.accounts(context, post.channels, context.localiser.place(post)),
    )


def portal_view(context: Context) -> SiteView:
    """Return the layout's view of the portal."""
    title = context.say(PORTAL_TITLE)
    ministry = context.index.ministry
    nav = (
        Link(
            context.links.page(context.language, ""), Words(context.say(N_("Find a post"))), "home"
        ),
        context.link("contact", LABELS["contact"]),
        Link(
            context.links.page(context.language, "countries/"),
            Words(context.say(N_("Countries A to Z"))),
            "countries",
        ),
        Link(context.links.page(context.language, "news/"), Words(context.say(N_("News"))), "news"),
        Link(
            context.links.page(context.language, "channels/"),
            Words(context.say(N_("Official channels"))),
            "channels",
        ),
    )
    return _view(
        context, site="", kind="", place=Words(title), host="", title=title, nav=nav,
        website=ministry.website or "", jsonld=_data(_organisation(context, ministry)),
        channels=accounts.accounts(
            context, ministry.channels, context.localiser.words(ministry.name)
        ),
    )  # fmt: skip


def _view(context: Context, channels: tuple[Account, ...], **own: Any) -> SiteView:
    index, ministry = context.index, context.index.ministry
    post = context.post
    follow, owner = _follow(context, channels)
    shown, script = context.banners(), search.scripts_of(context, "until")
    offline = search.scripts_of(context, "offline") if post and ministry.offline else ()
    return SiteView(
        language=context.language,
        direction=direction(context.language),
        ministry=context.localiser.words(ministry.name),
        ministry_href=ministry.website or "",
        country=context.localiser.country(ministry.country),
        demonstration=ministry.demonstration,
        home=context.links.page(context.language, ""),
        portal=context.links.portal(context.language),
        languages=tuple(
            LanguageChoice(tag, autonym(tag), direction(tag)) for tag in listed(context.languages)
        ),
        help_href=context.links.page(context.language, "help/" if post else "contact/"),
        help_number=helpnumbers.help_number(context),
        instead=standingwords.instead(context),
        accounts=channels,
        follow=follow,
        follow_owner=owner,
        channels_href=context.links.page(context.language, "channels/"),
        footer=_footer(context),
        register=context.links.portal(context.language, "channels/"),
        stylesheet=f"{ROOT}assets/{index.stylesheet(post)}",
        icon=f"{ROOT}assets/{index.inputs.theme.icon}",
        feed=f"{ROOT}{context.language}/feed.atom",
        a_to_z=context.links.page(context.language, "a-z/") if post else "",
        languages_href=context.links.page(context.language, "languages/") if post else "",
        search=context.links.page(context.language, "a-z/" if post else "", search.ANCHOR),
        alerts=shown,
        more_alerts=next(iter(context.offered(Place.TOP)), None),
        until_script=script[0] if script else "",
        offline_script=offline[0] if offline else "",
        worker=f"{ROOT}{WORKER}" if offline else "",
        report_href=_report_href(context),
        publisher=context.publisher if ministry.publisher else None,
        write_to=statements.address(ministry),
        **own,
    )


REPORT = N_("Something wrong on this page?")


def _report_href(context: Context) -> str:
    """Return how to write that something is wrong on a page, up to the page's path (RFC 6068)."""
    index, ministry, post = context.index, context.index.ministry, context.post
    general = (one.email for one in ministry.contacts if one.purpose == "general" and one.email)
    own = post.email if post and not index.standing(post).closed else None
    asked = own or next(general, None)
    publisher = ministry.publisher.email if ministry.publisher else None
    address = ministry.page_reports or (publisher if ministry.demonstration else asked)
    if address is None:
        return ""
    page = f"{context.say(REPORT)} {context.links.absolute(context.language, '')}"
    return f"{contactpoints.email(address).href}?subject={quote(page, safe='/:')}"


def _footer(context: Context) -> tuple[Link, ...]:
    """Return what features offer everywhere, and the pages about a site."""
    about = (context.text_link(slug) for slug in FOOTER_TEXTS if slug in context.texts.pages)
    return (*context.offered(Place.FOOTER), *about)


def _follow(context: Context, own: tuple[Account, ...]) -> tuple[tuple[Account, ...], Words | None]:
    """Return the accounts to follow, with their owner where it is not the post itself.

    A post without accounts leads to its hub's, and without those to the ministry's.
    """
    if own:
        return own, None
    hub = context.index.posts.get((context.post.hub if context.post else None) or "")
    if hub is not None and hub.channels:
        owner = Words(context.localiser.title(hub))
        return accounts.accounts(context, hub.channels, owner), owner
    owner = context.localiser.words(context.index.ministry.name)
    return accounts.accounts(context, context.index.ministry.channels, owner), owner


def _navigation(context: Context, post: Post) -> tuple[Link, ...]:
    keys = dict.fromkeys((*(s for s in post.sections if s in _known(context)), *NAVIGATION))
    return tuple(
        context.link(key, label(context, key)) if key in LABELS else context.text_link(key)
        for key in keys
    )


def _known(context: Context) -> set[str]:
    return {*NAVIGATION, *context.texts.pages}


def _organisation(context: Context, ministry: Ministry) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": context.localiser.words(ministry.name).text,
        "url": ministry.website or ministry.url,
    }
    own = accounts.accounts(context, ministry.channels, Words(""))
    if own:
        data["sameAs"] = [account.href for account in own]
    return data


def _web_site(context: Context, title: str, url: str) -> dict[str, object]:
    """Return the site of a demonstration as schema.org data, with who truly publishes it."""
    publisher = context.index.ministry.publisher
    data: dict[str, object] = {"@type": "WebSite", "name": title, "url": url}
    if publisher is not None:
        own: dict[str, object] = {
            "@type": "Organization", "name": context.localiser.words(publisher.name).text
        }  # fmt: skip
        own.update({key: value for key in ("url", "email") if (value := getattr(publisher, key))})
        data["publisher"] = own
    return data


def _post_data(context: Context, post: Post) -> str:
    """Return the post as schema.org data (https://schema.org/GovernmentOffice)."""
    localiser = context.localiser
    ministry = context.index.ministry
    parent = _organisation(context, ministry)
    del parent["@context"]
    url = publish_url(post, ministry) + context.language + "/"
    site = _web_site(context, localiser.title(post), url)
    if post.virtual and (ministry.demonstration or ministry.publisher):
        more = {"inLanguage": context.language, "about": parent}
        return _data({"@context": "https://schema.org", **site, **more})
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebSite" if post.virtual else "GovernmentOffice",
        "name": localiser.title(post),
        "url": url,
        "inLanguage" if post.virtual else "knowsLanguage": (
            context.language if post.virtual else list(context.languages)
        ),
        "publisher" if post.virtual else "parentOrganization": parent,
    }
    if ministry.demonstration:
        # What a demonstration says is of the post, but the site is not the post's.
        del data["url"]
        data["subjectOf"] = site
    if not post.virtual:
        closed = context.index.standing(post).closed
        data.update(_shut(context, post) if closed else _reach(context, post))
    own = accounts.accounts(context, post.channels, Words(""))
    same = [*([post.website] if post.website else []), *(account.href for account in own)]
    if same:
        data["sameAs"] = same
    return _data(data)


def _shut(context: Context, post: Post) -> dict[str, object]:
    """Return that nobody is served at a post: no way to reach it, and no hour at which it is open.

    What opens and closes at one time is closed (https://schema.org/openingHoursSpecification), from
    the day since when that is so until the one before it opens, where they are known. Of what is
    closed for good that day is its dissolution too (https://schema.org/dissolutionDate).
    """
    status = post.status
    valid: dict[str, object] = {}
    if status.since and context.index.standing(post).state == "opening":
        before = date.fromisoformat(status.since) - timedelta(days=1)
        valid["validThrough"] = before.isoformat()
    elif status.since:
        # The last day of one that was to close is a day on which it served.
        last = status.state == "closing"
        first = date.fromisoformat(status.since) + timedelta(days=last)
        valid["validFrom"] = first.isoformat()
    never = {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00", **valid}
    found: dict[str, object] = {"openingHoursSpecification": [never]}
    if status.state in ("closed", "closing") and status.since:
        found["dissolutionDate"] = status.since
    return found


def _reach(context: Context, post: Post) -> dict[str, object]:
    """Return how to reach a post, and when: its own number and mail, not its contact points."""
    found: dict[str, object] = {}
    if post.phone:
        found["telephone"] = context.index.number(post.phone).shown
    if post.email:
        found["email"] = post.email
    if post.address:
        found["address"] = context.localiser.words(post.address).text
    hours = specification(opening(context.index, post), context.index.inputs.settings.today)
    if hours:
        found["openingHoursSpecification"] = hours
    if post.location and post.location.exact:
        found["geo"] = {
            "@type": "GeoCoordinates",
            "latitude": post.location.lat,
            "longitude": post.location.lon,
        }
    return found


def _data(data: dict[str, object]) -> str:
    """Return JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
