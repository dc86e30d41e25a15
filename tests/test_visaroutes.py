"""Where to apply for a visa: by where one lives, for each district and kind of visa."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from chancery.geo.subdivisions import missing
from tests.networks.small import DATE, Small, changed, make, tree

TABLE = """name: {{en: {name}}}
date: "2026-01-01"
source: {{url: "https://law.example/", title: The law}}
service: visas
otherwise: needed
"""
ROUTES = """date: "2026-01-02"
source: {url: "https://law.example/", title: The law}
places:
  centre:
    name: {en: The centre, fr: Le centre}
    run_by: Lantern
    address: First street
    timezone: Europe/Oslo
    opening_hours: "Mo-Fr 09:00-12:00; PH off"
    phone: "+44 1632 960050"
    price: {amount: 24, currency: EUR, note: {en: Children free.}}
    payment: [card]
  counter: {name: {en: A counter}, state: SE}
routes:
  - visas: [short]
    district: {text: {en: The capital}, regions: [NO-03]}
    place: centre
    exceptions:
      - {who: {en: Diplomats}, post: embassy-oslo}
  - visas: [short]
    place: counter
  - visas: [long]
    url: https://forms.example/
    note: {en: Bring it later.}
"""
LIKE = """date: "2026-01-02"
source: {url: "https://law.example/", title: The law}
like: %s
"""
FILE = "content/visa-routes/NO.yaml"
PAGE = "embassy-oslo/en/visa-route/no/index.html"


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.write("content/visas/short.yaml", TABLE.format(name="Short stay"))
    made.write("content/visas/long.yaml", TABLE.format(name="Long stay"))
    made.write(FILE, ROUTES)
    made.write("content/visa-routes/IS.yaml", LIKE % '"NO"')
    return made


def main_of(html: str) -> str:
    return html.split("<main", 1)[1].split("</main>", 1)[0]


def test_each_district_and_kind_of_visa_leads_to_who_takes_it(small: Small) -> None:
    assert small.build().problems == []
    text = main_of(small.page(PAGE))
    order = (
        "Long stay", "The whole country", "https://forms.example/", "Bring it later.",
        "Short stay", "The capital", 'href="#site-place-centre"', "Diplomats", "en/contact/",
        "The rest of the country", "A counter", 'id="site-place-centre"', "run by Lantern",
        "First street", "€24", "Children free.", "Card", 'data-zone="Europe/Oslo"', "960050",
        "Sweden",
    )  # fmt: skip
    place = 0
    for words in order:
        place = text.find(words, place)
        assert place >= 0, words


def test_those_who_live_where_nobody_takes_applications_follow_another_country(
    small: Small,
) -> None:
    small.build()
    text = main_of(small.page("virtual-embassy-iceland/en/visa-route/is/index.html"))
    assert "You apply as those do who live here: Norway" in text
    assert "The centre" in text


def test_the_page_is_reached_from_the_service_from_a_passport_and_from_the_index(
    small: Small,
) -> None:
    small.write("content/needs/visa.yaml", "title: {en: A visa}\nways: [{service: visas}]\n")
    small.build()
    for page in ("visas", "needs", "services", "a-z"):
        assert "visa-route/no/" in main_of(small.page(f"embassy-oslo/en/{page}/index.html")), page
    assert "visa-route/" in main_of(small.page("en/visa/jp/index.html"))
    index = main_of(small.page("en/visa-route/index.html"))
    assert "embassy-oslo/en/visa-route/no/" in index
    assert "virtual-embassy-iceland/en/visa-route/is/" in index
    assert not (small.output / "embassy-lima/en/visa-route").exists()


def test_a_change_rewrites_the_pages_that_show_it_alone(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit(FILE, "amount: 24", "amount: 25")
    small.build()
    pages = {name for name in changed(before, tree(small.output)) if name.endswith(".html")}
    assert pages
    assert all("/visa-route/" in name for name in pages), pages
    assert {name.split("/")[0] for name in pages} == {"embassy-oslo", "virtual-embassy-iceland"}


BROKEN = {
    "visas: [long]": ("visas: [lnog]", "is no kind of visa; did you mean 'long'?"),
    "place: counter": ("place: cuonter", "is no place of this file; did you mean 'counter'?"),
    "post: embassy-oslo": ("post: embassy-olso", "no post of this network; did you mean"),
    "regions: [NO-03]": ("regions: [SE-AB]", "'SE-AB' is no part of NO. Its parts begin with NO-."),
    "    payment: [card]\n": ("", "is asked, and no way to pay is said. Add payment"),
    "    timezone: Europe/Oslo\n": ("", "have no timezone beside them"),
    "    run_by: Lantern\n": ("", "expected either run_by or state"),
    "amount: 24,": ("amount: 24.255,", "price.amount: 24.255, and EUR has 2 decimals"),
    "amount: 24, currency: EUR": ("amount: 24", "currency: is missing"),
    "Mo-Fr 09:00-12:00; PH off": ("Mo-Su 25:00", "opening_hours"),
    'date: "2026-01-02"\n': ("", "date: is missing"),
    "    place: counter\n": ("    place: counter\n    post: embassy-oslo\n", "expected one of"),
    "  - visas: [short]\n    place": (
        "  - visas: [short]\n    district: {text: {en: Oslo}, regions: [NO-03]}\n    place",
        "NO-03 has another route of short. Leave it with one of the two.",
    ),
    "routes:\n": ('like: SE\nroutes:\n', "expected either routes or like"),
}  # fmt: skip


#: Hours of a place, and what is told of them.
HOURS = {
    "Mo-Fr 09:00-12:00; SH off": "warning: places.centre.opening_hours: school holidays are not",
    "Mo-Fr 09:00-12:00; 2020 Dec 24 off": "note: places.centre.opening_hours: '2020 Dec 24 off' is",
    "Su 02:30-04:00": "note: places.centre.opening_hours: 02:30 does not exist on 2026-03-29",
}


@pytest.mark.parametrize("hours", HOURS)
def test_hours_of_a_place_are_held_to_the_calendar(small: Small, hours: str) -> None:
    small.edit(FILE, "Mo-Fr 09:00-12:00; PH off", hours)
    [told] = map(str, small.build().problems)
    assert f"content/visa-routes/NO.yaml:9:20: {HOURS[hours]}" in told


def test_of_a_place_is_said_which_days_are_not_as_usual_and_whose_holidays_are(
    small: Small,
) -> None:
    small.edit(FILE, "12:00; PH off", "12:00; PH off; Jan 20-22 off")
    small.build()
    text = main_of(small.page(PAGE))
    days = re.findall(r'<time datetime="([^"]+)">', text)
    assert days[:3] == ["2026-01-20", "2026-01-22", "2026-04-02"]
    assert "Public holidays that are taken into account: Norway" in text
    assert "of a part of" not in text
    small.edit(FILE, "; PH off; Jan 20-22 off", "")
    small.build()
    text = main_of(small.page(PAGE))
    assert "<time datetime" not in text
    assert "Public holidays" not in text


@pytest.mark.parametrize(
    ("country", "fault", "note"),
    [("GB", "holidays of 'GB' depend on the region", "Holidays of a part of"),
     ("QV", "no public holidays are known of 'QV'", "does not know the public holidays here")],
)  # fmt: skip
def test_holidays_of_a_place_that_are_not_known_are_told(
    small: Small, country: str, fault: str, note: str
) -> None:
    small.write(f"content/visa-routes/{country}.yaml", ROUTES.replace("NO-03", f"{country}-LND"))
    told = [str(one) for one in small.build().problems if "opening_hours" in str(one)]
    assert len(told) == 1
    assert fault in told[0]
    assert f"visa-routes/{country}.yaml:9:20: warning" in told[0]
    assert "Write their dates instead of PH." in told[0]
    small.write("content/visa-routes/NO.yaml", LIKE % country)
    small.build()
    assert note in main_of(small.page(PAGE))


@pytest.mark.parametrize("old", BROKEN)
def test_what_is_wrong_is_told_with_its_place(small: Small, old: str) -> None:
    new, message = BROKEN[old]
    small.edit(FILE, old, new)
    told = [str(problem) for problem in small.build().problems]
    assert any(message in one and "visa-routes/NO.yaml:" in one for one in told), told
    assert not (small.output / PAGE).exists()
    assert (small.output / "embassy-oslo/en/index.html").is_file()


def test_a_part_of_the_country_that_nobody_serves_is_told(small: Small) -> None:
    small.edit(FILE, "  - visas: [short]\n    place: counter\n", "")
    small.edit(FILE, "  counter: {name: {en: A counter}, state: SE}\n", "")
    told = [str(problem) for problem in small.build().problems]
    assert len(told) == 1
    assert "warning: routes: leave NO-11, NO-15, NO-18" in told[0]
    assert "more parts of NO without a route of short. Add a route" in told[0]
    assert (small.output / PAGE).is_file()


def test_a_kind_of_visa_that_nobody_takes_is_told(small: Small) -> None:
    small.write("content/visas/transit.yaml", TABLE.format(name="Transit"))
    told = [str(problem) for problem in small.build().problems]
    assert len(told) == 1
    assert "leave NO without a route of transit" in told[0]


def test_countries_that_follow_one_another_in_a_circle_are_told_and_have_no_page(
    small: Small,
) -> None:
    small.write("content/visa-routes/IS.yaml", LIKE % "PE")
    small.write("content/visa-routes/PE.yaml", LIKE % "IS")
    small.write("content/visa-routes/EG.yaml", LIKE % "DK")
    told = [str(problem) for problem in small.build().problems]
    assert len(told) == 3
    assert any("IS.yaml:3:7: like: leads in a circle: IS to PE to IS. Give" in one for one in told)
    assert any("EG.yaml:3:7: like: DK has no routes" in one for one in told)
    assert not (small.output / "virtual-embassy-iceland/en/visa-route").exists()
    assert (small.output / PAGE).is_file()


def test_what_is_left_of_a_country_is_told_by_its_largest_parts() -> None:
    assert missing("BE", ["BE-WAL", "BE-VAN", "BE-VBR"]) == ["BE-BRU", "BE-VLI", "BE-VOV", "BE-VWV"]
    assert missing("BE", ["BE-WAL", "BE-VLG"]) == ["BE-BRU"]
    assert missing("BE", ["BE-WAL", "BE-XXX"]) == []  # a code that is newer than the table


def test_districts_of_posts_that_leave_a_part_to_nobody_are_told(small: Small) -> None:
    small.edit(
        "posts.yaml", "country: PE\n",
        "country: PE\n    district: {text: {en: The north}, regions: [PE-PIU, PE-TMU]}\n",
    )  # fmt: skip
    told = [str(problem) for problem in small.build().problems]
    assert len(told) == 1
    assert (
        "posts.embassy-lima.district.regions.1: 'PE-TMU' is no part of PE that is known" in told[0]
    )
    small.edit("posts.yaml", "PE-TMU", "PE-TUM")
    told = [str(problem) for problem in small.build().problems]
    assert len(told) == 1
    assert "district.regions: leaves PE-AMA, PE-ANC" in told[0]
    assert "more parts of PE to nobody. Add them to a district" in told[0]
    small.edit("posts.yaml", "country: EG\n", "country: EG\n    covers: [PE]\n")
    assert small.build().problems == []
