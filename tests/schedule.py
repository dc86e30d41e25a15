"""Which tests one worker runs together, and what begins first when several workers share them.

What one unit makes for its tests is made once. Few units also keep the one who hands them out from
counting thousands at each test. (The groups of pytest-xdist 3.8 do nothing under pytest 9.2.)
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from xdist.scheduler import LoadScopeScheduling

if TYPE_CHECKING:
    from xdist.workermanage import WorkerController

#: Tests that share the page checker, which takes seconds to start.
CHECKED = (
    "tests/nu/test_check.py",
    "tests/sites/test_html.py::test_all_are_valid_html_and_css",
    "tests/theme/test_components.py::test_all_examples_are_valid_html",
)
#: Files of which a test has seconds of its own for each of its examples: a unit is one such test.
SPLIT = ("tests/sites/", "tests/theme/", "tests/browser/")
#: Files among those that read all pages once for all of their tests.
TOGETHER = ("tests/sites/test_links.py", "tests/sites/test_html.py")
#: What takes longest, the longest first: whoever got it last would end alone with it.
FIRST = (
    "tests/sites/test_links.py", "tests/test_incremental.py", "tests/sites/", "tests/browser/",
    "checked", "tests/theme/", "tests/test_feeds.py", "tests/test_commands.py", "tests/write/",
    "tests/test_mending.py", "tests/test_", "tests/publish/", "tests/fetch/", "tests/plan/",
)  # fmt: skip


def unit(test: str) -> str:
    """Return the name of the unit that a test belongs to."""
    if test.startswith(CHECKED):
        return "checked"
    if test.startswith(SPLIT) and not test.startswith(TOGETHER):
        return test.partition("[")[0]
    return test.partition("::")[0]


def rank(name: str) -> int:
    """Return how early a unit begins, 0 for first."""
    return next((at for at, start in enumerate(FIRST) if name.startswith(start)), len(FIRST))


class Units(LoadScopeScheduling):
    """Hands out units, those first that take long."""

    def _split_scope(self, nodeid: str) -> str:
        return unit(nodeid)

    def _assign_work_unit(self, node: WorkerController) -> None:
        self.workqueue.move_to_end(min(self.workqueue, key=rank), last=False)
        super()._assign_work_unit(node)
