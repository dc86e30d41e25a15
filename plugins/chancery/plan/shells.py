"""What all pages of a site share in one language: header, navigation, help, footer, JSON-LD."""

from __future__ import annotations

import json
from datetime import date, timedelta
from typing import Any
from urllib.parse import quote

from chancery.common.languages import autonym, direction, listed
from chancery.network.model import Ministry, Post
from chancery.plan import cards, search, statements
from chancery.plan.desk import Desk
from chancery.plan.feature import Place
from chancery.plan.labels import LABELS, label
from chancery.plan.links import publish_url
from chancery.plan.opening import opening, specification
from chancery.plan.views import (
    ROOT,
    Account,
    LanguageChoice,
    Link,
    SiteView,
    Words,
)
from chancery.plan.words import N_

NAVIGATION = ("services", "contact", "news", "about", "channels")
FOOTER_TEXTS = ("privacy", "accessibility", "social-media-charter", "about-this-site")
#: The service worker of a site: at its root, since it serves what is below it.
WORKER = "sw.js"
PORTAL_TITLE = N_("Embassies and consulates")


def site_view(desk: Desk, post: Post) -> SiteView:
    """Give the shell's view of a post's site."""
    return _view(
        desk,
        site=post.id,
        kind=desk.speaker.kind(post.kind),
        place=desk.speaker.place(post),
        host=desk.speaker.country(post.country) if post.country else "",
        title=desk.speaker.title(post),
        nav=_navigation(desk, post),
        website=post.website or desk.index.ministry.website or "",
        jsonld=_post_data(desk, post),
        channels=cards.accounts(desk, post.channels, desk.speaker.place(post)),
    )


def portal_view(desk: Desk) -> SiteView:
    """Give the shell's view of the portal."""
    title = desk.say(PORTAL_TITLE)
    ministry = desk.index.ministry
    nav = (
        Link(desk.links.page(desk.language, ""), Words(desk.say(N_("Find a post"))), "home"),
        desk.link("contact", LABELS["contact"]),
        Link(
            desk.links.page(desk.language, "countries/"),
            Words(desk.say(N_("Countries A to Z"))),
            "countries",
        ),
        Link(desk.links.page(desk.language, "news/"), Words(desk.say(N_("News"))), "news"),
        Link(
            desk.links.page(desk.language, "channels/"),
            Words(desk.say(N_("Official channels"))),
            "channels",
        ),
    )
    return _view(
        desk, site="", kind="", place=Words(title), host="", title=title, nav=nav,
        website=ministry.website or "", jsonld=_data(_organisation(desk, ministry)),
        channels=cards.accounts(desk, ministry.channels, desk.speaker.words(ministry.name)),
    )  # fmt: skip


def _view(desk: Desk, channels: tuple[Account, ...], **own: Any) -> SiteView:
    index, ministry = desk.index, desk.index.ministry
    post = desk.post
    follow, owner = _follow(desk, channels)
    shown, script = desk.banners(), search.scripts_of(desk, "until")
    offline = search.scripts_of(desk, "offline") if post and ministry.offline else ()
    return SiteView(
        language=desk.language,
        direction=direction(desk.language),
        ministry=desk.speaker.words(ministry.name),
        ministry_href=ministry.website or "",
        country=desk.speaker.country(ministry.country),
        demonstration=ministry.demonstration,
        home=desk.links.page(desk.language, ""),
        portal=desk.links.portal(desk.language),
        languages=tuple(
            LanguageChoice(tag, autonym(tag), direction(tag)) for tag in listed(desk.languages)
        ),
        help_href=desk.links.page(desk.language, "help/" if post else "contact/"),
        help_number=cards.help_number(desk),
        instead=cards.instead(desk),
        accounts=channels,
        follow=follow,
        follow_owner=owner,
        channels_href=desk.links.page(desk.language, "channels/"),
        footer=_footer(desk),
        register=desk.links.portal(desk.language, "channels/"),
        stylesheet=f"{ROOT}assets/{index.stylesheet(post)}",
        icon=f"{ROOT}assets/{index.inputs.theme.icon}",
        feed=f"{ROOT}{desk.language}/feed.atom",
        a_to_z=desk.links.page(desk.language, "a-z/") if post else "",
        languages_href=desk.links.page(desk.language, "languages/") if post else "",
        search=desk.links.page(desk.language, "a-z/" if post else "", search.ANCHOR),
        alerts=shown,
        more_alerts=next(iter(desk.offered(Place.TOP)), None),
        until_script=script[0] if script else "",
        offline_script=offline[0] if offline else "",
        worker=f"{ROOT}{WORKER}" if offline else "",
        report_href=_report_href(desk),
        publisher=desk.publisher if ministry.publisher else None,
        write_to=statements.address(ministry),
        **own,
    )


REPORT = N_("Something wrong on this page?")


