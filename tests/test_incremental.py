"""A build that makes only what has changed gives what a build of everything gives, byte for byte.

Each edit is one that an office makes: it is built from nothing, and taken back on top of that,
which gives what the first build gave. What takes something away is built on top of the first build
too. What no edit here touches may be forgotten by a key without anybody noticing: a new kind of
input needs an edit here, one that changes nothing else.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Callable
from functools import cache
from hashlib import sha256
from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, changed, tree

ROOT = Path(__file__).parents[1]

POSTS = """ministry:
  name: {en: Office of Foreign Affairs, fr: Office des Affaires extérieures}
  country: QV
  url: https://network.example/
  website: https://office.example/
  languages: [en, fr]
  holidays: {add: [{date: "2026-03-06", name: {en: Founding Day, fr: Fondation}}]}
  crisis_centre: {phone: "+44 1632 960999", hours: 24/7}
  contacts: [{purpose: press, phone: "+44 1632 960998", hours: Mo-Fr 10:00-12:00}]
  channels: [{platform: mastodon, handle: office@social.example, hours: Mo 15:00-16:00}]
  feeds: [{file: feeds/office.xml, language: en}, {file: feeds/days.ics, language: en}]
  news: {rules: [{words: [undated], topic: trade}]}
naming:
  countries: {QV: {en: Quivira, fr: Quivire}}
  topics: {trade: {en: Trade, fr: Commerce}}
defaults:
  kinds: {embassy: {accent: "#0b5563"}}
  countries: {"NO": {hours_note: {en: Ring twice.}}}
partners:
  - id: trade-house
    name: Trade House
    url: https://trade.example/
    countries: [PE, "NO"]
    channels: [{platform: x, handle: tradehouse, hours: Tu 15:00-16:00}]
    feeds: [{file: feeds/trade.xml, title: Trade news, language: en}]
posts:
  - id: embassy-oslo
    kind: embassy
    country: "NO"
    city: Oslo
    location: {lat: 59.9, lon: 10.7}
    timezone: Europe/Oslo
    phone: "+44 1632 960001"
    opening_hours: Mo-Fr 09:00-12:30
    contacts: [{purpose: emergency, phone: "+44 1632 960011", hours: Mo-Fr 08:00-18:00}]
    messaging: [{platform: whatsapp, number: "+44 7700 900111", hours: Mo-Th 09:00-11:00}]
    channels: [{platform: facebook, handle: embassy.oslo, hours: We 15:00-16:00}]
    collection: {hours: Th 15:00-16:00}
    offices:
      - id: visas
        name: Visa centre
        opening_hours: Tu 09:00-11:00
        contacts: [{purpose: visas, phone: "+44 1632 960012", hours: We 09:00-11:00}]
  - id: honorary-consulate-bergen
    kind: honorary-consulate
    country: "NO"
    city: Bergen
    parent: embassy-cairo
    site: false
    phone: "+44 1632 960004"
    services: [{service: passports, available: elsewhere, at: embassy-beirut}]
  - id: honorary-consulate-turku
    kind: honorary-consulate
    country: FI
    city: Turku
    parent: embassy-lima
    site: false
  - id: embassy-beirut
    kind: embassy
    country: LB
    city: Beirut
  - id: embassy-cairo
    kind: embassy
    country: EG
    covers: [PE]
    city: {en: Cairo, fr: Le Caire}
    location: {lat: 30.0, lon: 31.2}
    timezone: Africa/Cairo
    phone: "+44 1632 960002"
    sources: [{url: "https://facts.example/", seen: "2025-01-15"}]
    hub: embassy-oslo
    people: [{name: Sample Person, role: head-of-mission}]
  - id: embassy-lima
    kind: embassy
    country: PE
    city: Lima
    location: {lat: -12.1, lon: -77.0}
    timezone: America/Lima
    phone: "+44 1632 960003"
    opening_hours: Mo-Fr 09:00-13:00; PH off
    closures: [{from: "2026-02-20", reason: {en: Works, fr: Travaux}}]
    holidays: {drop: ["2026-04-03"]}
    services: [{service: passports, available: elsewhere, at: embassy-oslo}, {service: visas}]
    news: {leave_out: [2026-01-12-later]}
  - id: virtual-embassy-iceland
    kind: virtual-embassy
    country: IS
    timezone: Atlantic/Reykjavik
    covered_by: embassy-oslo
