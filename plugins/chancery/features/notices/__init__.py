"""Service notices: what is different at a post for a while."""

from __future__ import annotations

from chancery.features.notices import lines as notices
from chancery.plan.feature import Feature, on_posts, state_on_posts

FEATURE = Feature(
    id="notices",
    module=__name__,
    state=state_on_posts(notices.state),
    notices=on_posts(notices.lines),
    instants=notices.instants,
)
