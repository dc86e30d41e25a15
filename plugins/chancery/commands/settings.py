"""The settings of a network: its own files of settings where it has them, else Chancery's."""

from __future__ import annotations

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from chancery.common.problems import CannotStart, Place, Problem
from chancery.common.resources import PACKAGE, THEME, resource

#: The settings of a build on a desk, and those of one that is to be published.
DESK, PUBLISH = "pelicanconf.py", "publishconf.py"
_CURE = "Mend it; it may begin with: from chancery.pelicanconf import *"


def settings_file(network: Path, *, publish: bool) -> Path:
    """Return the file of settings that a network is built with.

    publish: whether it is to be published. A network that has settings for the desk alone is
    published with these.
    """
    names = (PUBLISH, DESK) if publish else (DESK,)
    own = (network / name for name in names)
    return next((path for path in own if path.is_file()), PACKAGE / names[0])


def read_settings(file: Path, overrides: Mapping[str, Any]) -> dict[str, Any]:
    """Return Pelican's settings as a file says them, but for the overrides.

    Raises CannotStart where the file cannot be used.
    """
    from pelican.settings import read_settings as read

    try:
        with _importable(file.parent):
            found: dict[str, Any] = read(str(file), override=dict(overrides))
    except Exception as error:
        raise CannotStart([_broken(file, error)]) from error
    if not any(getattr(one, "__name__", one) == "chancery" for one in found["PLUGINS"] or ()):
        message, cure = "expected chancery among its PLUGINS", _CURE
        place = Place(os.path.relpath(file))
        raise CannotStart([Problem(place, message, cure=cure, code="settings-broken")])
    return found


def further_inputs(settings: Mapping[str, Any]) -> list[Path]:
    """Return the theme and the plugins that settings name: they may be anywhere."""
    found = [Path(settings["THEME"])]
    names = [name for name in settings["PLUGINS"] if isinstance(name, str) and name != "chancery"]
    for folder in map(Path, settings.get("PLUGIN_PATHS") or ()):
        for name in names:
            first = name.partition(".")[0]
            found += (folder / first, folder / f"{first}.py")
    return found


@contextmanager
def _importable(folder: Path) -> Iterator[None]:
    """Let settings import what is beside them, and nothing that another network's have imported."""
    for name in (DESK, PUBLISH):
        sys.modules.pop(name.removesuffix(".py"), None)
    before = list(sys.path)
    sys.path.insert(0, str(folder))
    try:
        yield
    finally:
        # What the settings themselves have added stays, so that their plugins are found.
        sys.path[:] = [*(path for path in sys.path if path not in before), *before]
        if str(folder) not in before:
            sys.path.remove(str(folder))


def _broken(file: Path, error: Exception) -> Problem:
    """Say why settings cannot be used, and where that is."""
    theme = resource(THEME)
    if str(theme) in str(error) and not theme.is_dir():
        message, cure = "cannot be read: the theme is missing", "Install Chancery again."
        return Problem(Place(str(theme)), message, cure=cure, code="theme-broken")
    import traceback

    where = [frame for frame in traceback.extract_tb(error.__traceback__)
             if Path(frame.filename).is_relative_to(file.parent)]  # fmt: skip
    name, line = (where[-1].filename, where[-1].lineno or 0) if where else (str(file), 0)
    if isinstance(error, SyntaxError) and error.filename:
        name, line = error.filename, error.lineno or 0
    said = " ".join(str(error).split()) or type(error).__name__
    message = f"cannot be used: {said}"
    return Problem(Place(os.path.relpath(name), line), message, cure=_CURE, code="settings-broken")
