"""`inv report`: what is known of a finished output."""

from __future__ import annotations

import json
import sys

from chancery.commands.options import Options


def report(options: Options) -> int:
    """Say what pages weigh; give 1 when one is over its budget, 2 when there is no output."""
    from chancery.report.weights import summary, weights

    output = options.output_folder
    try:
        status = json.loads((output / "network.json").read_bytes())
        sites = [post["id"] for post in status["posts"] if (output / post["id"]).is_dir()]
    except (OSError, ValueError, KeyError) as error:
        print(f"{output}: holds no sites ({error}). Run inv build first.", file=sys.stderr)
        return 2
    found = weights(output, sites)
    print(*summary(found), sep="\n")
    return 1 if any(weight.over for weight in found) else 0
