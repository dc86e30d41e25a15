"""The named pages: one of each type of page, direction of writing and kind of post.

Tests that look at single pages look at these; tests that are quick enough look at all.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from chancery.common.languages import direction
from tests.sites.trees import ROOT

THEME = ROOT / "themes" / "chancery"

#: Templates that are no type of page: what stands around every page, and the Atom feed.
NO_PAGES = {"layout", "feed"}

#: The types of page of the theme, by its templates.
TYPES = sorted({path.stem for path in THEME.glob("pages/*.html")} - NO_PAGES)

#: Types without header, navigation and footer; one for all languages, in that of the site.
BARE = {"gateway": "index.html", "missing": "404.html"}
#: Help in one file, in each language of a post's site.
SAVED = "emergency"

#: The languages that sites can be in, by the theme's catalogues.
LANGUAGES = {path.stem for path in THEME.glob("translations/*.po")}

DIRECTIONS = ("ltr", "rtl")

#: What a post can be, as far as its pages differ by it.
KINDS = ("embassy", "consulate", "virtual", "closed", "permanent representation")

#: Pages of the site of every post, below its folder for a language.
OF_A_POST = {
    "home": "",
    "contact": "contact/",
    "help": "help/",
    "situation": "help/arrest/",
    "card": "help/card/",
    "needs": "needs/",
    "services": "services/",
    "news": "news/",
    "channels": "channels/",
    "about": "about/",
    "languages": "languages/",
    "a-z": "a-z/",
}

#: Pages of the portal alone: by continent, by letter, all, and what cannot be shown.
OF_THE_PORTAL = {
    "directory": ("", "countries/", "continent-002/", "unavailable/"),
    "register": ("channels/",),
    "contact": ("contact/",),
    "news": ("news/",),
    "matrix": ("services/",),
}


#: Pages of a site that an alert or travel advice concerns, and of the portal.
CONCERNED = {
    "alerts": "alerts/",
    "alert": "alerts/2026-11-river-flood/",
    "advices": "advice/",
    "advice": "advice/no/",
}
#: Pages of the golden network's sites alone: the example has no election that can be cited.
ELECTION = {
    "election": "elections/2026-council-of-keepers/",
    "charter": "charter/",
    "legalisation": "papers/",
    "visa-route": "visa-route/no/",
}
#: Pages of the golden network's portal alone, for the same reason.
VISAS = {"visas": ("visa-route/", "visa/"), "visa": ("visa/no/",)}


@dataclass(frozen=True, slots=True)
class Site:
    """A site in one language; post: the folder, empty for the portal."""

    network: str
    post: str
    language: str
    kind: str
    texts: tuple[str, ...]
    news: str


@dataclass(frozen=True, slots=True)
class NamedPage:
    """A page that tests look at."""

    network: str
    type: str
    kind: str
    language: str
    path: str

    @property
    def direction(self) -> str:
        """The direction of writing of its language."""
        return direction(self.language)

    @property
    def id(self) -> str:
        """What a test's output calls it."""
        return f"{self.network}/{self.path.removesuffix('index.html')}"

    @property
    def whole(self) -> bool:
        """Whether it has header, navigation and footer."""
        return self.type not in (*BARE, SAVED)


#: News of a day when they stand in every policy language of their network.
_EXAMPLE_NEWS = "2026-08-20-this-site-in-your-language"
_GOLDEN_NEWS = "2026-11-16-lighthouse-day"

