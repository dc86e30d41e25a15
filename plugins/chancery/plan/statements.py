"""What a site says of itself in texts, by its settings: where `site:NAME` stands as a paragraph.

So it stays true when a setting changes, in every language.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from urllib.parse import quote

from markupsafe import Markup, escape

from chancery.common.languages import direction
from chancery.content.model import STATEMENTS
from chancery.network.ministry import Ministry
from chancery.network.model import Post
from chancery.plan import discreet
from chancery.plan.index import Index
from chancery.plan.views import Link, Words
from chancery.plan.words import N_, Localiser

KEPT = N_(
    "Where scripts run, this site lets your browser keep the page of help and the file of help, in "
    "the languages in which you read, so that they are there without a network. What is kept is "
    "the same for every reader: it shows that somebody was on this site, and not what they read."
)
KEPT_NOTHING = N_("This site sets no cookies and stores nothing on your device.")
NO_COOKIES = N_("It sets no cookies.")
TAKE_AWAY = N_("To remove what is kept, delete the data of this site in your browser’s settings.")
NEVER_KEPT = N_(
    "Pages for people in danger are never among it, and browsers are asked to keep no copy of them."
)
HISTORY = N_(
    "Your browser has a history of the pages you read, and may keep copies of them, whatever a "
    "site does. A private window forgets both when you close it."
)
NUMBERS_OF_POSTS = N_(
    "The numbers of posts and of the ministry are from this network’s own data, with the sources "
    "that are named with each post."
)
NUMBERS_OF_COUNTRIES = N_(
    "The numbers of a country’s emergency services are from public tables and from the numbering "
    "plans of the world. They are not the ministry’s own."
)
NUMBERS_TOLD = N_("For these countries this network’s own data say which is for what: {countries}.")
BY_MINISTRY = N_("These sites are published by {ministry}.")
BY_ANOTHER = N_("These sites are published by {publisher}.")
BY_NOBODY = N_("A demonstration: who publishes it is not said here. It is not the ministry.")
DEMONSTRATED_BY = N_("This demonstration is published by {publisher}, not by the ministry.")
WRITE_TO = N_("Write about this site to {address}.")


def address(ministry: Ministry) -> Link | None:
    """Return where to write to who publishes the sites, where that is not the ministry itself."""
    publisher = ministry.publisher
    if publisher is None:
        return None
    if mail := publisher.email or ministry.page_reports:
        return Link("mailto:" + quote(mail, safe="@+"), Words(mail))
    return Link(publisher.url, Words(publisher.url)) if publisher.url else None


def _kept(index: Index, localiser: Localiser, post: Post | None) -> Iterator[Markup]:
    say = localiser.say
    if post is not None and index.ministry.offline:
        told = [say(NO_COOKIES), say(KEPT), say(TAKE_AWAY)]
        told += [say(NEVER_KEPT)] if discreet.paths(index, post) else []
        yield escape(" ".join(told))
    else:
        yield escape(say(KEPT_NOTHING))
    yield escape(say(HISTORY))


def _numbers(index: Index, localiser: Localiser, post: Post | None) -> Iterator[Markup]:
    yield escape(localiser.say(NUMBERS_OF_POSTS))
    told = [localiser.say(NUMBERS_OF_COUNTRIES)]
    if codes := index.ministry.emergency_numbers:
        names = sorted(map(localiser.country, codes), key=localiser.sort_key)
        told.append(localiser.say(NUMBERS_TOLD).format(countries=localiser.join(names)))
    yield escape(" ".join(told))


def _publisher(index: Index, localiser: Localiser, post: Post | None) -> Iterator[Markup]:
    ministry = index.ministry
    if ministry.publisher is None:
        by = escape(localiser.say(BY_NOBODY if ministry.demonstration else BY_MINISTRY))
        yield by.format(ministry=_isolated(localiser.words(ministry.name)))
        return
    by = escape(localiser.say(DEMONSTRATED_BY if ministry.demonstration else BY_ANOTHER))
    said = by.format(publisher=_isolated(localiser.words(ministry.publisher.name)))
    if found := address(ministry):
        link = Markup('<a href="{}"><bdi dir="ltr">{}</bdi></a>').format(
            found.href, found.words.text
        )
        said += Markup(" ") + escape(localiser.say(WRITE_TO)).format(address=link)
    yield said


def _isolated(words: Words) -> Markup:
    """Return a name with its language, where that is not the reader's."""
    if not words.language:
        return escape(words.text)
    marked = Markup('<bdi lang="{}" dir="{}">{}</bdi>')
    return marked.format(words.language, direction(words.language), words.text)


_MADE: dict[str, Callable[[Index, Localiser, Post | None], Iterator[Markup]]] = {
    "kept": _kept, "numbers": _numbers, "publisher": _publisher,
}  # fmt: skip
assert tuple(_MADE) == STATEMENTS  # noqa: S101


def html(index: Index, localiser: Localiser, post: Post | None, name: str, within: str) -> str:
    """Return a statement as HTML; nothing for a name that there is not.

    within: the language of the text that it stands in.
    """
    if name not in _MADE:
        return ""
    tag = localiser.language
    mark = f' lang="{tag}" dir="{direction(tag)}"' if within != tag else ""
    return "".join(f"<p{mark}>{one}</p>\n" for one in _MADE[name](index, localiser, post))
