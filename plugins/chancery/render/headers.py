"""What a browser may do with a page: the content security policy, and header files for hosts.

The policy stands on every page, so that it holds on any host and from a disk; what only a header
can say (who may frame a page, for one) is in files that common hosts read.
"""

from __future__ import annotations

import json
from base64 import b64encode
from collections.abc import Iterator
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
#: What browsers may fetch before it is asked for (https://html.spec.whatwg.org/#speculation-rules):
#: the page of a link that somebody points at, on the same host. In a file, since a page has no
#: inline script; browsers leave it where data are to be saved.
_AHEAD = {
    "prefetch": [
        {
            "where": {"and": [{"href_matches": "/*"}, {"not": {"href_matches": "/*.*"}}]},
            "eagerness": "moderate",
        }
    ]
}
_AHEAD_FILE = "speculation.json"
_AHEAD_TYPE = "application/speculationrules+json"
#: Assets have a digest in their names, and never change.
_FOR_EVER = "public, max-age=31536000, immutable"


@cache
def policy(*places: str) -> Markup:
    """Give the element that holds a page to the policy; templates call it.

    places: addresses of styles and scripts besides those of the site that serves the page.
    """
    own = {**POLICY, "style-src": " ".join(("'self'", *places))}
    # Between double quotes, the policy's own single quotes may stand as they are.
    content = str(escape(_said(own))).replace("&#39;", "'")
    return Markup(  # noqa: S704  (escaped)
        f'<meta http-equiv="Content-Security-Policy" content="{content}">'
    )


@cache
def standalone(css: str) -> Markup:
    """Give the styles of a page that is one file, and the policy that holds it to them alone.

    css: of the theme; no text of anybody else may come here.
    """
    own = {"default-src": "'none'", "style-src": _hash(css), "base-uri": "'none'",
           "form-action": "'none'"}  # fmt: skip
    return Markup(  # noqa: S704  (a constant of the theme, no input)
        f'<meta http-equiv="Content-Security-Policy" content="{_said(own)}">\n<style>{css}</style>'
    )


def _hash(css: str) -> str:
    """Give the source of a policy that lets through one stylesheet within a page."""
    return f"'sha256-{b64encode(sha256(css.encode()).digest()).decode()}'"


def _said(policy: dict[str, str]) -> str:
    return "; ".join(f"{name} {value}" for name, value in policy.items())


def headers(standalone_css: str) -> dict[str, str]:
    """Give the headers that every answer of a site should have.

    standalone_css: the styles of pages that are one file, which they let through.
    """
    styles = f"{POLICY['style-src']} {_hash(standalone_css)}"
    return {
        "Content-Security-Policy": _said(
            {**POLICY, "style-src": styles, "frame-ancestors": "'none'"}
        ),
        "X-Content-Type-Options": "nosniff",
        "X-Frame-Options": "DENY",
        "Referrer-Policy": "no-referrer",
        "Permissions-Policy": ", ".join(f"{name}=()" for name in _UNUSED),
        "Cross-Origin-Opener-Policy": "same-origin",
        "Speculation-Rules": f'"/{_AHEAD_FILE}"',
    }


def header_files(standalone_css: str) -> Iterator[tuple[str, bytes]]:
    """Give the files in which hosts look for headers; only those at the root of a host count."""
    every = headers(standalone_css)
    lines = [f"  {name}: {value}" for name, value in every.items()]
    kept = ["/assets/*", f"  Cache-Control: {_FOR_EVER}", "/:site/assets/*",
            f"  Cache-Control: {_FOR_EVER}"]  # fmt: skip
    typed = [f"/{_AHEAD_FILE}", f"  Content-Type: {_AHEAD_TYPE}"]
    yield "_headers", ("\n".join(["/*", *lines, *kept, *typed]) + "\n").encode()
    lines = [f"  Header always set {name} {_quoted(value)}" for name, value in every.items()]
    yield ".htaccess", ("\n".join(["<IfModule mod_headers.c>", *lines, *_KEPT]) + "\n").encode()
    yield _AHEAD_FILE, (json.dumps(_AHEAD) + "\n").encode()


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
