"""Finding a post on the portal, by the name of its country or city in any language.

The portal's own texts are found as those of any site (`search`); this is what it has beside that.

Names are the same for readers of every language. They stand in files by their first letters, so
that a reader loads those few which begin as the word that is typed; a list of posts in the reader's
language says what the names lead to.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator

import msgspec
from msgspec.structs import replace

from chancery.common.digest import digest
from chancery.common.folding import ANY, folding
from chancery.geo.territories import territory_names
from chancery.network.model import Post
from chancery.plan import search, standingwords
from chancery.plan.context import Context
from chancery.plan.index import Index
from chancery.plan.search import folding_table, scripts_of
from chancery.plan.views import ROOT, SearchView
from chancery.plan.words import N_

LABEL = N_("Find a country or city in any language, or a page")
FOUND = N_("Results found: {count}")
#: The file of the list of posts, in the folder of its language.
POSTS = "posts.js"
#: The folder of the files of names, below the portal's root.
FOLDER = "search"

_encode = msgspec.json.encode


def field(context: Context) -> SearchView | None:
    """Return the view of the portal's search field; none with a theme that has no script for it."""
    texts = search.field(context)
    posts = scripts_of(context, "posts")
    if texts is None or not posts:
        return None
    return replace(
        texts,
        label=context.say(LABEL),
        count=context.say(FOUND),
        scripts=(*texts.scripts, *posts),
        posts=f"{texts.folder}{POSTS}",
        names=f"{ROOT}{FOLDER}/",
    )


def post_list(context: Context) -> tuple[bytes, Callable[[], bytes]]:
    """Return the list of posts in one language: its key, and what makes its file."""
    index = context.index
    posts = [_line(context, post) for post in index.network.posts]
    data = {"posts": posts, "countries": countries(index), "shards": sorted(_shards(index))}
    table, text = folding_table(ANY), _encode(data)
    return digest(table, text), lambda: b'chanceryData={"table":%b,%b;\n' % (table, text[1:])


def _line(context: Context, post: Post) -> tuple[str, str, str, str]:
    note = standingwords.headline(context, post)
    country = context.localiser.country(post.country) if post.country else ""
    href = context.links.site(post.id, context.language).replace(ROOT, "../")
    return context.localiser.title(post), country, href, note


def countries(index: Index) -> dict[str, list[int]]:
    """Return the posts by the country they are in or responsible for, as numbers of their order."""
    found: dict[str, list[int]] = {}
    for number, post in enumerate(index.network.posts):
        for code in dict.fromkeys((post.country, *post.covers)):
            if code:
                found.setdefault(code, []).append(number)
    return found


def name_files(index: Index) -> Iterator[tuple[str, bytes]]:
    """Return the files of names by their paths below the portal's root, the same in every build."""
    for shard, names in sorted(_shards(index).items()):
        yield f"{FOLDER}/{shard}.js", b"chanceryData=%b;\n" % _encode(names)


def shard_of(word: str) -> str:
    """Return the name of the file for words that begin as one does: by letter, or by block of 256.

    Most names are in Latin letters; of the characters of other scripts, few begin many names.
    """
    code = ord(word[0])
    return f"{code if code < 0x250 else code & ~0xFF:x}"


def _shards(index: Index) -> dict[str, dict[str, list[str]]]:
    if not index.name_shards:
        for key, names in _names(index):
            for name in names:
                for shard in {shard_of(word) for word in name.split()}:
                    index.name_shards.setdefault(shard, {}).setdefault(key, []).append(name)
    return index.name_shards


def _names(index: Index) -> Iterator[tuple[str, list[str]]]:
    """Return what each country and post is called in any language, folded."""
    words = folding(ANY).words
    known = territory_names()
    own = index.network.naming.countries
    for code in countries(index):
        given = [" ".join(words(name)) for _, name in own[code].variants] if code in own else []
        yield code, sorted({*known.get(code, ()), *given} - {""})
    for number, post in enumerate(index.network.posts):
        texts = [text for text in (post.city, post.name, post.organisation) if text is not None]
        found = {" ".join(words(name)) for text in texts for _, name in text.variants}
        if found:
            yield str(number), sorted(found - {""})
