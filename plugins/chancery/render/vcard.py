"""How to reach a post, as a file for the address books of telephones: vCard 4.0 (RFC 6350)."""

from __future__ import annotations

from collections.abc import Iterator

from chancery.network.contacts import ContactPoint
from chancery.network.model import Post
from chancery.plan import contactpoints, helpnumbers, standingwords
from chancery.plan.context import Context
from chancery.plan.pointviews import ContactPointView

#: A line holds at most so many bytes of UTF-8 (RFC 6350, 3.2).
WIDTH = 75


def vcard(context: Context, post: Post) -> bytes:
    """Return how to reach a post: its own numbers, or those of the post that serves in its place.

    First come the numbers of help now, as on its page, then all others.
    Every number says what it is for, and when it answers, by a label that telephones show.
    """
    return "".join(_folded(line) for line in _lines(context, post)).encode()


def _lines(context: Context, post: Post) -> Iterator[str]:
    office = context.index.serving(post)
    title = context.localiser.title(post)
    ministry = context.localiser.words(context.index.ministry.name).text
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:org"
    yield f"UID:{_plain(context.links.base)}"
    yield f"FN;LANGUAGE={context.language}:{_plain(title)}"
    yield f"ORG;LANGUAGE={context.language}:{_plain(ministry)};{_plain(title)}"
    if said := standingwords.instead_in_words(context):
        yield f"NOTE;LANGUAGE={context.language}:{_plain(said)}"
    if office and office.address:
        address = context.localiser.words(office.address).text
        country = context.localiser.country(office.country) if office.country else ""
        yield f"ADR:;;{_plain(address)};;;;{_plain(country)}"
    if office and office.location and office.location.exact:
        yield f"GEO:geo:{office.location.lat},{office.location.lon}"
    if office and office.timezone:
        yield f"TZ:{office.timezone}"
    yield f"LANG:{context.language}"
    yield f"URL:{context.links.absolute(context.language, '')}"
    yield from _ways(context, office)
    yield "END:VCARD"


def _ways(context: Context, office: Post | None) -> Iterator[str]:
    """Return every telephone and mail address once, each in a group with its label."""
    contacts = office.contacts if office else ()
    texts = {context.index.number(c.text_phone).href for c in contacts if c.text_phone}
    ways = [
        (number.href, contactpoints.described(context, number))
        for number in _numbers(context, office)
    ]
    labels: dict[str, str] = {}
    for href, label in ways:
        labels.setdefault(href, label)
    for place, (href, label) in enumerate(labels.items(), 1):
        if href.startswith("tel:"):
            kind = "textphone" if href in texts else "voice"
            yield f'item{place}.TEL;VALUE=uri;TYPE="{kind},work":{href}'
        elif href.startswith("sms:"):
            yield f'item{place}.TEL;VALUE=uri;TYPE="text,work":tel:{href.removeprefix("sms:")}'
        elif href.startswith("mailto:"):
            yield f"item{place}.EMAIL:{_plain(href.removeprefix('mailto:'))}"
        else:
            continue
        if label:
            yield f"item{place}.X-ABLabel:{_plain(label)}"


def _numbers(context: Context, office: Post | None) -> Iterator[ContactPointView]:
    yield from helpnumbers.help_numbers(context)
    if office is None:
        yield from helpnumbers.consular_numbers(context)
        return
    own = ContactPoint(phone=office.phone, email=office.email, hours=office.opening_hours)
    contacts = (own, *office.contacts) if office.phone or office.email else office.contacts
    yield from contactpoints.contact_points(context, contacts, office)


def _plain(text: str) -> str:
    """Escape a text (RFC 6350, 3.4)."""
    for sign in ("\\", ",", ";"):
        text = text.replace(sign, f"\\{sign}")
    return text.replace("\r", "").replace("\n", "\\n")


def _folded(line: str) -> str:
    """Fold a line between characters so that no part is too long."""
    parts, size = [""], 0
    for character in line:
        more = len(character.encode())
        if size + more > WIDTH:
            parts.append(" ")
            size = 1
        parts[-1] += character
        size += more
    return "\r\n".join(parts) + "\r\n"
