"""What the templates of channels see."""

from __future__ import annotations

from msgspec import Struct

from chancery.plan.pointviews import Account


class ChannelsView(Struct, frozen=True, kw_only=True):
    """The official channels of the post, the ministry and the partners."""

    own: tuple[Account, ...]
    messaging: tuple[Account, ...]
    ministry: tuple[Account, ...]
    hub: tuple[Account, ...]
    partners: tuple[Account, ...]
    website: str
    register: str
    charter: str