"""
CALENDAR = """BEGIN:VCALENDAR
BEGIN:VEVENT
UID:1
SUMMARY:A day
DTSTART;VALUE=DATE:20260201
RRULE:FREQ=WEEKLY;UNTIL=20260301
END:VEVENT
END:VCALENDAR
"""
FEED = """<rss version="2.0"><channel><title>{title}</title><link>https://{title}.example/</link>
<lastBuildDate>Thu, 01 Jan 2026 08:00:00 GMT</lastBuildDate>
<item><title>{title} yesterday</title><link>https://{title}.example/1</link><guid>1</guid>
<pubDate>Thu, 08 Jan 2026 08:00:00 GMT</pubDate></item>
<item><title>{title} tomorrow</title><link>https://{title}.example/2</link><guid>2</guid>
<pubDate>Sat, 10 Jan 2026 08:00:00 GMT</pubDate></item>
<item><title>{title} undated</title><guid isPermaLink="false">3</guid></item>
</channel></rss>"""
FRENCH = "---\ntitle: Passeports\ngroup: services\n---\n\nCoût."
HELP = (
    "---\ntitle: Emergencies\ngroup: help\n---\n\nCall us.\n\n[Who](site:publisher)\n\n"
    "[What is kept](site:kept)\n\n[Numbers](site:numbers)"
)
INPUTS = {
    "posts.yaml": POSTS,
    "content/feeds/office.xml": FEED.format(title="office"),
    "content/feeds/trade.xml": FEED.format(title="trade"),
    "content/feeds/days.ics": CALENDAR,
    "content/pages/passports.en.md": (
        "---\ntitle: Passports\ngroup: services\n---\n\n## Cost {#fees}\n\nAsk [us](contact:visas)"
        " or [Turku](post:honorary-consulate-turku), see [a draft](news:2026-01-03-draft)."
    ),
    "content/pages/passports.fr.md": FRENCH,
    "content/pages/visas.en.md": (
        "---\ntitle: Visas\ngroup: services\nkinds: [embassy]\nlocal: replace\n---\n\n"
        "See [the cost](page:passports#fees), [news](news:2026-01-12-later)."
    ),
    "content/pages/emergencies.en.md": HELP,
    "content/news/2026-01-03-draft.en.md": "---\ntitle: A\nstatus: draft\n---\n\nDraft.",
    "content/news/2026-01-05-hello.en.md": "---\ntitle: Hello\n---\n\nCentral news.",
    "content/news/2026-01-10-soon.en.md": "---\ntitle: Soon\n---\n\nCentral news of tomorrow.",
    "content/news/2026-01-12-later.en.md": "---\ntitle: Later\n---\n\nCentral news.",
    "content/posts/embassy-lima/passports.fr.md": "---\ntitle: À Lima\n---\n\nTexte local.",
    "content/posts/embassy-oslo/news/2026-01-02-snow.en.md": "---\ntitle: Snow\n---\n\nSnow.",
    "content/posts/embassy-oslo/news/2026-01-10-thaw.en.md": "---\ntitle: Thaw\n---\n\nThaw.",
}
ALERT = """severity: severe
sent: 2026-01-09T06:00Z
expires: 2026-01-10T06:00Z
headline: {en: Flood}
area: {words: {en: The coast}, countries: [PE]}
"""
INPUTS["content/alerts/flood.yaml"] = ALERT
ADVICE = """level: 2
reviewed: 2026-01-07
changes: [{day: 2026-01-07, levels: {country: 2}, why: {en: Strikes.}}]
"""
INPUTS["content/advice/PE.yaml"] = ADVICE
ADVISED = "---\ntitle: Peru\n---\n\n## Security {#security}\n\nKeep away from crowds."
INPUTS["content/advice/PE.en.md"] = ADVISED
SITUATION = """title: {en: I was arrested}
steps: [{title: {en: Sign nothing}, page: passports}]
"""
INPUTS["content/situations/arrest.yaml"] = SITUATION
LAW = "---\ntitle: In Norway\n---\n\nA judge decides."
INPUTS["content/posts/embassy-oslo/inserts/arrest.en.md"] = LAW
ELECTION = """name: {en: Election}
who: {en: All}
days: ["2026-02-14"]
enrol_until: "2026-01-10"
ways: [by-post]
"""
INPUTS["content/elections/council.yaml"] = ELECTION
FACTS = "fee: {amount: 75, currency: EUR}\n"
INPUTS["content/services/passports.yaml"] = FACTS
NEED = """title: {en: I need a passport}
ways: [{service: passports, contact: general}]
"""
INPUTS["content/needs/passport.yaml"] = NEED
VISAS = """name: {en: Short stay}
date: "2026-01-01"
source: {url: "https://law.example/", title: The law}
otherwise: needed
passports: {not-needed: [IS]}
"""
INPUTS["content/visas/short.yaml"] = VISAS
ROUTES = """date: "2026-01-01"
source: {url: "https://law.example/", title: The law}
places: {centre: {name: {en: Centre}, run_by: Lantern}}
routes: [{district: {text: {en: North}}, place: centre}, {post: embassy-beirut}]
"""
INPUTS["content/visa-routes/PE.yaml"] = ROUTES
PROMISE = "title: {en: Help}\nwithin: 2d\n"
INPUTS["content/charter/help.yaml"] = PROMISE
PAPER = """name: {en: Diploma}
date: "2026-01-01"
source: {url: "https://law.example/", title: The law}
apostille: [PE]
chain: [{name: {en: The ministry}}]
"""
INPUTS["content/papers/diploma.yaml"] = PAPER
PLAIN = "---\ntitle: Plain\n---\n\nIn short words."
INPUTS["content/pages/passports.en.easy.md"] = PLAIN
NOTICES = """- affects: [phone]
  from: 2026-01-09
  until: 2026-01-10
  text: {en: The telephone is down.}
