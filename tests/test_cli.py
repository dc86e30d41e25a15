"""The command as somebody types it: help, completion, colour, forms, and how it ends."""

from __future__ import annotations

import json
import os
import re
import shlex
import signal
import subprocess
import sys
from collections.abc import Sequence
from io import BytesIO, TextIOWrapper
from pathlib import Path

import click
import pytest

from chancery.cli import main
from chancery.cli.complete import languages, platforms, post_ids
from chancery.commands.build import build, check
from chancery.commands.options import Options
from chancery.common.problems import Place, Problem
from chancery.common.reporter import Reporter, Style
from tests.commandspage import commands
from tests.networks.small import DATE, Small, make

ROOT = Path(__file__).parents[1]
COMMAND = [sys.executable, "-m", "chancery"]


@pytest.fixture
def small(tmp_path: Path) -> Small:
    return make(tmp_path)


@pytest.fixture
def broken(small: Small) -> Small:
    small.edit("posts.yaml", "city: Lima", "citty: Lima")
    return small


def chancery(words: Sequence[str], **environment: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *words], cwd=ROOT, env={**os.environ, "SOURCE_DATE_EPOCH": DATE, **environment},
        capture_output=True, text=True, check=False, timeout=60,
    )  # fmt: skip


@pytest.mark.parametrize("name", commands())
def test_every_command_has_an_example_that_can_be_typed(name: str) -> None:
    command = commands()[name]
    begin, example = (command.epilog or "").split(": ", 1)
    assert begin == "Example"
    if name == "completion":
        return
    words = shlex.split(example)
    assert words[: 1 + len(name.split())] == ["chancery", *name.split()]
    with command.make_context(name, words[1 + len(name.split()) :]) as context:
        assert context.params


def test_no_option_has_a_short_form_but_that_of_help() -> None:
    short = {
        form
        for command in commands().values()
        for option in command.get_params(click.Context(command))
        for form in option.opts
        if form.startswith("-") and not form.startswith("--")
    }
    assert short <= {"-h"}


def test_a_shell_completes_commands_options_and_posts_after_the_last_comma(small: Small) -> None:
    def completed(*words: str) -> list[str]:
        done = chancery(
            [], _CHANCERY_COMPLETE="bash_complete", COMP_WORDS=shlex.join(["chancery", *words]),
            COMP_CWORD=str(len(words)),
        )  # fmt: skip
        return [line.split(",", 1)[1] for line in done.stdout.splitlines()]

    assert completed("pub") == ["publish"]
    assert "--own-places" in completed("build", "--o")
    given = ("build", "--network", str(small.folder), "--posts", "embassy-oslo,embassy-l")
    assert completed(*given) == ["embassy-oslo,embassy-lima"]
    assert chancery(["completion", "zsh"]).stdout.startswith("#compdef chancery")


def test_what_is_completed_is_read_from_the_network(small: Small) -> None:
    assert {"embassy-lima", "embassy-oslo"} <= set(post_ids(str(small.folder)))
    assert "en" in languages(str(small.folder))
    assert "mastodon" in platforms()
    assert post_ids(str(small.folder / "nowhere")) == []


def test_ids_of_others_are_no_posts_and_a_broken_posts_yaml_is_read_as_far_as_it_goes(
    tmp_path: Path,
) -> None:
    (tmp_path / "posts.yaml").write_text(
        "partners:\n  - id: partner\nposts: # all\n  - {id: embassy-rome, kind: embassy}\n"
        "# more\n  - kind: [\n    id: 'embassy-oslo'\nlater:\n  - id: another\n"
    )
    assert post_ids(str(tmp_path)) == ["embassy-oslo", "embassy-rome"]


