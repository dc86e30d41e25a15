"""What is wrong between texts, and between texts and posts: nothing is left out in silence."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from urllib.parse import unquote

from chancery.common.characters import named, oddities, plain_text
from chancery.common.languages import written_alike
from chancery.common.numbers import numbers_meant
from chancery.common.problems import (
    MOST_TOLD,
    VALUE_LIMIT,
    CannotStart,
    Level,
    Place,
    Problem,
    nearest,
    shown,
)
from chancery.common.urls import may_stand, nearest_address, outward_fault
from chancery.common.yaml.source import Value, locate
from chancery.content.links import NO_WORDS, SCHEMES, SLOT_KINDS, scheme_of, tidy
from chancery.content.model import HERE, SAID, STATEMENTS, Address, Document, Slot
from chancery.content.scan import EASY, TextFile
from chancery.network.fields import SLUG
from chancery.network.load import SHARED
from chancery.network.model import Post
from chancery.network.numberlint import is_invented, lint_number
from chancery.plan.index import Index
from chancery.plan.inserts import slots
from chancery.plan.news import taken
from chancery.plan.texts import applies
from chancery.plan.words import PURPOSE_LABELS

#: Front matter that must be the same in every language of a text: it says where the text is shown.
_SAME = ("local", "group", "order", "kinds", "countries", "posts", "topics", "pin")
#: A character of an address in code.
_CODE = re.compile(r"%([0-9A-Fa-f]{2})")
_NO_CATALOGUE = "Add the catalogue to the theme's translations, or take the language out."


@dataclass(frozen=True, slots=True)
class Known:
    """What links may name: every file that was found counts, also one that could not be read.

    made: the pages that every site makes itself.
    """

    shared: frozenset[str]
    local: Mapping[str, frozenset[str]]
    news: frozenset[str]
    posts: frozenset[str]
    made: frozenset[str]

    @classmethod
    def of(cls, index: Index, found: list[TextFile]) -> Known:
        """Collect the names from the files of a content folder and the posts of a network."""
        local: dict[str, set[str]] = {}
        for text in found:
            if text.kind == "page" and text.post and not text.slug.endswith(EASY):
                local.setdefault(text.post, set()).add(text.slug)
        return cls(
            shared=frozenset(
                t.slug for t in found if t.kind == "page" and not (t.post or t.slug.endswith(EASY))
            ),
            local={post: frozenset(slugs) for post, slugs in local.items()},
            news=frozenset(t.slug for t in found if t.kind == "news"),
            posts=frozenset({*index.posts, *index.failed}),
            made=frozenset(index.labels),
        )

    def pages(self, post: str) -> frozenset[str]:
        """Return the slugs of all texts that a site may have: the shared and the post's own."""
        return self.shared | self.local.get(post, frozenset())

    def targets(self, post: str) -> dict[str, frozenset[str]]:
        """Return what each kind of link may name in a text of a post, or in a shared one."""
        pages = self.pages(post)
        return {
            "post": self.posts,
            "page": pages | self.made,
            "service": pages | {""},
            "contact": frozenset({*PURPOSE_LABELS, ""}),
            "news": self.news | {""},
        }


def text_problems(
    index: Index, root: str, found: list[TextFile], lost: Iterable[str]
) -> list[Problem]:
    """Return what is wrong between texts.

    root: the content folder as messages name it; lost: the ids of situations that there are, but
    for a mistake.
    """
    known = Known.of(index, found)
    problems = [*_locked(index, root), *_covered_news(index, root), *_differing(index, root)]
    problems += [*_alone(known, root, found), *_unasked(index, root, lost)]
    problems += _called_alike(index, root)
    everywhere = {tag for post in (None, *index.posts.values()) for tag in index.languages(post)}
    for document in index.inputs.documents:
        problems += _unread(index, document, root, everywhere)
        problems += _first(_narrowed(document, root, known))
        problems += _first(_links(index, document, root, known))
    return problems


def _first(problems: Iterator[Problem]) -> Iterator[Problem]:
    """Return the first of many problems; the rest is not even worked out."""
    yield from islice(problems, MOST_TOLD)
    if (more := next(problems, None)) is not None:
        yield replace(more, message="has more problems of this kind", nearest="", cure="")


def _place(document: Document, root: str, line: int = 0, column: int = 0) -> Place:
    return Place(f"{root}/{document.file}", line, column)


