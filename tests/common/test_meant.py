"""The nearest right value is the one that was meant: zones, countries, languages, currencies."""

from __future__ import annotations

import pytest
from babel.core import get_global
from hypothesis import given
from hypothesis import strategies as st

from chancery.common.languages import canonical_tag, written_alike
from chancery.geo.codes import country_meant, currency_meant, language_meant
from chancery.geo.zonenames import zone_meant
from chancery.geo.zones import (
    clock_of,
    country_places,
    is_zone,
    present_name,
    zone_countries,
    zone_places,
)
from chancery.network.fields import known_country

#: What was written, the post's country, and the zone that was meant.
ZONES = [
    ("Asia/Beijing", "CN", "Asia/Shanghai"),
    ("Asia/Beijing", "", "Asia/Shanghai"),
    ("Europe/Wien", "AT", "Europe/Vienna"),
    ("Europa/Wien", "", "Europe/Vienna"),
    ("Europe/Kiew", "", "Europe/Kyiv"),
    ("Asia/New_Delhi", "IN", "Asia/Kolkata"),
    ("Africa/Pretoria", "ZA", "Africa/Johannesburg"),
    ("Pacific/Wellington", "NZ", "Pacific/Auckland"),
    ("Europe/Geneva", "CH", "Europe/Zurich"),
    ("Asia/Ankara", "TR", "Europe/Istanbul"),
    ("Africa/Rabat", "MA", "Africa/Casablanca"),
    ("America/Washington", "US", ""),
    ("America/Washington", "", ""),
    ("america/new york", "US", "America/New_York"),
    ("Europe\\Oslo", "NO", "Europe/Oslo"),
    ("Norway", "NO", "Europe/Oslo"),
    ("GMT+1", "NO", "Europe/Oslo"),
    ("UTC+05:30", "IN", "Asia/Kolkata"),
    ("UTC-5", "US", "America/New_York"),
    ("CEST", "NO", "Europe/Oslo"),
    ("W. Europe Standard Time", "NO", "Europe/Oslo"),
    ("China Standard Time", "CN", "Asia/Shanghai"),
    ("Eastern Standard Time", "US", "America/New_York"),
    ("Moscow Time", "RU", "Europe/Moscow"),
    ("Europe/Olso", "", "Europe/Oslo"),
    ("Europe/Lodnon", "GB", "Europe/London"),
    ("Europe/Оslo", "NO", "Europe/Oslo"),
    ("nowhere", "", ""),
    ("nowhere", "FR", "Europe/Paris"),
]


@pytest.mark.parametrize(("text", "country", "zone"), ZONES)
def test_a_zone_is_suggested_by_its_meaning(text: str, country: str, zone: str) -> None:
    found = zone_meant(text, country)
    assert found == zone


def test_every_zone_is_found_by_its_city_and_however_it_is_written() -> None:
    lost = []
    for country, _, _, zone in country_places():
        forms = [zone.lower(), zone.replace("/", "\\"), zone.replace("_", " ")]
        city = zone.rpartition("/")[2]
        forms += [] if is_zone(city) or is_zone(f"Europe/{city}") else [city, f"Europe/{city}"]
        lost += [(form, zone) for form in forms if zone_meant(form, country) != zone]
    assert lost == []


def test_a_zone_of_windows_leads_to_a_clock_of_its_country() -> None:
    for name, zone in get_global("windows_zone_mapping").items():
        for country in zone_countries(zone) if zone in zone_places() else ():
            found = zone_meant(name, country)
            # One of France's lands far away has no zone of its own in zone.tab.
            assert not found or clock_of(found) == clock_of(zone) or country == "TF"


def test_in_a_country_of_several_zones_the_place_and_the_city_of_the_post_tell() -> None:
    assert zone_meant("America/Washington", "US", (38.9, -77.0)) == "America/New_York"
    # The nearest principal place is Boise, which keeps another time.
    assert zone_meant("America/Seattle", "US", (47.6, -122.3)) == ""
    assert zone_meant("Asia/Peking", "CN", town="Beijing") == "Asia/Shanghai"
    # Several zones keep the time of the capital; the nearest is the one that it has.
    assert zone_meant("America/Brasilia", "BR", (-15.8, -47.9)) == "America/Sao_Paulo"


