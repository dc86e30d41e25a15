"""What is to be paid, and how, as readers see it."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.network.offered import Fee, Payment
from chancery.plan.context import Context
from chancery.plan.words import N_

PAYMENTS = {
    "cash": N_("Cash"),
    "card": N_("Card"),
    "bank-transfer": N_("Bank transfer"),
    "online": N_("Online"),
    "mobile": N_("By telephone"),
    "cheque": N_("Cheque"),
}
NOTHING = N_("Free of charge")


def fee_in_words(context: Context, fee: Fee | None) -> str:
    """Return an amount with its currency, or that it is free; empty where unknown.

    The note of a fee is not in it: views have that beside it.
    """
    if fee is None:
        return ""
    return context.localiser.money(fee.amount, fee.currency) if fee.amount else context.say(NOTHING)


def payments(context: Context, ways: Iterable[Payment]) -> str:
    """Return means of payment in words."""
    return context.localiser.join(context.say(PAYMENTS[way]) for way in ways)
