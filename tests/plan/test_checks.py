"""What editors and the web team are told about texts and wishes that lead nowhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.networks.small import DATE, Small, make, tree


@pytest.fixture
def small(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Small:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", DATE)
    return make(tmp_path)


def problems(small: Small) -> list[str]:
    """Build, and return every problem with its file below the network's folder."""
    done = small.build()
    return [text.split(f"{small.folder.name}/", 1)[-1] for text in done.problems]


LINKS = [
    ("[a](passports)", "'passports' is left out", "did you mean 'page:passports'?"),
    ("[a](/fr/visas)", "'/fr/visas' is left out", "did you mean 'page:visas'?"),
    ("[a](pages:visas)", "'pages:visas' is left out", "did you mean 'page:visas'?"),
    ("[a](page:pasports)", "'page:pasports' leads nowhere", "did you mean 'page:passports'?"),
    ("[a](page:passports#fee)", "names no heading", "did you mean 'page:passports#fees'?"),
    ("[a](news:2026-01-05-helo)", "leads nowhere", "did you mean 'news:2026-01-05-hello'?"),
    ("[a](service:visa)", "leads nowhere", "did you mean 'service:visas'?"),
    ("[a](post:embassy-olso)", "leads nowhere", "did you mean 'post:embassy-oslo'?"),
    ("[a](#nowhere)", "names no heading of this text", ""),
    ("[a](javascript:alert)", "is left out", ""),
    ("[a](https://a.example%40b.example/)", "'https://a.example%40b.example/' has no valid", ""),
    ("[a](https://b.example@c.example/)", "carries a user name or password, so it is left", ""),
    ("[a](https:///b.example)", "has no valid host name", "did you mean 'https://b.example'?"),
    ("[a](tel:+44 (0)1632 960001)", "whether to dial (0)", "did you mean 'tel:+441632960001'?"),
    (
        "[a](tel:+84 4 3934 3934)",
        "is no number that VN gives out",
        "did you mean 'tel:+842439343934'?",
    ),
    ("[a](page：visas)", "it has U+FF1A (fullwidth colon)", "did you mean 'page:visas'?"),
    ("[](page:visas)", "'page:visas' has no words", "Write between the brackets"),
    ("![a](x.jpg)", "texts have no pictures", ""),
    ("[a]\n\n[a]: visas.html", "'visas.html' is left out", "did you mean 'page:visas'?"),
]


@pytest.mark.parametrize(("text", "message", "near"), LINKS)
def test_a_link_that_leads_nowhere_is_told_with_its_place(
    small: Small, text: str, message: str, near: str
) -> None:
    small.write("content/pages/more.en.md", f"---\ntitle: More\n---\n\nOne line.\n\n{text}\n")
    told = problems(small)
    assert len(told) == 1
    place = "7:1" if "\n" in text else f"7:{text.index('](') + 3}"
    assert told[0].startswith(f"content/pages/more.en.md:{place}: note: ")
    assert message in told[0]
    assert near in told[0]


def test_all_problems_of_a_text_are_told_at_once(small: Small) -> None:
    front = "title: yes\nsummary: [x]\nordr: 1\nlocal: maybe"
    small.write("content/pages/more.en.md", f"---\n{front}\n---\n\n{'>' * 101} deep\n")
    told = [text.removeprefix("content/pages/more.en.md:") for text in problems(small)]
    starts = ["2:8: title: ", "3:10: summary: ", "4:1: ordr: ", "5:8: local: ", "8: the text is"]
    assert [text[: len(start)] for text, start in zip(told, starts, strict=True)] == starts


@pytest.mark.parametrize(
    ("title", "words"),
    [
        ("a" * 151, "expected a title of at most 150 characters"),
        ("a" + "\u0301" * 5, "expected text with at most 4 marks on a letter"),
    ],
)
def test_a_title_that_covers_what_is_around_it_is_told(
    small: Small, title: str, words: str
) -> None:
    small.edit("content/pages/privacy.en.md", "title: Privacy", f"title: {title}")
    (problem,) = problems(small)
    assert problem.startswith("content/pages/privacy.en.md:2:8: title: ")
    assert words in problem