def _locked(index: Index, root: str) -> Iterator[Problem]:
    cure = "Remove the file, or give it another name to make it a page of its own."
    for post_id, pages in index.local.items():
        for slug, documents in pages.items():
            if any(
                shared.front.local == "locked"
                for shared in index.shared.get(slug.removesuffix(EASY), [])
            ):
                for document in documents:
                    message = (
                        f"the shared page {slug!r} is locked by the ministry, "
                        "so this text is not shown"
                    )
                    yield Problem(
                        _place(document, root), message, cure=cure, post=post_id, code="page-locked"
                    )


def _alone(known: Known, root: str, found: Iterable[TextFile]) -> Iterator[Problem]:
    """Say of a variant in easy language that there is no page that it is one of."""
    for text in found:
        slug = text.slug.removesuffix(EASY)
        if slug != text.slug and slug not in known.pages(text.post):
            yield Problem(
                Place(f"{root}/{text.file}"),
                f"is a variant of the page {slug!r}, which there is not",
                nearest=nearest(slug, known.pages(text.post)),
                cure="Write the page too, or take .easy out of the name.",
                post=text.post,
                code="easy-without-page",
            )


def _unasked(index: Index, root: str, lost: Iterable[str]) -> Iterator[Problem]:
    """Say of an insert that nothing has a slot of its name."""
    known = {*slots(index), *lost}
    for inserts in index.inserts.values():
        for slot, documents in inserts.items():
            if slot not in known:
                near = nearest(slot, known)
                for document in documents:
                    message = f"{shown(slot)} is no slot that a post may fill, so it is not shown"
                    cure = "Give the file the name of a situation, or of a slot in a shared page."
                    place = _place(document, root)
                    yield Problem(
                        place, message, nearest=near, cure=cure, post=document.post,
                        code="slot-unknown",
                    )  # fmt: skip


def _covered_news(index: Index, root: str) -> Iterator[Problem]:
    """Say when a site shows central news in the place of its own: an item is never two texts."""
    cure = "Give the file another name, or ask the ministry to write `local: replace` in its text."
    for post_id, items in index.local_news.items():
        post = index.posts.get(post_id)
        for slug, documents in items.items() if post else ():
            central = [
                text
                for text in index.central_news.get(slug, ())
                if applies(text, post) and taken(text, post)
            ]
            if central and central[0].front.local != "replace":
                for document in documents:
                    message = (
                        f"central news have the name {slug!r} too ({central[0].file}), "
                        "so this text is not shown"
                    )
                    yield Problem(
                        _place(document, root),
                        message,
                        cure=cure,
                        post=post_id,
                        code="news-name-taken",
                    )


def _differing(index: Index, root: str) -> Iterator[Problem]:
    shelves = [index.shared, index.central_news, *index.local.values(), *index.local_news.values()]
    for documents in (found for shelf in shelves for found in shelf.values()):
        first = documents[0]
        for other in documents[1:]:
            for key in _SAME:
                if getattr(first.front, key) != getattr(other.front, key):
                    yield Problem(
                        _place(other, root), f"differs from {first.file}", path=key,
                        cure="Say the same in every language of a text.", post=other.post,
                        level=Level.NOTE, code="languages-differ",
                    )  # fmt: skip


def _called_alike(index: Index, root: str) -> Iterator[Problem]:
    """Say of a page of text that another one of the same sites has its title and its place."""
    shared: dict[tuple[str, str, bool], Document] = {}
    for owner, shelf in (("", index.shared), *index.local.items()):
        named = shared if not owner else dict(shared)
        for document in (text for texts in shelf.values() for text in texts):
            if document.slug.endswith(EASY) or (owner and document.slug in index.shared):
                continue  # told apart by that, and the same page
            front = document.front
            name = (document.language, front.title.casefold(), front.group == "services")
            other = named.setdefault(name, document)
            if other.slug != document.slug and _together(index, other, document):
                yield Problem(
                    _place(document, root), f"is called as {other.file}", path="title",
                    cure="Give it a title that tells it apart.", post=owner, level=Level.NOTE,
                    code="title-twice",
                )  # fmt: skip


def _together(index: Index, one: Document, other: Document) -> bool:
    """Say whether some site shows both of two pages."""
    return any(applies(one, post) and applies(other, post) for post in index.network.posts)


def _unread(index: Index, document: Document, root: str, everywhere: set[str]) -> Iterator[Problem]:
    """Say when a text is in a language that no site has which could show it."""
    tag, post = document.language, index.posts.get(document.post)
    if document.post and post is None:
        return
    has = index.languages(post) if post else everywhere
    if tag not in has:
        whose = f"the site of {document.post}" if document.post else "no site"
        verb = "has no pages" if document.post else "has pages"
        lacking = "" if tag in index.inputs.theme.catalogues else ": there is no catalogue for it"
        yield Problem(
            _place(document, root), f"{whose} {verb} in {shown(tag)}{lacking}", post=document.post,
            nearest=written_alike(tag, has),
            cure=f"Its languages are {', '.join(sorted(has))}.", level=Level.NOTE,
            code="language-not-shown",
        )  # fmt: skip


