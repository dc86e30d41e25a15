"""Pelican's settings for a build on a desk: drafts and all."""

from pathlib import Path

_HERE = Path(__file__).parent

PATH = str(_HERE / "content")
OUTPUT_PATH = str(_HERE / "output")
THEME = str(_HERE / "themes" / "chancery")
PLUGIN_PATHS = [str(_HERE / "plugins")]
PLUGINS = ["chancery"]

# The network is made by its own generator; Pelican's have nothing to do.
ARTICLE_PATHS: list[str] = []
PAGE_PATHS: list[str] = []
STATIC_PATHS: list[str] = []
THEME_STATIC_PATHS: list[str] = []
DIRECT_TEMPLATES: list[str] = []
FEED_ALL_ATOM = None
CATEGORY_FEED_ATOM = None
TRANSLATION_FEED_ATOM = None
AUTHOR_FEED_ATOM = None
AUTHOR_FEED_RSS = None

SITENAME = "Chancery"
SITEURL = ""
TIMEZONE = "UTC"
DEFAULT_LANG = "en"

# What Chancery itself asks for; each is described in docs/settings.md.
CHANCERY_NETWORK = str(_HERE)
CHANCERY_CACHE = str(_HERE / ".cache")
CHANCERY_ONE_TREE = True
CHANCERY_FILE_LINKS = False
CHANCERY_PUBLISHING = False