def test_a_list_of_contents_names_the_first_headings_of_very_many(small: Small) -> None:
    small.write("content/pages/many.en.md", "---\ntitle: Many\n---\n" + "\n## Part\n" * 300)
    assert problems(small) == []
    page = small.page("embassy-lima/en/many/index.html")
    assert page.count("<h2 id=") == 300
    assert page.count('href="#s') == 41  # Forty, and the link that skips to the text.


def test_local_news_under_the_name_of_central_news_are_told(small: Small) -> None:
    name = "2026-01-05-hello"
    small.write(f"content/posts/embassy-oslo/news/{name}.en.md", "---\ntitle: Hi\n---\n\nOurs.")
    (problem,) = problems(small)
    assert problem.startswith(f"content/posts/embassy-oslo/news/{name}.en.md: central news have")
    small.edit(f"content/news/{name}.en.md", "title: Hello", "title: Hello\nlocal: replace")
    assert problems(small) == []
    assert "Ours." in small.page(f"embassy-oslo/en/news/{name}/index.html")
    small.edit(f"content/news/{name}.en.md", "local: replace", "kinds: [consulate]")
    assert problems(small) == []


def test_of_very_many_dead_links_the_first_are_told_and_briefly(small: Small) -> None:
    headings = "".join(f"## a {{#a{number}}}\n" for number in range(500))
    links = "".join(f"[x](#b{number}) [y](page:more#c{number}) " for number in range(500))
    long = f"[z](pag:{'z' * 5000})"
    small.write("content/pages/more.en.md", f"---\ntitle: M\n---\n\n{long}\n\n{headings}{links}")
    told = problems(small)
    assert len(told) == 101
    assert sum("has more problems of this kind" in text for text in told) == 1
    assert max(len(text) for text in told) < 300


GOOD = [
    "[a](https://x.example/)", "[a](mailto:a@x.example)", "[a](tel:+441632960001)",
    "[a](page:home)", "[a](news:)", "[a](news:2026-01-05-hello)", "[a](contact:visas)",
    "## T {#t}\n\n[a](#t)",
]  # fmt: skip


@pytest.mark.parametrize("text", GOOD)
def test_a_good_link_is_kept(small: Small, text: str) -> None:
    small.write("content/pages/more.en.md", f"---\ntitle: More\n---\n\n{text}\n")
    assert problems(small) == []
    page = small.page("embassy-oslo/en/more/index.html")
    assert ">a</a>" in page


def test_a_link_to_a_news_item_leads_to_it_on_each_site(small: Small) -> None:
    small.write("content/pages/more.en.md", "---\ntitle: M\n---\n\n[a](news:2026-01-05-hello)")
    small.edit(
        "content/news/2026-01-05-hello.en.md", "title: Hello", "title: Hello\nkinds: [embassy]"
    )
    small.build()
    assert 'href="../../en/news/2026-01-05-hello/"' in small.page("embassy-oslo/en/more/index.html")
    # The item is for embassies alone, and the portal does not have it either.
    assert "<p>a</p>" in small.page("virtual-embassy-iceland/en/more/index.html")