def test_what_is_to_be_mended_next_is_a_file(
    small: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    assert build(Options(network=str(small.folder), posts=("nowhere",), workers=1)) == 2
    said = capsys.readouterr().err
    assert "--posts" in said
    assert "Next:" not in said


def test_the_line_at_fault_is_shown_with_a_caret(
    broken: Small, capfd: pytest.CaptureFixture[str]
) -> None:
    assert check(Options(network=str(broken.folder))) == 1
    said = capfd.readouterr().err.splitlines()
    at = next(number for number, line in enumerate(said) if "citty" in line)
    line, caret = said[at + 1 : at + 3]
    assert line.endswith("|     citty: Lima")
    assert line[caret.index("^") :] == "citty: Lima"


@pytest.mark.parametrize(
    ("line", "column", "shown", "caret"),
    [
        ("name: Ambasciata", 7, "  1 | name: Ambasciata", "    |       ^"),
        ("名前: 大使館", 5, "  1 | 名前: 大使館", "    |       ^"),
        ("a: \u202edesrever", 4, "  1 | a: \\u202edesrever", "    |    ^"),
        ("\ta: b", 2, "  1 |     a: b", "    |     ^"),
    ],
)
def test_the_caret_stands_below_the_column_in_every_script(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, column: int, shown: str,
    caret: str,
) -> None:  # fmt: skip
    file = tmp_path / "x.yaml"
    file.write_text(line, encoding="utf-8")
    Reporter().problems([Problem(Place(str(file), 1, column), "is wrong")])
    assert capsys.readouterr().err.splitlines()[1:] == [shown, caret]


def test_a_long_line_is_cut_around_what_is_wrong(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    file = tmp_path / "x.yaml"
    file.write_text("x" * 5000 + "HERE" + "y" * 5000)
    Reporter().problems([Problem(Place(str(file), 1, 5001), "is wrong")])
    _, line, caret = capsys.readouterr().err.splitlines()
    assert len(line) < 110
    assert line[caret.index("^") :].startswith("HEREyyy")


def test_a_problem_of_what_is_no_file_is_told_without_a_line(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    os.mkfifo(tmp_path / "pipe")
    Reporter().problems([Problem(Place(str(tmp_path / "pipe"), 1, 1), "is wrong")])
    Reporter().problems([Problem(Place("--posts"), "is wrong")])
    assert len(capsys.readouterr().err.splitlines()) == 2


PROBLEMS = [
    Problem(Place("content/a b.md", 3, 2), "is 100% wrong,\nhe said", code="value-invalid"),
    Problem(Place("other.yaml", 1, 1), "is accepted", code="key-unknown", accepted="On purpose."),
]


def told(form: str, capsys: pytest.CaptureFixture[str], **style: bool) -> str:
    reporter = Reporter(Style(form=form, **style))  # type: ignore[arg-type]
    reporter.problems(PROBLEMS)
    assert reporter.end(1, following="chancery build") == 1
    return capsys.readouterr().out


def test_github_is_told_with_what_would_end_a_command_escaped(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert told("github", capsys) == (
        "::error file=content/a b.md,line=3,col=2,title=value-invalid::"
        "is 100%25 wrong,\\nhe said [value-invalid]\n"
    )


def test_sarif_has_place_rule_and_what_was_accepted(capsys: pytest.CaptureFixture[str]) -> None:
    log = json.loads(told("sarif", capsys))
    [run] = log["runs"]
    assert {rule["id"] for rule in run["tool"]["driver"]["rules"]} == {
        result["ruleId"] for result in run["results"]
    }
    wrong, accepted = run["results"]
    assert wrong["level"] == "error"
    [location] = wrong["locations"]
    place = location["physicalLocation"]
    assert place["artifactLocation"]["uri"] == "content/a%20b.md"
    assert place["region"] == {"startLine": 3, "startColumn": 2}
    assert accepted["suppressions"] == [{"kind": "inSource", "justification": "On purpose."}]


def test_json_is_one_object_with_the_next_step(capsys: pytest.CaptureFixture[str]) -> None:
    found = json.loads(told("json", capsys))
    assert found["exitcode"] == 1
    assert found["next"] == "chancery build"
    assert [problem["code"] for problem in found["problems"]] == ["value-invalid", "key-unknown"]


@pytest.mark.parametrize("form", ["text", "json", "github", "sarif"])
def test_what_the_locale_cannot_say_is_escaped(form: str, monkeypatch: pytest.MonkeyPatch) -> None:
    said = TextIOWrapper(BytesIO(), encoding="latin-1")
    monkeypatch.setattr("sys.stdout", said)
    reporter = Reporter(Style(form=form))
    reporter.problems([Problem(Place("x.yaml", 1), "'Zürich, القاهرة 😀'")])
    reporter.say("القاهرة")
    reporter.end(1)
    text = said.buffer.getvalue().decode("latin-1")
    assert "\\u0627\\u0644" in text
    if form == "json":
        assert json.loads(text)["problems"][0]["message"] == "'Zürich, القاهرة 😀'"


def test_quiet_tells_what_counts_and_verbose_what_was_accepted(
    capsys: pytest.CaptureFixture[str],
) -> None:
    for style, lines in ((Style(quiet=True), 1), (Style(verbose=True), 4)):
        reporter = Reporter(style)
        reporter.problems(PROBLEMS)
        reporter.say("Done.")
        reporter.end(1, following="chancery build")
        said = capsys.readouterr()
        assert len(said.err.splitlines()) == lines
        assert bool(said.out) is style.verbose


def test_a_build_says_again_in_another_form_what_it_said(
    broken: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    options = Options(network=str(broken.folder), workers=1)
    assert build(options) == 1
    first = capsys.readouterr().err
    assert build(Options(network=str(broken.folder), workers=1, style=Style(form="json"))) == 1
    again = json.loads(capsys.readouterr().out)
    assert again["said"] == ["Nothing has changed since the last build.", again["said"][1]]
    [problem] = again["problems"]
    assert problem["message"] in first


def test_what_is_said_again_elsewhere_names_files_from_there(
    broken: Small, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    monkeypatch.chdir(broken.folder)
    options = Options(network=str(broken.folder), workers=1)
    assert build(options) == 1
    assert capsys.readouterr().err.startswith("posts.yaml:")
    other = tmp_path / "other"
    other.mkdir()
    (other / "posts.yaml").write_text("another: network\n" * 60)
    monkeypatch.chdir(other)
    assert build(options) == 1
    said = capsys.readouterr()
    assert "Nothing has changed" in said.out
    assert said.err.startswith(f"{broken.folder / 'posts.yaml'}:")
    assert "another: network" not in said.err


def test_after_a_check_that_finds_something_one_checks_again(
    broken: Small, capsys: pytest.CaptureFixture[str]
) -> None:
    assert check(Options(network=str(broken.folder))) == 1
    assert f"then chancery check --network {broken.folder}\n" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("words", "environment", "coloured"),
    [
        ((), {}, False),
        (("--color", "always"), {"NO_COLOR": "1"}, True),
        (("--color", "never"), {}, False),
    ],
)
def test_colour_is_for_terminals_or_for_who_asks(
    broken: Small, words: tuple[str, ...], environment: dict[str, str], coloured: bool
) -> None:
    done = chancery(["check", "--network", str(broken.folder), *words], **environment)
    assert ("\x1b[" in done.stderr) is coloured


def test_json_and_another_form_at_once_are_wrong_usage() -> None:
    done = chancery(["check", "--json", "--format", "sarif"])
    assert done.returncode == 2
    assert "leave out one" in json.loads(done.stdout)["problems"][0]["message"]


@pytest.mark.parametrize(
    "words",
    [
        ("nonsense",), ("build", "--nonsense"), ("build", "--workers", "-1"), ("publish",),
        ("build", "--format", "sarif"), ("alert", "--update", "one"),
    ],
)  # fmt: skip
def test_wrong_usage_is_told_as_json_where_that_is_asked_for(
    words: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*words, "--json"]) == 2
    said = capsys.readouterr()
    found = json.loads(said.out)
    assert found["exitcode"] == 2
    assert [problem["code"] for problem in found["problems"]] == ["wrong-usage"]
    assert said.err == ""


def test_a_folder_that_cannot_be_written_to_is_one_message(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "file").touch()
    assert main(["design", "--output", str(tmp_path / "file" / "design"), "--json"]) == 2
    [problem] = json.loads(capsys.readouterr().out)["problems"]
    assert problem["code"] == "file-unwritable"
    assert problem["file"].startswith(str(tmp_path / "file"))


def test_a_language_that_there_is_not_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("chancery.report.catalogues.extract", lambda *_: pytest.fail("has begun"))
    assert main(["translations", "--language", "EN-gb"]) == 2
    assert "did you mean 'en-GB'? [wrong-usage]" in capsys.readouterr().err


def test_who_reads_no_further_stops_nothing(broken: Small) -> None:
    words = shlex.join([*COMMAND, "build", "--network", str(broken.folder)])
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DATE}
    script = f"{words} 2>&1 | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, env=environment, capture_output=True, text=True,
        check=True, timeout=60,
    )  # fmt: skip
    assert (done.stdout, done.stderr) == ("1\n", "")
    assert (broken.output / "network.json").is_file()
    script = f"{shlex.join([*COMMAND, 'nonsense'])} 2>&1 | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("2\n", "")
    script = f"{shlex.join([*COMMAND, '--help'])} | true; echo ${{PIPESTATUS[0]}}"
    done = subprocess.run(
        ["bash", "-c", script], cwd=ROOT, capture_output=True, text=True, check=True, timeout=60
    )
    assert (done.stdout, done.stderr) == ("0\n", "")


def test_ctrl_c_ends_quietly_with_the_code_of_shells(small: Small) -> None:
    hold = (
        "import sys, time; sys.path.insert(0, 'plugins');"
        "import chancery.commands.build as module;"
        "module.build = lambda *a, **k: (print('begun', flush=True), time.sleep(30));"
        "from chancery.cli import main; sys.exit(main(['build']))"
    )
    ignoring = signal.getsignal(signal.SIGINT)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    try:
        process = subprocess.Popen(
            [sys.executable, "-c", hold], cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True,
        )  # fmt: skip
    finally:
        signal.signal(signal.SIGINT, ignoring)
    assert process.stdout is not None
    assert process.stdout.readline() == "begun\n"
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=30)
    assert (process.returncode, said) == (130, "\nStopped.\n")


def test_what_is_stopped_says_so_as_json_too(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def stopped(*_: object, **__: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("chancery.commands.build.build", stopped)
    assert main(["build", "--json"]) == 130
    assert json.loads(capsys.readouterr().out)["exitcode"] == 130


def test_a_task_of_invoke_is_the_command_and_only_said_with_dry() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "invoke", "--dry", "build", "--publish", "--network", "a b"],
        cwd=ROOT, capture_output=True, text=True, check=True, timeout=60,
    )  # fmt: skip
    assert done.stdout == "chancery build --network 'a b' --publish\n"


def test_a_terminal_shows_how_far_a_build_is_in_colour_and_nothing_of_it_stays(
    broken: Small,
) -> None:
    ours, theirs = os.openpty()
    environment = {**os.environ, "SOURCE_DATE_EPOCH": DATE, "TERM": "xterm", "COLUMNS": "80"}
    environment.pop("NO_COLOR", None)
    process = subprocess.Popen(
        [*COMMAND, "build", "--network", str(broken.folder)],
        cwd=ROOT, env=environment, stdout=subprocess.DEVNULL, stderr=theirs,
    )  # fmt: skip
    os.close(theirs)
    said = b""
    while True:
        try:
            part = os.read(ours, 65_536)
        except OSError:  # the other end is closed
            break
        if not part:
            break
        said += part
    os.close(ours)
    assert process.wait(timeout=60) == 1
    text = re.sub(rb"\x1b\[[0-9;?]*[A-Za-z]", b"", said).decode()
    assert re.search(r"sites .* (\d+)/\1 ", text)
    after = said.rpartition(b"sites ")[2]
    assert b"\x1b[2K" in after  # the line of the bar is wiped
    assert b"\x1b[1;31m" in after


def test_a_command_that_there_is_not_is_told_with_the_nearest() -> None:
    done = chancery(["buidl"])
    assert done.returncode == 2
    assert "No such command 'buidl'. Did you mean 'build'?" in done.stderr


def launcher(folder: Path) -> Path:
    """Return the command as `make site` puts it into a checkout, in a folder of its own."""
    script = (ROOT / "tools" / "python-packages").read_text(encoding="utf-8")
    [text] = re.findall(r'''f"""(#!/bin/sh.*?)"""''', script, re.DOTALL)
    path = folder / "chancery"
    path.write_text(text.replace("{sys.executable}", sys.executable), encoding="utf-8")
    path.chmod(0o755)
    return path


def test_the_command_of_a_checkout_serves_what_it_builds_and_is_named_as_it_is_typed(
    small: Small,
) -> None:
    command = launcher(small.folder)
    done = subprocess.run(
        [command, "new", "news", "--post", "embassy-lima", "--title", "An open day",
         "--network", small.folder],
        cwd=small.folder, env={**os.environ, "SOURCE_DATE_EPOCH": DATE}, capture_output=True,
        text=True, check=True, timeout=60,
    )  # fmt: skip
    assert f"Next: ./chancery serve --network {small.folder}" in done.stderr
    with subprocess.Popen(
        [command, "serve", "--network", small.folder, "--port", "0"], cwd=small.folder,
        env={**os.environ, "SOURCE_DATE_EPOCH": DATE}, stdout=subprocess.PIPE,
        stderr=subprocess.PIPE, text=True,
    ) as server:  # fmt: skip
        assert server.stdout is not None
        said = [server.stdout.readline() for _ in range(2)]
        server.send_signal(signal.SIGTERM)
        rest, wrong = server.communicate(timeout=60)
    assert "sites built" in "".join([*said, rest])
    assert "Traceback" not in wrong
    assert server.returncode == 0