"""
INPUTS["content/posts/embassy-oslo/notices.yaml"] = NOTICES
#: What is edited: the file, what stands there, and what stands there then; an empty file is gone.
EDITS = {
    "a telephone": ("posts.yaml", "960001", "960123"),
    "opening hours": ("posts.yaml", "Mo-Fr 09:00-12:30", "Mo-Th 10:00-12:30"),
    "a closure": ("posts.yaml", 'from: "2026-02-20"', 'from: "2026-02-19"'),
    "the reason of a closure": ("posts.yaml", "fr: Travaux", "fr: Peinture"),
    "a holiday that a post drops": ("posts.yaml", "2026-04-03", "2026-04-02"),
    "a holiday of the ministry": ("posts.yaml", "2026-03-06", "2026-03-05"),
    "hours for messages": ("posts.yaml", "Mo-Th 09:00-11:00", "Mo-Th 09:00-10:00"),
    "a city": ("posts.yaml", "city: Lima", "city: Callao"),
    "the city of who does a service for a neighbour": (
        "posts.yaml", "city: Beirut", "city: Beyrouth",
    ),
    "who covers a country from afar": ("posts.yaml", "covers: [PE]", "covers: [FI]"),
    "the title of a page that some posts have": (
        "content/pages/visas.en.md", "title: Visas", "title: Visa",
    ),
    "a service": ("posts.yaml", "at: embassy-oslo", "at: embassy-cairo"),
    "a time zone": ("posts.yaml", "timezone: Africa/Cairo", "timezone: Asia/Amman"),
    "the nearest post": ("posts.yaml", "lat: 59.9", "lat: -59.9"),
    "the languages of a post": (
        "posts.yaml", "timezone: America/Lima", "timezone: America/Lima\n    languages: [en]",
    ),
    "the place of a post": (
        "posts.yaml", "    services:", "    publish_url: https://lima.example/\n    services:",
    ),
    "a state": ("posts.yaml", "    hub:", "    status: {state: closed}\n    hub:"),
    "who covers a country": ("posts.yaml", "by: embassy-oslo", "by: embassy-lima"),
    "a neighbour's telephone": ("posts.yaml", "960004", "960124"),
    "the languages of a neighbour's parent": (
        "posts.yaml", "timezone: Africa/Cairo", "timezone: Africa/Cairo\n    languages: [fr]",
    ),
    "the official site of a neighbour's neighbour": (
        "posts.yaml", '    phone: "+44 1632 960004"', "    website: https://bergen.example/",
    ),
    "the place of a neighbour's parent": (
        "posts.yaml", "    hub:", "    publish_url: https://cairo.example/\n    hub:",
    ),
    "a hub": ("posts.yaml", "hub: embassy-oslo", "hub: embassy-lima"),
    "news of a hub": (
        "content/posts/embassy-oslo/news/2026-01-02-snow.en.md", "title: Snow", "title: Ice",
    ),
    "a partner": ("posts.yaml", "name: Trade House", "name: House of Trade"),
    "where a partner works": ("posts.yaml", '[PE, "NO"]', "[PE]"),
    "the ministry's name": ("posts.yaml", "Office of Foreign", "Bureau of Foreign"),
    "the ministry's address": ("posts.yaml", "https://network.", "https://embassies."),
    "a contact of the ministry": ("posts.yaml", "960998", "960997"),
    "the crisis centre": ("posts.yaml", "960999", "960996"),
    "the policy of languages": ("posts.yaml", "languages: [en, fr]", "languages: [fr, en]"),
    "the name of a country": ("posts.yaml", "en: Quivira,", "en: The Quivira,"),
    "a default of a kind": ("posts.yaml", "#0b5563", "#0b5564"),
    "a default of a country": ("posts.yaml", "Ring twice.", "Ring once."),
    "who publishes the sites": (
        "posts.yaml", "  country: QV", "  publisher: {name: Somebody}\n  country: QV",
    ),
    "whether help is kept": ("posts.yaml", "  country: QV", "  offline: true\n  country: QV"),
    "a country's numbers for emergencies": (
        "posts.yaml", "  country: QV",
        '  emergency_numbers: {PE: {police: "105"}}\n  country: QV',
    ),
    "how exactly a place is known": (
        "posts.yaml", "{lat: 30.0, lon: 31.2}", "{lat: 30.0, lon: 31.2, precision: door}",
    ),
    "who serves in place of one that is closed, by way of another": (
        "posts.yaml", "    city: Beirut",
        "    city: Beirut\n    status: {state: closed, served_by: virtual-embassy-iceland}",
    ),
    "where a post is until it moves": (
        "posts.yaml", "    city: Beirut",
        "    city: Beirut\n    address: {en: New Street}\n    status: {state: relocated,"
        " since: 2026-03-01, moved_from: {address: {en: Old Street}}}",
    ),
    "a page nobody is to be seen reading": (
        "content/pages/visas.en.md", "local:", "discreet: true\nlocal:",
    ),
    "a situation nobody is to be seen reading": (
        "content/situations/arrest.yaml", "steps:", "discreet: true\nsteps:",
    ),
    "which services a situation tells to call": (
        "content/situations/arrest.yaml", "steps:", "call: [police]\nsteps:",
    ),
    "a demonstration": ("posts.yaml", "  country: QV", "  demonstration: true\n  country: QV"),
    "a post less": ("posts.yaml", POSTS[POSTS.index("  - id: virtual-emb") :], ""),
    "a shared page": ("content/pages/passports.en.md", "Ask", "Please ask"),
    "for whom a page is": ("content/pages/visas.en.md", "[embassy]", "[virtual-embassy]"),
    "what posts may do": ("content/pages/passports.en.md", "group:", "local: replace\ngroup:"),
    "a translation less": ("content/pages/passports.fr.md", FRENCH, ""),
    "a page less": ("content/pages/emergencies.en.md", HELP, ""),
    "a local page": ("content/posts/embassy-lima/passports.fr.md", "Texte", "Page"),
    "central news": ("content/news/2026-01-05-hello.en.md", "title: Hello", "title: Welcome"),
    "for whom news are": (
        "content/news/2026-01-05-hello.en.md", "title: Hello", "title: Hello\ncountries: [PE]",
    ),
    "when an event is": ("content/feeds/days.ics", "20260201", "20260202"),
    "until when an event recurs": ("content/feeds/days.ics", "UNTIL=20260301", "UNTIL=20260201"),
    "a feed": ("content/feeds/office.xml", "office yesterday", "office on Thursday"),
    "the date of a feed": ("content/feeds/trade.xml", "Thu, 01 Jan", "Fri, 02 Jan"),
    "an address in a feed": (
        "content/feeds/trade.xml", "<guid isP", "<link>https://trade.example/3</link><guid isP",
    ),
    "a rule for news": ("posts.yaml", "words: [undated]", "words: [yesterday]"),
    "the name of a topic": ("posts.yaml", "fr: Commerce", "fr: Affaires"),
    "the hub of the sites' feeds": (
        "posts.yaml", "news: {rules:", "news: {websub: 'https://hub.example/', rules:",
    ),
    "the language of a feed": ("posts.yaml", "news, language: en", "news, language: fr"),
    "an alert": ("content/alerts/flood.yaml", "en: Flood", "en: Storm"),
    "where an alert holds": ("content/alerts/flood.yaml", "[PE]", "[EG]"),
    "an alert less": ("content/alerts/flood.yaml", ALERT, ""),
    "why a level was changed": ("content/advice/PE.yaml", "Strikes", "Storms"),
    "the review of advice": ("content/advice/PE.yaml", "wed: 2026-01-07", "wed: 2026-01-08"),
    "whether advice is a sample": ("content/advice/PE.yaml", "level: 2", "sample: true\nlevel: 2"),
    "the words of advice": ("content/advice/PE.en.md", "crowds", "rivers"),
    "words of advice less": ("content/advice/PE.en.md", ADVISED, ""),
    "what to do in a situation": ("content/situations/arrest.yaml", "Sign nothing", "Say nothing"),
    "where a step leads": ("content/situations/arrest.yaml", "page: passports", "page: visas"),
    "an insert": ("content/posts/embassy-oslo/inserts/arrest.en.md", "A judge", "A court"),
    "an insert less": ("content/posts/embassy-oslo/inserts/arrest.en.md", LAW, ""),
    "an election": ("content/elections/council.yaml", "en: All", "en: Everybody"),
    "an election less": ("content/elections/council.yaml", ELECTION, ""),
    "a need": ("content/needs/passport.yaml", "I need", "I want"),
    "where a need leads": ("content/needs/passport.yaml", "service: passports", "page: visas"),
    "a need less": ("content/needs/passport.yaml", NEED, ""),
    "who needs a visa": ("content/visas/short.yaml", "[IS]", "[IS, PE]"),
    "a table of visas less": ("content/visas/short.yaml", VISAS, ""),
    "a visa centre": ("content/visa-routes/PE.yaml", "Lantern", "Lamp"),
    "who takes applications": ("content/visa-routes/PE.yaml", "embassy-beirut", "embassy-cairo"),
    "routes to a visa less": ("content/visa-routes/PE.yaml", ROUTES, ""),
    "a promise": ("content/charter/help.yaml", "within: 2d", "within: 3d"),
    "a promise less": ("content/charter/help.yaml", PROMISE, ""),
    "what makes a paper valid": ("content/papers/diploma.yaml", "[PE]", "[EG]"),
    "a kind of paper less": ("content/papers/diploma.yaml", PAPER, ""),
    "a fee": ("content/services/passports.yaml", "75", "80"),
    "what a service takes less": ("content/services/passports.yaml", FACTS, ""),
    "a variant in easy language": (
        "content/pages/passports.en.easy.md", "short words", "few words",
    ),
    "a variant less": ("content/pages/passports.en.easy.md", PLAIN, ""),
    "a service notice": ("content/posts/embassy-oslo/notices.yaml", "is down", "is dead"),
    "when a notice ends": ("content/posts/embassy-oslo/notices.yaml", "01-10", "01-11"),
    "all notices less": ("content/posts/embassy-oslo/notices.yaml", NOTICES, ""),
    "a catalogue": ("theme/translations/fr.po", '"Contact et horaires"', '"Contact, horaires"'),
    "a template": ("theme/pages/layout.html", "<body>", '<body class="new">'),
    "the stylesheet": ("theme/base.css", "body { margin: 0", "body { margin: 1px"),
}  # fmt: skip


#: The table of who needs a visa: of each country a page says it, which is most of all pages.
VISAS_FILE = "content/visas/short.yaml"
#: The edits that change those pages, or nothing without them. All others are made in a network
#: that has none.
ON_VISAS = frozenset({
    "a city", "the city of who does a service for a neighbour", "who covers a country from afar",
    "the languages of a post", "the place of a post", "the languages of a neighbour's parent",
    "the place of a neighbour's parent", "the ministry's name", "the ministry's address",
    "the crisis centre", "the policy of languages", "the name of a country", "a demonstration",
    "a post less", "an alert", "an alert less", "who needs a visa", "a table of visas less",
    "routes to a visa less", "who takes applications", "a catalogue", "a template",
    "the stylesheet",
})  # fmt: skip


#: What stays for builds from nothing, since it takes long, with what says which code made it: each
#: is kept under its source, and an edit of a template or catalogue has to show.
COMPILED = ("templates", "catalogues", "made-by")


class Kept:
    """A network that is edited and taken back.

    first, last: the trees of its first build and of the last into the same output; anew: digests of
    builds from nothing with an edit; touched: the inputs that are not as they were first.
    """

    def __init__(self, folder: Path, *, visas: bool) -> None:
        self.small = Small(folder)
        self.inputs = {n: text for n, text in INPUTS.items() if visas or n != VISAS_FILE}
        shutil.copytree(ROOT / "themes" / "chancery", folder / "theme")
        for name in ("ar", "de", "es", "nl"):
            (folder / f"theme/translations/{name}.po").unlink()
        self.theme = tree(folder / "theme")
        self.settings: dict[str, object] = {}
        self.last: dict[str, bytes] = {}
        self.anew: dict[str, dict[str, bytes]] = {}
        self.touched = set(self.inputs)
        self.take_back()
        self.first = self.build()
        for name in COMPILED[:2]:
            shutil.copytree(folder / ".cache" / name, folder / "cold-cache" / name)
        shutil.copy(folder / ".cache" / COMPILED[2], folder / "cold-cache")

    def build(self) -> dict[str, bytes]:
        """Build on top of what is there, and return the tree."""
        self.last = {}  # should this fail
        self.last = self._built("output", ".cache")
        return self.last

    def build_anew(self) -> dict[str, bytes]:
        """Build from nothing where `build` builds, and return the tree."""
        self.last = {}
        self.last = self.cold("output", ".cache")
        return self.last

    def cold(self, output: str = "cold", cache: str = "cold-cache") -> dict[str, bytes]:
        """Build from nothing but what is COMPILED, and return the tree."""
        made = {path.name for path in (self.small.folder / cache).iterdir()}.difference(COMPILED)
        self.forget(output, *(f"{cache}/{name}" for name in made))
        return self._built(output, cache)

    def _built(self, output: str, cache: str) -> dict[str, bytes]:
        done = self.small.build(output=output, cache=cache, **self.settings)
        assert done.exitcode == 0
        return tree(self.small.folder / output)

    def forget(self, *names: str) -> None:
        for name in names:
            path = self.small.folder / name
            if path.is_file():
                path.unlink()
            shutil.rmtree(path, ignore_errors=True)

    def digests_anew(self, name: str) -> dict[str, bytes]:
        """Give the digests of a build from nothing with an edit; two tests ask for the same."""
        if name not in self.anew:
            self.anew[name] = digests(self.cold())
        return self.anew[name]

    def edit(self, name: str, old: str, new: str) -> None:
        self.touched.add(name)
        path = self.small.folder / name
        self.small.edit(name, old, new)
        if not path.read_text(encoding="utf-8"):
            path.unlink()

    def take_back(self) -> None:
        for name in self.touched:
            if name in self.inputs:
                self.small.write(name, self.inputs[name])
            else:
                data = self.theme[name.removeprefix("theme/")]
                (self.small.folder / name).write_bytes(data)
        self.touched.clear()
        # Each site at its own place: what links then need of other sites is more.
        self.settings = {"THEME": str(self.small.folder / "theme"), "CHANCERY_ONE_TREE": False}


@pytest.fixture(scope="module")
def network(tmp_path_factory: pytest.TempPathFactory) -> Callable[[bool], Kept]:
    """Return a function that gives the network with the table of visas, or without."""
    return cache(lambda visas: Kept(tmp_path_factory.mktemp("incremental"), visas=visas))


@pytest.fixture
def taken_back(
    request: pytest.FixtureRequest, network: Callable[[bool], Kept],
    monkeypatch: pytest.MonkeyPatch,
) -> Kept:  # fmt: skip
    """Return the network without edits; its output is what the test before made of it."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    asked = getattr(request.node, "callspec", None)
    names = asked.params.values() if asked else ()
    found = network("setting" in (asked.params if asked else ()) or not ON_VISAS.isdisjoint(names))
    found.take_back()
    return found


