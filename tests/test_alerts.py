"""Alerts: from one file to every page of the sites concerned, and never lost without a word."""

from __future__ import annotations

import errno
import json
import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from types import SimpleNamespace
from xml.etree import ElementTree as ET

import feedparser
import pytest
import xmlschema
from click.testing import CliRunner

from chancery.cli.commands.alert import command as typed_alert
from chancery.commands import alert as alerting
from chancery.commands.alert import Wish, alert
from chancery.commands.build import build
from chancery.commands.options import Options
from chancery.geo.rings import crossing
from chancery.write.build import Worker
from tests.networks.small import Small, changed, make, tree

ROOT = Path(__file__).parents[1]
CAP = xmlschema.XMLSchema(Path(__file__).parent / "data" / "cap-1.2.xsd")
CAP_NAME = "{urn:oasis:names:tc:emergency:cap:1.2}"
NOW = datetime(2026, 1, 9, 12, tzinfo=UTC)
ALERT = """severity: severe
urgency: immediate
certainty: observed
sent: 2026-01-09T06:00Z
expires: 2026-01-11T00:00Z
headline: {en: Flood in Peru, fr: Inondation au Pérou}
text: {en: "The river rises.\\n\\nTrains stand still."}
instruction: {en: Go upstairs.}
phone: "+44 1632 960555"
phone_hours: 24/7
area:
  words: {en: The coast}
  countries: [PE]
"""
FILE = "content/alerts/2026-01-flood.yaml"
UPDATE = "updates:\n  - {at: 2026-01-09T11:00Z, kind: %s, text: {en: The water falls.}}\n"


def at(monkeypatch: pytest.MonkeyPatch, moment: datetime) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(moment.timestamp())))


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    at(monkeypatch, NOW)
    made = make(tmp_path)
    made.write(FILE, ALERT)
    return made


def pages(small: Small, site: str) -> list[str]:
    found = [p.read_text(encoding="utf-8") for p in sorted((small.output / site).rglob("*.html"))]
    assert found
    return found


def test_every_page_of_the_sites_concerned_shows_it_and_no_other(small: Small) -> None:
    assert small.build().exitcode == 0
    assert all("Flood in Peru" in page for page in pages(small, "embassy-lima/en"))
    assert all("Inondation au Pérou" in page for page in pages(small, "embassy-lima/fr"))
    assert "Flood in Peru" in small.page("embassy-lima/index.html")
    assert "Flood in Peru" in small.page("embassy-lima/404.html")
    assert "Flood in Peru" in small.page("en/index.html")
    assert not any("Flood" in page for page in pages(small, "embassy-cairo"))
    page = small.page("embassy-lima/en/alerts/2026-01-flood/index.html")
    for words in ("Severe danger", "The coast", "Go upstairs.", "tel:+44-1632-960555", "Act now"):
        assert words in page
    assert "<p>The river rises.</p><p>Trains stand still.</p>" in page


def test_a_post_that_serves_a_country_from_afar_shows_its_alerts(small: Small) -> None:
    small.edit(FILE, "countries: [PE]", "countries: [IS]")
    small.build()
    assert "Flood in Peru" in small.page("virtual-embassy-iceland/en/index.html")
    assert "Flood in Peru" in small.page("embassy-oslo/en/index.html")


def test_a_text_in_another_language_is_marked(small: Small) -> None:
    small.build()
    page = small.page("embassy-lima/fr/alerts/2026-01-flood/index.html")
    assert 'lang="en" dir="ltr"><p>The river rises.' in page


def test_an_alert_changes_the_sites_concerned_and_the_portal_alone(small: Small) -> None:
    (small.folder / FILE).unlink()
    small.build()
    before = tree(small.output)
    small.write(FILE, ALERT)
    small.build()
    sites = {path.split("/")[0] for path in changed(before, tree(small.output))}
    assert "embassy-lima" in sites
    assert not sites & {"embassy-oslo", "embassy-cairo", "virtual-embassy-iceland"}


