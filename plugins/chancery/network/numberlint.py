"""Lint rules for telephone numbers: those that can be dialled and hardly lead to anybody."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from chancery.common.numberplans import kept_for_fiction, number_renumbered, unlikely_number
from chancery.common.problems import Problem
from chancery.common.rules import RULES
from chancery.common.yaml.source import Mapping, Sequence, Value, locate
from chancery.network.accounts import parse_handle
from chancery.network.explain import at
from chancery.network.fields import user_assigned
from chancery.network.ministry import Ministry
from chancery.network.platforms import platforms

#: The keys whose values are telephone numbers.
KEYS = frozenset({"phone", "text_phone", "sms", "number"})


def is_invented(ministry: Ministry) -> bool:
    """Say whether a network is none of a real ministry: its numbers may be kept for fiction."""
    return ministry.demonstration or bool(ministry.country and user_assigned(ministry.country))


def lint_numbers(
    tree: Value, prefix: str = "", post: str = "", *, invented: bool = False
) -> Iterator[Problem]:
    """Return what lint rules find in the telephone numbers of a record without errors.

    tree: its YAML; prefix: the keys that lead to it; post: whose it is; invented: whether its
    network is.
    """
    for path, phone in _numbers(tree):
        place, dotted = locate(tree, path)
        if finding := lint_number(phone, invented=invented):
            yield at(
                place, f"{phone!r} {finding.said}", prefix + dotted, near=finding.near,
                cure=finding.cure, post=post, level=RULES[finding.code], code=finding.code,
            )  # fmt: skip


class Finding(NamedTuple):
    """Why a number hardly leads to anybody, in words that follow it, and what to do about it."""

    said: str
    near: str
    cure: str
    code: str


def lint_number(phone: str, *, invented: bool) -> Finding | None:
    """Return what lint rules find in a number that can be dialled; None where that is nothing.

    invented: whether its network is.
    """
    if said := unlikely_number(phone):
        near = number_renumbered(phone)
        cure = "" if near else "Make sure that it is the right one."
        return Finding(said, near, cure, "phone-not-given-out")
    if not invented and (keeper := kept_for_fiction(phone)):
        said, cure = f"is kept for films and books by {keeper}", "Write the number that was meant."
        return Finding(said, "", cure, "phone-of-fiction")
    return None


def _numbers(tree: Value) -> Iterator[tuple[list[str | int], str]]:
    """Return the telephone numbers below a value, each with the path that leads to it."""
    if isinstance(tree, Mapping):
        for key, value in tree.items():
            if key in KEYS and isinstance(value, str):
                yield [key], value
            elif key == "handle" and (number := _account_number(tree)):
                yield [key], number
            elif isinstance(value, Mapping | Sequence):
                yield from (([key, *path], phone) for path, phone in _numbers(value))
    elif isinstance(tree, Sequence):
        for index, item in enumerate(tree):
            if isinstance(item, Mapping | Sequence):
                yield from (([index, *path], phone) for path, phone in _numbers(item))


def _account_number(account: Mapping) -> str:
    """Return the telephone number that the handle of an account is, where its platform has such."""
    platform, handle = platforms().get(str(account.get("platform"))), account.get("handle")
    if platform is None or not platform.by_number or not isinstance(handle, str):
        return ""
    return parse_handle(platform, handle) or ""
