"""What posts say of services and districts, looked at together: fees, circles, overlaps."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from chancery.common.chains import chain, is_circle
from chancery.common.problems import Level, Place, Problem, shown
from chancery.common.rules import RULES
from chancery.common.yaml.source import Value, locate
from chancery.features.services.model import SERVICES
from chancery.geo.subdivisions import is_known, missing, near_part, some
from chancery.network.lint import shared_places
from chancery.network.model import Post
from chancery.plan.holidays import known_regions
from chancery.plan.index import Index

#: Where a fee is paid to the post itself.
_PAID_HERE = ("here", "by-post")


def service_problems(index: Index, trees: Mapping[str, Value]) -> list[Problem]:
    """Return what is wrong with services and districts.

    trees: the YAML of each post, with its places. A problem of a file below the content folder has
    its path from there.
    """
    return [
        *_unpayable(index, trees), *_unoffered(index), *_elsewhere(index),
        *_circles(index, trees), *_overlaps(index, trees), *_unserved(index, trees),
        *_unknown(index, trees), *_shared_places(index, trees),
    ]  # fmt: skip


def _unpayable(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    for post in index.posts.values():
        pays = post.payment or any(office.payment for office in post.offices)
        for number, one in enumerate(post.services):
            shared = index.by_id(SERVICES).get(one.service)
            fee = one.fee or (shared.fee if shared else None)
            if fee and fee.amount and not pays and one.available in _PAID_HERE:
                message = f"{shown(one.service)} costs something, and the post says no way to pay"
                cure = "Add payment to the post, such as [card, cash]."
                path: list[str | int] = ["services", number, "service"]
                yield _finding(trees, post, path, message, cure, "service-unpayable")


def _unoffered(index: Index) -> Iterator[Problem]:
    told = [service for post in index.posts.values() for service in post.services]
    offered = {service.service for service in told if service.available != "none"}
    for name in index.by_id(SERVICES) if told else ():
        if name not in offered:
            cure = "Name it under services of a post that offers it."
            place = Place(f"services/{name}.yaml")
            yield Problem(
                place,
                "is offered by no post",
                cure=cure,
                level=Level.NOTE,
                code="service-unoffered",
            )


def _elsewhere(index: Index) -> Iterator[Problem]:
    """Say of a service whose page is in another group that nothing of it is shown."""
    for name in index.by_id(SERVICES):
        groups = {document.front.group for document in index.shared.get(name, ())}
        if groups and "services" not in groups:
            message = f"is shown nowhere: the page {shown(name)} is in the group {groups.pop()}"
            cure = "Write group: services in its front matter."
            yield Problem(
                Place(f"services/{name}.yaml"), message, cure=cure, code="service-not-shown"
            )


def _circles(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    """Say of a service that posts send readers for it in a circle, at each of them."""
    told = [
        (post, number, one)
        for post in index.posts.values()
        for number, one in enumerate(post.services)
        if one.at
    ]
    ways: dict[str, dict[str, str | None]] = {}
    for post, _, one in told:
        ways.setdefault(one.service, {})[post.id] = one.at
    for post, number, one in told:
        passed = chain(post.id, ways[one.service].get)
        if is_circle(passed):
            message = f"leads in a circle: {' to '.join(passed)}"
            cure = "Name the post that does it."
            yield _finding(trees, post, ["services", number, "at"], message, cure, "service-circle")


def _overlaps(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    """Say of a part of a country that two posts claim it that have sites and are not closed."""
    first: dict[str, Post] = {}
    for post in index.posts.values():
        if post.district is None or not post.site or not index.standing(post).serves:
            continue
        for number, region in enumerate(post.district.regions):
            other = first.setdefault(region, post)
            if other is not post:
                message = f"{region} is in the district of {other.id} too"
                cure = "Leave it with one of the two."
                path: list[str | int] = ["district", "regions", number]
                yield _finding(trees, post, path, message, cure, "district-overlap")


def _unserved(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    """Say of parts of a country that they are in no district, where every post has one."""
    for country in index.in_country:
        serving = [p for p in index.responsible(country) if index.standing(p).serves]
        own = [post for post in serving if post.country == country]
        if not own or any(post.district is None or not post.district.regions for post in serving):
            continue
        named = [code for post in serving if post.district for code in post.district.regions]
        if lacking := missing(country, named):
            message = f"leaves {some(lacking)} of {country} to nobody"
            cure = "Add them to a district, or name a post for the country that has no district."
            yield _finding(trees, own[0], ["district", "regions"], message, cure, "district-gap")


def _unknown(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    """Say of a part of a country that neither CLDR nor the calendar of holidays knows it."""
    for post in index.posts.values():
        for number, region in enumerate(post.district.regions if post.district else ()):
            if not is_known(region) and region not in known_regions(region[:2]):
                near = near_part(region)
                message = f"{shown(region)} is no part of {region[:2]} that is known"
                path: list[str | int] = ["district", "regions", number]
                cure = "Look it up in ISO 3166-2."
                found = _finding(trees, post, path, message, cure, "region-unknown")
                yield replace(found, nearest=near)


def _shared_places(index: Index, trees: Mapping[str, Value]) -> Iterator[Problem]:
    """Say of a post that it is said to be at the door of another, and has another address."""
    for post, other in shared_places(index.posts.values()):
        message = f"is that of {other.id} too, which has another address"
        cure = "Find the degrees of each door, or say precision: city."
        yield _finding(trees, post, ["location"], message, cure, "location-shared")


def _finding(
    trees: Mapping[str, Value],
    post: Post,
    path: list[str | int],
    message: str,
    cure: str,
    code: str,
) -> Problem:
    tree = trees.get(post.id)
    place, dotted = locate(tree, path) if tree is not None else (Place(""), "")
    return Problem(
        place, message, f"posts.{post.id}.{dotted}", cure=cure, post=post.id, level=RULES[code],
        code=code,
    )  # fmt: skip
