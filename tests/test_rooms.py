"""What the contracts of pyproject.toml do not say of imports: no files of a room go in circles."""

from __future__ import annotations

from graphlib import CycleError, TopologicalSorter

import grimp


def circle(imports: dict[str, set[str]]) -> list[str]:
    """Return modules that import one another in a circle; none where there is none."""
    try:
        TopologicalSorter(imports).prepare()
    except CycleError as found:
        return list(found.args[1])
    return []


def test_no_files_import_each_other_in_a_circle() -> None:
    # What is imported inside a function counts; what only types are written with does not.
    graph = grimp.build_graph("chancery", cache_dir=None, exclude_type_checking_imports=True)
    imports = {name: graph.find_modules_directly_imported_by(name) for name in graph.modules}
    assert len(imports) > 100
    assert circle(imports) == []


def test_a_circle_would_be_named() -> None:
    assert set(circle({"a": {"b"}, "b": {"c"}, "c": {"a"}, "d": {"a"}})) == {"a", "b", "c"}
