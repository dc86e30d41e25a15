"""Opening hours made by their grammar: every kind of selector, state and separator."""

from __future__ import annotations

from hypothesis import strategies as st

DAYS = ("Mo", "Tu", "We", "Th", "Fr", "Sa", "Su")
MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def _listed(one: st.SearchStrategy[str], most: int = 3) -> st.SearchStrategy[str]:
    return st.lists(one, min_size=1, max_size=most, unique=True).map(",".join)


def _range(names: tuple[str, ...]) -> st.SearchStrategy[str]:
    return st.permutations(names).map(lambda found: "-".join(found[:2]))


_edges = st.lists(st.integers(0, 96), min_size=2, max_size=6, unique=True).map(sorted)


def _spans(edges: list[int]) -> str:
    clocks = [f"{at // 4:02}:{at % 4 * 15:02}" for at in edges]
    return ",".join(f"{a}-{b}" for a, b in zip(clocks[::2], clocks[1::2], strict=False))


#: Times of a day, and of a night until early.
times = _edges.map(_spans) | st.tuples(st.integers(72, 92), st.integers(1, 24)).map(
    lambda found: (
        f"{found[0] // 4}:{found[0] % 4 * 15:02}-{found[1] // 4:02}:{found[1] % 4 * 15:02}"
    )
)
_weekday = st.sampled_from(DAYS) | _range(DAYS)
_placed = st.tuples(st.sampled_from(DAYS), st.sampled_from([1, 2, 3, 4, 5, -1, -2])).map(
    lambda found: f"{found[0]}[{found[1]}]"
)
_number = st.integers(1, 28)
_day = st.tuples(st.sampled_from(MONTHS), _number).map(lambda found: f"{found[0]} {found[1]:02}")
_dates = st.tuples(_day, _day).filter(lambda found: found[0] != found[1]).map("-".join)
_year = st.integers(2025, 2029).map(str)
_week = st.integers(1, 52).map(lambda week: f"{week:02}")
_weeks = st.tuples(_week, _week).filter(lambda found: found[0] < found[1]).map("-".join)
months = _listed(st.sampled_from(MONTHS) | _range(MONTHS), 2)

#: What says on which days of the year, and on which of the week; PH apart.
_when = st.one_of(
    st.just(""),
    st.just(""),
    months,
    _listed(_day, 2),
    _dates,
    st.tuples(_year, _day).map(" ".join),
    st.tuples(_year, months).map(" ".join),
    (_week | _weeks).map(lambda weeks: f"week {weeks}"),
)
_days = _listed(_weekday) | _placed
_said = st.sampled_from(["", "", "", " off", ' "ask"', ' open "ring"', " unknown"])


#: What another evaluator takes as we do: it takes a comment alone for open, and has what goes on
#: after midnight end where a later rule begins.
_compared_said = st.sampled_from(["", "", "", " off", ' open "ring"', " unknown"])


@st.composite
def rules(
    draw: st.DrawFn,
    said: st.SearchStrategy[str] = _said,
    span: st.SearchStrategy[str] = times,
) -> str:
    """Return one rule."""
    when, days = draw(_when), draw(st.just("") | _days)
    state = draw(said)
    clocks = draw(st.just("") | span) if state.strip() in ("off", "unknown") else draw(span)
    return " ".join(part for part in (when, days, clocks) if part) + state or "24/7"


def compared() -> st.SearchStrategy[str]:
    """Return hours that another evaluator takes as we do."""
    return hours(rules(_compared_said, _edges.map(_spans)), ("; ", ", "))


@st.composite
def hours(
    draw: st.DrawFn,
    rule: st.SearchStrategy[str] | None = None,
    separators: tuple[str, ...] = ("; ", ", ", " || "),
) -> str:
    """Return opening hours of some rules; not all of them mean something."""
    rule = rules() if rule is None else rule
    written = draw(rule).strip()
    for _ in range(draw(st.integers(0, 2))):
        written += draw(st.sampled_from(separators)) + draw(rule).strip()
    return written