def _narrowed(document: Document, root: str, known: Known) -> Iterator[Problem]:
    for post in document.front.posts:
        if post not in known.posts:
            yield Problem(
                _place(document, root), f"{shown(post)} is no post of this network", path="posts",
                nearest=nearest(post, known.posts), post=document.post, level=Level.NOTE,
                code="text-for-unknown-post",
            )  # fmt: skip


def _links(index: Index, document: Document, root: str, known: Known) -> Iterator[Problem]:
    written = {address.target: address for address in reversed(document.addresses)}
    targets = known.targets(document.post)
    anchors = _Anchors(index, document)
    for piece in document.fragment.pieces:
        if isinstance(piece, Slot) and (fault := _slot_fault(piece, targets, anchors, known.made)):
            target = f"{piece.kind}:{piece.target}" + (f"#{piece.anchor}" if piece.anchor else "")
            yield _link_problem(document, root, written.get(target), *fault)
    own = frozenset(heading.anchor for heading in document.fragment.headings)
    for address in document.addresses:
        if fault := _address_fault(document, address, known, own):
            yield _link_problem(document, root, address, *fault)
        elif scheme_of(address.target) == "tel":
            yield from _number(document, root, address, is_invented(index.ministry))


def _number(document: Document, root: str, address: Address, invented: bool) -> Iterator[Problem]:
    """Tell a link to a number that hardly leads to anybody."""
    if finding := lint_number(address.target.partition(":")[2], invented=invented):
        yield Problem(
            _place(document, root, address.line, address.column),
            f"the number of the link {shown(address.target)} {finding.said}",
            nearest=tidy(f"tel:{finding.near}") if finding.near else "", cure=finding.cure,
            post=document.post, level=Level.NOTE, code=finding.code,
        )  # fmt: skip


def _link_problem(
    document: Document, root: str, address: Address | None, message: str, near: str, code: str
) -> Problem:
    place = _place(document, root, *((address.line, address.column) if address else ()))
    cure = _cure(address) if address and not near else ""
    return Problem(
        place, message, nearest=near, cure=cure, post=document.post, level=Level.NOTE, code=code
    )


#: What mends a link that leads out of the site, by its scheme.
_OUTWARD_CURES = {
    "mailto": "Write mailto: and one mail address.",
    "tel": "Write tel: and the number as dialled internationally, such as tel:+441632960001.",
}


def _cure(address: Address) -> str:
    if address.picture:
        return "Take it out; a picture of the place is the hero of a post."
    if not address.fault:
        return ""
    if address.fault == NO_WORDS:
        return "Write between the brackets what it leads to."
    return _OUTWARD_CURES.get(scheme_of(address.target), "Copy it from the page that it leads to.")


def _as_typed(address: str) -> str:
    """Return an address as a person reads it, without what the parser has encoded of it.

    The parser leaves alone what may stand in an address, so that its codes are the person's own.
    """
    return unquote(_CODE.sub(_kept_code, address))


def _kept_code(code: re.Match[str]) -> str:
    return f"%25{code[1]}" if may_stand(chr(int(code[1], 16))) else code[0]


def _address_fault(
    document: Document, address: Address, known: Known, anchors: frozenset[str]
) -> tuple[str, str, str] | None:
    """Return what is wrong with a link that was left out, the nearest good one, and the rule."""
    target = _as_typed(address.target)
    if address.picture:
        message = f"the picture {shown(target)} is not shown: texts have no pictures"
        return message, "", "picture-in-text"
    if not target:
        return "a link has no address", "", "link-left-out"
    if address.fault == NO_WORDS:
        return f"the link {shown(target)} has no words", "", "link-without-words"
    if address.fault:
        message = f"the link {shown(target)} {address.fault}, so it is left out"
        return message, _outward(target), "link-left-out"
    if target.startswith("#"):
        if target[1:] in anchors:
            return None
        near = nearest(target[1:], anchors)
        message = f"the link {shown(target)} names no heading of this text"
        return message, near and f"#{near}", "heading-unknown"
    if scheme_of(target) in SCHEMES:
        return None
    odd = next(oddities(target), None)
    has = f"; it has {named(odd.character)}" if odd else ""
    expected = "expected https://…, mailto:…, tel:…, or page:, post:, service:, contact:, news:"
    message = f"the link {shown(target)} is left out; {expected}{has}"
    return message, _near_link(plain_text(target), known.pages(document.post)), "link-left-out"


