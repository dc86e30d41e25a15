"""Help that works without a network: one file to keep, a card for telephones, numbers to dial."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest
import vobject

from chancery.common.emergency import FILE, emergency_numbers
from tests.networks.small import DATE, Small, make


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    network = make(tmp_path)
    contact = (
        '{purpose: emergency, phone: "+44 1632 960111", for: citizens, hours: unknown, '
        "not_for: [visas]}"
    )
    network.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n    contacts: [{contact}]\n")
    network.write(
        "content/pages/distress.en.md",
        "---\ntitle: In distress\ngroup: help\n---\n\nRead about [passports](page:passports).",
    )
    return network


def test_the_table_of_numbers_is_what_the_library_says() -> None:
    tool = Path(__file__).parents[1] / "tools" / "emergency-numbers"
    done = subprocess.run(
        [sys.executable, tool, "--print"],
        env={**os.environ, "PYTHONPATH": str(tool.parents[1] / "plugins")},
        capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert FILE.read_text(encoding="utf-8") == done.stdout
    assert len([line for line in done.stdout.splitlines() if line.startswith(" ")]) > 230


def test_a_series_of_numbers_is_not_taken_for_numbers_that_exist() -> None:
    assert emergency_numbers("CZ") == ("112",)  # the metadata say 15 and any digit
    assert emergency_numbers("NO") == ("110", "112", "113")
    assert emergency_numbers("QV") == ()


def test_help_names_the_numbers_of_the_country(small: Small) -> None:
    small.build()
    page = small.page("embassy-oslo/en/help/index.html")
    assert "Emergency services in the country: Norway" in page
    for number in ("110", "112", "113"):
        assert f'href="tel:{number}"' in page
    assert 'href="tel:112"' in small.page("virtual-embassy-iceland/fr/help/index.html")


def test_a_ministry_says_which_number_is_for_what(small: Small) -> None:
    told = 'emergency_numbers: {"NO": {police: "112", ambulance: "113"}}'
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n  {told}\n")
    assert small.build().problems == []
    page = small.page("embassy-oslo/en/help/index.html")
    police, ambulance, rest = (page.index(f'href="tel:{n}"') for n in ("112", "113", "110"))
    assert page.index(">Police<") < police < page.index(">Ambulance<") < ambulance < rest


def test_a_number_that_the_plan_of_the_country_lacks_is_a_warning(small: Small) -> None:
    told = 'emergency_numbers: {"NO": {police: "911"}}'
    small.edit("posts.yaml", "  country: QV\n", f"  country: QV\n  {told}\n")
    [problem] = small.build().problems
    assert "warning: ministry.emergency_numbers.NO.police: '911' is no number" in problem
    assert "Known are 110, 112, 113" in problem


def test_the_file_to_keep_has_everything_and_asks_for_nothing(small: Small) -> None:
    small.build()
    page = small.page("embassy-oslo/en/emergency.html")
    assert len(page.encode()) < 50_000
    for text in ("+44 1632 960111", "Not for: Visas", "+44 1632 960999", "In distress", "tel:112"):
        assert text in page
    assert 'href="https://network.example/embassy-oslo/en/passports/"' in page
    assert 'href="https://network.example/embassy-oslo/en/help/"' in page
    for wanting in ("<link", "<script", "<img", "src=", "url(", "@import", 'href="..'):
        assert wanting not in page


def test_what_a_post_adds_to_the_steps_leads_to_its_site_from_the_file_to_keep(
    small: Small,
) -> None:
    small.write(
        "content/posts/embassy-oslo/distress.en.md",
        "---\ntitle: In Oslo\n---\n\nAsk [us](contact:general).",
    )
    assert small.build().problems == []
    page = small.page("embassy-oslo/en/emergency.html")
    assert "In Oslo" in page
    assert 'href="https://network.example/embassy-oslo/en/contact/' in page
    assert "\0" not in page


def test_the_file_to_keep_of_a_site_in_a_place_of_its_own_leads_to_others(small: Small) -> None:
    small.edit(
        "posts.yaml", "    city: Oslo\n",
        "    city: Oslo\n    publish_url: https://oslo.example/\n",
    )  # fmt: skip
    small.write(
        "content/pages/distress.en.md",
        "---\ntitle: In distress\ngroup: help\n---\n\n"
        "[Lima](post:embassy-lima), [us](contact:general).",
    )
    assert small.build().problems == []
    page = small.page("embassy-oslo/en/emergency.html")
    assert 'href="https://network.example/embassy-lima/en/"' in page
    assert 'href="https://oslo.example/en/contact/' in page
    assert ".." not in page


def test_an_edit_of_a_number_rewrites_the_files_of_that_site_alone(small: Small) -> None:
    small.build()
    lima = (small.output / "embassy-lima/en/emergency.html").stat().st_mtime_ns
    small.edit("posts.yaml", "960111", "960112")
    small.build()
    assert "960112" in small.page("embassy-oslo/en/emergency.html")
    assert "960112" in small.page("embassy-oslo/en/contact.vcf")
    assert (small.output / "embassy-lima/en/emergency.html").stat().st_mtime_ns == lima


def test_another_library_reads_the_card(small: Small) -> None:
    small.edit("posts.yaml", "city: Oslo\n", "city: Oslo\n    address: 'Way 1; 2nd floor, Oslo'\n")
    small.build()
    data = (small.output / "embassy-oslo/fr/contact.vcf").read_bytes()
    assert all(len(line) <= 75 for line in data.split(b"\r\n"))
    assert b"\n" not in data.replace(b"\r\n", b"")
    card = vobject.readOne(data.decode())
    assert card.version.value == "4.0"
    assert card.fn.value == "Ambassade, Oslo"
    assert card.adr.value.street == "Way 1; 2nd floor, Oslo"
    numbers = {line.value: line.group for line in card.contents["tel"]}
    assert {"tel:+44-1632-960111", "tel:+44-1632-960001", "tel:+44-1632-960999"} <= set(numbers)
    labels = {line.group: line.value for line in card.contents["x-ablabel"]}
    assert "Pas pour" in labels[numbers["tel:+44-1632-960111"]]


def test_a_site_served_from_afar_has_the_card_of_who_serves_it(small: Small) -> None:
    small.build()
    data = (small.output / "virtual-embassy-iceland/en/contact.vcf").read_text(encoding="utf-8")
    assert "tel:+44-1632-960001" in data


def test_those_who_do_not_speak_or_hear_find_a_way(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    small = make(tmp_path)
    contact = (
        '{purpose: emergency, phone: "+44 1632 960111", hours: 24/7, '
        'text_phone: "+44 1632 960112", sms: "+44 1632 960113"}'
    )
    small.edit(
        "posts.yaml", "    city: Oslo\n",
        f"    city: Oslo\n    contacts: [{contact}]\n"
        '    messaging: [{platform: whatsapp, number: "+44 1632 960114"}]\n',
    )  # fmt: skip
    assert small.build().problems == []
    for name in ("embassy-oslo/en/help/index.html", "embassy-oslo/en/emergency.html",
                 "virtual-embassy-iceland/en/help/index.html"):  # fmt: skip
        text = small.page(name)
        section = text[text.index("Without speaking") :]
        for href in ("tel:+44-1632-960112", "sms:+441632960113", "https://wa.me/441632960114"):
            assert f'href="{href}"' in section, (name, href)
    assert "Without speaking" not in small.page("embassy-cairo/en/help/index.html")


@pytest.fixture
def silent(small: Small) -> Small:
    """A network whose embassy in Oslo and crisis centre can be reached without speaking."""
    small.edit(
        "posts.yaml", "hours: unknown, ",
        'hours: unknown, text_phone: "+44 1632 960112", sms: "+44 1632 960113", ',
    )  # fmt: skip
    small.edit(
        "posts.yaml", 'phone: "+44 1632 960999"',
        'phone: "+44 1632 960999", text_phone: "+44 1632 960998", sms: "+44 1632 960997"',
    )  # fmt: skip
    return small


def test_a_crisis_centre_is_reached_without_speaking_too(silent: Small) -> None:
    assert silent.build().problems == []
    for name in ("embassy-oslo/en/help/index.html", "embassy-cairo/fr/emergency.html",
                 "fr/contact/index.html"):  # fmt: skip
        text = silent.page(name)
        assert 'href="tel:+44-1632-960998"' in text
        assert 'href="sms:+441632960997"' in text


def test_who_calls_is_led_to_no_text_telephone(silent: Small) -> None:
    silent.build()
    text = silent.page("embassy-oslo/en/help/index.html")
    for number in ("tel:+44-1632-960112", "sms:+441632960113", "tel:+44-1632-960998"):
        assert text.count(f'href="{number}"') == 1, number
        assert text.index(number) > text.index("Without speaking")
    assert "960112" not in silent.page("embassy-oslo/en/help/card/index.html")


def test_a_mail_is_a_way_without_speaking(small: Small) -> None:
    small.edit("posts.yaml", "city: Lima\n", "city: Lima\n    email: lima@example.org\n")
    small.build()
    text = small.page("embassy-lima/en/help/index.html")
    assert 'href="mailto:lima@example.org"' in text[text.index("Without speaking") :]


def test_an_address_book_knows_a_text_telephone_from_one_to_speak_into(silent: Small) -> None:
    silent.build()
    data = (silent.output / "embassy-oslo/en/contact.vcf").read_text(encoding="utf-8")
    kinds = {line.value: line.params["TYPE"] for line in vobject.readOne(data).contents["tel"]}
    assert kinds["tel:+44-1632-960111"] == ["voice,work"]
    assert kinds["tel:+44-1632-960112"] == ["textphone,work"]
    assert kinds["tel:+441632960113"] == ["text,work"]


def test_what_to_do_in_a_situation_names_the_text_telephone_beside_the_number(
    silent: Small,
) -> None:
    silent.write(
        "content/situations/arrest.yaml", "title: {en: Arrested}\nsteps: [{title: Wait}]\n"
    )
    silent.build()
    text = silent.page("embassy-oslo/en/help/arrest/index.html")
    assert 'href="tel:+44-1632-960112"' in text


def test_a_card_for_the_wallet_has_the_crisis_centre_however_many_numbers_a_post_has(
    small: Small,
) -> None:
    more = "".join(
        f', {{purpose: emergency, phone: "+44 1632 96020{n}", hours: 24/7}}' for n in range(4)
    )
    small.edit("posts.yaml", "not_for: [visas]}", "not_for: [visas]}" + more)
    small.build()
    text = small.page("embassy-oslo/en/help/card/index.html")
    assert text.count("+44 1632 960999") == 4  # once on each card
    assert "+44 1632 960200" in text
    assert "+44 1632 960203" not in text


def test_a_card_has_no_code_where_the_address_is_too_long_for_one(small: Small) -> None:
    address = f"https://oslo.example/{'a' * 2400}/"
    small.edit("posts.yaml", "    city: Oslo\n", f"    city: Oslo\n    publish_url: {address}\n")
    assert small.build().problems == []
    text = small.page("embassy-oslo/en/help/card/index.html")
    assert "+44 1632 960999" in text
    assert "<svg" not in text.split("<main")[1].split("</main>")[0]
