"""Pelican's settings for the network in this folder, for a build on a desk: drafts and all."""

import sys
from pathlib import Path

# Pelican is to find the Chancery of this checkout, whether or not it is installed.
sys.path.insert(0, str(Path(__file__).parent / "plugins"))

from chancery.pelicanconf import *  # noqa: F403