def _report_href(desk: Desk) -> str:
    """Give how to write that something is wrong on a page, up to the page's path (RFC 6068)."""
    index, ministry, post = desk.index, desk.index.ministry, desk.post
    general = (one.email for one in ministry.contacts if one.purpose == "general" and one.email)
    own = post.email if post and not index.standing(post).closed else None
    asked = own or next(general, None)
    publisher = ministry.publisher.email if ministry.publisher else None
    address = ministry.page_reports or (publisher if ministry.demonstration else asked)
    if address is None:
        return ""
    page = f"{desk.say(REPORT)} {desk.links.absolute(desk.language, '')}"
    return f"{cards.email(address).href}?subject={quote(page, safe='/:')}"


def _footer(desk: Desk) -> tuple[Link, ...]:
    """Give what features offer everywhere, and the pages about a site."""
    about = (desk.text_link(slug) for slug in FOOTER_TEXTS if slug in desk.texts.pages)
    return (*desk.offered(Place.FOOTER), *about)


def _follow(desk: Desk, own: tuple[Account, ...]) -> tuple[tuple[Account, ...], Words | None]:
    """Give the accounts to follow, with their owner where it is not the post itself.

    A post without accounts leads to its hub's, and without those to the ministry's.
    """
    if own:
        return own, None
    hub = desk.index.posts.get((desk.post.hub if desk.post else None) or "")
    if hub is not None and hub.channels:
        owner = Words(desk.speaker.title(hub))
        return cards.accounts(desk, hub.channels, owner), owner
    owner = desk.speaker.words(desk.index.ministry.name)
    return cards.accounts(desk, desk.index.ministry.channels, owner), owner


def _navigation(desk: Desk, post: Post) -> tuple[Link, ...]:
    keys = dict.fromkeys((*(s for s in post.sections if s in _known(desk)), *NAVIGATION))
    return tuple(
        desk.link(key, label(desk, key)) if key in LABELS else desk.text_link(key) for key in keys
    )


def _known(desk: Desk) -> set[str]:
    return {*NAVIGATION, *desk.texts.pages}


def _organisation(desk: Desk, ministry: Ministry) -> dict[str, object]:
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "GovernmentOrganization",
        "name": desk.speaker.words(ministry.name).text,
        "url": ministry.website or ministry.url,
    }
    own = cards.accounts(desk, ministry.channels, Words(""))
    if own:
        data["sameAs"] = [account.href for account in own]
    return data


def _web_site(desk: Desk, title: str, url: str) -> dict[str, object]:
    """Give a site that is not of what it tells of: a demonstration of it, and who publishes it."""
    publisher = desk.index.ministry.publisher
    data: dict[str, object] = {"@type": "WebSite", "name": title, "url": url}
    if publisher is not None:
        own: dict[str, object] = {
            "@type": "Organization", "name": desk.speaker.words(publisher.name).text
        }  # fmt: skip
        own.update({key: value for key in ("url", "email") if (value := getattr(publisher, key))})
        data["publisher"] = own
    return data


def _post_data(desk: Desk, post: Post) -> str:
    """Give the post as schema.org data (https://schema.org/GovernmentOffice)."""
    speaker = desk.speaker
    ministry = desk.index.ministry
    parent = _organisation(desk, ministry)
    del parent["@context"]
    url = publish_url(post, ministry) + desk.language + "/"
    site = _web_site(desk, speaker.title(post), url)
    if post.virtual and (ministry.demonstration or ministry.publisher):
        more = {"inLanguage": desk.language, "about": parent}
        return _data({"@context": "https://schema.org", **site, **more})
    data: dict[str, object] = {
        "@context": "https://schema.org",
        "@type": "WebSite" if post.virtual else "GovernmentOffice",
        "name": speaker.title(post),
        "url": url,
        "inLanguage" if post.virtual else "knowsLanguage": (
            desk.language if post.virtual else list(desk.languages)
        ),
        "publisher" if post.virtual else "parentOrganization": parent,
    }
    if ministry.demonstration:
        # What a demonstration says is of the post, but the site is not the post's.
        del data["url"]
        data["subjectOf"] = site
    if not post.virtual:
        closed = desk.index.standing(post).closed
        data.update(_shut(desk, post) if closed else _reach(desk, post))
    own = cards.accounts(desk, post.channels, Words(""))
    same = [*([post.website] if post.website else []), *(account.href for account in own)]
    if same:
        data["sameAs"] = same
    return _data(data)


def _shut(desk: Desk, post: Post) -> dict[str, object]:
    """Give that nobody is served at a post: no way to reach it, and no hour at which it is open.

    What opens and closes at one time is closed (https://schema.org/openingHoursSpecification), from
    the day since when that is so until the one before it opens, where they are known. Of what is
    closed for good that day is its dissolution too (https://schema.org/dissolutionDate).
    """
    status = post.status
    valid: dict[str, object] = {}
    if status.since and desk.index.standing(post).state == "opening":
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


def _reach(desk: Desk, post: Post) -> dict[str, object]:
    found: dict[str, object] = {}
    if post.phone:
        found["telephone"] = desk.index.number(post.phone).shown
    if post.email:
        found["email"] = post.email
    if post.address:
        found["address"] = desk.speaker.words(post.address).text
    hours = specification(opening(desk.index, post), desk.index.inputs.settings.today)
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
    """Give JSON that may stand in a script element: nothing in it can end the element."""
    text = json.dumps(data, ensure_ascii=False, separators=(",", ":"))
    return text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026")
