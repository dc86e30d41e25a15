"""What the repository of a new network holds: posts.yaml, starter texts, settings, recipes.

Texts and files come from `starter/` in the package. Nothing in them is a fact about a post: what is
not known is left out, or is a sentence that says what to write there.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from chancery.commands.places import Spot, english, slug
from chancery.common.languages import host_languages
from chancery.common.resources import resource
from chancery.common.yaml.written import scalar, text
from chancery.geo.territories import is_state
from chancery.geo.zonenames import zones_of
from chancery.geo.zones import clock_of

FOLDER = Path(__file__).parents[1] / "starter"
#: Where the pipeline of each platform stands in a repository.
RECIPES: Mapping[str, str] = {
    "github": ".github/workflows/sites.yml",
    "gitlab": ".gitlab-ci.yml",
    "forgejo": ".forgejo/workflows/sites.yml",
}
#: What stands in a repository under another name than in the starter.
_NAMES = {
    "README.md": "README.md",
    "gitignore": ".gitignore",
    "pelicanconf.py": "pelicanconf.py",
    "pre-commit-config.yaml": ".pre-commit-config.yaml",
    "publishconf.py": "publishconf.py",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What a new network is to be.

    country: the ministry's; name: the ministry's, empty for the usual words of each language;
    languages: its policy, the main one first; embassy, consulate, virtual: where the first posts
    are; ci: whose recipe is wanted; day: that of the first news, as ISO 8601.
    """

    country: str
    name: str
    languages: tuple[str, ...]
    url: str
    embassy: Spot
    consulate: Spot
    virtual: Spot
    ci: str
    day: str

    @property
    def spots(self) -> tuple[Spot, ...]:
        """Where its posts are."""
        return self.embassy, self.consulate, self.virtual

    @property
    def ids(self) -> tuple[str, str, str]:
        """The ids of its posts: embassy, consulate, virtual post."""
        return (
            _id("embassy", self.embassy),
            _id("consulate", self.consulate),
            _id(self.virtual_kind, self.virtual),
        )

    @property
    def virtual_kind(self) -> str:
        """What the virtual post is: between states an embassy, else a consulate."""
        state = is_state(self.virtual.country) or self.virtual.country in self.recognised
        return "virtual-embassy" if state else "virtual-consulate"

    @property
    def recognised(self) -> tuple[str, ...]:
        """The countries that receive the embassy and are no members of the United Nations."""
        return () if is_state(self.embassy.country) else (self.embassy.country,)

    @property
    def text_languages(self) -> tuple[str, ...]:
        """The languages of its sites that there are starter texts in."""
        known = starter_languages()
        return tuple(tag for tag in site_languages(self.languages, self.spots) if tag in known)


def _id(kind: str, where: Spot) -> str:
    place = slug(where.city.get("en") or next(iter(where.city.values()), ""))
    return f"{kind}-{place or slug(english(where.country))}"[:63].strip("-")


def site_languages(policy: Iterable[str], spots: Iterable[Spot]) -> tuple[str, ...]:
    """Return the languages that sites may have: the policy's, then those of the host countries."""
    hosts = (tag for spot in spots for tag in host_languages(spot.country))
    return tuple(dict.fromkeys([*policy, *hosts]))


@cache
def starter_languages() -> frozenset[str]:
    """Return the languages of the starter texts: those of the theme's catalogues."""
    return frozenset(path.name.split(".")[1] for path in (FOLDER / "content").rglob("*.md"))


@cache
def ministry_words() -> Mapping[str, str]:
    """Return what a ministry of foreign affairs is usually called, per language."""
    words: dict[str, str] = json.loads((FOLDER / "words.json").read_bytes())["ministry"]
    return words


def write_here(language: str) -> str:
    """Return a sentence that asks for a text, in its language where there is one."""
    words: dict[str, str] = json.loads((FOLDER / "words.json").read_bytes())["write"]
    return words.get(language, words["en"])


def repository(plan: Plan) -> dict[str, bytes]:
    """Return every file of a new network's repository, by its path."""
    from chancery.report.inputs import schemas

    made = {"posts.yaml": posts_yaml(plan), **_texts(plan), **_around(plan)}
    return {name: data.encode() for name, data in made.items()} | dict(schemas())


def posts_yaml(plan: Plan) -> str:
    """Return the posts.yaml of a new network."""
    return "\n".join([*_ministry(plan), "", *_naming(plan), "posts:", *_posts(plan)]) + "\n"