def _outward(target: str) -> str:
    """Return the address out of the site that one which is none was meant as; empty without any."""
    plain = plain_text(target)
    if scheme_of(plain) in ("http", "https"):
        return nearest_address(plain)
    near = _telephone(plain.partition(":")[2]) if scheme_of(plain) == "tel" else plain
    return "" if near == target or outward_fault(near) else near


def _telephone(written: str) -> str:
    meant = numbers_meant(written)
    return tidy(f"tel:{meant[0]}") if len(meant) == 1 else ""


def _near_link(target: str, pages: frozenset[str]) -> str:
    """Return the link that an address of an unknown scheme may mean; pages: those there are."""
    scheme, colon, rest = target.partition(":")
    if scheme_of(target) in SCHEMES:
        return target
    if target.startswith("www."):
        return f"https://{target}"
    slug = target.strip("/").rsplit("/", 1)[-1].split(".", 1)[0]
    if slug in pages:
        return f"page:{slug}"
    kind = nearest(scheme, SLOT_KINDS) if colon else ""
    return f"{kind}:{rest}" if kind and len(rest) <= VALUE_LIMIT else ""


class _Anchors:
    """The headings of the texts that one text links to, each list of them made once."""

    def __init__(self, index: Index, document: Document) -> None:
        self._shared, self._local = index.shared, index.local.get(document.post, {})
        self._found: dict[str, frozenset[str] | None] = {}

    def of(self, slug: str) -> frozenset[str] | None:
        """Return the anchors of a page in all its languages, None when no text of it was read."""
        if slug not in self._found:
            texts = [*self._shared.get(slug, ()), *self._local.get(slug, ())]
            anchors = frozenset(h.anchor for text in texts for h in text.fragment.headings)
            self._found[slug] = anchors if texts else None
        return self._found[slug]


def _slot_fault(
    slot: Slot, targets: Mapping[str, frozenset[str]], anchors: _Anchors, made: frozenset[str]
) -> tuple[str, str, str] | None:
    """Return what is wrong with a slot, what should stand in it, and the rule."""
    name = f"{slot.kind}:{unquote(slot.target)}"
    if slot.kind == HERE:
        fault = "" if SLUG.fullmatch(slot.target) else f"the slot {shown(name)} has no name"
        return (fault, "", "slot-without-name") if fault else None
    if slot.kind == SAID:
        return _statement_fault(slot, name)
    if slot.target not in targets[slot.kind]:
        near = nearest(unquote(slot.target), targets[slot.kind])
        message = f"the link {shown(name)} leads nowhere"
        return message, near and f"{slot.kind}:{near}", "link-to-nothing"
    if slot.kind != "page" or not slot.anchor or slot.target in made:
        return None
    known = anchors.of(slot.target)
    if known is None or slot.anchor in known:
        return None
    near = nearest(slot.anchor, known)
    message = f"the link {shown(name + '#' + slot.anchor)} names no heading"
    return message, near and f"{name}#{near}", "heading-unknown"


def _statement_fault(slot: Slot, name: str) -> tuple[str, str, str] | None:
    """Return what is wrong with a slot for what a site says of itself."""
    if slot.target not in STATEMENTS:
        near = nearest(unquote(slot.target), STATEMENTS)
        message = f"{shown(name)} is nothing that a site says of itself; expected one of "
        return message + ", ".join(STATEMENTS), near and f"{SAID}:{near}", "statement-unknown"
    if slot.text:
        return f"{shown(name)} says something only as a paragraph", "", "statement-unknown"
    return None


