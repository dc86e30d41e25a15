"""Travel advice on sites: which countries' a site has, and what readers see of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from msgspec.structs import replace

from chancery.content.model import Document
from chancery.features.advice.model import ADVICE, Advice, Change, Difference, differences
from chancery.features.advice.views import (
    AdviceLevel,
    AdviceListView,
    AdviceView,
    ChangeLine,
    DifferenceLine,
)
from chancery.network.model import Post
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.newsviews import FeedLine, FeedView
from chancery.plan.texts import PageTexts
from chancery.plan.views import ROOT, Link, PageHead, TextView, Words
from chancery.plan.words import N_

#: How many of the last changes the list of all countries shows.
LATEST = 10
#: From more countries than these on, they stand under their first letters.
LETTERS_FROM = 12
#: How many changes a feed has.
FEED_LINES = 40
TITLE = N_("Travel advice")
OF_COUNTRY = N_("Travel advice: {country}")
NAMES = {
    1: N_("Take normal care"),
    2: N_("Take more care"),
    3: N_("Do not go unless you must"),
    4: N_("Do not go"),
}
MEANINGS = {
    1: N_("Take the care that you would take at home."),
    2: N_("There are dangers that you may not expect. Read this advice before you travel."),
    3: N_("Put off every journey that can wait. Help may come late."),
    4: N_("Do not travel here. Leave if you can do so safely: we may be unable to help you."),
}
SECTION_NAMES = {
    "security": N_("Security"),
    "health": N_("Health"),
    "entry": N_("Entry and papers"),
    "climate": N_("Climate and nature"),
    "transport": N_("Transport"),
    "laws": N_("Laws and customs"),
}
ELSEWHERE_MORE = N_("Up to level {level} in parts of the country")
WHOLE_COUNTRY = N_("The whole country")
SET = N_("{area}: level {after}")
RAISED = N_("{area}: level raised from {before} to {after}")
LOWERED = N_("{area}: level lowered from {before} to {after}")
REWRITTEN = N_("Changed words: {area}")
JOURNEY = N_("Register your journey")
RESIDENCE = N_("Register as living abroad")
#: The shared text that says how advice is made, where there is one.
HOW = "travel-advice"
#: The shared text about registering, where the ministry has no address for it.
REGISTRATION = "registration"
DATA = "advice.json"
FEED = "advice.atom"
FEED_OF = "advice/{name}.atom"


def path(advice: Advice) -> str:
    """Return the path of a country's advice below a language's folder."""
    return f"advice/{advice.id.lower()}/"


def shown(index: Index, post: Post | None) -> list[Advice]:
    """Return the advice that a site has: the portal all; a post that for the countries it is for.

    The host country comes first, then those that the post serves from afar.
    """
    if post is None:
        return list(index.records(ADVICE))
    served = (other.country for other in index.served[post.id])
    countries = dict.fromkeys((post.country, *post.covers, *served))
    known = index.by_id(ADVICE)
    return [known[code] for code in filter(None, countries) if code in known]


def state(index: Index, post: Post | None) -> list[object]:
    """Return what a site shows of advice, for its key."""
    return [
        (one, [text.digest for text in index.advice_words.get(one.id, ()) if index.appears(text)])
        for one in shown(index, post)
    ]


def pages(context: Context) -> Iterator[tuple[str, PageHead, AdviceView | AdviceListView]]:
    """Plan the pages of advice of a site in one language; none where there is no advice."""
    found = shown(context.index, context.post)
    if not found:
        return
    head = PageHead(
        key="advice",
        path="advice/",
        title=Words(context.say(TITLE)),
        translations=context.languages,
    )
    yield "advices", head, _list(context, found)
    crumbs = (context.link("advice", TITLE),)
    for advice in found:
        words = _words(context, advice)
        title = context.say(OF_COUNTRY).format(country=context.localiser.country(advice.id))
        languages = words.languages(context.languages) if words else ()
        yield "advice", PageHead(
            key="advice", path=path(advice), title=Words(title), crumbs=crumbs,
            translations=languages or context.languages,
        ), _page(context, advice, words)  # fmt: skip


def _words(context: Context, advice: Advice) -> PageTexts | None:
    """Return the words of an advice in all languages; None where there are none."""
    index = context.index
    texts = {
        one.language: one for one in index.advice_words.get(advice.id, ()) if index.appears(one)
    }
    return PageTexts(advice.id, texts) if texts else None


def _text(context: Context, advice: Advice, document: Document) -> TextView:
    view = context.texts.view(context.localiser, document)
    # That all of it is a sample is said once, above its levels.
    return replace(view, sample=view.sample and not advice.sample)


def _page(context: Context, advice: Advice, words: PageTexts | None) -> AdviceView:
    document = words.choose(context.localiser.order)[0] if words else None
    headings = document.fragment.headings if document else ()
    changes = tuple(_changes(context, advice, [heading.anchor for heading in headings]))
    return AdviceView(
        levels=tuple(_levels(context, advice)),
        sample=advice.sample,
        website=context.index.ministry.website or "" if advice.sample else "",
        reviewed=context.localiser.day(advice.reviewed),
        latest=changes[0],
        text=_text(context, advice, document) if document else None,
        changes=changes,
        feed=_feed_href(context, FEED_OF.format(name=advice.id.lower())),
        scale_href=context.links.page(context.language, "advice/", "site-levels"),
        register=registration(context),
        posts=tuple(
            context.site_link(post)
            for post in context.index.asked(advice.id)
            if post is not context.post and post.site
        ),
        help_href=context.links.page(context.language, "help/") if context.post else "",
    )


def _levels(context: Context, advice: Advice) -> Iterator[AdviceLevel]:
    """Return the level of the country and those of its parts that differ, the gravest first."""
    yield AdviceLevel(
        advice.level, context.say(NAMES[advice.level]), Words(context.say(WHOLE_COUNTRY))
    )
    apart = [part for part in advice.parts.values() if part.level != advice.level]
    for part in sorted(apart, key=lambda one: -one.level):
        yield AdviceLevel(
            part.level, context.say(NAMES[part.level]), context.localiser.words(part.name)
        )


def _changes(context: Context, advice: Advice, anchors: Iterable[str]) -> Iterator[ChangeLine]:
    """Return all changes, the newest first; anchors: those of the sections that the text has."""
    known = set(anchors)
    days: dict[str, int] = {}
    # Counted from the oldest, so that an anchor stays when something is added.
    for change in advice.changes:
        days[change.day] = days.get(change.day, 0) + 1
    for change, found in differences(advice):
        number = days[change.day]
        days[change.day] -= 1
        yield ChangeLine(
            anchor=f"site-change-{change.day}" + (f"-{number}" if number > 1 else ""),
            day=context.localiser.day(change.day),
            iso=change.day,
            lines=tuple(_difference(context, advice, one, known) for one in found),
            why=context.localiser.words(change.why),
        )


def _difference(
    context: Context, advice: Advice, one: Difference, known: Iterable[str]
) -> DifferenceLine:
    if one.section:
        start, _, end = context.say(REWRITTEN).partition("{area}")
        href = f"#{one.section}" if one.section in known else ""
        return DifferenceLine(start, Words(context.say(SECTION_NAMES[one.section])), end, href)
    if one.before is None or one.before == one.after:
        pattern = SET
    else:
        pattern = RAISED if one.before < one.after else LOWERED
    number = context.localiser.number
    said = context.say(pattern).replace("{after}", number(one.after))
    start, _, end = said.replace("{before}", number(one.before or 0)).partition("{area}")
    part = advice.parts.get(one.part)
    area = context.localiser.words(part.name) if part else Words(context.say(WHOLE_COUNTRY))
    return DifferenceLine(start, area, end)


def _list(context: Context, found: list[Advice]) -> AdviceListView:
    sample = all(advice.sample for advice in found)
    lines = [replace(_line(context, one), sample=one.sample and not sample) for one in found]
    lines.sort(key=lambda line: context.localiser.sort_key(line.area.text))
    letters = context.localiser.by_letter(lines, lambda line: line.area.text)
    how = context.text_link(HOW) if HOW in context.texts.pages else None
    return AdviceListView(
        groups=letters if len(found) > LETTERS_FROM else (("", tuple(lines)),),
        latest=tuple(_latest(context, found)),
        scale=tuple(
            AdviceLevel(level, context.say(NAMES[level]), Words(context.say(meaning)))
            for level, meaning in MEANINGS.items()
        ),
        how=how,
        sample=sample,
        website=context.index.ministry.website or "",
        feed=_feed_href(context, FEED),
        data=context.links.file(DATA),
        register=registration(context),
    )


def _line(context: Context, advice: Advice) -> AdviceLevel:
    worst = max((part.level for part in advice.parts.values()), default=0)
    note = context.say(ELSEWHERE_MORE).format(level=context.localiser.number(worst))
    return AdviceLevel(
        advice.level,
        context.say(NAMES[advice.level]),
        Words(context.localiser.country(advice.id)),
        context.links.page(context.language, path(advice)),
        note if worst > advice.level else "",
    )


def _latest(context: Context, found: Iterable[Advice]) -> Iterator[ChangeLine]:
    """Return the last changes of all countries, each with its country."""
    lines = [
        (advice, line) for advice in found for line in _changes(context, advice, ())
    ]  # fmt: skip
    lines.sort(key=lambda one: one[1].iso, reverse=True)
    for advice, line in lines[:LATEST]:
        href = context.links.page(context.language, path(advice), line.anchor)
        yield replace(line, country=Link(href, Words(context.localiser.country(advice.id))))


def link(context: Context) -> Link | None:
    """Return the way to a site's advice: that for the host country, else the list; None without."""
    found = shown(context.index, context.post)
    if not found:
        return None
    own = found[0] if context.post and found[0].id == context.post.country else None
    label = Words(context.say(TITLE))
    if own is None:
        return Link(context.links.page(context.language, "advice/"), label, "advice")
    line = _line(context, own)
    note = " · ".join(filter(None, (line.name, line.note)))
    return Link(line.href, label, "advice", note=note)


