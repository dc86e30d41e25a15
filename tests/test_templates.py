"""Pelican's own templates are compiled once in a process, and never for another source."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest
from jinja2 import DictLoader, Environment
from pelican.settings import DEFAULT_CONFIG

from chancery.run.templates import keep_compiled


@pytest.mark.parametrize(
    ("asked", "kept"),
    [({}, True), ({"JINJA_ENVIRONMENT": {"trim_blocks": False}}, False),
     ({"JINJA_FILTERS": {"loud": str.upper}}, False)],
)  # fmt: skip
def test_templates_of_pelican_are_compiled_once_where_settings_ask_nothing_of_jinja(
    asked: dict[str, Any], kept: bool
) -> None:
    generator = SimpleNamespace(env=Environment(), settings={**DEFAULT_CONFIG, **asked})
    keep_compiled(generator, DEFAULT_CONFIG)
    assert (generator.env.bytecode_cache is not None) == kept


def test_another_source_is_compiled_anew() -> None:
    again = SimpleNamespace(env=Environment(cache_size=0), settings=DEFAULT_CONFIG)
    keep_compiled(again, DEFAULT_CONFIG)
    for text in ("{{ 1 }}", "{{ 2 }}", "{{ 1 }}"):
        again.env.loader = DictLoader({"tag.html": text})
        assert again.env.get_template("tag.html").render() == text[3]
