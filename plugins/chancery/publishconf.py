"""Pelican's settings for a build that is to be published: no drafts, and warnings count."""

from chancery.pelicanconf import *  # noqa: F403

CHANCERY_PUBLISHING = True
