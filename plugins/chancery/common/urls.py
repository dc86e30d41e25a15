"""Which addresses may enter: of the web, as a browser reads them as we do; of mail, of phones.

One check for all of them: those in posts.yaml, in texts, links of feeds and where they redirect to.
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, unquote, urlsplit

from chancery.common.characters import hidden, named
from chancery.common.numbers import number_fault

#: Schemes that lead out of a site.
OUTWARD = ("http", "https", "mailto", "tel")
_HOST = re.compile(
    r"(?=.{1,253}\Z)(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z][a-z0-9-]{0,61}[a-z0-9]",
    re.IGNORECASE,
)
#: The characters that RFC 3986 lets stand in an address (others must be percent-encoded).
_CHARACTERS = re.compile(r"[A-Za-z0-9\-._~:/?#\[\]@!$&'()*+,;=%]+")
_PORT = re.compile(r":(?:0*[1-9][0-9]{0,4})?")
_LAST_PORT = 65_535
#: How a label begins that stands for one in another script (RFC 5890, section 2.3.2.1).
_ENCODED = "xn--"


def may_stand(character: str) -> bool:
    """Say whether a character may stand in an address as it is."""
    return bool(_CHARACTERS.fullmatch(character))


def url_fault(text: str) -> str:
    """Say why a text is no web address that may be published; empty when it is one.

    Only `http` and `https` pass (RFC 3986, RFC 9110 section 4.2), with a named host, without user
    names or passwords (RFC 9110 section 4.2.4), without characters that browsers drop or rewrite.
    """
    if not _CHARACTERS.fullmatch(text):
        return "has characters that an address cannot have (percent-encode them)"
    try:
        parts = urlsplit(text)
    except ValueError:
        return "is not an address"
    if parts.scheme not in ("http", "https"):
        return f"has the scheme {parts.scheme!r}" if parts.scheme else "has no scheme"
    if "@" in parts.netloc:
        return "carries a user name or password"
    host, port = _apart(parts.netloc)
    if not _HOST.fullmatch(host):
        return "has no valid host name"
    if port and not (_PORT.fullmatch(port) and int(port[1:] or 1) <= _LAST_PORT):
        return "names a port that there is not"
    return encoding_fault(host)


def encoding_fault(host: str) -> str:
    """Say why a host name stands for none in another script though it says so; empty when it may.

    host: in ASCII. A label that begins with `xn--` must be the encoding of one that IDNA 2008
    allows (RFC 5891, section 4.2), or programs stumble over it, each in its own way.
    """
    if _ENCODED not in host.lower():
        return ""
    labels = host.lower().split(".")
    wrong = next((one for one in labels if one.startswith(_ENCODED) and not _is_encoding(one)), "")
    return f"has the host name {wrong[:63]!r}, which is no valid IDNA" if wrong else ""


def _apart(netloc: str) -> tuple[str, str]:
    """Return a host, and its port with the colon before it."""
    host, colon, port = netloc.partition(":")
    return host, colon + port


@lru_cache(maxsize=1_000)
def _is_encoding(label: str) -> bool:
    import idna  # a table of half a megabyte that few addresses need

    try:
        return idna.alabel(idna.ulabel(label)) == label.encode()
    except UnicodeError:
        return False


#: What is left as it is when an address is mended: it may be in one, percent signs among it.
_IN_ADDRESSES = "-._~:/?#[]@!$&'()*+,;=%"
_SLASHES = re.compile(r"(https?):/{0,3}(?!/)", re.IGNORECASE)


def nearest_address(text: str) -> str:
    """Return the web address that a text which is none was meant as, where there is one."""
    text = _in_ascii(text.strip().replace("\\", "/"))
    tidy = quote(text, safe=_IN_ADDRESSES)
    near = _SLASHES.sub(r"\1://", tidy) if _SLASHES.match(tidy) else f"https://{tidy}"
    return "" if url_fault(near) else near


def _in_ascii(address: str) -> str:
    """Return an address whose host is in another script with the name that programs know (IDNA)."""
    head, slashes, rest = address.partition("://")
    host = re.split(r"[/?#]", rest, maxsplit=1)[0]
    if not slashes or host.isascii():
        return address
    import idna  # a table of half a megabyte that few addresses need

    try:
        return f"{head}://{idna.encode(host, uts46=True).decode()}{rest[len(host) :]}"
    except UnicodeError:
        return address


_EMAIL = re.compile(
    r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+)*"
    r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.)+[A-Za-z]{2,63}"
)


def mail_fault(text: str) -> str:
    """Say why a text is no mail address (RFC 5321); empty when it is one."""
    return "" if len(text) <= 254 and _EMAIL.fullmatch(text) else "is no mail address"


#: The fields of a mail that a link may fill in; others send it where nobody sees (RFC 6068).
_FIELDS = re.compile(r"(?:subject|body)=[^&]*(?:&(?:subject|body)=[^&]*)*", re.IGNORECASE)
#: Numbers that are dialled within a country alone, such as those for emergencies.
_SHORT_NUMBER = re.compile(r"[0-9]{2,6}")


def outward_fault(address: str) -> str:
    """Say why an address that leads out of a site may not be published; empty when it may.

    address: with its scheme, in the characters of RFC 3986. The rules are those for values of
    posts.yaml; a telephone number may be short too. Whatever scheme is not of `OUTWARD` may not.
    """
    scheme, colon, rest = address.partition(":")
    scheme = scheme.lower()
    if not colon or scheme not in OUTWARD:
        return f"has the scheme {scheme!r}" if colon else "has no scheme"
    for one in hidden(unquote(address)):
        return f"has the character {named(one.character)}, which nobody sees"
    if scheme == "tel":
        return _telephone_fault(rest)
    if not _CHARACTERS.fullmatch(address):
        return "has characters that an address cannot have (percent-encode them)"
    if scheme == "mailto":
        receiver, _, fields = rest.partition("?")
        if fields and not _FIELDS.fullmatch(fields):
            return "fills in more of a mail than its subject and its text"
        return mail_fault(unquote(receiver))
    return url_fault(address)


def _telephone_fault(number: str) -> str:
    if _SHORT_NUMBER.fullmatch(number):
        return ""
    fault = number_fault(number)
    return f"is no telephone number: {fault}" if fault else ""
