"""No page sends anybody to a post that serves nobody, and every page says who serves instead."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from chancery.network.fields import Text
from chancery.network.model import Post
from chancery.network.places import Location, Place
from chancery.network.status import State, Status
from chancery.plan.standing import as_of, standing
from tests.networks.small import DATE, Small, changed, make, tree, unlike_a_cold_build
from tests.test_elections import ELECTION
from tests.test_needs import NEED
from tests.test_situations import ARREST
from tests.test_visaroutes import TABLE

TODAY = "2026-01-09"
#: All by which somebody could be sent to the embassy in Lima; no other post has any of it.
LIMA = """    phone: "+44 1632 960031"
    email: lima@example.org
    address: {en: "Calle Modelo 3\\nLima"}
    website: https://lima.example/
    opening_hours: Mo-Fr 07:13-11:17
    hours_note: {en: Knock twice.}
    accessibility: {en: A ramp at the side.}
    contacts:
      - {purpose: emergency, phone: "+44 1632 960032", hours: 24/7}
      - {purpose: visas, email: visas.lima@example.org}
      - {purpose: general, phone: "+44 1632 960033", text_phone: "+44 1632 960034"}
    messaging: [{platform: whatsapp, number: "+44 7700 900135", hours: "Mo-Fr 07:13-11:17"}]
    offices:
      - {id: culture, name: {en: Culture}, address: {en: Avenida Modelo 9},
         opening_hours: Mo 07:13-11:17, contacts: [{phone: "+44 1632 960036"}],
         location: {lat: -12.3456, lon: -77.6543, precision: door}}
    services:
      - {service: passports, takes: {en: Two weeks.}}
      - {service: visas, available: by-post}
    visit: {booking: needed, getting_there: {en: Take the tram.}}
    payment: [cash]
"""
MINISTRY = 'phone: "+44 1632 960998"'
SIGNS = [
    "960031", "960032", "960033", "960034", "900135", "960036", "lima@example", "Calle Modelo",
    "Avenida Modelo", "12.3456", "12.1111", "07:13", "7:13", "Knock twice", "A ramp",
    "Take the tram", "At this post", "At 7 in the hall",
]  # fmt: skip
POLLING = """polling:
  embassy-lima:
    - {day: "2026-02-14", hours: "08:00-14:00", address: {en: At 7 in the hall}}