def registration(context: Context) -> tuple[Link, ...]:
    """Return where to register a journey or a residence: the ministry's forms, else its text."""
    known = context.index.ministry.registration
    found = [
        Link(href, Words(context.say(label)))
        for href, label in ((known.journey, JOURNEY), (known.residence, RESIDENCE))
        if href
    ]
    if not found and REGISTRATION in context.texts.pages:
        found = [context.text_link(REGISTRATION)]
    return tuple(found)


def _feed_href(context: Context, name: str) -> str:
    return f"{ROOT}{context.language}/{name}"


def feeds(context: Context) -> Iterator[tuple[str, FeedView]]:
    """Plan the feeds of changes of a site: of all its countries, and of each (RFC 4287)."""
    found = shown(context.index, context.post)
    if not found:
        return
    lines = [line for advice in found for line in _feed_lines(context, advice)]
    yield FEED, _feed(context, FEED, context.say(TITLE), "advice/", lines)
    for advice in found:
        name = FEED_OF.format(name=advice.id.lower())
        title = context.say(OF_COUNTRY).format(country=context.localiser.country(advice.id))
        yield name, _feed(context, name, title, path(advice), _feed_lines(context, advice))


def _feed(
    context: Context, name: str, title: str, page: str, lines: Iterable[FeedLine]
) -> FeedView:
    newest = sorted(lines, key=lambda line: line.updated, reverse=True)[:FEED_LINES]
    address = f"{context.links.base}{context.language}/"
    ministry = context.localiser.words(context.index.ministry.name).text
    return FeedView(
        id=f"{address}{name}", title=f"{title} – {ministry}", language=context.language,
        home=f"{address}{page}", self_href=f"{address}{name}", json_href="", hub="",
        updated=newest[0].updated, author=context.publisher.text, lines=tuple(newest),
    )  # fmt: skip


