"""What a browser may do with a page is said on the page, and to the hosts that can say more."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chancery.render.headers import headers, inline
from tests.networks.small import DATE, Small, make


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.build()
    return small


def policy(html: str) -> dict[str, str]:
    """Return the policy of a page, which must stand before anything that it is about."""
    found = re.search(
        r'<head>\n<meta charset="utf-8">\n'
        r'<meta http-equiv="Content-Security-Policy" content="([^"]*)">',
        html,
    )
    assert found
    rules = (rule.partition(" ") for rule in found[1].split("; "))
    return {name: value for name, _, value in rules}


def test_every_page_is_held_to_its_own_site(small: Small) -> None:
    for path in small.output.rglob("*.html"):
        rules = policy(path.read_text(encoding="utf-8"))
        assert rules["default-src"] == rules["base-uri"] == rules["form-action"] == "'none'"
        if path.name == "emergency.html":
            assert rules["style-src"].startswith("'sha256-")
            assert "script-src" not in rules
            continue
        if path.name == "404.html":
            assert rules["style-src"].startswith("'sha256-")
            assert rules["script-src"].startswith("'sha256-")
            continue
        assert rules["script-src"] == rules["img-src"] == rules["style-src"] == "'self'"


@pytest.mark.parametrize(("site", "path"), [("", "/"), ("embassy-oslo/", "/embassy-oslo/")])
def test_a_missing_page_needs_no_other_file_and_names_no_host(
    small: Small, site: str, path: str
) -> None:
    html = small.page(f"{site}404.html")
    assert "<link" not in html
    assert "src=" not in html.replace("-src", "")
    hrefs = re.findall(r'href="([^"]*)"', html)
    assert f"{path}en/" in hrefs
    assert [one for one in hrefs if not one.startswith((path, "tel:"))] == []


@pytest.mark.parametrize("site", ["", "embassy-oslo/", "virtual-embassy-iceland/"])
def test_hosts_find_headers_that_say_no_less_than_the_page(small: Small, site: str) -> None:
    rules = policy(small.page(f"{site}index.html"))
    # Pages that are a file of their own have styles within, and that for lost addresses a script.
    rules["style-src"] += f" {policy(small.page('embassy-oslo/en/emergency.html'))['style-src']}"
    rules["script-src"] += f" {policy(small.page(f'{site}404.html'))['script-src']}"
    said = "; ".join(f"{name} {value}" for name, value in rules.items())
    for file, line in (("_headers", "  {}: {}\n"), (".htaccess", '  Header always set {} "{}"\n')):
        text = small.page(f"{site}{file}")
        assert line.format("Content-Security-Policy", f"{said}; frame-ancestors 'none'") in text
        assert line.format("X-Content-Type-Options", "nosniff") in text
        assert line.format("X-Frame-Options", "DENY") in text
        assert line.format("Referrer-Policy", "no-referrer") in text
        assert "geolocation=()" in text
        assert "immutable" in text
        assert "application/speculationrules+json" in text


@pytest.mark.parametrize(
    ("site", "own"), [("", True), ("embassy-oslo/", True), ("embassy-cairo/", False)]
)
def test_hosts_are_told_never_to_keep_a_page_for_somebody_in_danger(
    small: Small, site: str, own: bool
) -> None:
    small.write(
        "content/situations/forced.yaml",
        "title: {en: F, fr: F}\ndiscreet: true\nsteps: [{title: {en: Do, fr: Faire}}]\n",
    )
    small.write(
        "content/posts/embassy-oslo/safe-house.en.md", "---\ntitle: S\ndiscreet: true\n---\n\nS."
    )
    small.build()
    hosts, apache = small.page(f"{site}_headers"), small.page(f"{site}.htaccess")
    for folder in ("/:language/", "/:site/:language/"):
        assert f"{folder}help/forced/*\n  Cache-Control: no-store\n" in hosts
        assert (f"{folder}safe-house/*\n  Cache-Control: no-store\n" in hosts) == own
    slugs = "help/forced/|safe-house/|safe-house/easy/" if own else "help/forced/"
    expression = f"expr=%{{REQUEST_URI}} =~ m#/(?:{slugs})#"
    assert f'  Header always set Cache-Control "no-store" "{expression}"\n' in apache
    [rule] = json.loads(small.page(f"{site}speculation.json"))["prefetch"]
    assert {"not": {"href_matches": "/*/help/forced/*"}} in rule["where"]["and"]


def test_what_somebody_saves_has_no_page_for_somebody_in_danger(small: Small) -> None:
    for name, flag in (("arrest", "false"), ("forced", "true")):
        small.write(
            f"content/situations/{name}.yaml",
            f"title: {{en: {name}, fr: {name}}}\ndiscreet: {flag}\n"
            f"steps: [{{title: {{en: Do {name}, fr: Faire}}}}]\n",
        )
    small.build()
    saved = small.page("embassy-oslo/en/emergency.html")
    assert "Do arrest" in saved
    assert "Do forced" not in saved


def test_a_theme_without_a_script_of_its_own_lets_no_empty_one_through() -> None:
    policy = headers("body {}", "")["Content-Security-Policy"]
    assert "script-src 'self';" in policy
    assert inline("") == ""