"""
SHORT = TABLE.format(name="Short")
ROUTE = """date: "2026-01-02"
source: {url: "https://law.example/", title: The law}
routes: [{visas: [short], post: embassy-lima}]
"""


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    made = make(tmp_path)
    made.edit("posts.yaml", '    phone: "+44 1632 960003"\n', LIMA)
    made.edit("posts.yaml", "{lat: -12.1, lon: -77.0}",
              "{lat: -12.1111, lon: -77.0333, precision: door}")  # fmt: skip
    made.edit("posts.yaml", "  crisis_centre:",
              f"  contacts: [{{purpose: consular, {MINISTRY}}}]\n  crisis_centre:")  # fmt: skip
    made.write("content/elections/2026-council.yaml",
               ELECTION.replace("polling:\n", POLLING))  # fmt: skip
    made.write("content/needs/marry.yaml", NEED)
    made.write("content/situations/arrest.yaml", ARREST)
    made.write("content/visas/short.yaml", SHORT)
    made.write("content/visa-routes/PE.yaml", ROUTE)
    return made


def stand(small: Small, status: str) -> None:
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    status: {{{status}}}\n")


def everything(small: Small, site: str = "embassy-lima") -> dict[str, str]:
    """Return all that a site has in it but pictures and styles."""
    found = tree(small.output / site)
    return {name: data.decode() for name, data in found.items()
            if not name.startswith("assets/")}  # fmt: skip


def pages(small: Small, site: str = "embassy-lima") -> dict[str, str]:
    """Return the pages of a site that are not for all languages."""
    return {name: text for name, text in everything(small, site).items()
            if name.endswith(".html") and "/" in name}  # fmt: skip


def test_an_open_post_is_called_and_come_to(small: Small) -> None:
    assert small.build().problems == []
    told = " ".join(everything(small).values())
    assert [sign for sign in SIGNS if sign not in told] == []
    assert 'class="instead"' not in told


CLOSED = "This post is closed"
#: What posts.yaml says, what readers are told, and what machines: when it is closed, when it ended.
SHUT = {
    "closed": (
        "state: closed, since: 2026-01-01", CLOSED, {"validFrom": "2026-01-01"}, "2026-01-01"
    ),
    "closed since its last day": (
        "state: closing, since: 2026-01-08", CLOSED, {"validFrom": "2026-01-09"}, "2026-01-08"
    ),
    "suspended": (
        "state: suspended", "This post does not serve the public at present", {}, None
    ),
    "not yet open": (
        "state: opening, since: 2026-03-01", "This post is not open yet",
        {"validThrough": "2026-02-28"}, None,
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", SHUT)
def test_no_page_sends_anybody_to_a_post_that_serves_nobody(small: Small, case: str) -> None:
    status, headline, when, end = SHUT[case]
    stand(small, f"{status}, served_by: embassy-oslo")
    small.build()
    for name, text in everything(small, ".").items():
        # The embassy in Oslo is another post, which has its own counter.
        signs = SIGNS if not name.startswith("embassy-oslo/") else SIGNS[:-2]
        assert [sign for sign in signs if sign in text] == [], name
    for name, text in pages(small).items():
        if name.startswith("en/"):
            assert headline in text, name
        assert "+44 1632 960001" in text, name
        assert "embassy-oslo/" in text, name
        assert "Contact and hours" not in text, name
        assert "All ways to reach us" not in text, name
    data = linked(small)
    assert data["openingHoursSpecification"] == [{**NEVER, **when}]
    assert data.get("dissolutionDate") == end
    assert not {"telephone", "email", "geo", "address"} & data.keys()


@pytest.mark.parametrize("status", ["state: closed", "state: opening"])
def test_where_nobody_is_known_every_page_has_the_number_of_the_ministry(
    small: Small, status: str
) -> None:
    stand(small, status)
    small.build()
    found = everything(small)
    assert {(name, sign) for name, text in found.items() for sign in SIGNS if sign in text} == set()
    for name, text in pages(small).items():
        assert "+44 1632 960998" in text, name
    assert "It is not known here which post serves in its place." in found["en/help/index.html"]
    assert "+44-1632-960998" in found["en/contact.vcf"]
    assert "It is not known here" in found["en/contact.vcf"].replace("\r\n ", "")


def test_titles_and_descriptions_say_first_that_a_post_is_closed(small: Small) -> None:
    stand(small, "state: closed, served_by: embassy-oslo")
    small.build()
    for name, text in pages(small).items():
        head = text.partition("</head>")[0]
        if name.startswith("en/") and name != "en/emergency.html":
            assert "<title>" in head
            described = re.findall(r'name="description" content="([^"]*)', head)
            assert described[0].startswith("This post is closed – Served by: Embassy in Oslo"), name
    assert "<title>This post is closed – Embassy in Lima" in small.page(
        "embassy-lima/en/index.html"
    )
    assert "<h1>Who serves you</h1>" in small.page("embassy-lima/en/contact/index.html")


def linked(small: Small, site: str = "embassy-lima") -> dict[str, object]:
    text = small.page(f"{site}/en/index.html")
    data = json.loads(re.findall(r'ld\+json">(.*?)</script>', text)[0])
    assert isinstance(data, dict)
    return data


NEVER = {"@type": "OpeningHoursSpecification", "opens": "00:00", "closes": "00:00"}
ON = [
    ("open", None, "2026-01-09", "open"),
    ("closing", "2026-01-09", "2026-01-09", "closing"),
    ("closing", "2026-01-09", "2026-01-10", "closed"),
    ("closing", None, "2026-01-09", "closing"),
    ("closed", "2026-01-10", "2026-01-09", "closing"),
    ("closed", "2026-01-09", "2026-01-09", "closed"),
    ("suspended", "2026-01-10", "2026-01-09", "closing"),
    ("suspended", None, "2026-01-09", "suspended"),
    ("opening", "2026-01-10", "2026-01-09", "opening"),
    ("opening", "2026-01-09", "2026-01-09", "open"),
    ("opening", None, "2026-01-09", "opening"),
    ("relocated", "2026-01-10", "2026-01-09", "moving"),
    ("relocated", "2026-01-09", "2026-01-09", "relocated"),
    ("relocated", None, "2026-01-09", "relocated"),
]


@pytest.mark.parametrize(("state", "since", "day", "then"), ON)
def test_what_is_announced_holds_from_its_day_on(
    state: State, since: str | None, day: str, then: str
) -> None:
    assert Status(state=state, since=since).on(day) == then


def test_a_site_is_built_anew_on_the_day_on_which_its_post_closes(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    stand(small, "state: closing, since: 2026-01-09, served_by: embassy-oslo")
    small.build()
    before = tree(small.output)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DATE) + 86_400))
    small.build()
    assert "embassy-lima/en/contact/index.html" in changed(before, tree(small.output))
    assert "960031" not in small.page("embassy-lima/en/contact/index.html")
    assert unlike_a_cold_build(small) == set()


def test_who_serves_must_serve_itself(small: Small) -> None:
    stand(small, "state: closed, served_by: embassy-cairo")
    small.edit("posts.yaml", "    country: EG\n",
               "    country: EG\n"
               "    status: {state: suspended, served_by: embassy-oslo}\n")  # fmt: skip
    small.build()
    text = small.page("embassy-lima/en/help/index.html")
    assert "+44 1632 960001" in text
    assert "+44 1632 960002" not in text


@pytest.mark.parametrize("status", ["state: closed, served_by: embassy-cairo", "state: closed"])
def test_a_country_without_a_post_is_not_led_to_one_that_is_closed(
    small: Small, status: str
) -> None:
    small.edit(
        "posts.yaml", '    country: "NO"\n', f'    country: "NO"\n    status: {{{status}}}\n'
    )
    small.build()
    for name, text in pages(small, "virtual-embassy-iceland").items():
        assert "+44 1632 960001" not in text, name
        expected = "+44 1632 960002" if "cairo" in status else "+44 1632 960998"
        if "cairo" not in status or name == "en/help/index.html":
            assert expected in text, name


MOVED = "state: relocated, since: {day}, moved_from: {{address: {{en: Vieja 1}}}}"


def test_a_post_is_where_it_moves_from_its_day_on(small: Small) -> None:
    stand(small, MOVED.format(day="2026-01-09"))
    small.build()
    for name, text in pages(small).items():
        assert "Vieja" not in text, name
        if name.startswith("en/"):
            assert "This post works from another place" in text, name
    contact = small.page("embassy-lima/en/contact/index.html")
    assert "Calle Modelo 3" in contact
    assert "mlat=-12.1111" in contact
    assert "It is not known here which post serves" not in contact


def test_until_a_post_moves_no_map_leads_to_the_new_place(small: Small) -> None:
    stand(small, MOVED.format(day="2026-01-10"))
    small.build()
    found = everything(small)
    assert {name for name, text in found.items() if "12.1111" in text} == set()
    contact = found["en/contact/index.html"]
    assert "This post will work from another place from 10 January 2026" in contact
    assert contact.index("The new address, from then on:") < contact.index("Calle Modelo 3")
    assert contact.count("Calle Modelo 3") == 1
    assert "search?query=Vieja%201" in contact
    assert "Vieja 1" in found["en/contact.vcf"]
    assert linked(small)["address"] == "Vieja 1"
    for name in ("en/emergency.html", "en/contact.vcf", "en/help/card/index.html"):
        assert "Calle Modelo" not in found[name], name


def post(name: str, status: Status | None = None, **more: object) -> Post:
    said = status or Status(state="open")
    return Post(id=name, kind="embassy", status=said, **more)  # type: ignore[arg-type]


def test_posts_that_name_one_another_serve_nobody() -> None:
    one = post("one", Status(state="closed", served_by="two"))
    two = post("two", Status(state="suspended", served_by="one"))
    posts = {"one": one, "two": two}
    assert standing(posts, one, lambda _: TODAY).server is None
    assert standing(posts, two, lambda _: TODAY).server is None


def test_who_covers_a_country_does_so_while_its_site_is_closed() -> None:
    far = post("far")
    closed = post("near", Status(state="closed"), covered_by="far")
    assert standing({"far": far, "near": closed}, closed, lambda _: TODAY).server is far


@pytest.mark.parametrize(
    ("zone", "last", "hours", "closed"),
    [("Pacific/Auckland", "2026-01-09", 0, True), ("Pacific/Honolulu", "2026-01-08", -7, False)],
)
def test_a_post_closes_by_its_own_clocks(
    small: Small, monkeypatch: pytest.MonkeyPatch, zone: str, last: str, hours: int, closed: bool
) -> None:
    """By UTC the last day is over in Honolulu and not in Auckland; by theirs it is otherwise."""
    monkeypatch.setenv("SOURCE_DATE_EPOCH", str(int(DATE) + hours * 3600))
    stand(small, f"state: closing, since: {last}")
    small.edit("posts.yaml", "timezone: America/Lima", f"timezone: {zone}")
    small.build()
    assert (CLOSED in small.page("embassy-lima/en/help/index.html")) == closed


def test_where_a_post_is_until_it_moves_is_not_made_up() -> None:
    new = Location(lat=1.0, lon=2.0, precision="door")
    old = Place(address=Text.of("There"))
    for place in (None, old):
        status = Status(state="relocated", since="2026-02-01", moved_from=place)
        moving = post("one", status, address=Text.of("Here"), location=new)
        before, after = as_of(moving, "2026-01-31"), as_of(moving, "2026-02-01")
        assert (before.address, before.location) == (place and place.address, None)
        assert (after.address, after.location) == (moving.address, new)