@pytest.fixture
def kept(taken_back: Kept) -> Kept:
    """Return the network as it was first, whatever the test before did and left."""
    if taken_back.last != taken_back.first and taken_back.build() != taken_back.first:
        assert changed(taken_back.first, taken_back.build_anew()) == set()
    return taken_back


def digests(files: dict[str, bytes]) -> dict[str, bytes]:
    """Return files with digests for their bytes, which are too many to keep."""
    return {name: sha256(data).digest() for name, data in files.items()}


def differing(kept: Kept) -> set[str]:
    """Build what has changed, and everything; return the files that differ between the two."""
    return changed(kept.build(), kept.cold())


#: Edits that take a whole input away.
LESS = [name for name, (_, _, new) in EDITS.items() if not new]


@pytest.mark.parametrize("name", EDITS)
def test_an_edit_taken_back_gives_what_a_build_without_it_gives(
    taken_back: Kept, name: str
) -> None:
    taken_back.edit(*EDITS[name])
    made = taken_back.build_anew()
    assert changed(taken_back.first, made) != set()
    if name in LESS:
        taken_back.anew[name] = digests(made)
    taken_back.take_back()
    assert changed(taken_back.first, taken_back.build()) == set()


@pytest.mark.parametrize("name", LESS)
def test_something_less_gives_what_a_build_of_everything_gives(kept: Kept, name: str) -> None:
    kept.edit(*EDITS[name])
    assert changed(digests(kept.build()), kept.digests_anew(name)) == set()
    kept.take_back()
    assert changed(kept.first, kept.build()) == set()


