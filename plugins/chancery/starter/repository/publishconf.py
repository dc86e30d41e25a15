"""Settings for a build that is to be published: no drafts, and warnings count."""

from pelicanconf import *  # noqa: F403

CHANCERY_PUBLISHING = True
