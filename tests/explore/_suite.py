"""The tests themselves, run in ways that `make test` has no time for."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

ROOT = Path(__file__).parents[2]


def pytest(*arguments: str, seconds: float, root: Path = ROOT, **environment: str) -> list[str]:
    """Run tests and give what failed of them; more time than given counts as a fault.

    environment: what is set besides what is.
    """
    command = [sys.executable, "-m", "pytest", "-q", "-rfE", *arguments]
    surroundings: Mapping[str, str] = {**os.environ, "PYTHONPATH": "plugins:.", **environment}
    try:
        done = subprocess.run(
            command, cwd=root, env=surroundings, timeout=seconds, stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT, encoding="utf-8", errors="replace", check=False,
        )  # fmt: skip
    except subprocess.TimeoutExpired:
        return [f"{' '.join(arguments)}: not done within {seconds:.0f} s; give more with --for"]
    lines = done.stdout.splitlines()
    print(*lines[-1:], sep="\n", flush=True)
    failed = [line for line in lines if line.startswith(("FAILED", "ERROR"))]
    return failed or ([] if done.returncode == 0 else lines[-20:])