@given(st.text(max_size=30), st.sampled_from(["", "NO", "US", "CN", "QV"]))
def test_what_is_suggested_is_a_zone_and_in_a_country_one_that_it_may_have(
    text: str, country: str
) -> None:
    found = zone_meant(text, country)
    assert not found or is_zone(found)


def test_names_of_before_lead_to_those_of_now_and_zones_to_their_countries() -> None:
    assert present_name("Europe/Kiev") == "Europe/Kyiv"
    assert present_name("Europe/Oslo") == "Europe/Oslo"
    assert zone_countries("US/Eastern") == {"US"}
    assert zone_countries("America/Dawson") == {"CA"}
    assert "NO" in zone_countries("Europe/Stockholm")


@pytest.mark.parametrize(
    ("text", "tag"),
    [
        ("cz", "cs"), ("gr", "el"), ("cn", "zh"), ("jp", "ja"), ("dk", "da"), ("ua", "uk"),
        ("at", "de"), ("gb", "en"), ("GR", "el"), ("GER", "de"), ("fre", "fr"), ("NOR", "no"),
        ("en_UK", "en-GB"), ("en-uk", "en-GB"), ("pt_BR.UTF-8", "pt-BR"), ("sr@latin", "sr-Latn"),
        ("zh_Hans_CN", "zh-Hans-CN"), ("Deutsch", "de"), ("français", "fr"), ("Francais", "fr"),
        ("kz", "kk"), ("rs", "sr"), ("mx", "es"), ("sh", "sr-Latn"),
        ("中文", "zh"), ("Englsh", "en"), ("Chinese (Simplified)", "zh-Hans"), ("zz", ""),
        ("nothing", ""),
    ],
)  # fmt: skip
def test_a_language_is_suggested_by_its_meaning(text: str, tag: str) -> None:
    assert language_meant(text) == tag


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("UK", "GB"), ("no", "NO"), ("NOR", "NO"), ("578", "NO"), ("el", "GR"), ("ja", "JP"),
        ("da", "DK"), ("zh", "CN"), ("Norwegen", "NO"), ("Norvège", "NO"), ("Россия", "RU"),
        ("Ivory Coast", "CI"), ("Holland", "NL"), ("Norwy", "NO"), ("🇳🇴", "NO"), ("AN", ""),
        ("Russian Federation", "RU"), ("Great Britain", "GB"), ("Slovak Republic", "SK"),
        ("Korea, Republic of (South Korea)", "KR"), ("United States of America", "US"),
        ("Holy See", "VA"), ("Austin", ""), ("Shanghai", ""),
        ("QQQ", ""), ("J1", ""), ("U.K.", "GB"), ("U.S.A.", "US"), ("Burma", "MM"), ("UK.", "GB"),
        # What else tzdata has in brackets is no name of a country.
        ("French", ""), ("British", ""), ("American", ""), ("Dutch", ""), ("North", ""),
    ],
)  # fmt: skip
def test_a_country_is_suggested_by_its_meaning(text: str, code: str) -> None:
    assert country_meant(text) == code


@pytest.mark.parametrize(
    ("text", "code"),
    [("eur", "EUR"), ("€", "EUR"), ("euros", "EUR"), ("NO", "NOK"), ("US Dollar", "USD"),
     ("xyz", "")],
)  # fmt: skip
def test_a_currency_is_suggested_by_its_meaning(text: str, code: str) -> None:
    assert currency_meant(text) == code


@given(st.text(max_size=30))
def test_what_is_suggested_is_right(text: str) -> None:
    assert language_meant(text) == canonical_tag(language_meant(text))
    assert not country_meant(text) or known_country(country_meant(text))


@pytest.mark.parametrize(
    ("tag", "alike"),
    [("zh-CN", "zh"), ("zh-SG", "zh"), ("zh-TW", ""), ("pt-BR", ""), ("fr-BE", "fr"), ("fr", "")],
)
def test_a_regional_form_leads_to_the_language_in_the_same_script(tag: str, alike: str) -> None:
    assert written_alike(tag, ["en", "fr", "zh"]) == alike
