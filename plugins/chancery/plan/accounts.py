"""Official accounts and those that answer messages, in a reader’s words and as links."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.common.languages import language_name
from chancery.network.accounts import channel_url
from chancery.network.channels import Channel, Messaging
from chancery.network.platforms import platforms
from chancery.plan.contactpoints import contact_hours
from chancery.plan.context import Context
from chancery.plan.counters import Opening
from chancery.plan.openview import open_now
from chancery.plan.pointviews import Account
from chancery.plan.views import Words
from chancery.plan.words import (
    N_,
)


def accounts(context: Context, channels: Iterable[Channel], owner: Words) -> tuple[Account, ...]:
    """Return official accounts with their addresses."""
    table = platforms()
    return tuple(
        Account(
            platform=table[channel.platform].name,
            handle=channel.handle,
            href=channel_url(channel.platform, channel.handle),
            owner=owner,
            language=language_name(channel.language, context.language) if channel.language else "",
            hours=contact_hours(context, channel.hours),
            answers=_answers(context, channel.answers_within),
        )
        for channel in channels
    )


ANSWERS = N_("answers within {time}")


def _answers(context: Context, within: str | None) -> str:
    """Say how soon an account answers; empty where that is not promised."""
    if within is None:
        return ""
    unit = "hour" if within.endswith("h") else "day"
    return context.say(ANSWERS).format(time=context.localiser.duration(int(within[:-1]), unit))


def messaging(
    context: Context, found: Iterable[Messaging], owner: Words, opening: Opening | None = None
) -> tuple[Account, ...]:
    """Return messaging accounts as plain links that start a conversation.

    opening: when their owner is open, to say whether somebody answers now.
    """
    table = platforms()
    return tuple(
        Account(
            platform=table[account.platform].name,
            handle=account.handle or context.index.number(account.number or "").shown,
            href=channel_url(account.platform, account.handle or account.number or ""),
            owner=owner,
            language=language_name(account.language, context.language) if account.language else "",
            private=True,
            hours=contact_hours(context, account.hours),
            answers=_answers(context, account.answers_within),
            now=open_now(context, opening, f"messaging:{place}"),
        )
        for place, account in enumerate(found)
    )
