"""A text that says otherwise what data beside it say is told, in every script."""

from __future__ import annotations

from pathlib import Path

import pytest

from chancery.features.services.beside import _costs_else, _lasts_else, _lists_else
from chancery.network.fields import Text
from chancery.network.offered import Fee
from tests.networks.small import DATE, make

TAKES = "en: Two weeks, fr: Deux semaines, ar: أسبوعان, zh: 两周, ru: Две недели"
TIMES = Text.of(dict(pair.split(": ") for pair in TAKES.split(", ")))


@pytest.mark.parametrize(
    ("tag", "html", "other"),
    [
        ("en", "<p>About three weeks.</p>", True),
        ("en", "<p>Two <b>weeks</b>, longer in summer.</p>", False),
        ("en", "<p>This depends on your file.</p>", False),
        ("fr", "<p>Environ trois semaines.</p>", True),
        ("ar", "<p>نحو ثلاثة أسابيع.</p>", True),
        ("ar", "<p>أسبوعان.</p>", False),
        ("zh", "<p>约三周。</p>", True),
        ("zh", "<p>两周。</p>", False),
        ("ru", "<p>Около трёх недель.</p>", True),
        # The Portuguese word for without, and what is short for a week.
        ("pt", "<p>No balcão, sem marcação.</p>", False),
        ("sv", "<p>Det får man veta på ambassaden.</p>", False),
        ("sv", "<p>Tre veckor.</p>", True),
    ],
)
def test_a_duration_is_compared_in_the_language_of_the_text(
    tag: str, html: str, other: bool
) -> None:
    assert _lasts_else(html, tag, [TIMES]) is other


@pytest.mark.parametrize(
    ("tag", "html", "other"),
    [
        ("en", "<td>75 euros</td><td>37.50 euros</td>", False),
        ("en", "<td>80 euros</td>", True),
        ("en", "<p>It costs € 1,075.</p>", True),
        ("en", "<p>EUR 75.00, paid within 30 days, since 2024.</p>", False),
        ("en", "<p>The post tells you.</p>", False),
        ("en", "<p>Children under 12 pay nothing. Pay at counter 3 or by card.</p>", False),
        ("en", "<p>See article 5 of the law. Call +44 1632 960001 first.</p>", False),
        ("en", "<p>Bring 2 copies, from 9:00 to 12:00.</p>", False),
        ("en", "<li>3 days</li>", False),
        ("en", "<p>It costs 80 dollars.</p>", True),
        ("en", "<p>It costs 80 CHF.</p>", True),
        ("en", "<p>It costs 80 $.</p>", True),
        ("fr", "<td>37,50 euros</td>", False),
        ("fr", "<td>40 lanternes</td>", True),
        ("ar", "<td>٧٥ يورو</td>", False),
        ("ar", "<td>٨٠ يورو</td>", True),
        ("hi", "<td>७५ यूरो</td>", False),
    ],
)
def test_an_amount_is_compared_in_any_digits(tag: str, html: str, other: bool) -> None:
    fees = [Fee(amount=75, currency="EUR"), Fee(amount=37.5, currency="EUR")]
    assert _costs_else(html, tag, fees) is other


def test_a_list_may_say_more_than_data_and_no_other_thing() -> None:
    things = [Text.of({"en": "Your old passport", "fr": "Votre ancien passeport"})]
    assert not _lists_else("<ul><li>your old passport<li>a pen</ul>", "en", things)
    assert not _lists_else("<p>See above.</p>", "en", things)
    assert _lists_else("<ul><li>a photograph</ul>", "en", things)
    assert _lists_else("<ul><li>une photo</ul>", "fr", things)


FACTS = """documents: [{what: {en: A photograph, fr: Une photo}}]
fee: {amount: 75, currency: EUR}
takes: {en: Two weeks, fr: Deux semaines}
"""
PAGE = """---
title: Passports
group: services
---

## What to bring

- your ticket

## Cost {#fees}

80 euros.

## Duration {#time}

Two weeks.
"""


def test_each_section_is_told_with_what_stands_beside_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    small.edit("posts.yaml", "city: Oslo", "city: Oslo\n    services: [{service: passports}]")
    small.write("content/services/passports.yaml", FACTS)
    small.write("content/pages/passports.en.md", PAGE)
    small.write("content/pages/passports.fr.md", PAGE.replace("Two weeks", "Trois semaines"))
    told = [str(problem) for problem in small.build().problems if "text-beside" in str(problem)]
    assert [line.split("passports.", 1)[1].split(" says")[0] for line in told] == [
        "en.md: note: 'Cost'",
        "en.md: note: 'What to bring'",
        "fr.md: note: 'Cost'",
        "fr.md: note: 'Duration'",
    ]
    assert "documents of services/passports.yaml. Take out what the data say too" in told[1]
