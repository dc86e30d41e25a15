"""Small YAML files that stand among texts."""

from __future__ import annotations

from pathlib import Path

from chancery.common.files import file_fault, read_at_most
from chancery.common.problems import Place, Problem
from chancery.common.yaml.source import Value, read_yaml

#: The most bytes of such a file.
MAX_BYTES = 64 * 1024


def read_data_file(
    path: Path, root: Path, place: str, *, may_be_empty: bool = False
) -> tuple[Value, list[Problem]]:
    """Read a YAML file below a folder; None with a problem where it cannot be read.

    root: the folder that no link may lead out of; place: how messages name the file; may_be_empty:
    whether nothing but comments is None without a problem.
    """
    fault = file_fault(path, root)
    try:
        data = b"" if fault else read_at_most(path, MAX_BYTES + 1)
    except OSError as error:
        fault = f"cannot be read: {error.strerror}"
    if not fault and len(data) > MAX_BYTES:
        fault = f"is larger than {MAX_BYTES // 1024} KB"
    if fault:
        return None, [
            Problem(Place(place), fault, cure="Put the file itself there.", code="file-unreadable")
        ]
    lines = (line.strip() for line in data.splitlines())
    if may_be_empty and all(not line or line.startswith(b"#") for line in lines):
        return None, []
    return read_yaml(data, place)