def _feed_lines(context: Context, advice: Advice) -> list[FeedLine]:
    country = context.localiser.country(advice.id)
    address = context.links.absolute(context.language, path(advice)).removesuffix("index.html")
    return [
        FeedLine(
            id=f"{address}#{line.anchor}",
            title=context.localiser.named(country, context.localiser.rows(map(_plain, line.lines))),
            href=f"{address}#{line.anchor}",
            language=context.language,
            published=f"{line.iso}T00:00:00Z",
            updated=f"{line.iso}T00:00:00Z",
            summary=line.why.text,
            content="",
            source="",
            external=False,
            origin="",
        )
        for line in _changes(context, advice, ())
    ]


def _plain(line: DifferenceLine) -> str:
    return f"{line.start}{line.area.text if line.area else ''}{line.end}"


def data(index: Index, post: Post | None) -> list[dict[str, object]]:
    """Return a site's advice for machines; texts per language as they were written."""
    return [_data(advice) for advice in shown(index, post)]


def _data(advice: Advice) -> dict[str, object]:
    return {
        "country": advice.id,
        "sample": advice.sample,
        "level": advice.level,
        "parts": [
            {"id": key, "name": dict(part.name.variants), "level": part.level,
             "regions": list(part.regions)}
            for key, part in advice.parts.items()
        ],
        "reviewed": advice.reviewed,
        "changed": advice.changed,
        "changes": [_change_data(change, found) for change, found in differences(advice)],
        "path": path(advice),
    }  # fmt: skip


def _change_data(change: Change, found: Iterable[Difference]) -> dict[str, object]:
    return {
        "day": change.day,
        "levels": [
            {"part": one.part, "before": one.before, "after": one.after}
            for one in found
            if one.part
        ],
        "sections": list(change.sections),
        "why": dict(change.why.variants),
    }
