"""Where what Chancery brings along is: its themes, schemas, settings, in a checkout and installed.

A wheel has all of it inside the package; a checkout has themes and schemas beside `plugins/`.
"""

from __future__ import annotations

from pathlib import Path

#: The package itself.
PACKAGE = Path(__file__).parents[1]
#: The theme that is used where no settings name another.
THEME = "themes/chancery"


def checkout() -> Path | None:
    """Return the folder of the checkout that this code runs in; None where it is installed."""
    inside = PACKAGE.parent.name == "plugins" and not (PACKAGE / "themes").exists()
    return PACKAGE.parents[1] if inside else None


def resource(name: str = "") -> Path:
    """Return where a file or folder is that Chancery brings along; it need not be there.

    name: as in a checkout, such as `themes/chancery`; without one, the folder that holds all.
    """
    return (checkout() or PACKAGE) / name
