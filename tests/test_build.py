"""What the web team relies on: what changes when, and what stays when something is wrong."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from chancery.reader import MarkdownReader
from tests.networks.small import TEXTS, Small, changed, make, tree, unlike_a_cold_build

pytestmark = pytest.mark.usefixtures("fixed_date")
ROOT = Path(__file__).parents[1]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


def said(capfd: pytest.CaptureFixture[str]) -> str:
    return capfd.readouterr().err


def times(folder: Path) -> dict[str, int]:
    return {str(path): path.stat().st_mtime_ns for path in folder.rglob("*") if path.is_file()}


def test_a_clean_network_builds_with_exit_code_0(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    assert small.build().exitcode == 0
    assert said(capfd) == ""
    assert "Passports" in small.page("embassy-oslo/en/passports/index.html")


def test_a_second_build_writes_no_file(small: Small) -> None:
    small.build()
    before = times(small.output)
    done = small.build()
    assert times(small.output) == before
    assert done.settings["CHANCERY_RUN"].result.sites == []


def test_a_telephone_number_changes_only_the_sites_that_show_it(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("posts.yaml", "960001", "960123")
    small.build()
    sites = {path.split("/", 1)[0] for path in changed(before, tree(small.output))}
    assert sites == {"embassy-oslo", "virtual-embassy-iceland"}


def test_a_shared_page_changes_only_that_page(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    small.build()
    found = changed(before, tree(small.output))
    assert found
    # What readers search in holds the words of every page.
    assert all("/passports/" in path or path.endswith("/search.js") for path in found)


def test_texts_are_read_once_until_they_change(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    read: list[str] = []
    reader = MarkdownReader.read

    def counted(self: MarkdownReader, source_path: str) -> tuple[str, dict[str, Any]]:
        read.append(Path(source_path).name)
        return reader(self, source_path)

    monkeypatch.setattr(MarkdownReader, "read", counted)
    small.edit("posts.yaml", "960001", "960123")
    small.build()
    assert read == []
    small.edit("content/pages/privacy.en.md", "No cookies", "None of them")
    small.build()
    assert read == ["privacy.en.md"]
    assert "None of them" in small.page("embassy-oslo/en/privacy/index.html")
    small.build(TYPOGRIFY=True)
    assert len(read) > len(TEXTS)


def test_what_is_wrong_with_a_text_is_said_at_every_build(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("content/pages/privacy.en.md", "title: Privacy", "title: Privacy\nneeds: {z: there}")
    for number in range(3):
        small.edit("posts.yaml", f"96000{1 + number}", f"96000{2 + number}")
        small.build()
        assert "privacy.en.md:3:9: note" in said(capfd)


def test_a_removed_post_and_a_removed_text_leave_nothing_behind(small: Small) -> None:
    small.build()
    text = (small.folder / "posts.yaml").read_text(encoding="utf-8")
    start = text.index("  - id: virtual-embassy-iceland")
    small.write("posts.yaml", text[:start])
    (small.folder / "content/pages/privacy.en.md").unlink()
    small.build()
    assert unlike_a_cold_build(small) == set()
    assert not (small.output / "virtual-embassy-iceland").exists()


@pytest.mark.parametrize("method", ["fork", "spawn"])
def test_workers_give_the_same_bytes(small: Small, method: str) -> None:
    extra = "".join(
        f"  - {{id: embassy-{n}, kind: embassy, country: FR, city: City {n}}}\n" for n in range(8)
    )
    path = small.folder / "posts.yaml"
    path.write_text(path.read_text(encoding="utf-8") + extra, encoding="utf-8")
    small.build()
    small.build(output="pool", cache="pool-cache", workers=2, CHANCERY_START_METHOD=method)
    assert changed(tree(small.output), tree(small.folder / "pool")) == set()


def pelican(small: Small, **own: object) -> subprocess.CompletedProcess[str]:
    """Run `pelican` itself, with a settings file of its own and another hash seed."""
    settings = small.folder / "conf.py"
    own |= {
        "PATH": str(small.folder / "content"),
        "OUTPUT_PATH": str(small.folder / "p"),
        "CHANCERY_NETWORK": str(small.folder),
        "CHANCERY_CACHE": str(small.folder / "pc"),
    }
    lines = ["import sys", f"sys.path.insert(0, {str(ROOT)!r})", "from pelicanconf import *"]
    lines += [f"{key} = {value!r}" for key, value in own.items()]
    settings.write_text("\n".join(lines), encoding="utf-8")
    command = [str(Path(sys.executable).with_name("pelican")), "-s", str(settings)]
    environment = {**os.environ, "PYTHONHASHSEED": "4711", "PYTHONPATH": ""}
    return subprocess.run(
        command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=60, check=False
    )


def test_the_pelican_command_under_another_hash_seed_gives_the_same_bytes(small: Small) -> None:
    small.build()
    done = pelican(small)
    assert done.returncode == 0, done.stderr
    assert changed(tree(small.output), tree(small.folder / "p")) == set()


def test_the_pelican_command_with_workers_that_are_spawned_gives_the_same_bytes(
    small: Small,
) -> None:
    for number in range(3):
        post = f"  - {{id: embassy-{number}, kind: embassy, country: FR, city: City {number}}}\n"
        small.edit("posts.yaml", "posts:\n", f"posts:\n{post}")
    small.build()
    done = pelican(small, CHANCERY_WORKERS=2, CHANCERY_START_METHOD="spawn")
    assert done.returncode == 0, done.stderr
    assert changed(tree(small.output), tree(small.folder / "p")) == set()


def test_a_post_with_a_typo_keeps_its_site_and_gets_changed_shared_pages(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    small.edit("posts.yaml", "city: Oslo", "citty: Oslo")
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    assert small.build().exitcode == 1
    assert "posts.embassy-oslo.citty" in said(capfd)
    page = small.page("embassy-oslo/en/passports/index.html")
    assert "Please ask" in page
    assert "Oslo" in page
    posts = json.loads(small.page("network.json"))["posts"]
    assert {post["id"]: post["status"] for post in posts} == {
        "embassy-oslo": "kept",
        "embassy-cairo": "built",
        "embassy-lima": "built",
        "virtual-embassy-iceland": "built",
    }


def test_a_mistyped_id_leaves_the_site_and_those_that_name_it(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("posts.yaml", "id: embassy-oslo", "id: embassy_oslo")
    assert small.build().exitcode == 1
    found = changed(before, tree(small.output))
    assert {path for path in found if path.startswith(("embassy", "virtual"))} == set()
    status = {
        post["id"]: post["status"] for post in json.loads(small.page("network.json"))["posts"]
    }
    assert status["embassy-oslo"] == "kept"
    assert status["virtual-embassy-iceland"] == "built"


def test_a_mistyped_id_removes_no_site_where_the_cache_was_lost_either(small: Small) -> None:
    small.build()
    before = tree(small.output / "embassy-oslo")
    shutil.rmtree(small.folder / ".cache")
    small.edit("posts.yaml", "id: embassy-oslo", "id: embassy_oslo")
    assert small.build().exitcode == 1
    assert tree(small.output / "embassy-oslo") == before


def test_every_post_that_a_mistake_in_defaults_stops_is_named_as_kept(small: Small) -> None:
    small.build()
    wrong = "defaults:\n  kinds:\n    embassy: {accent: purple}\nposts:"
    small.edit("posts.yaml", "posts:", wrong)
    assert small.build().exitcode == 1
    posts = json.loads(small.page("network.json"))["posts"]
    assert [post["id"] for post in posts if post["status"] == "kept"] == [
        "embassy-oslo", "embassy-cairo", "embassy-lima",
    ]  # fmt: skip


def test_a_file_that_cannot_be_read_gives_exit_code_2_and_leaves_the_output(small: Small) -> None:
    small.build()
    before = times(small.output)
    small.write("posts.yaml", "ministry: [")
    assert small.build().exitcode == 2
    assert times(small.output) == before


def test_a_post_that_was_never_good_is_absent_and_links_lead_to_a_notice(small: Small) -> None:
    small.edit("posts.yaml", "city: Oslo", "citty: Oslo")
    assert small.build().exitcode == 1
    assert not (small.output / "embassy-oslo").exists()
    page = small.page("embassy-lima/en/visas/index.html")
    assert 'href="../../../en/unavailable/#embassy-oslo"' in page
    assert 'id="embassy-oslo"' in small.page("en/unavailable/index.html")
    assert '"status": "failed"' in small.page("network.json")


def test_a_broken_page_keeps_its_last_good_version(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.build()
    before = tree(small.output)
    small.edit("content/pages/passports.en.md", "title: Passports", "tittle: Passports")
    assert small.build().exitcode == 1
    assert "did you mean 'title'?" in said(capfd)
    assert changed(before, tree(small.output)) == {"network.json"}
    assert json.loads(small.page("network.json"))["clean"] is False


def test_a_hostile_local_page_changes_no_byte_of_another_site(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.write(
        "content/posts/embassy-lima/evil.en.md",
        "---\ntitle: </title><script>alert(1)</script>\nsummary: '\"><img src=x onerror=a()>'\n"
        "group: about\n---\n\n</main></body><script>alert(1)</script>\n\n# h1\n\n"
        "[x](javascript:alert(1)) [y](../../embassy-oslo/) ![z](https://evil.example/p.png)\n",
    )
    small.build()
    found = changed(before, tree(small.output))
    assert {path.split("/", 1)[0] for path in found} == {"embassy-lima"}
    page = small.page("embassy-lima/en/evil/index.html")
    assert page.count("<script") == 1
    assert page.count("</main>") == 1
    assert "<img" not in page
    assert "evil.example" not in page.replace("https://evil.example/p.png</", "")


def test_nothing_outside_the_content_folder_is_read_and_nothing_blocks(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.write("outside.md", "---\ntitle: Outside\n---\n\nSecret.")
    feed = "<rss><channel><item><title>Secret</title></item></channel></rss>"
    small.write("outside.xml", feed)
    posts = small.folder / "content/posts/embassy-lima"
    (posts / "out.en.md").symlink_to(small.folder / "outside.md")
    (posts / "gone.en.md").symlink_to("nowhere.md")
    os.mkfifo(posts / "pipe.en.md")
    small.write("content/posts/embassy-lima/included.en.rst", "T\n=\n\n.. include:: outside.md\n")
    small.write("content/posts/embassy-lima/raw.en.html", "<title>T</title><body>Secret</body>")
    (small.folder / "content/feeds").mkdir()
    (small.folder / "content/feeds/a.xml").symlink_to(small.folder / "outside.xml")
    os.mkfifo(small.folder / "content/feeds/b.xml")
    small.edit(
        "posts.yaml", "    city: Lima\n",
        "    city: Lima\n    feeds: [{file: feeds/a.xml}, {file: feeds/b.xml}]\n",
    )  # fmt: skip
    assert small.build().exitcode == 1
    told = said(capfd)
    for name in ("out.en.md", "gone.en.md", "pipe.en.md", "included.en.rst", "raw.en.html",
                 "a.xml", "b.xml"):  # fmt: skip
        assert name in told
    assert not any(b"Secret" in data for data in tree(small.output).values())
    done = subprocess.run(
        [sys.executable, "-m", "chancery", "build", "--network", str(small.folder)],
        cwd=ROOT, capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    assert "pipe.en.md" in done.stderr


@pytest.mark.parametrize(
    "front",
    [
        "save_as: ../../index.html",
        "template: evil",
        "url: https://evil.example/",
        "slug: ../x",
        "status: hidden",
        "override_save_as: x",
    ],
)
def test_front_matter_cannot_choose_a_path_or_a_template(small: Small, front: str) -> None:
    small.write("content/posts/embassy-lima/evil.en.md", f"---\ntitle: T\n{front}\n---\n\nText.\n")
    before = {path.name for path in small.folder.iterdir()}
    assert small.build().exitcode == 1
    assert {path.name for path in small.folder.iterdir()} - before <= {"output", ".cache"}
    assert not (small.output / "embassy-lima/en/evil").exists()


def test_a_locked_page_cannot_be_changed_by_a_post(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.write("content/posts/embassy-lima/privacy.en.md", "---\ntitle: Mine\n---\n\nWe track.")
    assert small.build().exitcode == 1
    assert "locked" in said(capfd)
    assert "We track" not in small.page("embassy-lima/en/privacy/index.html")


def test_a_local_page_extends_or_replaces_as_the_shared_one_allows(small: Small) -> None:
    small.build()
    extended = small.page("embassy-cairo/ar/passports/index.html")
    assert "نص محلي" in extended
    assert "Ask" in extended
    replaced = small.page("embassy-lima/es/visas/index.html")
    assert "Texto local" in replaced
    assert "See" not in replaced


def test_a_fallback_is_marked_and_its_source_is_the_canonical_page(small: Small) -> None:
    small.build()
    page = small.page("embassy-oslo/fr/visas/index.html")
    assert 'lang="en"' in page
    assert '<link rel="canonical" href="https://network.example/embassy-oslo/en/visas/">' in page
    assert 'hreflang="fr" href="https' not in page
    assert "/fr/visas/" not in small.page("embassy-oslo/sitemap.xml")


def test_a_link_whose_target_a_site_lacks_goes_to_the_ministry_or_becomes_text(
    small: Small,
) -> None:
    small.build()
    page = small.page("virtual-embassy-iceland/fr/passports/index.html")
    assert "Voir coût" in page
    assert 'href="../visas/#cost"' in small.page("embassy-oslo/fr/passports/index.html").replace(
        "../../fr/", "../"
    )


def test_a_build_that_was_killed_is_mended_by_the_next(small: Small) -> None:
    small.build()
    before = tree(small.output)
    run = small.build().settings["CHANCERY_RUN"]
    run.store.begin("embassy-lima")
    (small.output / "embassy-lima/en/index.html").write_bytes(b"half")
    (small.output / "embassy-lima/en/stray.html").write_bytes(b"stray")
    assert small.build().exitcode == 0
    assert changed(before, tree(small.output)) == set()


def test_only_chosen_posts_are_built(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("content/pages/passports.en.md", "Ask", "Please ask")
    small.build(posts=("embassy-lima",))
    sites = {path.split("/", 1)[0] for path in changed(before, tree(small.output))}
    assert sites == {"embassy-lima", "en", "network.json"}
    assert json.loads(small.page("network.json"))["clean"] is False
    small.build()
    assert unlike_a_cold_build(small) == set()


def test_drafts_are_shown_on_a_desk_and_never_published(small: Small) -> None:
    small.write("content/pages/plan.en.md", "---\ntitle: Plan\nstatus: draft\n---\n\nSoon.")
    small.build()
    assert (small.output / "embassy-lima/en/plan/index.html").exists()
    small.build(output="public", cache="public-cache", publish=True)
    assert not (small.folder / "public/embassy-lima/en/plan").exists()
