"""What `chancery new post` asks: kind, country, city, who covers it, zone and id, each checked."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING, get_args

from chancery.commands.asking import Answers, Question, Wrong
from chancery.common.problems import nearest, shown

if TYPE_CHECKING:
    from chancery.network.model import Network

VIRTUAL = frozenset({"virtual-embassy", "virtual-consulate"})


def questions(network: Network) -> tuple[Question, ...]:
    """Return what is asked of a new post of a network."""
    taken = {post.id for post in network.posts}
    manned = [post.id for post in network.posts if not post.virtual]
    return (
        Question(key="kind", words="What is it? embassy, consulate-general, virtual-embassy, …",
                 check=_kind),
        Question(key="country", words="In which country? By name or code", check=_country),
        Question(key="city", words="In which city? Nothing where none is known", open=True,
                 asked=_with_people),
        Question(key="covered_by", words="Which post covers the country, by id?",
                 check=partial(_cover, manned), asked=_virtual),
        Question(key="timezone", words="Its time zone", usual=_usual_zone, check=_zone,
                 waits=("country",)),
        Question(key="id", words="Its id", usual=_usual_id, check=partial(_id, taken),
                 waits=("kind", "country")),
    )  # fmt: skip


def _virtual(known: Answers) -> bool:
    return known.get("kind") in VIRTUAL


def _with_people(known: Answers) -> bool:
    return not _virtual(known)


def _kind(value: str, _known: Answers) -> str:
    from chancery.network.model import Kind

    kinds = get_args(get_args(Kind)[0])
    if value not in kinds:
        raise Wrong(f"{shown(value)}, expected one of {', '.join(kinds)}",
                    near=nearest(value, kinds))  # fmt: skip
    return value


def _country(value: str, _known: Answers) -> str:
    from chancery.commands.places import country_code

    return country_code(value)


def _cover(ids: list[str], value: str, _known: Answers) -> str:
    if value not in ids:
        raise Wrong(f"{shown(value)} is no post with people in it", near=nearest(value, ids))
    return value


def _usual_zone(known: Answers) -> str:
    from chancery.geo.zonenames import zone_meant, zones_of

    country = known.get("country", "")
    return zone_meant("", country, None, known.get("city", "")) if zones_of(country) else ""


def _zone(value: str, known: Answers) -> str:
    from chancery.geo.zonenames import zone_meant
    from chancery.geo.zones import is_zone

    if not is_zone(value):
        near = zone_meant(value, known.get("country", ""))
        raise Wrong(f"{shown(value)} is no time zone of the IANA database", near=near)
    return value


def _usual_id(known: Answers) -> str:
    from chancery.commands.places import english, slug

    if not {"kind", "country"} <= known.keys():
        return ""
    place = slug(known.get("city", "")) or slug(english(known["country"]))
    return f"{known['kind']}-{place}"[:63].strip("-")


def _id(taken: set[str], value: str, _known: Answers) -> str:
    from chancery.commands.places import slug

    if value != slug(value):
        cure = "Use small letters a to z, digits and single hyphens."
        raise Wrong(f"{shown(value)} is no id of a post", near=slug(value), cure=cure)
    if value in taken:
        raise Wrong(f"{shown(value)} is the id of a post already", cure="Give another one.")
    return value