def test_it_ends_at_the_next_build_after_its_expiry(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.build()
    at(monkeypatch, NOW + timedelta(days=2))
    small.build()
    assert "Flood in Peru" not in small.page("embassy-lima/en/index.html")
    page = small.page("embassy-lima/en/alerts/index.html")
    assert page.index("There is no alert at present.") < page.index("Flood in Peru")


def test_a_build_with_nothing_else_to_do_sees_that_an_alert_has_ended(
    small: Small, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.delenv("SOURCE_DATE_EPOCH")
    ends = datetime(2026, 1, 9, 18, tzinfo=UTC)
    small.edit(FILE, "2026-01-11T00:00Z", ends.isoformat())

    def built(now: datetime) -> str:
        watch = SimpleNamespace(time=now.timestamp)
        monkeypatch.setattr("chancery.common.clock.time", watch)
        assert build(Options(network=str(small.folder), workers=1)) == 0
        return capfd.readouterr().out

    second = timedelta(seconds=1)
    built(ends - 2 * second)
    assert 'class="alert ' in small.page("embassy-lima/en/index.html")
    assert "Nothing has changed" in built(ends - second)
    assert "Nothing has changed" not in built(ends)
    assert 'class="alert ' not in small.page("embassy-lima/en/index.html")
    assert "Nothing has changed" in built(ends + second)


@pytest.mark.parametrize("kind", ["all-clear", "cancel"])
def test_every_page_tells_for_a_day_that_it_is_over(
    small: Small, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    small.write(FILE, ALERT + UPDATE % kind)
    small.build()
    page = small.page("embassy-lima/en/index.html")
    assert "alert-ended" in page
    assert "Go upstairs." not in page
    at(monkeypatch, NOW + timedelta(days=1))
    small.build()
    assert "Flood in Peru" not in small.page("embassy-lima/en/index.html")


@pytest.mark.parametrize("kind", ["update", "all-clear", "cancel"])
def test_nobody_sees_what_is_said_later_than_now_and_everybody_from_then_on(
    small: Small, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    at(monkeypatch, NOW - timedelta(hours=3))
    small.build()
    before = tree(small.output)
    small.write(FILE, ALERT + UPDATE % kind)
    done = small.build()
    [problem] = done.problems
    assert "updates.0.at: is still to come: until then nobody sees it" in problem
    assert changed(before, tree(small.output)) == {"network.json"}
    said = datetime.fromtimestamp(done.until, UTC)
    at(monkeypatch, said - timedelta(seconds=1))
    small.build()
    before = tree(small.output)
    at(monkeypatch, said)
    assert small.build().problems == []
    after = changed(before, tree(small.output))
    name = FILE.rpartition("/")[2].removesuffix(".yaml")
    assert {f"embassy-lima/alerts/{name}.cap.xml", "embassy-lima/alerts.json"} <= after
    assert f"embassy-lima/en/alerts/{name}/index.html" in after


def test_an_update_that_is_late_is_told(small: Small, monkeypatch: pytest.MonkeyPatch) -> None:
    small.edit(FILE, "headline:", "next_update: 2026-01-09T18:00Z\nheadline:")
    small.build()
    late = re.compile(r'<strong class="alert-late"(?![^>]* hidden)[^>]*>')
    assert not late.search(small.page("embassy-lima/en/index.html"))
    at(monkeypatch, NOW + timedelta(hours=7))
    small.build()
    assert late.search(small.page("embassy-lima/en/index.html"))


@pytest.mark.parametrize(
    ("onset", "now", "said", "fact"),
    [
        ("2026-01-10T12:00Z", NOW, "from 10 January 2026", "Begins"),
        ("2026-01-08T12:00Z", NOW, "since 8 January 2026", "Began"),
        ("2026-01-08T12:00Z", NOW + timedelta(days=9), "from 8 January 2026", "Began"),
    ],
)
def test_its_words_are_of_the_past_when_it_is(
    small: Small, monkeypatch: pytest.MonkeyPatch, onset: str, now: datetime, said: str, fact: str
) -> None:
    small.edit(FILE, "severity:", f"onset: {onset}\nseverity:")
    at(monkeypatch, now)
    small.build()
    page = small.page("embassy-lima/en/alerts/2026-01-flood/index.html")
    times = re.sub("<[^>]*>", "", page.partition('<p class="alert-times"')[2].partition("</p>")[0])
    assert said in times
    assert ("since" in times) == said.startswith("since")
    assert f"<dt>{fact}</dt>" in page
    assert ("<dt>Ended</dt>" in page) == ("<dt>Ends</dt>" not in page) == (now > NOW)


def test_the_gravest_stand_on_every_page_and_all_are_one_tap_away(small: Small) -> None:
    for number, severity in enumerate(["minor", "moderate", "extreme"]):
        text = ALERT.replace("severity: severe", f"severity: {severity}")
        small.write(f"content/alerts/a{number}.yaml", text.replace("Flood in", f"{severity} in"))
    small.build()
    page = small.page("embassy-lima/en/index.html")
    assert re.findall(r"(\w+) in Peru", page) == ["extreme", "Flood"]
    assert 'en/alerts/">All alerts (4)</a>' in page


# Bad input: file, line and cure, and never a missing banner without a word.


WRONG = {
    "severity: severe": ("severity: sevre", ":1:11: severity", "did you mean 'severe'?"),
    "urgency: immediate": ("urgancy: immediate", "urgancy", "did you mean 'urgency'?"),
    "expires: 2026-01-11T00:00Z": (
        "expires: 2026-01-08T00:00Z",
        ":5:10: expires",
        "not after sent",
    ),
    "sent: 2026-01-09T06:00Z": ("sent: 2026-01-09", ":4:7: sent", "the offset from UTC"),
    "headline:": ("onset: 2026-01-12T00:00Z\nheadline:", ":6:8: onset", "not before expires"),
    "{en: Flood in Peru, fr: Inondation au Pérou}": ("{sw: Mafuriko}", ":6:11: headline", "en, fr"),
    "countries: [PE]": ("posts: [embassy-limma]", "area.posts.0", "'embassy-lima'"),
    "  countries: [PE]\n": ("", ":11:", "no site would show it"),
    "[PE]": ("[PE]\n  polygon: [[0, 0], [2, 2], [2, 0], [0, 2], [0, 0]]", ":14:", "crosses itself"),
    "area:": ("area: [", "", "SHOWN NOWHERE"),
}


@pytest.mark.parametrize("good", WRONG)
def test_a_mistake_in_a_new_alert_is_told_first_and_with_its_cure(
    small: Small, capfd: pytest.CaptureFixture[str], good: str
) -> None:
    bad, place, words = WRONG[good]
    small.edit(FILE, good, bad)
    small.edit("posts.yaml", "kind: virtual-embassy", "kind: virtual-embasy")
    assert small.build().exitcode == 1
    said = capfd.readouterr().err
    assert place in said
    assert words in said
    assert "THIS ALERT IS SHOWN NOWHERE" in said
    assert said.index("2026-01-flood.yaml") < said.index("virtual-embasy")


@pytest.mark.parametrize("kind", ["a folder without rights", "a file", "a link to nothing"])
def test_a_folder_that_cannot_be_opened_keeps_every_alert_up(
    small: Small, monkeypatch: pytest.MonkeyPatch, kind: str
) -> None:
    small.build()
    folder = (small.folder / FILE).parent
    if kind == "a folder without rights":
        iterdir = Path.iterdir

        def closed(path: Path) -> Iterator[Path]:  # a root user may open every folder
            if path == folder:
                raise PermissionError(errno.EACCES, "Permission denied", str(path))
            return iterdir(path)

        monkeypatch.setattr(Path, "iterdir", closed)
    else:
        shutil.rmtree(folder)
        folder.write_text("") if kind == "a file" else folder.symlink_to("nothing")
    for _ in range(2):
        done = small.build()
        said = [one for one in done.problems if "content/alerts: cannot be read" in one]
        assert done.exitcode == 1
        assert len(said) == 1, done.problems
        assert "stays up" in said[0]
        assert "Flood in Peru" in small.page("embassy-lima/en/index.html")


@pytest.mark.parametrize("good", WRONG)
def test_a_mistake_keeps_the_last_good_version_up(
    small: Small, capfd: pytest.CaptureFixture[str], good: str
) -> None:
    small.build()
    small.edit(FILE, good, WRONG[good][0])
    small.edit("posts.yaml", "960003", "960123")
    assert small.build().exitcode == 1
    assert "its last good version stays up" in capfd.readouterr().err
    assert "Flood in Peru" in small.page("embassy-lima/en/index.html")


def test_a_post_whose_own_files_are_broken_still_shows_it(small: Small) -> None:
    (small.folder / FILE).unlink()
    small.build()
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    small.edit("content/posts/embassy-lima/visas.es.md", "---\n\nTexto", "\nTexto")
    small.write(FILE, ALERT)
    assert small.build().exitcode == 1
    assert all("Flood in Peru" in page for page in pages(small, "embassy-lima/en"))


WARNED = {
    "phone_hours: 24/7\n": ("", "nobody knows whether it answers at night"),
    "expires: 2026-01-11": ("expires: 2026-09-11", "more than 90 days"),
    "sent: 2026-01-09": ("sent: 2026-01-10", "until then nobody sees this alert"),
    "[PE]": ("[PE, KE]", "no post is for KE"),
}


@pytest.mark.parametrize("good", WARNED)
def test_what_may_not_be_meant_is_told_and_shown(
    small: Small, capfd: pytest.CaptureFixture[str], good: str
) -> None:
    small.edit(FILE, good, WARNED[good][0])
    assert small.build().exitcode == 0
    assert WARNED[good][1] in capfd.readouterr().err


def test_a_number_of_another_country_is_told(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    small.edit("posts.yaml", "country: QV", "country: SE")
    small.edit(FILE, "+44 1632 960555", "+33 1 99 00 12 34")
    small.build()
    assert "is a number of FR" in capfd.readouterr().err


SQUARE = [(0, 0), (1, 0), (1, 1), (0, 1), (0, 0)]


def test_a_ring_that_encloses_an_area_does_not_cross_itself() -> None:
    assert crossing(SQUARE) is None
    assert crossing(SQUARE[::-1]) is None


@pytest.mark.parametrize(
    "ring",
    [
        [(0, 0), (1, 1), (1, 0), (0, 1), (0, 0)],
        [(0, 0), (2, 0), (1, 0), (1, 1), (0, 0)],
        [(0, 0), (2, 0), (2, 2), (1, 0), (0, 2), (0, 0)],
    ],
)
def test_a_ring_that_touches_itself_is_found(ring: list[tuple[float, float]]) -> None:
    assert crossing(ring) is not None


# For machines.


def message(small: Small, site: str = "embassy-lima/") -> ET.Element:
    text = small.page(f"{site}alerts/2026-01-flood.cap.xml")
    CAP.validate(text)
    return ET.fromstring(text)


def value(root: ET.Element, name: str) -> str:
    found = root.find(f".//{CAP_NAME}{name}")
    return (found.text or "") if found is not None else ""


def test_the_message_is_valid_cap_with_a_part_for_each_language(small: Small) -> None:
    small.edit(
        FILE, "[PE]", "[PE]\n  regions: [PE-LIM]\n  polygon: [[0, 0], [2, 0], [2, 1], [0, 0]]"
    )
    small.build()
    root = message(small)
    assert value(root, "status") == "Actual"
    assert value(root, "msgType") == "Alert"
    assert [e.text for e in root.iter(f"{CAP_NAME}language")] == ["en", "fr"]
    assert value(root, "polygon") == "0,0 0,2 1,2 0,0"
    assert value(root, "contact") == "+44 1632 960555"
    assert message(small, "").find(f"{CAP_NAME}references") is None


@pytest.mark.parametrize(
    ("kind", "type_"), [("update", "Update"), ("all-clear", "Update"), ("cancel", "Cancel")]
)
def test_what_follows_names_the_messages_before_it(small: Small, kind: str, type_: str) -> None:
    small.build()
    first = message(small)
    small.write(FILE, ALERT + UPDATE % kind)
    small.build()
    root = message(small)
    assert value(root, "msgType") == type_
    assert value(root, "identifier") != value(first, "identifier")
    names = (value(first, name) for name in ("sender", "identifier", "sent"))
    assert value(root, "references") == ",".join(names)
    assert (value(root, "responseType") == "AllClear") == (kind != "update")


@pytest.mark.parametrize("made_up", ["sample", "demonstration"])
def test_nobody_can_take_a_sample_for_real(small: Small, made_up: str) -> None:
    if made_up == "sample":
        small.write(FILE, ALERT + "sample: true\n")
    else:
        small.edit("posts.yaml", "  country: QV", "  country: QV\n  demonstration: true")
    small.build()
    assert value(message(small), "status") == "Test"


def test_the_feed_keeps_the_id_of_an_alert_while_it_changes(small: Small) -> None:
    small.build()
    (before,) = feedparser.parse(small.page("embassy-lima/en/alerts.atom")).entries
    small.write(FILE, ALERT + UPDATE % "update")
    small.build()
    read = feedparser.parse(small.page("embassy-lima/en/alerts.atom"))
    assert not read.bozo
    (entry,) = read.entries
    assert entry.id == before.id
    assert entry.updated == read.feed.updated == "2026-01-09T11:00:00Z"
    assert entry.summary == "The water falls."
    kinds = {link.type for link in entry.links}
    assert kinds == {"text/html", "application/cap+xml"}
    empty = feedparser.parse(small.page("embassy-cairo/en/alerts.atom"))
    assert not empty.bozo
    assert not empty.entries


def test_the_data_say_what_the_file_says(small: Small) -> None:
    small.build()
    (found,) = json.loads(small.page("embassy-lima/alerts.json"))
    assert found["severity"] == "severe"
    assert found["expires"] == found["ends"] == "2026-01-11T00:00:00Z"
    assert found["headline"] == {"en": "Flood in Peru", "fr": "Inondation au Pérou"}
    assert json.loads(small.page("alerts.json")) == [
        {**found, "url": found["url"].replace("embassy-lima/", ""),
         "cap": found["cap"].replace("embassy-lima/", "")}
    ]  # fmt: skip
    assert json.loads(small.page("embassy-cairo/alerts.json")) == []


# `chancery alert`.


def command(small: Small, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "chancery", "alert", "--network", str(small.folder), *words],
        cwd=ROOT, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
        env={**os.environ, "SOURCE_DATE_EPOCH": str(int(NOW.timestamp()) + len(words))},
    )  # fmt: skip


def test_a_duty_officer_puts_up_continues_and_ends_an_alert(small: Small) -> None:
    (small.folder / FILE).unlink()
    first = command(
        small, "--id", "quake", "--country", "PE", "--severity", "extreme", "--area", "Lima",
        "--headline", 'A "strong" quake: stay calm', "--instruction", "Leave the house.",
        "--hours", "12", "--next-hours", "2",
    )  # fmt: skip
    assert first.returncode == 0, first.stderr
    assert "A &#34;strong&#34; quake: stay calm" in small.page("embassy-lima/en/index.html")
    more = ("--text", "The harbour is shut.", "--next-hours", "3", "--language", "en")
    text = (small.folder / "content/alerts/quake.yaml").read_text(encoding="utf-8")
    first_line = text.splitlines()[0]
    assert first_line.startswith("# yaml-language-server: $schema=")
    assert (small.folder / "content/alerts" / first_line.partition("=")[2]).resolve() == (
        ROOT / "schemas/alerts.schema.json"
    )
    small.write("content/alerts/quake.yaml", text.replace("12:00:16Z", "12:00:01Z"))
    assert command(small, "--update", "quake", *more).returncode == 0
    text = (small.folder / "content/alerts/quake.yaml").read_text(encoding="utf-8")
    assert text.splitlines()[0] == first_line
    assert "The harbour is shut." in small.page("embassy-lima/en/alerts/quake/index.html")
    last = (
        "--text",
        "It is over. You can go home and call us by day.",
        "--language",
        "en",
        "--hours",
        "1",
    )
    over = command(small, "--all-clear", "quake", *last, "--next-hours", "1")
    assert over.returncode == 0, over.stderr
    assert "alert-ended" in small.page("embassy-lima/en/index.html")


UNREADABLE = {
    "a conflict of Git's": (b"posts:\n", b"<<<<<<< HEAD\nposts:\n"),
    "another encoding": (None, "posts: []".encode("utf-16")),
    "nothing": (None, b""),
}


@pytest.mark.parametrize("how", UNREADABLE)
def test_an_alert_is_put_up_though_posts_yaml_cannot_be_read(
    small: Small, capfd: pytest.CaptureFixture[str], how: str
) -> None:
    (small.folder / FILE).unlink()
    small.build(publish=True)
    file = small.folder / "posts.yaml"
    good = file.read_bytes()
    old, new = UNREADABLE[how]
    assert old is None or old in good
    file.write_bytes(new if old is None else good.replace(old, new))
    here = Options(network=str(small.folder))
    assert build(here) == 2
    capfd.readouterr()
    given = {"country": "PE", "severity": "severe", "area": "Lima", "headline": "Quake"}
    assert alert(here, Wish(name="quake", given=given), build=True) == 0
    told = capfd.readouterr().err
    assert "posts.yaml: sites are made from it as it was read last." in told
    assert "[last-good-version]" in told
    assert "The alert is on its sites; what else is told above stood before it." in told
    assert "Quake" in small.page("embassy-lima/en/index.html")
    status = json.loads(small.page("network.json"))
    assert (status["publishing"], status["clean"]) == (True, False)
    # Whoever asks for nothing so urgent is told as before, and what is mended is built.
    assert build(here) == 2
    file.write_bytes(good)
    assert build(replace(here, publish=True)) == 0
    assert json.loads(small.page("network.json"))["clean"]


def test_an_alert_is_put_up_though_what_is_said_of_the_ministry_is_broken(small: Small) -> None:
    (small.folder / FILE).unlink()
    small.build()
    small.edit("posts.yaml", "  country: QV\n", "")
    given = {"country": "PE", "severity": "severe", "area": "Lima", "headline": "Quake"}
    assert (
        alert(Options(network=str(small.folder)), Wish(name="quake", given=given), build=True) == 0
    )
    assert "Quake" in small.page("embassy-lima/en/index.html")


def test_an_alert_of_a_network_that_was_never_read_is_not_written(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    (small.folder / FILE).unlink()
    small.edit("posts.yaml", "    city: Lima", '    city: "Lima')
    given = {"country": "PE", "severity": "severe", "area": "Lima", "headline": "Quake"}
    assert alert(Options(network=str(small.folder)), Wish(name="quake", given=given), build=True)
    assert "[yaml-unclear]" in capfd.readouterr().err
    assert not (small.folder / "content/alerts/quake.yaml").exists()


def test_an_alert_is_put_up_whatever_stood_before_as_the_sites_were_built_last(
    small: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    (small.folder / FILE).unlink()
    small.edit("posts.yaml", "city: {en: Cairo", "citty: {en: Cairo")
    small.write("content/posts/embassy-oslo/plan.en.md", "---\ntitle: Plan\nstatus: draft\n---\n")
    small.build(publish=True)
    capfd.readouterr()
    given = {"country": "PE", "severity": "severe", "area": "Lima", "headline": "Quake"}
    assert (
        alert(Options(network=str(small.folder)), Wish(name="quake", given=given), build=True) == 0
    )
    told = capfd.readouterr().err
    assert "[key-unknown]" in told
    assert "The alert is on its sites; what else is told above stood before it." in told
    assert "Quake" in small.page("embassy-lima/en/index.html")
    assert json.loads(small.page("network.json"))["publishing"]
    assert not (small.output / "embassy-oslo/en/plan").exists()


def test_an_alert_goes_on_with_what_a_build_that_was_killed_was_for(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Killed(BaseException):
        """Ends a build as `kill -9` does."""

    def killed(*_: object) -> None:
        raise Killed

    with monkeypatch.context() as patch:
        patch.setattr(Worker, "build", killed)
        with pytest.raises(Killed):
            small.build(publish=True, CHANCERY_ONE_TREE=False)
    given = {"country": "PE", "severity": "severe", "area": "Lima", "headline": "Quake"}
    options = Options(network=str(small.folder), workers=1)
    assert alert(options, Wish(name="quake", given=given), build=True) == 0
    status = json.loads(small.page("network.json"))
    assert (status["publishing"], status["own_places"]) == (True, True)


def test_nothing_is_written_of_an_alert_with_a_mistake(small: Small) -> None:
    done = command(
        small, "--id", "quake", "--country", "PX", "--severity", "bad", "--headline", "Quake",
        "--area", "Lima",
    )  # fmt: skip
    assert done.returncode == 2
    assert "--severity: 'bad', expected one of extreme" in done.stderr
    assert "--country: 'PX'" in done.stderr
    assert "Nothing was written." in done.stderr
    assert not (small.folder / "content/alerts/quake.yaml").exists()


NEEDED = ("--country", "PE", "--severity", "severe", "--headline", "Quake", "--area", "Lima")


def flagged(small: Small, *words: str) -> tuple[int, str]:
    """Run `chancery alert` in this process without a terminal; return its exit code and words."""
    flags = ["--network", str(small.folder), "--no-build", *words]
    done = CliRunner().invoke(typed_alert, flags, standalone_mode=False)
    if done.exception:
        raise done.exception
    return done.return_value, done.output


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ((), ["--headline: is needed", "--severity: is needed", "--country: is needed",
              "--area: is needed: where, in words that a resident knows"]),
        (("--country", "Egypptt", "--area", " ", "--hours", "soon"),
         ["--headline: is needed", "--area: is needed", "--hours: 'soon' is no number",
          "did you mean 'Egypt'?"]),
        ((*NEEDED, "--urgency", "now", "--category", "mett"),
         ["--urgency: 'now'", "--category: 'mett'"]),
        ((*NEEDED, "--post", "embassy-osl"), ["--post: 'embassy-osl'"]),
    ],
)  # fmt: skip
def test_all_flags_that_are_missing_or_wrong_are_named_at_once(
    small: Small, words: tuple[str, ...], said: list[str]
) -> None:
    before = sorted(small.folder.rglob("*"))
    code, output = flagged(small, *words)
    assert (code, [one for one in said if one not in output]) == (2, []), output
    assert ".yaml" not in output
    assert sorted(small.folder.rglob("*")) == before


def test_a_flag_takes_countries_by_name_and_a_language_too(small: Small) -> None:
    words = (*NEEDED, "--country", "Kenya, Pérou", "--language", "French", "--id", "quake")
    code, output = flagged(small, *words)
    assert code == 0, output
    text = (small.folder / "content/alerts/quake.yaml").read_text(encoding="utf-8")
    assert 'countries: ["KE", "PE"]' in text
    assert 'headline: {fr: "Quake"}' in text


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["--update", "flod", "--text", "x"], "known: 2026-01-flood"),
        (["--id", "2026-01-flood", *NEEDED], "is there already"),
        (["--update", "a", "--cancel", "b"], "Give one of"),
        (["--all-clear", "2026-01-flood"], "Say what is new with --text"),
        (["--headline", "x", "--hours", "soon"], "is no number of hours"),
    ],
)
def test_a_wish_that_cannot_be_met_ends_with_2(small: Small, words: list[str], said: str) -> None:
    done = command(small, *words)
    assert done.returncode == 2
    assert said in done.stderr + done.stdout


def test_an_alert_is_found_by_what_it_says(small: Small) -> None:
    small.build()
    index = json.loads(small.page("embassy-lima/en/search.js").removeprefix("chanceryData=")[:-2])
    [found] = [page for page in index["pages"] if page[0] == "alerts/2026-01-flood/"]
    assert "river" in found[5][0][2].split()


def test_what_is_asked_of_an_alert_is_checked_as_it_is_answered(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(alerting, "is_terminal", lambda: True)
    typed = "Perou, Egypptt\nPérou, Egypt\nThe coast\nsevre\nsevere\nA flood\n"
    typed += "\nmany\n12\n\nFrench\n"
    flags = ["--network", str(small.folder), "--no-build"]
    done = CliRunner().invoke(typed_alert, flags, input=typed, standalone_mode=False)
    assert done.return_value == 0, done.output
    for said in ("did you mean 'Egypt'?", "did you mean 'severe'?", "is no number of hours"):
        assert said in done.output
    text = (small.folder / "content/alerts/2026-01-09-a-flood.yaml").read_text(encoding="utf-8")
    assert 'countries: ["PE", "EG"]' in text
    assert 'headline: {fr: "A flood"}' in text
    assert "expires: 2026-01-10T00:00:00Z" in text


def test_a_mistake_of_what_is_not_written_yet_names_its_file_and_shows_no_line_of_another(
    small: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    name = Path(FILE).name
    (elsewhere / name).write_text("of another\n" * 60)
    monkeypatch.chdir(elsewhere)
    small.write(FILE, f"{ALERT}nonsense: 1\n")
    options = Options(network=str(small.folder))
    wish = Wish(name="2026-01-flood", step="update", given={"text": "It falls."})
    assert alert(options, wish, build=False) == 1
    said = capsys.readouterr().err
    assert f"{os.path.relpath(small.folder / FILE)}:14: nonsense" in said
    assert "of another" not in said
