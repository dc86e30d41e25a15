"""What every feature owes, by the one list of them; and what a site's key owes to its pages."""

from __future__ import annotations

import ast
import pickle
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import fields
from functools import partial
from pathlib import Path
from typing import Any, cast

import pytest

import chancery.features
from chancery.content.records import Shelf
from chancery.features import FEATURES, SHELVES
from chancery.network.fields import RESERVED_IDS
from chancery.network.model import Post
from chancery.network.record import Record
from chancery.plan import discreet
from chancery.plan.feature import Feature
from chancery.plan.index import Index
from chancery.plan.page import Page
from chancery.plan.site import SitePlan
from chancery.plan.views import IndexView
from tests.features.conftest import GOLDEN
from tests.test_incremental import EDITS

ROOT = Path(__file__).parents[2]
FOLDERS = Path(chancery.features.__file__).parent
WITH_PAGES = {"text", "news-item"}
BY_ID = {feature.id: feature for feature in FEATURES}
#: Names of other features that pages stand below too: what concerns help, and the portal's own.
BELOW_OTHERS = {
    "situations": {"help"},
    "card": {"help"},
    "directory": {"channels", "contact"},
}
#: Pages that nobody needs to find in the index of a site, and why.
NOT_IN_A_TO_Z = {
    "home": "every page leads to it",
    "a-z": "it is the index",
    "directory": "the portal has no index: it is one",
    "alerts": "they stand at the top of every page",
}
#: Pages that search leaves out, and why.
NOT_SEARCHED = {
    "home": "other pages say what it says",
    "a-z": "it is where one searches",
}


def every(found: Iterable[Feature] = FEATURES) -> list[Any]:
    return [pytest.param(feature, id=feature.id) for feature in found]


def test_every_folder_of_a_feature_is_in_the_list() -> None:
    folders = {path.parent.name for path in FOLDERS.glob("*/__init__.py")}
    assert folders == {feature.id.replace("-", "_") for feature in FEATURES}
    assert len(BY_ID) == len(FEATURES)


@pytest.mark.parametrize("feature", every())
def test_a_feature_is_found_where_it_says_that_it_is(feature: Feature) -> None:
    assert feature.module == f"chancery.features.{feature.id.replace('-', '_')}"
    assert pickle.loads(pickle.dumps(feature)) is feature  # as a spawned worker gets it


