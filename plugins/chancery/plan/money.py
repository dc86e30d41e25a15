"""What is to be paid, and how, in words."""

from __future__ import annotations

from collections.abc import Iterable

from chancery.network.model import Fee, Payment
from chancery.plan.desk import Desk
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


def fee_in_words(desk: Desk, fee: Fee | None) -> str:
    """Give a fee in words; empty where unknown."""
    if fee is None:
        return ""
    return desk.speaker.money(fee.amount, fee.currency) if fee.amount else desk.say(NOTHING)


def payments(desk: Desk, ways: Iterable[Payment]) -> str:
    """Give means of payment in words."""
    return desk.speaker.join(desk.say(PAYMENTS[way]) for way in ways)
