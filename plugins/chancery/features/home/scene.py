"""A post's own face on its home page: a greeting, and its picture or else its year of daylight."""

from __future__ import annotations

from itertools import groupby

from chancery.features.home.daylight import HEIGHT, WIDTH, daylight
from chancery.features.home.views import Motif, PictureSource, PictureView, SceneView
from chancery.hours.evaluate import zone_city
from chancery.media.cache import Derivative, Picture
from chancery.network.model import Hero, Post
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.views import ROOT, Words


def scene(context: Context, post: Post) -> SceneView:
    """Return the view of what a home page begins with."""
    picture = picture_of(context.index, post)
    return SceneView(
        greetings=_greetings(context, post),
        picture=_picture_view(context, post.hero, picture) if post.hero and picture else None,
        motif=None if picture else _motif(context, post),
    )


def picture_of(index: Index, post: Post) -> Picture | None:
    """Return a post's picture, if it has one that was made ready."""
    return index.inputs.pictures.get(post.hero.file) if post.hero else None


def asset(one: Derivative) -> str:
    """Return the name of a picture's file among a site's assets: it holds the file's digest."""
    return f"hero-{one.file.rsplit('/', 1)[-1]}"


def _greetings(context: Context, post: Post) -> tuple[Words, ...]:
    variants = post.greeting.variants if post.greeting else ()
    return tuple(Words(text, tag if tag != context.language else "") for tag, text in variants)


def _picture_view(context: Context, hero: Hero, picture: Picture) -> PictureView:
    """Return a picture's formats to choose from; the last is one that every browser knows."""
    formats = [(name, list(found)) for name, found in groupby(picture.derivatives, _format)]
    last = formats[-1][1]
    # What every browser can show is of middle size: those that choose have better.
    plain = last[len(last) // 2]
    return PictureView(
        sources=tuple(_source(name, found) for name, found in formats),
        href=_href(plain),
        width=plain.width,
        height=plain.height,
        alt=context.localiser.words(hero.alt) if hero.alt else None,
        focus_x=round(hero.focus[0] * 10),
        focus_y=round(hero.focus[1] * 10),
        credit=hero.credit or "",
        credit_href=hero.source or "",
        licence=hero.licence or "",
    )


def _format(one: Derivative) -> str:
    return one.format


def _source(name: str, found: list[Derivative]) -> PictureSource:
    files = [f"{_href(one)} {one.width}w" for one in found]
    return PictureSource(type=f"image/{name}", files=", ".join(files), small=files[0])


def _href(one: Derivative) -> str:
    return f"{ROOT}assets/{asset(one)}"


def _motif(context: Context, post: Post) -> Motif | None:
    drawn = daylight(post)
    if drawn is None:
        return None
    if post.city is not None and not post.virtual:
        place = context.localiser.words(post.city)
    elif post.timezone:
        place = Words(zone_city(post.timezone, context.localiser.formats))
    else:
        place = None
    return Motif(drawn.dusk, drawn.day, drawn.noon, WIDTH, HEIGHT, place)