@pytest.mark.parametrize(
    "setting",
    [{"CHANCERY_ONE_TREE": True}, {"CHANCERY_FILE_LINKS": True}, {"publish": True}],
    ids=str,
)
def test_another_setting_gives_what_a_build_of_everything_gives(
    kept: Kept, setting: dict[str, object]
) -> None:
    kept.settings |= setting
    assert differing(kept) == set()
    assert changed(kept.first, kept.last) != set()
    kept.take_back()
    assert changed(kept.first, kept.build()) == set()


#: The Sunday after the first day, the Thursday of the week that then begins, a week later, summer.
SUNDAY, THURSDAY, WEEK_LATER, SUMMER = "1768132800", "1768478400", "1769083200", "1783468800"
#: What differs between two days, with a page that shows it.
DAYS = {
    "news for that day": (DATE, SUNDAY, "en/news/2026-01-10-soon/index.html"),
    "entries of a feed for that day": (DATE, SUNDAY, "embassy-cairo/en/news/index.html"),
    "a link to news of that day": (SUNDAY, THURSDAY, "embassy-lima/en/visas/index.html"),
    "a closure that is past": ("1771502400", "1771675200", "embassy-lima/en/contact/index.html"),
    "hours of the weeks to come": (SUNDAY, THURSDAY, "embassy-oslo/en/contact/index.html"),
    "clocks": (THURSDAY, SUMMER, "virtual-embassy-iceland/en/contact/index.html"),
    "a year without a check": (THURSDAY, "1768564800", "embassy-cairo/en/contact/index.html"),
}


