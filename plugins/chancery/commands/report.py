"""`inv report`: what is known of a finished output."""

from __future__ import annotations

import sys

from chancery.commands.options import Options
from chancery.write.status import last_status


def report(options: Options) -> int:
    """Say what pages weigh; give 1 when one is over its budget, 2 when there is no output."""
    from chancery.common.problems import Place, Problem
    from chancery.report.weights import summary, weights

    output = options.output_folder
    status = last_status(output)
    if "posts" not in status:
        message, cure = "holds no sites", "Run inv build first."
        problem = Problem(Place(str(output)), message, cure=cure, code="output-not-ready")
        print(problem, file=sys.stderr)
        return 2
    sites = [post["id"] for post in status["posts"] if (output / post["id"]).is_dir()]
    found = weights(output, sites)
    print(*summary(found), sep="\n")
    return 1 if any(weight.over for weight in found) else 0
