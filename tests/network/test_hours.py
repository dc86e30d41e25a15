"""What hours mean, and what is told of those that mean something else than they say."""

from __future__ import annotations

import json
from datetime import date, datetime, timedelta
from pathlib import Path

import opening_hours
import pytest
from dateutil.easter import easter  # type: ignore[import-untyped]
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st

from chancery.hours.evaluate import Ranges, joined, open_ranges
from chancery.hours.meaning import occurring
from chancery.hours.slips import right_hours
from chancery.hours.syntax import MOST_CHARACTERS, MOST_RULES, HoursError, State, clock
from tests.hoursgrammar import compared
from tests.plainhours import PlainRule, plain_rules, plain_state

REFERENCE = Path(__file__).parent.parent / "data" / "hours-reference.json"

#: What somebody wrote, and what was probably meant.
SLIPS = [
    ('Mo-Fr 09:00-12:00; Mo-Fr 14:00-16:00 "by appointment"',
     'Mo-Fr 09:00-12:00, Mo-Fr 14:00-16:00 "by appointment"'),
    ('Mo 09:00-12:00 open "visas"; Mo 14:00-16:00 open "passports"; PH off',
     'Mo 09:00-12:00 open "visas", Mo 14:00-16:00 open "passports"; PH off'),
    ("lunes a viernes de 9:00 a 14:00", "Mo-Fr 09:00-14:00"),
    ("Montag bis Freitag von 9 bis 12 Uhr", "Mo-Fr 09:00-12:00"),
    ("Monday to Friday from 9am to 5pm", "Mo-Fr 09:00-17:00"),
    ("du lundi au vendredi de 9h à 12h30", "Mo-Fr 09:00-12:30"),
    # a comma and a space end a rule
    ("Mo, We, Fr 09:00-12:00", "Mo,We,Fr 09:00-12:00"),
    ("Mo-Fr, PH 09:00-12:00", "Mo-Fr,PH 09:00-12:00"),
    ("Dec 24, Dec 31 off", "Dec 24,Dec 31 off"),
    ("Mo-Fr 09:00-12:00,PH off", "Mo-Fr 09:00-12:00; PH off"),
    ("Mo-Fr 09:00-12:00,Sa 10:00-11:00", "Mo-Fr 09:00-12:00; Sa 10:00-11:00"),
    ("Mo,Tu 09:00-12:00 We 13:00-15:00", "Mo,Tu 09:00-12:00; We 13:00-15:00"),
    ("Mo-Fr PH 09:00-12:00", "Mo-Fr,PH 09:00-12:00"),
    # signs
    ("Mo–Fr 09:00–12:00", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09:00−12:00", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09:00〜12:00", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr ０９:００-１２:００", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09：00-12：00", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09:00-12:00;", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09:00-12:00, ", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr: 09:00-12:00", "Mo-Fr 09:00-12:00"),
    ("Mo-Fr 09:00-12:00 14:00-16:00", "Mo-Fr 09:00-12:00,14:00-16:00"),
    ("opening_hours=Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00"),
    # times
    ("Mo-Fr 9.00-12.30", "Mo-Fr 09:00-12:30"),
    ("Mo-Fr 9h30-12h", "Mo-Fr 09:30-12:00"),
    ("Mo-Fr 0900-1700", "Mo-Fr 09:00-17:00"),
    ("Mo-Fr 9-12,14-16", "Mo-Fr 09:00-12:00,14:00-16:00"),
    ("Mo-Fr 9am-5pm", "Mo-Fr 09:00-17:00"),
    ("Mo-Fr 9:00 a.m. - 12:30 p.m.", "Mo-Fr 09:00-12:30"),
    ("Mo-Fr 12am-12pm", "Mo-Fr 00:00-12:00"),
    ("Mo-Fr 09:00-05:00", "Mo-Fr 09:00-17:00"),
    ("Mo-Fr 00:00-00:00", "Mo-Fr 00:00-24:00"),
    ("Mo-Fr 17:00-late", "Mo-Fr 17:00+"),
    # languages
    ("Monday to Friday 9:00 am to 5:00 pm", "Mo-Fr 09:00-17:00"),
    ("Mon-Fri 9am-5pm", "Mo-Fr 09:00-17:00"),
    ("Lundi-Vendredi 9h30-12h", "Mo-Fr 09:30-12:00"),
    ("lun.-ven. 9h-12h30", "Mo-Fr 09:00-12:30"),
    ("Montag bis Freitag 9.00 bis 12.00 Uhr", "Mo-Fr 09:00-12:00"),
    ("Mo-Do 9-12 Uhr, Fr geschlossen", "Mo-Th 09:00-12:00; Fr off"),
    ("maandag t/m vrijdag 9:00-12:00", "Mo-Fr 09:00-12:00"),
    ("lunes a viernes 9:00-14:00", "Mo-Fr 09:00-14:00"),
    ("الاثنين-الجمعة 09:00-17:00", "Mo-Fr 09:00-17:00"),
    ("星期一至星期五 09:00-17:00", "Mo-Fr 09:00-17:00"),
    ("janvier 10:00-18:00", "Jan 10:00-18:00"),
    ("24 hours", "24/7"),
    ("Mo-Fr 09:00-12:00; public holidays off", "Mo-Fr 09:00-12:00; PH off"),
    ("by appointment", '"by appointment"'),
    ("Mo-Fr 09:00-12:00; nach Vereinbarung", 'Mo-Fr 09:00-12:00 || "nach Vereinbarung"'),
    # a year of which nobody knows whether it is all of them
    ("2026 Dec 24-Jan 02 off", "2026 Dec 24-2027 Jan 02 off"),
    ("2026 Nov-Feb Mo 09:00-12:00", "2026 Nov-2027 Feb Mo 09:00-12:00"),
    ("2026 Dec 24,Dec 31 off", "2026 Dec 24,2026 Dec 31 off"),
    ("2026 Dec 24,31 off", "2026 Dec 24,2026 Dec 31 off"),
    ("2026 Feb,Sep-Nov Mo 09:00-12:00", "2026 Feb,2026 Sep-Nov Mo 09:00-12:00"),
    # the order of rules
    ("Mo-Fr 09:00-12:00; Mo-Fr 14:00-16:00", "Mo-Fr 09:00-12:00,14:00-16:00"),
    ("PH off; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; PH off"),
    ("Mo-Fr 09:00-12:00; PH off; Sa 10:00-11:00", "Mo-Fr 09:00-12:00; Sa 10:00-11:00; PH off"),
    ("Dec 24-26 off; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; Dec 24-26 off"),
    ("Apr-Sep Mo-Fr 08:00-12:00; Mo-Fr 09:00-12:00",
     "Mo-Fr 09:00-12:00; Apr-Sep Mo-Fr 08:00-12:00"),
    ("Fr[1] off; Mo-Fr 09:00-12:00", "Mo-Fr 09:00-12:00; Fr[1] off"),
    ('Mo-Fr 09:00-12:00; "by appointment"', 'Mo-Fr 09:00-12:00 || "by appointment"'),
]  # fmt: skip

#: What cannot be meant, and what is said of it: where it stands, and what to do.
REFUSED = [
    ("", "expected a rule", "at the end"),
    ("   ", "expected a rule", "at the end"),
    ("Mo-Fr", "'Mo-Fr' has no times", "00:00-24:00 is around the clock"),
    ("Mo-Fr 09:00-12:00; Sa", "'Sa' has no times", "Write its times"),
    ("Mo-Fr 09:00", "expected when it ends too, after '09:00' (character 7)", "09:00+"),
    ("Mo-Fr 09:00-24:30-", "at '-' (character 18)", ""),
    ("Mo-Fr 25:00-26:00", "there is no 25:00 (character 7)", "Times go from 00:00 to 24:00"),
    ("Mo-Fr 24:00-26:00", "there is no 24:00", "20:00-02:00"),
    ("Mo-Fr 12:00-48:01", "there is no 48:01", ""),
    ("Mo-Fr 09:00-12:60", "there is no 12:60 (character 13)", ""),
    ("Mo-Fr 09:00-09:00", "expected another time than the first one", "00:00-24:00 for all day"),
    ("Mo,We,Mo 09:00-12:00", "expected nothing twice, at 'Mo' (character 7)", "Leave it out"),
    ("Mo 09:00-12:00,09:00-12:00", "expected nothing twice, at '09:00' (character 16)", ""),
    ("Mo-Mo 09:00-12:00", "expected another day than the first one", ""),
    ("Mo-Fr sunrise-sunset", "which are the same each day, at 'sunrise'", "for each season"),
    ("Mo-Fr 09:00-(sunset-01:00)", "which are the same each day, at '(' (character 13)", ""),
    ("Mo-Fr 09:00-dusk", "which are the same each day, at 'dusk'", ""),
    ("Mo-Fr 09:00-12:00/00:30", "expected no steps between times, at '/'", ""),
    ("Feb 30 off", "expected a day that Feb has (1 to 29), at '30' (character 5)", ""),
    ("Mo-Fr 09:00-12:00; Jun 31 off", "Jun has (1 to 30)", ""),
    ("2015 Feb 29 off", "'2015 Feb 29 off' holds in no year", "Leave it out"),
    ("Mo-Fr 09:00-12:00; Jun week 53 off", "'Jun week 53 off' holds in no year", ""),
    ("Mo-Fr 09:00-12:00; 2026 Dec 24-2026 Dec 20 off", "holds in no year", ""),
    ("week 54 off", "expected a week from 1 to 53, at '54'", ""),
    ("week 50-49 off", "expected a week from 1 to 53 after 50", ""),
    ("2027-2025 Mo 09:00-12:00", "expected a year after 2027", ""),
    ("Fr[6] 09:00-12:00", "1 to 5, or -1 to -5, at '6' (character 4)", ""),
    ("Fr[0] 09:00-12:00", "1 to 5, or -1 to -5, at '0'", ""),
    ("Dec 24-Jan off", "expected two dates, or two months", ""),
    ("Mo-Fr 09:00-12:00; 14:00-16:00",
     "'14:00-16:00' holds instead of 'Mo-Fr 09:00-12:00' on all its days", "in one rule"),
    ("Mo-Fr off; Mo-Fr 09:00-12:00", "holds instead of 'Mo-Fr off' on all its days", ""),
    ("Apr-Sep Mo-Fr 08:00-12:00, Mo-Fr 13:00-14:00; Mo-Fr 09:00-12:00", "before it", "usual first"),
    ('Mo-Fr 09:00-12:00 "ask', "a second quotation mark after the one at character 19", ""),
    ("Mo-Fr 09:00-12:00 week 3", "months, then weeks, before days and times", ""),
    ("Mo-Fr 09:00-12:00 sometimes", "at 'sometimes' (character 19)", "a semicolon divides"),
    ("Mo-Xy 09:00-12:00", "expected a day: Mo Tu We Th Fr Sa Su, at 'Xy' (character 4)", ""),
    ("Mo-Fr 09:00-12:00; ; PH off", "expected a rule", "at ';' (character 20)"),
    (f"Mo-Fr 09:00-12:00{' ' * MOST_CHARACTERS}", f"at most {MOST_CHARACTERS} characters", ""),
    ("; ".join(["Mo 1:00-2:00"] * (MOST_RULES + 1)), f"at most {MOST_RULES} rules", "closures"),
]  # fmt: skip

#: Hours that mean what they say, and what is of them on some days (from a Monday on).
MONDAY = date(2026, 11, 30)
HOLIDAYS = frozenset({date(2026, 12, 2)})
MEANT = [
    ("24/7", "0 00:00-24:00, 1 00:00-24:00, 2 00:00-24:00, 3 00:00-24:00"),
    ("Mo,We 09:00-12:00", "0 09:00-12:00, 2 09:00-12:00"),
    ("mo-tu 9:00-12:00", "0 09:00-12:00, 1 09:00-12:00"),
    ("Mo 09:00-11:00, 14:00-16:00", "0 09:00-11:00, 0 14:00-16:00"),
    ("Mo 09:00-11:00,10:00-12:00", "0 09:00-12:00"),
    ("Mo-We 09:00-12:00; Tu off", "0 09:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; Tu 10:00-11:00 off",
     "0 09:00-12:00, 1 09:00-10:00, 1 11:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; We 13:00-14:00", "0 09:00-12:00, 1 09:00-12:00, 2 13:00-14:00"),
    ("Mo 09:00-12:00, Mo 13:00-14:00", "0 09:00-12:00, 0 13:00-14:00"),
    ("Mo-We 09:00-12:00; PH off", "0 09:00-12:00, 1 09:00-12:00"),
    ("Tu,PH 09:00-12:00", "1 09:00-12:00, 2 09:00-12:00"),
    ("Mo-Tu 09:00-12:00; PH -1 day 09:00-10:00", "0 09:00-12:00, 1 09:00-10:00"),
    ("Mo-We 09:00-12:00; Dec 01-03 off", "0 09:00-12:00"),
    ("Mo-We 09:00-12:00; Dec 1,3 off", "0 09:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; 2026 Dec 1 off", "0 09:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; 2027 Dec 1 off", "0 09:00-12:00, 1 09:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; 2026 Dec 1,2026 Dec 3 off", "0 09:00-12:00, 2 09:00-12:00"),
    ("Mo-We 09:00-12:00; week 49 off", ""),
    ("week 01-53/2 Mo-We 09:00-12:00", "0 09:00-12:00, 1 09:00-12:00, 2 09:00-12:00"),
    ("week 02-53/2 Mo-We 09:00-12:00", ""),
    ("Dec-Feb Mo-We 09:00-12:00", "1 09:00-12:00, 2 09:00-12:00"),
    ("Nov 15-Nov 30 Mo-We 09:00-12:00", "0 09:00-12:00"),
    ("Tu[1],We[-1] 09:00-12:00", "1 09:00-12:00"),
    ("Mo[-1] +1 day 09:00-12:00", "1 09:00-12:00"),
    ("easter +240 days 09:00-12:00", "1 09:00-12:00"),
    ("easter -118 days 09:00-12:00", "0 09:00-12:00"),
    ("Jan 01 -31 days 09:00-12:00", "1 09:00-12:00"),
    ("Mo 22:00-02:00; Tu 10:00-11:00", "0 22:00-26:00, 1 10:00-11:00"),
    ("Mo 22:00-26:00; Tu off", "0 22:00-26:00"),
    ("Mo-Tu 22:00-02:00; Tu off", "0 22:00-26:00"),
    ("Su 22:00-02:00", "-1 22:00-26:00"),
    ("Mo 14:00+", "0 14:00-24:00+"),
    ("Mo 14:00-16:00+", "0 14:00-16:00+"),
    ('Mo 09:00-12:00 "ask"', "0 09:00-12:00 unknown ask"),
    ('Mo 09:00-12:00 open "ring"', "0 09:00-12:00 ring"),
    ("Mo-Tu 09:00-12:00; Tu unknown", "0 09:00-12:00, 1 00:00-24:00 unknown"),
    ('Mo 09:00-12:00 || Mo-Tu 08:00-10:00 "ask"',
     "0 08:00-09:00 unknown ask, 0 09:00-12:00, 1 08:00-10:00 unknown ask"),
    ('Mo 22:00-02:00 || Tu 00:00-04:00 unknown', "0 22:00-26:00, 1 02:00-04:00 unknown"),
    ('Mo-We 09:00-12:00; PH off "training"',
     "0 09:00-12:00, 1 09:00-12:00, 2 00:00-24:00 closed training"),
    ("SH 09:00-12:00", ""),
]  # fmt: skip


@pytest.mark.parametrize(("written", "meant"), SLIPS)
def test_a_slip_of_the_pen_is_told_with_what_was_probably_meant(written: str, meant: str) -> None:
    with pytest.raises(HoursError) as told:
        right_hours(written)
    assert told.value.near == meant
    right_hours(meant)


@pytest.mark.parametrize(("written", "message", "cure"), REFUSED)
def test_what_cannot_be_meant_is_refused_and_named(written: str, message: str, cure: str) -> None:
    with pytest.raises(HoursError) as told:
        right_hours(written)
    assert message in told.value.message
    assert told.value.near == ""
    said = f"{told.value.message} {told.value.cure or 'a semicolon divides'}"
    assert cure in said


@pytest.mark.parametrize(("hours", "expected"), MEANT)
def test_hours_come_to_what_they_say(hours: str, expected: str) -> None:
    right_hours(hours)
    found = []
    for part in occurring(hours, MONDAY, 4, HOLIDAYS):
        day, start = divmod(part.start, 24 * 60)
        end = clock(part.end - day * 24 * 60) + "+" * part.open_end
        state = "" if part.state is State.OPEN else f" {part.state}"
        found.append(f"{day} {clock(start)}-{end}{state} {part.comment}".rstrip())
    assert ", ".join(found) == expected


def test_easter_is_when_it_is() -> None:
    for year in range(1990, 2100):
        begin = date(year, 3, 20)
        [part] = occurring("easter 09:00-12:00", begin, 40)
        assert begin + timedelta(minutes=part.start - 9 * 60) == easter(year)


@settings(max_examples=40, suppress_health_check=[HealthCheck.filter_too_much])
@given(compared())
def test_hours_are_open_when_another_evaluator_says_so(hours: str) -> None:
    """But for what the other takes otherwise: see what `compared` leaves out."""
    try:
        right_hours(hours)
    except HoursError:
        assume(False)
    assert open_ranges(hours, MONDAY, 70) == _of_the_other(hours, MONDAY, 70)


@settings(max_examples=40)
@given(plain_rules(), st.dates(date(2026, 1, 1), date(2029, 12, 1)), st.sets(st.integers(0, 20)))
def test_hours_are_what_somebody_with_patience_makes_of_them(
    made: tuple[tuple[PlainRule, ...], str], first: date, days: set[int]
) -> None:
    rules, written = made
    holidays = frozenset(first + timedelta(days=more) for more in days)
    found = ["closed"] * (21 * 96)
    # What is open wins over what is unknown, and the night over the day after it.
    for state in (State.UNKNOWN, State.OPEN):
        for part in occurring(written, first, 21, holidays):
            if part.state is state:
                for at in range(max(part.start, 0) // 15, min(part.end, 21 * 1440) // 15):
                    found[at] = str(state)
    expected = [
        plain_state(rules, first + timedelta(days=at // 96), at % 96 * 15, holidays)
        for at in range(21 * 96)
    ]
    assert found == expected


#: Hours of which opening_hours.js makes something else, and why we do not.
OTHERWISE = {
    "what goes on after midnight is whole, whatever is said of the day after": (
        "Mo 22:00-02:00; Tu 10:00-11:00", "Mo 22:00-26:00; Tu off", "Fr 22:00-02:00; Sa off",
    ),
    "who opens at a time is open then, though nobody says until when": (
        "Mo 14:00+", "Mo 14:00-16:00+",
    ),
}  # fmt: skip


def test_hours_are_what_opening_hours_js_makes_of_them() -> None:
    """Held to a table that it made once: open and unknown times of six weeks, without holidays."""
    table = json.loads(REFERENCE.read_text(encoding="utf-8"))
    first, days = date.fromisoformat(table["first"]), table["days"]
    other = []
    for hours, opens, unknown in table["values"]:
        right_hours(hours)
        found = {state: [(max(one.start, 0), min(one.end, days * 1440))
                         for one in occurring(hours, first, days)
                         if one.state is state and one.start < days * 1440]
                 for state in State}  # fmt: skip
        expected = [joined(map(tuple, ranges)) for ranges in (opens, unknown)]
        if [joined(found[State.OPEN]), joined(found[State.UNKNOWN])] != expected:
            other.append(hours)
    assert sorted(other) == sorted(one for ones in OTHERWISE.values() for one in ones)
    assert len(table["values"]) > 150


def _of_the_other(hours: str, first: date, days: int) -> Ranges:
    begin = datetime.combine(first, datetime.min.time())
    end = begin + timedelta(days=days)
    found = opening_hours.OpeningHours(hours).intervals(begin, end)
    return joined(
        (round((start - begin).total_seconds() / 60), round((until - begin).total_seconds() / 60))
        for start, until, state, _comment in found
        if state == opening_hours.State.OPEN
    )
