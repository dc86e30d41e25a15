"""Pelican's settings for a build that is to be published: no drafts, and warnings count."""

import sys
from pathlib import Path

# Under `pelican`, the folder of the settings is not among those that modules are looked for in.
sys.path.insert(0, str(Path(__file__).parent))

from pelicanconf import *  # noqa: F403

CHANCERY_PUBLISHING = True