def _ministry(plan: Plan) -> Iterator[str]:
    yield "# yaml-language-server: $schema=./posts.schema.json"
    yield "# What is not known is left out, and pages say so. A # makes a line count for nothing."
    yield "ministry:"
    yield f"  name: {text(_ministry_names(plan))}"
    yield f"  country: {scalar(plan.country)}"
    yield "  # Where the sites will live; feeds and search engines are told this address."
    yield f"  url: {scalar(plan.url)}"
    yield "  # Every page says that this is a demonstration, until you take this line out."
    yield "  demonstration: true"
    yield f"  languages: [{', '.join(map(scalar, plan.languages))}]"
    zones = zones_of(plan.country)
    if zones and len({clock_of(zone) for zone in zones}) == 1:
        yield f"  timezone: {scalar(zones[0])}"
    yield "  # To fill in, without the #:"
    yield "  # website: https://…"
    yield '  # phone: "+…"'
    yield '  # crisis_centre: {phone: "+…", hours: 24/7}'
    yield '  # publisher: {name: "…", email: …}'


def _ministry_names(plan: Plan) -> Mapping[str, str]:
    if plan.name:
        return {plan.languages[0]: plan.name}
    words = ministry_words()
    usual = {tag: words[tag] for tag in plan.text_languages}
    return usual or {"en": words["en"]}


def _naming(plan: Plan) -> Iterator[str]:
    if plan.recognised:
        yield "naming:"
        yield "  # States that are no members of the United Nations and receive an embassy."
        yield f"  recognised: [{', '.join(map(scalar, plan.recognised))}]"
        yield ""


def _posts(plan: Plan) -> Iterator[str]:
    embassy, consulate, virtual = plan.ids
    yield from _post(embassy, "embassy", plan.embassy)
    yield ""
    yield from _post(consulate, "consulate", plan.consulate)
    yield ""
    country = english(plan.virtual.country)
    yield f"  # There is no office in {country}: {embassy} serves it from afar."
    yield from _post(virtual, plan.virtual_kind, plan.virtual, covered_by=embassy)


def _post(id: str, kind: str, where: Spot, covered_by: str = "") -> Iterator[str]:
    yield f"  - id: {id}"
    yield f"    kind: {kind}"
    yield f"    country: {scalar(where.country)}"
    missing = ["address", "phone", "email", "opening_hours"]
    if len(where.city) == 1:
        yield f"    city: {scalar(next(iter(where.city.values())))}"
    elif where.city:
        yield f"    city: {text(where.city)}"
    else:
        missing.insert(0, "city")
    yield f"    timezone: {scalar(where.zone)}"
    if covered_by:
        yield f"    covered_by: {covered_by}"
    else:
        yield f"    # To fill in: {', '.join(missing)}."


def _texts(plan: Plan) -> dict[str, str]:
    """Return the starter texts in the languages of the sites; the post's in those of its own."""
    content, found = FOLDER / "content", {}
    own = set(site_languages(plan.languages, [plan.embassy]))
    folders = {"pages": "pages", "news": "news", "posts": f"posts/{plan.ids[0]}"}
    for path in sorted(content.rglob("*.md")):
        kind, language = path.parent.name, path.name.split(".")[1]
        name = f"{plan.day}-{path.name}" if kind == "news" else path.name
        if language in (own if kind == "posts" else plan.text_languages):
            found[f"content/{folders[kind]}/{name}"] = path.read_text(encoding="utf-8")
    return found


def _around(plan: Plan) -> dict[str, str]:
    """Return what stands around the network: settings, recipes, what to do next."""
    said = (
        f"What is on the main branch is published by `{RECIPES[plan.ci]}`: change what stands at "
        "its head first."
        if plan.ci
        else ""
    )
    values = {"country": english(plan.country), "ci": said}
    found = {}
    for name, stands in _NAMES.items():
        data = (FOLDER / "repository" / name).read_text(encoding="utf-8")
        for key, value in values.items():
            data = data.replace(f"@@{key}@@", value)
        found[stands] = data.rstrip() + "\n"
    if plan.ci:
        recipe = resource(f"examples/ci/{plan.ci}.yml")
        found[RECIPES[plan.ci]] = recipe.read_text(encoding="utf-8")
    return found