def post_problems(index: Index, trees: Mapping[str, Value], found: list[TextFile]) -> list[Problem]:
    """Return what posts say about texts that are not there.

    trees: the YAML of each post, with its places.
    """
    known = Known.of(index, found)
    topics = {topic for document in index.inputs.documents for topic in document.front.topics}
    topics |= {feed.topic for feed in index.network.feeds() if feed.topic}
    rules = [rule for post in index.posts.values() for rule in post.news.rules]
    topics |= {rule.topic for rule in (*rules, *index.ministry.news.rules) if rule.topic}
    feeds = frozenset(str(feed.url or feed.file) for feed in index.network.feeds())
    problems: list[Problem] = _central_rules(index, trees, feeds)
    for post in index.posts.values():
        pages = known.pages(post.id)
        wishes: list[tuple[list[str | int], str, frozenset[str], str]] = []
        for number, name in enumerate(post.sections):
            wishes.append((["sections", number], name, pages | known.made, "page of this site"))
        for number, service in enumerate(post.services):
            path: list[str | int] = ["services", number, "service"]
            wishes.append((path, service.service, pages, "page of this site"))
        for key, names in (("pin", post.news.pin), ("leave_out", post.news.leave_out)):
            for number, name in enumerate(names):
                wishes.append((["news", key, number], name, known.news, "news item"))
        for number, name in enumerate(post.news.topics):
            wishes.append(
                (["news", "topics", number], name, frozenset(topics), "topic of any news")
            )
        for number, rule in enumerate(post.news.rules):
            if rule.feed:
                wishes.append((["news", "rules", number, "feed"], rule.feed, feeds, _FEED))
        problems += _first(
            _wish(post, trees, path, name, valid, what)
            for path, name, valid, what in wishes
            if name not in valid
        )
        problems += _lost_languages(index, post, trees)
    return problems


_FEED = "feed of this network, by its url or file"


def _central_rules(
    index: Index, trees: Mapping[str, Value], feeds: frozenset[str]
) -> list[Problem]:
    """Say which rules of the ministry name a feed that nobody has."""
    tree = trees.get(SHARED)
    return [
        Problem(
            locate(tree, ["news", "rules", number, "feed"])[0] if tree is not None else Place(""),
            f"{shown(rule.feed)} is no {_FEED}", f"ministry.news.rules.{number}.feed",
            nearest(rule.feed, feeds), level=Level.NOTE, code="name-unknown",
        )
        for number, rule in enumerate(index.ministry.news.rules)
        if rule.feed and rule.feed not in feeds
    ]  # fmt: skip


def _wish(
    post: Post, trees: Mapping[str, Value], path: list[str | int], name: str,
    known: frozenset[str], what: str,
) -> Problem:  # fmt: skip
    dotted = ".".join(str(step) for step in path)
    return Problem(
        _in_tree(trees, post, path), f"{shown(name)} is no {what}", f"posts.{post.id}.{dotted}",
        nearest(name, known), post=post.id, level=Level.NOTE, code="name-unknown",
    )  # fmt: skip


def _in_tree(trees: Mapping[str, Value], post: Post, path: list[str | int]) -> Place:
    tree = trees.get(post.id)
    return locate(tree, path)[0] if tree is not None else Place("")


def _lost_languages(index: Index, post: Post, trees: Mapping[str, Value]) -> Iterator[Problem]:
    catalogues = index.inputs.theme.catalogues
    none_left = all(tag[0] != "+" and tag not in catalogues for tag in post.languages)
    made = "made in the ministry's languages" if none_left else "not made in it"
    for number, wish in enumerate(post.languages if post.site else ()):
        tag = wish.removeprefix("+")
        if tag not in catalogues:
            yield Problem(
                _in_tree(trees, post, ["languages", number]),
                f"there is no catalogue for {shown(tag)}, so the site is {made}",
                f"posts.{post.id}.languages.{number}",
                nearest=_like_wish(wish, written_alike(tag, catalogues)),
                cure=_NO_CATALOGUE, post=post.id, level=Level.NOTE,
                code="language-without-catalogue",
            )  # fmt: skip


def _like_wish(wish: str, tag: str) -> str:
    """Return a tag as one wishes for it: with a plus where it is to be added."""
    return f"+{tag}" if tag and wish.startswith("+") else tag


def policy_problems(index: Index, ministry: Value, file: str) -> list[Problem]:
    """Return what is wrong with the language policy of the ministry.

    ministry: its YAML, with its places; file: posts.yaml as messages name it. Raises CannotStart
    when no site could be made, in no language at all.
    """
    catalogues = index.inputs.theme.catalogues
    place = locate(ministry, ["languages"])[0] if ministry else Place(file)
    if not index.languages(None):
        message = "none of the languages has a catalogue, so no site can be made"
        cure = f"Name one of {', '.join(sorted(catalogues))}, or add a catalogue to the theme."
        raise CannotStart(
            [Problem(place, message, "ministry.languages", cure=cure, code="no-language-left")]
        )
    return [
        Problem(
            place,
            f"there is no catalogue for {shown(tag)}, so no site is made in it",
            f"ministry.languages.{number}",
            nearest=written_alike(tag, catalogues),
            cure=_NO_CATALOGUE,
            level=Level.NOTE,
            code="language-without-catalogue",
        )
        for number, tag in enumerate(index.ministry.languages)
        if tag not in catalogues
    ]