@pytest.mark.parametrize("name", DAYS)
def test_a_later_day_gives_what_a_build_of_everything_gives_on_it(
    kept: Kept, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    first, then, path = DAYS[name]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", first)
    before = kept.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", then)
    assert differing(kept) == set()
    assert path in changed(before, kept.last)


#: Hours that a page shows as a week, wherever they stand.
HOURS = {
    "the counter": "Mo-Fr 09:00-12:30",
    "a contact": "Mo-Fr 08:00-18:00",
    "messages": "Mo-Th 09:00-11:00",
    "an office": "Tu 09:00-11:00",
    "a contact of an office": "We 09:00-11:00",
    "the crisis centre": "24/7",
    "a contact of the ministry": "Mo-Fr 10:00-12:00",
}


@pytest.mark.parametrize("name", HOURS)
def test_another_week_gives_what_a_build_of_everything_gives_in_it(
    kept: Kept, name: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    hours = f"{HOURS[name]}; 2026 Jan 19-2026 Feb 28 10:00-10:30"
    kept.edit("posts.yaml", HOURS[name], f'"{hours}"')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", THURSDAY)
    before = kept.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", WEEK_LATER)
    assert differing(kept) == set()
    after = kept.last
    assert any(b"10:30" in after[path] for path in changed(before, after))


#: Hours that a page has in words alone: of accounts of the ministry, a partner and a post, and of
#: what is handed over.
WORDED = ("Mo 15:00-16:00", "Tu 15:00-16:00", "We 15:00-16:00", "Th 15:00-16:00")
FRIDAY = "1768564800"


def test_what_is_soon_otherwise_is_said_a_day_later_of_hours_in_words(
    kept: Kept, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, hours in enumerate(WORDED):
        kept.edit("posts.yaml", hours, f'"{hours}; 2026 Jan 30 10:00-10:3{number}"')
    monkeypatch.setenv("SOURCE_DATE_EPOCH", THURSDAY)
    before = kept.build()
    monkeypatch.setenv("SOURCE_DATE_EPOCH", FRIDAY)
    assert differing(kept) == set()
    after = kept.last
    pages = [after[path] for path in changed(before, after)]
    for number in range(len(WORDED)):
        assert any(f"10:3{number}".encode() in page for page in pages), WORDED[number]


def test_another_version_of_a_library_makes_every_page_anew(
    kept: Kept, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "names_of_countries-2.0.dist-info").mkdir()
    monkeypatch.syspath_prepend(str(tmp_path))
    for path in kept.first:
        if path.endswith((".html", "feed.atom")):
            (kept.small.output / path).write_bytes(b"as another version made it")
    assert differing(kept) == set()


#: Code is edited in a copy, and run by a Python of its own.
RUN = """import sys
from chancery.commands.build import run_pelican
from chancery.commands.options import Options
network, output, cache = sys.argv[1:]
sys.exit(run_pelican(Options(network=network, output=output, cache=cache, workers=1)).exitcode)
"""


def test_a_row_of_a_table_and_a_line_of_code_change_what_they_make(
    kept: Kept, tmp_path: Path
) -> None:
    house = Small(tmp_path)
    shutil.copytree(ROOT / "plugins", tmp_path / "plugins")
    shutil.copy(ROOT / "pelicanconf.py", tmp_path)
    (tmp_path / "themes").mkdir()
    shutil.copytree(kept.small.folder / "theme", tmp_path / "themes" / "chancery")

    def run(output: str, cache: str) -> dict[str, bytes]:
        places = (str(kept.small.folder), str(tmp_path / output), str(tmp_path / cache))
        subprocess.run(
            [sys.executable, "-c", RUN, *places], check=True, capture_output=True,
            env={"PYTHONPATH": str(tmp_path / "plugins"), "SOURCE_DATE_EPOCH": DATE},
        )  # fmt: skip
        return tree(tmp_path / output)

    before = run("output", "cache")
    house.edit("plugins/chancery/data/platforms.json", '"name": "Facebook"', '"name": "Visages"')
    house.edit("plugins/chancery/render/site.py", 'rel="canonical"', 'rel="canonical" class="x"')
    house.edit("plugins/chancery/render/theme.py", "trim_blocks=True", "trim_blocks=False")
    after = run("output", "cache")
    assert changed(after, run("cold", "cold-cache")) == set()
    assert len([path for path in before if before[path] != after[path]]) > len(before) / 2
