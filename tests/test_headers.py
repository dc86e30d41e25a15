"""What a browser may do with a page is said on the page, and to the hosts that can say more."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chancery.render.headers import headers
from tests.networks.small import DATE, Small, make


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.build()
    return small


def policy(html: str) -> dict[str, str]:
    """Give the policy of a page, which must stand before anything that it is about."""
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
        assert rules["script-src"] == rules["img-src"] == "'self'"
        if path.name != "404.html":
            assert rules["style-src"] == "'self'"


def test_a_missing_page_has_its_style_wherever_it_is_served(small: Small) -> None:
    html = small.page("embassy-oslo/404.html")
    [style] = re.findall(r'<link rel="stylesheet" href="([^"]*)">', html)
    assert style.startswith("https://network.example/embassy-oslo/assets/site.")
    assert policy(html)["style-src"] == f"'self' {style}"


@pytest.mark.parametrize("site", ["", "embassy-oslo/", "virtual-embassy-iceland/"])
def test_hosts_find_headers_that_say_no_less_than_the_page(small: Small, site: str) -> None:
    rules = policy(small.page(f"{site}index.html"))
    # The one page that is a file of its own has styles within.
    rules["style-src"] += f" {policy(small.page('embassy-oslo/en/emergency.html'))['style-src']}"
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


def test_the_docs_give_other_servers_the_same_headers(project_root: Path) -> None:
    text = (project_root / "docs" / "web-team.md").read_text(encoding="utf-8")
    css = (project_root / "themes/chancery/standalone.css").read_text(encoding="utf-8")
    for name, value in headers(css).items():
        quoted = f'"{value}"' if " " in value else value
        nginx, caddy = (_in(mark, quoted) for mark in "'`")
        assert f"add_header {name} {nginx} always;" in text
        assert f"    {name} {caddy}\n" in text


def _in(mark: str, value: str) -> str:
    """Give a value as a server wants it, for one that has quotes of its own with others around."""
    return f"{mark}{value}{mark}" if value.startswith('"/') else value
