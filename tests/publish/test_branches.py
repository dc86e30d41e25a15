"""What others have put on a branch: kept, or named before it is taken away; never lost unsaid."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.publish.branches import (
    Branch,
    Commit,
    Listing,
    Others,
    last_build,
    listing,
    message,
    planned,
    read_listing,
    written_listing,
)
from chancery.publish.refusals import PublishRefused
from tests.networks.small import Small
from tests.publish.remotes import Remote, send, whole

OURS = "https://network.example/"
NAMES = st.sampled_from(["a", "b", "CNAME", "ünï", "a/x", "a/x/y", "b/x", "a\n", "\udcff"])
ENTRIES = st.tuples(st.sampled_from(["100644", "120000"]), st.sampled_from(["11", "22"]))


def possible(files: Listing) -> Listing:
    """Return files as Git can hold them: none of them lies in another."""
    return {
        path: entry
        for path, entry in files.items()
        if not any(path.startswith(f"{other}/") for other in files)
    }


LISTINGS = st.dictionaries(NAMES, ENTRIES).map(possible)


@given(LISTINGS, LISTINGS, LISTINGS, st.sampled_from(["", OURS, "https://other.example/"]),
       st.sampled_from(list(Others)))  # fmt: skip
def test_a_branch_holds_the_build_and_whatever_of_others_is_not_named_as_lost(
    there: Listing, before: Listing, build: Listing, network: str, others: Others
) -> None:
    branch = Branch("live", "tip", there, "last", network, before)
    foreign = {p for p, entry in there.items() if before.get(p) != entry or network != OURS}
    try:
        plan = planned(branch, build, OURS, others)
    except PublishRefused:
        assert others is Others.ASK
        assert network != OURS
        assert foreign
        return
    after = plan.build | plan.kept
    assert possible(after) == after
    assert build.items() <= after.items()
    assert all(after.get(p) == there[p] or p in plan.lost for p in foreign)
    assert not set(plan.lost) & set(plan.kept)
    assert set(after) <= set(build) | set(there)
    assert all(after[p] == there[p] for p in plan.kept)
    if others is Others.REPLACE:
        assert after == build


@given(LISTINGS)
def test_a_listing_reads_as_it_was_written(files: Listing) -> None:
    written = written_listing(files)
    said = written.replace(b"100644 ", b"100644 blob ").replace(b"120000 ", b"120000 blob ")
    assert read_listing(said) == files


def test_only_a_commit_whose_tree_is_the_one_that_it_names_is_a_build() -> None:
    tree, other = "1" * 40, "2" * 40
    text = message("Publish", OURS, tree)
    amended = Commit("c", other, text)
    build = Commit("b", tree, text)
    assert last_build([Commit("d", other, "By hand"), amended, build]) == (build, OURS)
    assert last_build([amended, Commit("a", tree, "Publish")]) is None
    assert last_build([]) is None


def test_a_branch_is_told_from_others_by_a_file_that_jekyll_heeds() -> None:
    assert set(listing({"a": b"1" * 20})) == {"a", ".nojekyll"}


def test_what_others_put_on_a_branch_stays_and_is_said(
    built: Small, small: Small, remote: Remote, capfd: pytest.CaptureFixture[str]
) -> None:
    send(built, remote)
    remote.put({"CNAME": "embassies.example\n", ".well-known/host.txt": "1", "ünï c.txt": "2"})
    kept = {"CNAME": b"embassies.example\n", ".well-known/host.txt": b"1", "ünï c.txt": b"2"}
    assert send(small, remote) == 0  # from another cache, which knows nothing of the branch
    assert capfd.readouterr().out.endswith("there already.\n")
    assert remote.commits() == 2
    small.edit("posts.yaml", "960003", "960004")
    small.build(publish=True, CHANCERY_ONE_TREE=False)
    capfd.readouterr()
    assert send(small, remote) == 0
    assert remote.files() == whole(small) | kept
    assert capfd.readouterr().out == (
        "live: keeps 3 files that no build of this network made (.well-known/host.txt, CNAME, "
        "ünï c.txt).\n1 of 1 branch sent.\n"
    )
    assert send(small, remote) == 0
    assert remote.commits() == 4
    # What its owner takes away again does not come back, and what stands in its place is a build's.
    remote.put({"CNAME": None, "index.html": "<p>Ours now"})
    assert send(small, remote) == 0
    assert (
        "takes away or replaces 1 file that no build of this network made (index.html); the "
        in (capfd.readouterr().out)
    )
    assert remote.files() == whole(small) | {p: kept[p] for p in kept if p != "CNAME"}


def test_a_file_amended_into_a_commit_of_a_build_is_no_builds(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    send(built, remote, cache=cache())
    remote.put({"CNAME": "x", "robots.txt": None}, amend=True)
    assert send(built, remote, cache=cache(), keep=True) == 0
    assert remote.files() == whole(built) | {"CNAME": b"x"}


def test_a_build_is_found_below_what_others_have_put_there_since(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    send(built, remote, cache=cache())
    theirs = {f"{number}.txt": "x" for number in range(4)}
    for name in theirs:
        remote.put({name: "x", "index.html": name})
    assert send(built, remote, cache=cache()) == 0
    assert remote.files() == whole(built) | dict.fromkeys(theirs, b"x")


def test_a_branch_of_somebody_else_is_refused_until_one_says_what_becomes_of_it(
    built: Small, remote: Remote, cache: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    theirs = {"README.md": "Read me", "index.html": "Theirs", **{f"src/{i}": "x" for i in range(9)}}
    first = remote.put(dict(theirs))
    where = cache()
    assert send(built, remote, cache=where) == 1
    assert remote.tip() == first
    assert capfd.readouterr().err.startswith(
        "live: holds 11 files that no build of this network made (README.md, index.html, src/0, "
        "src/1 and 7 more). Add --keep to leave them beside the sites, --replace to take them "
        "away, or give another branch. [branch-not-ours]\n"
    )
    assert send(built, remote, cache=where, keep=True) == 0
    rest = {p: text.encode() for p, text in theirs.items() if p != "index.html"}
    assert remote.files() == whole(built) | rest
    assert "(index.html); the history" in capfd.readouterr().out
    assert send(built, remote, cache=where, replace=True) == 0
    assert remote.files() == whole(built)
    assert "10 files" in capfd.readouterr().out
    assert remote.git("rev-list", "live").split()[-1] == first


def test_the_sites_of_another_network_are_not_replaced_unasked(
    built: Small, remote: Remote, cache: Callable[[], Path], capfd: pytest.CaptureFixture[str]
) -> None:
    remote.build({"index.html": "Theirs"}, "https://other.example/")
    assert send(built, remote, cache=cache()) == 1
    assert "holds the sites of https://other.example/" in capfd.readouterr().err


def test_an_empty_branch_is_nobodys(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    remote.put({})
    assert send(built, remote, cache=cache()) == 0
    assert remote.commits() == 2


def test_links_modules_and_programs_of_others_stay_what_they_are(
    built: Small, remote: Remote, cache: Callable[[], Path]
) -> None:
    where = cache()
    send(built, remote, cache=where)
    blob = remote.git("hash-object", "-w", "--stdin", given="index.html").strip()
    lines = [f"120000 {blob}\tlink", f"100755 {blob}\tprogram", f"160000 {remote.tip()}\tmodule"]
    remote.put({"index.html": None}, lines=lines)
    assert send(built, remote, cache=where) == 0
    assert set(lines) <= {
        line.replace(" blob ", " ").replace(" commit ", " ")
        for line in remote.git("ls-tree", "-r", "live").splitlines()
    }
