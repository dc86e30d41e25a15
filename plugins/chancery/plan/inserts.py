"""Which slots there are for what posts insert, and who fills them."""

from __future__ import annotations

from dataclasses import dataclass, field

from chancery.content.model import HERE, Slot
from chancery.plan.index import Index
from chancery.plan.texts import applies


@dataclass(slots=True)
class SlotUse:
    """A slot: how many sites have it on a page, and which posts fill it."""

    asked: int = 0
    filled: list[str] = field(default_factory=list)


def slots(index: Index) -> dict[str, SlotUse]:
    """Return every slot by its name: those of features, on all sites, and those of shared pages."""
    posts = [post for post in index.network.posts if post.site]
    found: dict[str, set[str]] = {}
    for feature in index.inputs.features:
        for name in feature.slots(index):
            found[name] = {post.id for post in posts}
    for documents in index.shared.values():
        for document in documents:
            for piece in document.fragment.pieces:
                if isinstance(piece, Slot) and piece.kind == HERE:
                    there = {post.id for post in posts if applies(document, post)}
                    found.setdefault(piece.target, set()).update(there)
    return {
        name: SlotUse(
            len(there), sorted(one for one in there if name in index.inserts.get(one, {}))
        )
        for name, there in sorted(found.items())
    }
