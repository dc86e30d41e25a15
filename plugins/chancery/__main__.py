"""`python -m chancery`: the same as `chancery`."""

from __future__ import annotations

import sys

from chancery.cli import main

sys.exit(main())
