"""The docs of the theme say truly which template makes which page from what."""

from __future__ import annotations

from collections import defaultdict
from pathlib import Path

from chancery.features import FEATURES
from chancery.plan.index import Index
from chancery.plan.site import SitePlan
from tests.test_documented import in_code, rows, section


def test_the_docs_name_the_view_model_of_each_page_of_a_feature(index: Index) -> None:
    made: dict[str, set[str]] = defaultdict(set)
    for post in (None, *(post for post in index.network.posts if post.site)):
        plan = SitePlan(index, post)
        context = plan.context(plan.languages[0])
        for feature in FEATURES:
            for page in feature.pages(context):
                made[f"{page.type}.html"].add(type(page.view).__name__)
    text = section("theme.md", "## Templates and view models")
    said = {in_code(row[0])[0]: set(in_code(row[2])) for row in rows(text)}
    assert made == {name: said[name] for name in made}
    assert len(made) > 20


def test_a_template_that_is_documented_as_a_view_is_named_in_the_code() -> None:
    source = Path(__file__).parents[2] / "plugins" / "chancery"
    code = "\n".join(path.read_text(encoding="utf-8") for path in source.rglob("*.py"))
    for name, _, view in rows(section("theme.md", "## Templates and view models")):
        [model] = in_code(view)
        assert f"class {model}(" in code or model == "str", in_code(name)
