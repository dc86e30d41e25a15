"""Pelican's settings for a build on a desk: drafts and all.

A network without settings of its own is built with these. Its own `pelicanconf.py` begins with

    from chancery.pelicanconf import *

and names what differs. Folders are relative to the file that is read.
"""

from chancery.common.resources import THEME as _THEME
from chancery.common.resources import resource as _resource

PATH = "content"
OUTPUT_PATH = "output"
THEME = str(_resource(_THEME))
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
CHANCERY_ONE_TREE = True
CHANCERY_FILE_LINKS = False
CHANCERY_PUBLISHING = False