#: Both networks: the golden one has Arabic first and every field filled, the example has long words
#: and real gaps. Texts are shared pages, local ones, and ones that stand in for a missing language.
SITES = (
    Site(
        "example", "embassy-madrid", "nl", "embassy", ("business", "visa-short-stay"), _EXAMPLE_NEWS
    ),
    Site("golden", "embassy-oslo", "en", "embassy", ("visas", "emergencies"), _GOLDEN_NEWS),
    Site("golden", "embassy-amman", "ar", "embassy", ("arabic-school", "accessibility"),
         "2026-10-19-salt-garden-photographs"),
    Site("example", "embassy-cairo", "ar", "embassy", ("coming-to-us", "values"),
         "2026-11-09-reading-this-site-in-arabic"),
    Site("example", "consulate-general-montreal", "fr", "consulate", ("coming-to-us",),
         _EXAMPLE_NEWS),
    Site("golden", "consulate-general-new-york", "ar", "consulate", ("passports",), _GOLDEN_NEWS),
    Site("example", "virtual-embassy-iceland", "en", "virtual", ("how-we-serve-you",),
         _EXAMPLE_NEWS),
    Site("golden", "virtual-embassy-reykjavik", "ar", "virtual", ("registration",), _GOLDEN_NEWS),
    Site("example", "embassy-kigali", "de", "closed", ("civil-status",), _EXAMPLE_NEWS),
    Site("golden", "embassy-stockholm", "ar", "closed", ("legalisation",), _GOLDEN_NEWS),
    Site("golden", "permanent-representation-vienna", "fr", "permanent representation",
         ("privacy",), _GOLDEN_NEWS),
    Site("golden", "permanent-representation-vienna", "ar", "permanent representation",
         ("social-media-charter",), _GOLDEN_NEWS),
    # Neither left-to-right letters with spaces nor right-to-left ones: lines break anywhere.
    Site("example", "embassy-beijing", "zh", "embassy", ("coming-to-us", "study"),
         "2026-11-18-first-page-in-chinese"),
    # A language of the host country, in which no text of the ministry exists.
    Site("golden", "consulate-general-new-york", "es", "consulate", ("visas",), _GOLDEN_NEWS),
)  # fmt: skip

PORTALS = (
    Site("example", "", "de", "portal", ("facts-and-figures",), _EXAMPLE_NEWS),
    Site("golden", "", "ar", "portal", ("about-the-country",), _GOLDEN_NEWS),
)

#: The sites whose bare pages are named, with the language that those are in.
FIRST_LANGUAGES = (
    ("example", "embassy-madrid", "nl", "embassy"),
    ("golden", "embassy-oslo", "ar", "embassy"),
    ("example", "consulate-general-montreal", "nl", "consulate"),
    ("golden", "consulate-general-new-york", "ar", "consulate"),
    ("example", "virtual-embassy-iceland", "nl", "virtual"),
    ("golden", "virtual-embassy-reykjavik", "ar", "virtual"),
    ("example", "embassy-kigali", "nl", "closed"),
    ("golden", "embassy-stockholm", "ar", "closed"),
    ("golden", "permanent-representation-vienna", "ar", "permanent representation"),
    ("example", "", "nl", "portal"),
    ("golden", "", "ar", "portal"),
)


def _of_a_post(site: Site) -> Iterator[tuple[str, str]]:
    yield from OF_A_POST.items()
    yield from _texts(site)


def _of_the_portal(site: Site) -> Iterator[tuple[str, str]]:
    for kind, paths in OF_THE_PORTAL.items():
        for path in paths:
            # The golden network has no post in Africa.
            yield kind, path.replace("002", "019") if site.network == "golden" else path
    yield from _texts(site)


def _texts(site: Site) -> Iterator[tuple[str, str]]:
    for slug in site.texts:
        yield "text", f"{slug}/"
    yield "news-item", f"news/{site.news}/"


def _named() -> Iterator[NamedPage]:
    for sites, paths in ((SITES, _of_a_post), (PORTALS, _of_the_portal)):
        for site in sites:
            base = f"{site.post}/{site.language}/" if site.post else f"{site.language}/"
            for kind, path in paths(site):
                full = f"{base}{path}index.html"
                yield NamedPage(site.network, kind, site.kind, site.language, full)
    for site in SITES:
        path = f"{site.post}/{site.language}/{SAVED}.html"
        yield NamedPage(site.network, SAVED, site.kind, site.language, path)
    for network, post, language, kind in FIRST_LANGUAGES:
        for page_type, file in BARE.items():
            path = f"{post}/{file}" if post else file
            yield NamedPage(network, page_type, kind, language, path)


def _of_elections() -> Iterator[NamedPage]:
    for language in ("en", "ar"):
        for name, path in ELECTION.items():
            full = f"embassy-oslo/{language}/{path}index.html"
            yield NamedPage("golden", name, "embassy", language, full)
        for name, paths in VISAS.items():
            for path in paths:
                yield NamedPage("golden", name, "portal", language, f"{language}/{path}index.html")


def _of_concerned() -> Iterator[NamedPage]:
    for folder, kind in (("embassy-oslo/", "embassy"), ("", "portal")):
        for language in ("en", "ar"):
            for name, path in CONCERNED.items():
                full = f"{folder}{language}/{path}index.html"
                yield NamedPage("golden", name, kind, language, full)


PAGES = tuple(
    page for page in (*_named(), *_of_concerned(), *_of_elections()) if page.language in LANGUAGES
)
