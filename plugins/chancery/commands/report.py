"""`chancery report`: what is known of a finished output."""

from __future__ import annotations

import os

from chancery.commands.options import Options
from chancery.write.status import last_status


def report(options: Options) -> int:
    """Say what pages weigh; give 1 when one is over its budget, 2 when there is no output."""
    from chancery.common.problems import Place, Problem
    from chancery.report.weights import summary, weights

    reporter = options.reporter()
    output = options.output_folder
    status = last_status(output)
    if "posts" not in status:
        message, cure = "holds no sites", "Run chancery build first."
        place = Place(os.path.relpath(output))
        reporter.problems([Problem(place, message, cure=cure, code="output-not-ready")])
        return reporter.end(2)
    sites = [post["id"] for post in status["posts"] if (output / post["id"]).is_dir()]
    found = weights(output, sites)
    reporter.say(*summary(found))
    return reporter.end(1 if any(weight.over for weight in found) else 0)