def test_a_link_to_a_news_item_of_a_later_day_is_text_until_then(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.write("content/pages/more.en.md", "---\ntitle: M\n---\n\n[a](news:2026-01-10-later)")
    small.write("content/news/2026-01-10-later.en.md", "---\ntitle: Later\n---\n\nNews.")
    assert problems(small) == []
    assert "<p>a</p>" in small.page("embassy-oslo/en/more/index.html")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1768046400")
    small.build()
    assert 'href="../../en/news/2026-01-10-later/"' in small.page("embassy-oslo/en/more/index.html")


def test_a_link_to_a_draft_is_text_when_publishing(small: Small) -> None:
    small.write("content/pages/more.en.md", "---\ntitle: M\n---\n\n[a](news:2026-01-02-draft)")
    draft = "---\ntitle: D\nstatus: draft\n---\n\nNews."
    small.write("content/news/2026-01-02-draft.en.md", draft)
    small.build(publish=True)
    assert "<p>a</p>" in small.page("embassy-oslo/en/more/index.html")
    assert "<p>a</p>" in small.page("en/more/index.html")


def test_a_text_that_could_not_be_read_is_no_missing_target(small: Small) -> None:
    small.edit("content/pages/visas.en.md", "title: Visas", "titel: Visas")
    told = problems(small)
    assert all("leads nowhere" not in text for text in told)
    assert any("titel" in text for text in told)


def test_a_text_in_a_language_that_its_site_lacks_is_told(small: Small) -> None:
    small.write("content/posts/embassy-oslo/about-us.nb.md", "---\ntitle: Om oss\n---\n\nHei.")
    assert problems(small) == [
        "content/posts/embassy-oslo/about-us.nb.md: note: the site of embassy-oslo has no pages "
        "in 'nb': there is no catalogue for it. Its languages are en, fr. "
        "[language-not-shown]"
    ]


def test_front_matter_must_agree_between_the_languages_of_a_text(small: Small) -> None:
    small.edit("content/pages/passports.fr.md", "group: services", "group: services\nlocal: locked")
    told = problems(small)
    assert (
        "content/pages/passports.fr.md: note: local: differs from pages/passports.en.md. Say "
        "the same in every language of a text. [languages-differ]" in told
    )


def test_a_post_named_by_a_text_must_exist(small: Small) -> None:
    small.edit("content/pages/visas.en.md", "kinds: [embassy]", "posts: [embassy-olso]")
    told = problems(small)
    assert any("posts: 'embassy-olso' is no post of this network; did you mean 'embassy-oslo'?"
               in text for text in told)  # fmt: skip


WISHES = [
    ("sections: [pasports]", "sections.0: 'pasports' is no page of this site", "'passports'"),
    ("services: [{service: visa}]", "services.0.service: 'visa' is no page", "'visas'"),
    ("news: {pin: [2026-01-05-helo]}", "news.pin.0: '2026-01-05-helo' is no news item", "hello"),
    ("news: {topics: [trade]}", "news.topics.0: 'trade' is no topic of any news", ""),
    ("languages: [+nb]", "languages.0: there is no catalogue for 'nb', so the site is not", ""),
    ("languages: [+zh-CN]", "languages.0: there is no catalogue for 'zh-CN'", "'+zh'?"),
    ("languages: [es, nb]", "languages.1: there is no catalogue for 'nb', so the site is not", ""),
]


@pytest.mark.parametrize(("key", "message", "near"), WISHES)
def test_what_a_post_wishes_of_texts_must_exist(
    small: Small, key: str, message: str, near: str
) -> None:
    small.edit("posts.yaml", "    city: Lima\n", f"    city: Lima\n    {key}\n")
    told = problems(small)
    assert len(told) == 1
    assert told[0].startswith("posts.yaml:30:")
    assert f"posts.embassy-lima.{message}" in told[0]
    assert near in told[0]


def test_a_post_without_any_language_that_has_a_catalogue_has_those_of_the_ministry(
    small: Small,
) -> None:
    small.edit("posts.yaml", "    city: Lima\n", "    city: Lima\n    languages: [nb]\n")
    assert "so the site is made in the ministry's languages" in "".join(problems(small))
    assert sorted(path.name for path in (small.output / "embassy-lima").glob("??")) == ["en", "fr"]


def test_a_language_of_the_ministry_without_a_catalogue_is_told(small: Small) -> None:
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [en, fr, nb]")
    told = problems(small)
    assert len(told) == 1
    assert told[0].startswith("posts.yaml:5:14: note: ministry.languages.2: there is no catalog")


def test_without_any_language_nothing_is_built(small: Small) -> None:
    small.build()
    before = tree(small.output)
    small.edit("posts.yaml", "languages: [en, fr]", "languages: [nb]")
    assert small.build().exitcode == 2
    assert tree(small.output) == before


def test_a_reader_that_fails_costs_its_text_alone(small: Small) -> None:
    small.write("content/pages/odd.en.md", "---\ntitle: Odd\nreviewed: 2026-99-99\n---\n\nText.")
    done = small.build()
    assert done.exitcode == 1
    assert "Passports" in small.page("embassy-oslo/en/passports/index.html")


def test_a_heading_of_a_local_part_never_repeats_an_anchor(small: Small) -> None:
    small.edit(
        "content/posts/embassy-cairo/passports.ar.md", "نص محلي.", "## رسوم {#fees}\n\n## ثان\n"
    )
    assert problems(small) == []
    page = small.page("embassy-cairo/ar/passports/index.html")
    assert page.count('id="fees"') == 1
    assert 'id="local-fees"' in page
    assert 'id="p2"' in page


def test_a_local_part_says_what_it_is(small: Small) -> None:
    small.edit(
        "content/posts/embassy-cairo/passports.ar.md",
        "---\n\n",
        'sample: true\nreviewed: "2026-01-02"\n---\n\n',
    )
    small.build()
    page = small.page("embassy-cairo/ar/passports/index.html")
    local = page[page.index('<section class="local"') :]
    assert "notice-sample" in local
    assert "2026" in local.split("</section>", 1)[0]


#: Country and keys of a post, the value that is told, and what is said of it.
HOURS = [
    ("NO", "holidays: {drop: [Good Fryday]}", "Good Fryday",
     "'Good Fryday' is no public holiday here in 2025 to 2027", "did you mean 'Good Friday'?"),
    ("NO", "holidays: {drop: [Langfredags]}", "Langfredags", "is no public", "'Langfredag'?"),
    ("NO", 'holidays: {drop: ["2026-05-18"]}', '"2026-05-18"', "is no public", "'2026-05-1"),
    ("NO", 'holidays: {region: "NO-99"}', '"NO-99"', "no holidays are known of 'NO-99'", "'NO-"),
    ("NO", 'timezone: Europe/Oslo\n    opening_hours: "Su 02:30-04:00"', '"Su 02',
     "02:30 does not exist on 2026-03-29 in Europe/Oslo, where clocks go from 02:00 to 03:00",
     "On that day 03:00 counts."),
    ("NZ", "timezone: Pacific/Chatham\n"
     '    offices: [{id: a, name: A, opening_hours: "Su 02:00-03:00"}]', '"Su 02',
     "03:00 is twice on 2026-04-05 in Pacific/Chatham, where clocks go from 03:45 to 02:45",
     "Both times count."),
    ("EG", "timezone: Africa/Cairo\n"
     '    contacts: [{phone: "+44 1632 960009", hours: "Fr 00:30-04:00"}]', '"Fr 00',
     "00:30 does not exist on 2026-04-24 in Africa/Cairo", "On that day 01:00 counts."),
    ("GB", 'timezone: Europe/London\n    opening_hours: "Mo-Fr 09:00-12:00; PH off"', '"Mo-Fr',
     "public holidays of 'GB' depend on the region, and none is named",
     "Write GB-ENG, GB-NIR, GB-SCT, GB-WLS under holidays.region."),
    ("DE", "timezone: Europe/Berlin\n    name: {en: Embassy Berlin}\n"
     '    opening_hours: "Mo-Fr 09:00-12:00; PH off"', '"Mo-Fr',
     "public holidays of 'DE' depend on the region", "or another under holidays.region."),
    ("NO", 'timezone: Europe/Oslo\n    opening_hours: "Mo-Fr 09:00-12:00; SH off"', '"Mo-Fr',
     "school holidays are not known: 'SH off' holds on none of them", "Write their dates"),
    ("NO", 'timezone: Europe/Oslo\n    opening_hours: "Mo 09:00-12:00; 2025 Dec 24 off"', '"Mo 09',
     "'2025 Dec 24 off' is past", "Leave it out."),
    ("NO", "timezone: Europe/Oslo\n    closures: "
     '[{from: "2026-03-02", reason: {en: X}, hours: "Mo 09:00-10:00; SH off"}]', '"Mo 09',
     "'SH off' holds on none of them", "Write their dates"),
    ("NO", "timezone: Europe/Oslo\n    messaging: "
     '[{platform: whatsapp, number: "+44 7700 900111", hours: "Mo 09:00-10:00; SH off"}]', '"Mo 09',
     "'SH off' holds on none of them", "Write their dates"),
    ("NO", "timezone: Europe/Oslo\n    collection: "
     '{hours: "Mo 09:00-10:00; SH off"}', '"Mo 09',
     "'SH off' holds on none of them", "Write their dates"),
]  # fmt: skip
OSLO_PLACE = "    location: {lat: 59.9, lon: 10.7}\n"
OSLO_TIME = "    timezone: Europe/Oslo\n"


@pytest.mark.parametrize(("country", "keys", "value", "message", "cure"), HOURS)
def test_hours_and_holidays_that_no_calendar_has_are_told_and_the_rest_holds(
    small: Small, country: str, keys: str, value: str, message: str, cure: str
) -> None:
    own = "" if "timezone" in keys else OSLO_TIME
    small.edit("posts.yaml", 'country: "NO"\n', f'country: "{country}"\n    {keys}\n{own}')
    small.edit("posts.yaml", OSLO_PLACE + OSLO_TIME, "")
    if "\n    opening_hours" in keys:
        small.edit("posts.yaml", "    opening_hours: Mo-Fr 09:00-12:30\n", "")
    before = (small.folder / "posts.yaml").read_text(encoding="utf-8").split(value)[0]
    warned = ("holidays", "PH off", "SH off")
    level = "warning" if any(one in keys for one in warned) else "note"
    [told] = [one for one in problems(small) if "ministry" not in one]
    line, column = before.count("\n") + 1, len(before) - before.rindex("\n")
    assert told.startswith(f"posts.yaml:{line}:{column}: {level}: posts.embassy-oslo.")
    assert message in told
    assert cure in told
    assert 'class="hours"' in small.page("embassy-oslo/en/contact/index.html")


def test_hours_of_accounts_and_of_alerts_are_held_to_the_calendar(small: Small) -> None:
    small.edit(
        "posts.yaml",
        "handle: embassy.oslo",
        'handle: embassy.oslo, hours: "Mo 09:00-10:00; SH off"',
    )
    small.write("content/alerts/flood.yaml", """severity: severe
sent: 2026-01-09T06:00Z
expires: 2026-01-12T06:00Z
headline: {en: Flood}
instruction: {en: Stay inside}
area: {words: {en: The coast}, countries: ["NO"]}
phone: "+44 1632 960009"
phone_hours: "Mo-Fr 09:00-12:00; SH off"
""")  # fmt: skip
    told = [one for one in problems(small) if "SH off" in one]
    assert [one.partition(": school")[0].partition(": warning: ")[2] for one in told] == [
        "phone_hours", "posts.embassy-oslo.channels.0.hours",
    ]  # fmt: skip
    assert "content/alerts/flood.yaml:8:14: " in told[0]


def test_whether_hours_are_right_never_depends_on_the_day(
    small: Small, monkeypatch: pytest.MonkeyPatch
) -> None:
    small.edit("posts.yaml", "opening_hours: Mo-Fr 09:00-12:30",
               'opening_hours: "Mo-Fr 09:00-12:30; 2027 Dec 24 off"')  # fmt: skip
    small.edit("posts.yaml", 'phone: "+44 1632 960003"', 'opening_hours: "2027 Feb 29 off"')
    small.edit("posts.yaml", 'phone: "+44 1632 960002"',
               'opening_hours: "2026-2028 Mo 09:00-10:00"')  # fmt: skip
    refused, past = set(), []
    for year in (2024, 2030, 2034):
        monkeypatch.setenv("SOURCE_DATE_EPOCH", str((year - 1970) * 31_557_600))
        told = problems(small)
        refused.add(tuple(one for one in told if ": note: " not in one))
        past.append(sum("[hours-past]" in one for one in told))
    [[one]] = refused
    assert "'2027 Feb 29 off' holds in no year" in one
    assert past == [0, 2, 2]


def test_holidays_of_a_country_that_no_calendar_has_are_told_and_said(small: Small) -> None:
    small.edit("posts.yaml", "opening_hours: Mo-Fr 09:00-12:30",
               'opening_hours: "Mo-Fr 09:00-12:30; PH off"')  # fmt: skip
    [told] = problems(small)
    assert told.startswith("posts.yaml:3:12: warning: ministry.country: no public holidays are")
    page = small.page("embassy-oslo/en/contact/index.html")
    assert "Public holidays that are taken into account: Norway" in page
    small.edit("posts.yaml", 'country: "NO"', "country: GB")
    small.build()
    page = small.page("embassy-oslo/en/contact/index.html")
    assert "Holidays of a part of United Kingdom alone are not among them." in page
    small.edit("posts.yaml", "country: GB", "country: QV")
    small.build()
    page = small.page("embassy-oslo/en/contact/index.html")
    assert "This site does not know the public holidays here" in page


@pytest.mark.parametrize(
    ("country", "zone", "hours"),
    [
        ("NO", "Europe/Oslo", "24/7"),
        ("NO", "Europe/Oslo", "Sa 20:00-26:00; Su 03:00-12:00"),
        ("EG", "Africa/Cairo", "Th 20:00-24:00; Fr 01:00-04:00"),
        ("NP", "Asia/Kathmandu", "Su 02:30-04:00"),
    ],
)
def test_hours_that_clocks_do_not_change_are_no_problem(
    small: Small, country: str, zone: str, hours: str
) -> None:
    small.edit("posts.yaml", 'country: "NO"', f'country: "{country}"')
    small.edit("posts.yaml", OSLO_PLACE + OSLO_TIME, f"    timezone: {zone}\n")
    small.edit("posts.yaml", "Mo-Fr 09:00-12:30", f'"{hours}"')
    assert problems(small) == []


def test_a_holiday_of_a_year_that_is_past_may_stay_dropped(small: Small) -> None:
    small.edit(
        "posts.yaml", "    city: Oslo", '    holidays: {drop: ["2019-05-20"]}\n    city: Oslo'
    )
    assert problems(small) == []


def test_a_holiday_that_the_ministry_cannot_drop_is_told(small: Small) -> None:
    ours = "  country: BE\n  demonstration: true\n  holidays: {drop: [Kerst]}\n"
    ours += '  publisher: {name: Makers, url: "https://makers.example/"}\n'
    small.edit("posts.yaml", "  country: QV\n", ours)
    [told] = problems(small)
    assert told.startswith("posts.yaml:5:21: warning: ministry.holidays.drop.0: 'Kerst' is no")
    assert "did you mean 'Kerstmis'?" in told


def test_two_pages_with_one_title_are_told(small: Small) -> None:
    text = "---\ntitle: passports\ngroup: services\n---\n\nText."
    small.write("content/pages/fees.en.md", text)
    small.write("content/posts/embassy-lima/own.en.md", text)
    told = [line for line in problems(small) if "title-twice" in line]
    assert [line.partition(":")[0] for line in told] == [
        "content/pages/passports.en.md", "content/posts/embassy-lima/own.en.md",
    ]  # fmt: skip
    assert "is called as pages/fees.en.md" in told[0]
    small.edit("content/pages/fees.en.md", "group: services", "posts: [embassy-cairo]")
    small.edit("content/posts/embassy-lima/own.en.md", "title: passports", "title: Own")
    assert [line for line in problems(small) if "title-twice" in line] == []
