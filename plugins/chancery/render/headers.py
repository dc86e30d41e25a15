"""What a browser may do with a page: the content security policy, and header files for hosts.

The policy stands on every page, so that it holds on any host and from a disk; what only a header
can say (who may frame a page, for one) is in files that common hosts read.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Collection, Iterator
from functools import cache
from hashlib import sha256

from markupsafe import Markup, escape

#: https://www.w3.org/TR/CSP3/ : a page is made of its own site's files and of nothing else.
POLICY = {
    "default-src": "'none'",
    "style-src": "'self'",
    "script-src": "'self'",
    "img-src": "'self'",
    "connect-src": "'self'",
    "base-uri": "'none'",
    "form-action": "'none'",
}
#: What a page never asks for (https://www.w3.org/TR/permissions-policy/).
_UNUSED = ("camera", "geolocation", "microphone", "payment", "usb", "browsing-topics")
_AHEAD_FILE = "speculation.json"
_AHEAD_TYPE = "application/speculationrules+json"
#: Assets have a digest in their names, and never change.
_FOR_EVER = "public, max-age=31536000, immutable"
#: What nobody may be seen to have read is not kept (RFC 9111, section 5.2.2.5).
_NEVER = "no-store"


@cache
def policy() -> Markup:
    """Return the element that holds a page to the policy; templates call it."""
    return _policy_element(POLICY)


@cache
def standalone(css: str, script: str = "") -> Markup:
    """Return the styles of a page that is one file, and the policy that holds the page to them.

    Args:
        css: The styles of the theme; text from anybody else must never get here.
        script: The script that `inline` puts on the page, if any.
    """
    own = {"default-src": "'none'", "style-src": _hash(css)}
    own |= {"script-src": _hash(script)} if script else {}
    own |= {"base-uri": "'none'", "form-action": "'none'"}
    return _policy_element(own) + Markup(f"\n<style>{css}</style>")  # noqa: S704  (of the theme)


def inline(script: str) -> Markup:
    """Return a script of the theme to stand in a page; empty for a theme without one.

    Text from anybody else must never get here.
    """
    return Markup(f"<script>{script}</script>" if script else "")  # noqa: S704  (of the theme)


def _policy_element(own: dict[str, str]) -> Markup:
    # Between double quotes, the policy's own single quotes may stand as they are.
    content = str(escape(_said(own))).replace("&#39;", "'")
    return Markup(  # noqa: S704  (escaped)
        f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    )


def _hash(text: str) -> str:
    """Return the source of a policy that lets through one stylesheet or script within a page."""
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def _said(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def headers(standalone_css: str, script: str) -> dict[str, str]:
    """Return the headers that every answer of a site should have.

    Args:
        standalone_css: The styles of pages that are one file; the headers let them through.
        script: The script in the page for lost addresses; likewise.
    """
    styles = f"{POLICY['style-src']} {_hash(standalone_css)}"
    scripts = f"{POLICY['script-src']} {_hash(script)}" if script else POLICY["script-src"]
    return {
        "Content-Security-Policy": _said(
            {**POLICY, "style-src": styles, "script-src": scripts, "frame-ancestors": "'none'"}
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Speculation-Rules": f'"/{_AHEAD_FILE}"',
    }


def header_files(
    standalone_css: str, script: str, discreet: Collection[str] = ()
) -> Iterator[tuple[str, bytes]]:
    """Return the files in which hosts look for headers; only those at the root of a host count.

    discreet: the paths of pages that no browser is to keep, below the folder of a language.
    """
    every = headers(standalone_css, script)
    lines = [f"  {name}: {value}" for name, value in every.items()]
    kept = ["/assets/*", f"  Cache-Control: {_FOR_EVER}", "/:site/assets/*",
            f"  Cache-Control: {_FOR_EVER}"]  # fmt: skip
    typed = [f"/{_AHEAD_FILE}", f"  Content-Type: {_AHEAD_TYPE}"]
    never = [
        line
        for path in discreet
        for folder in ("/:language/", "/:site/:language/")
        for line in (f"{folder}{path}*", f"  Cache-Control: {_NEVER}")
    ]
    yield "_headers", ("\n".join(["/*", *lines, *kept, *never, *typed]) + "\n").encode()
    lines = [f"  Header always set {name} {_quoted(value)}" for name, value in every.items()]
    lines += _never(discreet)
    yield ".htaccess", ("\n".join(["<IfModule mod_headers.c>", *lines, *_KEPT]) + "\n").encode()
    yield _AHEAD_FILE, (json.dumps(ahead(discreet)) + "\n").encode()


def _never(discreet: Collection[str]) -> list[str]:
    """Return the line by which Apache forbids to keep pages (paths are slugs and slashes)."""
    if not discreet:
        return []
    expression = f"expr=%{{REQUEST_URI}} =~ m#/(?:{'|'.join(discreet)})#"
    return [f'  Header always set Cache-Control "{_NEVER}" "{expression}"']


def ahead(discreet: Collection[str]) -> dict[str, object]:
    """Return what browsers may fetch before a reader asks for it.

    That is the page of a link that somebody points at, on the same host, unless nobody may see that
    it was read. It stands in a file, since pages have no inline scripts; browsers ignore it where
    data are to be saved (https://html.spec.whatwg.org/#speculation-rules).
    """
    never = ["/*.*", *(f"/*/{path}*" for path in discreet)]
    where = [{"href_matches": "/*"}, *({"not": {"href_matches": one}} for one in never)]
    return {"prefetch": [{"where": {"and": where}, "eagerness": "moderate"}]}


def _quoted(value: str) -> str:
    escaped = value.replace('"', '\\"')
    return f'"{escaped}"'


_KEPT = (
    '  <FilesMatch "\\.[0-9a-f]{12}\\.(?:css|js)$">',
    f'    Header set Cache-Control "{_FOR_EVER}"',
    "  </FilesMatch>",
    "</IfModule>",
    f'<Files "{_AHEAD_FILE}">',
    f"  ForceType {_AHEAD_TYPE}",
    "</Files>",
)
