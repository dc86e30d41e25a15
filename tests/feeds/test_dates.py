"""A date is read in the forms that feeds have; what is not sure is none, and never a wrong day."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from chancery.feeds.dates import EARLIEST, LATEST, read_date

ISO = """
2026-11-20T10:00:00+01:00             2026-11-20T09:00
2026-11-20T10:00:00-0500              2026-11-20T15:00
2026-11-20T10:00:00+01                2026-11-20T09:00
2026-11-20T10:00:00−01:00             2026-11-20T11:00
2026-11-20T10:00:00.123456Z           2026-11-20T10:00
2026-11-20T10:00:00,5Z                2026-11-20T10:00
2026-11-20t10:00:00z                  2026-11-20T10:00
2026-11-20T10:00Z                     2026-11-20T10:00
2026-11-20T1:02:03Z                   2026-11-20T01:02
2026-11-20T10:00:00+01:00[Etc/UTC]    2026-11-20T09:00
2026-11-20 10:00:00 +0100             2026-11-20T09:00
2026-11-20 10:00:00 EST               2026-11-20T15:00
2026-11-20T10:00:00                   2026-11-20T10:00
20261120T100000Z                      2026-11-20T10:00
20261120                              2026-11-20T00:00
2026-11-20                            2026-11-20T00:00
2026-11                               2026-11-01T00:00
2026                                  2026-01-01T00:00
2026-1-5                              2026-01-05T00:00
2026/11/20 10:00                      2026-11-20T10:00
2026.11.20                            2026-11-20T00:00
2026-W47-5                            2026-11-20T00:00
2026-W47                              2026-11-16T00:00
2026-324                              2026-11-20T00:00
2026-11-20T24:00:00Z                  2026-11-21T00:00
2026-11-20T23:59:60Z                  2026-11-21T00:00
2026-11-20T10:00:00+99:00             2026-11-20T10:00
٢٠٢٦-١١-٢٠                            2026-11-20T00:00
"""
RFC_822 = """
Mon, 23 Nov 2026 10:00:00 GMT                 2026-11-23T10:00
Mon, 23 Nov 2026 10:00:00 +0100               2026-11-23T09:00
Mon, 23 Nov 2026 10:00:00 +01:00              2026-11-23T09:00
Mon, 23 Nov 2026 10:00:00 GMT+0100 (CET)      2026-11-23T09:00
Mon, 23 Nov 2026 10:00:00 Europe/Brussels     2026-11-23T09:00
Mon, 23 Nov 2026 10:00:00 Nowhere/Atall       2026-11-23T10:00
Mon, 23 Nov 2026 10:00:00 CEST                2026-11-23T08:00
Mon, 23 Nov 2026 10:00:00 A                   2026-11-23T10:00
Mon, 23 Nov 2026 10:00:00                     2026-11-23T10:00
Mon, 23 Nov 2026 10:00 EST                    2026-11-23T15:00
Mon, 23 Nov 2026                              2026-11-23T00:00
Fri, 23 Nov 2026 10:00:00 GMT                 2026-11-23T10:00
Monday, 23-Nov-26 10:00:00 GMT                2026-11-23T10:00
Mon,23Nov2026 10:00:00GMT                     2026-11-23T10:00
23 November 2026 10:00:00 GMT                 2026-11-23T10:00
23 NOV 2026 10:00:00 gmt                      2026-11-23T10:00
3 Nov 2026 10:00:00 GMT                       2026-11-03T10:00
23 Nov 99 10:00 GMT                           1999-11-23T10:00
23 Nov 126 10:00 GMT                          2026-11-23T10:00
Mon Nov 23 10:00:00 2026                      2026-11-23T10:00
Mon Nov 23 10:00:00 UTC 2026                  2026-11-23T10:00
Mon Nov 23 2026 10:00:00 GMT+0100 (CET)       2026-11-23T09:00
November 23, 2026                             2026-11-23T00:00
Nov 23, 2026 3:05 PM                          2026-11-23T15:05
Nov 23, 2026, 12:05 a.m.                      2026-11-23T00:05
Mon, 23 Nov 2026 24:00:00 GMT                 2026-11-24T00:00
Thu, 31 Dec 2026 23:59:60 GMT                 2027-01-01T00:00
23.11.2026 10:00                              2026-11-23T10:00
23/11/2026                                    2026-11-23T00:00
11/23/2026                                    2026-11-23T00:00
11/11/2026                                    2026-11-11T00:00
1795428000                                    2026-11-23T10:00
1795428000000                                 2026-11-23T10:00
"""
LANGUAGES = """
fr     23 novembre 2026 à 10h30                    2026-11-23T10:30
fr     mar., 24 nov. 2026 10:00:00 +0100           2026-11-24T09:00
fr     1 févr. 2026                                2026-02-01T00:00
de     Mo, 23 Nov 2026 10:00:00 MEZ                2026-11-23T09:00
de-AT  23. Jänner 2026                             2026-01-23T00:00
nl     23 mrt 2026                                 2026-03-23T00:00
es     23 de diciembre de 2026                     2026-12-23T00:00
el     Κυρ, 11 Ιούλ 2004 12:00:00 EST              2004-07-11T17:00
hu     2026-július-13T9:15-05:00                   2026-07-13T14:15
ru     понедельник, 23 ноября 2026 г., 10:00       2026-11-23T10:00
ar     23 نوفمبر 2026                              2026-11-23T00:00
ko     2026년 11월 23일 (월) 오후 3:05              2026-11-23T15:05
zh     2026年11月23日 10:00                        2026-11-23T10:00
ja     ２０２６年１１月２３日                      2026-11-23T00:00
en     23 novembre 2026                            2026-11-23T00:00
-      23 dezember 2026                            2026-12-23T00:00
"""
NONE = """
last Tuesday
yesterday at 5
Nov 2026
--11-20
0
Thu, 01 Jan 1970 00:00:00 GMT
0001-01-01T00:00:00Z
9999-12-31T23:59:59Z
2026-02-30
2026-13-01
2026-366
2026-W54-1
Mon, 31 Feb 2026 00:00:00 GMT
Mon, 23 Nov 2026 25:00:00 GMT
2026-11-20T10:61:00Z
2026-11-20T24:00:01Z
03/04/2026
23 Foo 2026
99999999999999999999
"""


def rows(table: str) -> list[list[str]]:
    return [line.strip().rsplit(maxsplit=1) for line in table.strip().splitlines()]


@pytest.mark.parametrize(("text", "instant"), rows(ISO) + rows(RFC_822))
def test_a_date_that_is_sure(text: str, instant: str) -> None:
    found = read_date(text)
    assert found is not None
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert found.replace(second=0, microsecond=0) == expected


@pytest.mark.parametrize(("said", "instant"), rows(LANGUAGES))
def test_months_are_read_in_the_language_of_the_feed_and_in_common_ones(
    said: str, instant: str
) -> None:
    language, text = said.split(maxsplit=1)
    expected = datetime.fromisoformat(instant).replace(tzinfo=UTC)
    assert read_date(text, language.strip("-")) == expected


@pytest.mark.parametrize("text", ["", *NONE.strip().splitlines(), "2026-11-20 " + "x" * 100])
def test_a_date_that_is_not_sure_is_none(text: str) -> None:
    assert read_date(text) is None


pieces = st.sampled_from(
    ["2026", "-11", "-20", "T", "10:00", ":00", "Z", "+01:00", " ", "Mon,", "23", "Nov", "99", "/",
     "年", "月", "24:00", "GMT", "(", ")", "pm", "W47", "0", ".", "٢", "févr"]
)  # fmt: skip


@given(st.lists(st.one_of(pieces, st.text(max_size=3)), max_size=14).map("".join))
def test_any_text_is_a_date_of_the_web_or_none(text: str) -> None:
    found = read_date(text, "fr")
    assert found is None or EARLIEST <= found < LATEST
