"""Settings for a build on a desk, drafts and all. What differs from Chancery’s own stands below."""

from chancery.pelicanconf import *  # noqa: F403
