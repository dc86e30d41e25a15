"""Chancery's commands for who knows Pelican's `tasks.py`: `inv build` is `chancery build`."""

from __future__ import annotations

import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent / "plugins"))

from chancery.cli.tasks import task_of

alert = task_of("alert")
bench = task_of("bench")
build = task_of("build")
check = task_of("check")
design = task_of("design")
feeds = task_of("feeds")
media = task_of("media")
new_news = task_of("new", "news")
new_page = task_of("new", "page")
new_post = task_of("new", "post")
publish = task_of("publish")
report = task_of("report")
schema = task_of("schema")
serve = task_of("serve")
translations = task_of("translations")