def imported(path: Path) -> Iterator[str]:
    """Return the modules that a file of Python names in its imports."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            yield from (f"{node.module}.{alias.name}" for alias in node.names)
        elif isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)


@pytest.mark.parametrize(
    "folder", sorted(path.name for path in FOLDERS.iterdir() if (path / "__init__.py").exists())
)
def test_a_feature_takes_nothing_from_another_one_but_its_records(folder: str) -> None:
    for path in (FOLDERS / folder).glob("*.py"):
        for name in imported(path):
            parts = name.split(".")
            if parts[:2] == ["chancery", "features"] and parts[2:3] != [folder]:
                assert parts[3:4] == ["model"], f"{path.name} imports {name}"


def test_no_two_features_take_one_name() -> None:
    taken: dict[str, str] = {}
    for feature in FEATURES:
        names = [*feature.paths, *(f"content/{shelf.folder}" for shelf in feature.shelves)]
        for name in names:
            assert taken.setdefault(name, feature.id) == feature.id


@pytest.mark.parametrize("shelf", [pytest.param(one, id=one.folder) for one in SHELVES])
def test_a_record_of_each_shelf_is_edited_and_changes_its_pages(shelf: Shelf[Any]) -> None:
    files = {file for file, _, _ in EDITS.values()}
    assert any(file.startswith(f"content/{shelf.folder}/") for file in files)


@pytest.mark.parametrize("shelf", [pytest.param(one, id=one.folder) for one in SHELVES])
def test_the_golden_network_has_a_record_of_each_shelf(shelf: Shelf[Any], index: Index) -> None:
    assert index.records(shelf)
    assert list((GOLDEN / "content" / shelf.folder).glob("*.yaml"))


@pytest.mark.parametrize("feature", every())
def test_the_docs_say_what_a_feature_is(feature: Feature) -> None:
    text = (ROOT / "docs" / "features.md").read_text(encoding="utf-8")
    assert f"\n## {feature.id}\n" in text


def plans(index: Index) -> Iterator[SitePlan]:
    yield SitePlan(index, None)
    yield from (SitePlan(index, post) for post in index.network.posts if post.site)


@pytest.fixture(scope="module")
def pages(index: Index) -> Mapping[str, list[Page]]:
    """Return the pages of each feature in the golden network, in the main language of its sites."""
    found: dict[str, list[Page]] = defaultdict(list)
    for plan in plans(index):
        context = plan.context(plan.languages[0])
        for feature in FEATURES:
            found[feature.id] += feature.pages(context)
    return found


ADDING_PAGES = [feature for feature in FEATURES if feature.paths or feature.label]


@pytest.mark.parametrize("feature", every(ADDING_PAGES))
def test_the_golden_network_has_a_page_of_each_feature(
    feature: Feature, pages: Mapping[str, list[Page]]
) -> None:
    assert pages[feature.id]


@pytest.mark.parametrize("feature", every())
def test_pages_stand_below_the_names_that_their_feature_takes(
    feature: Feature, pages: Mapping[str, list[Page]]
) -> None:
    names = {page.head.path.split("/")[0] for page in pages[feature.id]} - {""}
    ours = {name for name in names if not name.startswith("continent-")}
    assert ours <= feature.paths | BELOW_OTHERS.get(feature.id, set())


@pytest.mark.parametrize("feature", every(ADDING_PAGES))
def test_the_pages_of_a_feature_are_found_by_words(
    feature: Feature, pages: Mapping[str, list[Page]]
) -> None:
    assert any(page.words for page in pages[feature.id]) != (feature.id in NOT_SEARCHED)


def test_the_pages_of_each_feature_are_in_the_index_of_a_site(index: Index) -> None:
    listed: set[str] = set()
    for plan in plans(index):
        if plan.post is None:
            continue
        context = plan.context(plan.languages[0])
        [page] = BY_ID["a-z"].pages(context)
        assert isinstance(page.view, IndexView)
        for _, links in page.view.letters:
            listed |= {part for link in links for part in link.href.split("/")}
    for feature in ADDING_PAGES:
        if feature.id not in NOT_IN_A_TO_Z:
            assert feature.paths <= listed, feature.id


def test_no_post_can_take_a_name_of_the_tree(index: Index) -> None:
    plan = SitePlan(index, None)
    for feature in FEATURES:
        for path, _ in feature.site_files(plan):
            name = path.split("/")[0]
            assert "." in name or name in RESERVED_IDS


# What planning reads, and what keys ask


Field = tuple[int, str]


class Recorder:
    """Notes which fields of which records are read while it is told to."""

    def __init__(self) -> None:
        self.read: set[Field] = set()

    def watch(self, kind: type[Record], patched: pytest.MonkeyPatch) -> None:
        for one in fields(cast("Any", kind)):
            patched.setattr(kind, one.name, self._watched(kind, one.name))

    def _watched(self, kind: type[Record], name: str) -> property:
        kept = kind.__dict__[name]

        def get(record: Record) -> Any:
            self.read.add((id(record), name))
            return kept.__get__(record, kind)

        return property(get, kept.__set__)

    def during(self, asked: Callable[[], object]) -> set[Field]:
        self.read = set()
        asked()
        read, self.read = self.read, set()
        return read


def whole(state: object) -> Iterator[int]:
    """Return the ids of the records that stand in a state with all their fields."""
    if isinstance(state, Record):
        yield id(state)
    elif isinstance(state, Mapping):
        for part in state.values():
            yield from whole(part)
    elif isinstance(state, list | tuple):
        for part in state:
            yield from whole(part)


def planned(plan: SitePlan) -> None:
    """Plan all that a site has in its main language, and its files for machines."""
    context = plan.context(plan.languages[0])
    plan.layout(context)
    pages = list(plan.pages(context))
    plan.search_index(context, pages)
    for feature in FEATURES:
        list(feature.files(context))
        list(feature.site_files(plan))
    plan.gateway()


def test_a_key_asks_for_all_that_planning_reads_of_records(
    index: Index, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder = Recorder()
    for shelf in SHELVES:
        recorder.watch(shelf.record, monkeypatch)

    def asked(post: Post | None) -> set[Field]:
        states: list[object] = []

        def ask() -> None:
            states.extend([list(f.state(index, post)) for f in FEATURES])
            discreet.paths(index, post)  # every key asks these beside what features say

        fields_read = recorder.during(ask)
        every = set(whole(states))
        return fields_read | {(one, "") for one in every}

    ours = {id(record): record for shelf in SHELVES for record in index.records(shelf)}
    unkeyed: dict[str, set[str]] = {}
    for plan in plans(index):
        keyed = asked(plan.post)
        for one, name in recorder.during(partial(planned, plan)):
            if one in ours and (one, "") not in keyed and (one, name) not in keyed:
                unkeyed.setdefault(f"{type(ours[one]).__name__}.{name}", set()).add(plan.id)
    assert unkeyed == {}
