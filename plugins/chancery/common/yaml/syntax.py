"""Syntax errors of YAML in plain words.

libyaml says what its scanner or parser missed. A person needs to know what to change, and where:
at the quotation mark that was never closed, not at the end of the file where that was noticed.
"""

from __future__ import annotations

import re
from itertools import islice
from typing import Any

import yaml

from chancery.common.characters import named, plain_character
from chancery.common.problems import one_line
from chancery.common.yaml.traps import Fault

#: Spaces that look like plain ones, where YAML would need a plain one.
_ODD_SPACE = re.compile("(?:^ *|[:,-] *)([\u00a0\u1680\u2000-\u200d\u202f\u205f\u2060\u3000])")
#: What follows a key and is no colon.
_ODD_COLON = re.compile(r"[ -]*[A-Za-z_]+ ?([^\x00-\x7f])")
_TAB_INDENT = re.compile(r"^ *+\t", re.MULTILINE)
_TABS_LISTED = 10
#: The first of the lines that Git leaves around two versions of one passage.
CONFLICT = re.compile(r"^<{7}(?= )", re.MULTILINE)
#: Signs that are hard to see in a message.
_SIGNS = {
    '"': "a double quotation mark", "'": "a single quotation mark",
    ":": "a colon", ",": "a comma", "-": "a dash",
}  # fmt: skip
_INDENT_CURE = (
    'Indent it exactly like the other keys of its group; an item of a list starts with "- ".'
)

#: libyaml's words, then where the problem stands (`at`: where it was noticed, `start`: where the
#: thing starts that was being read), what is wrong, and the cure. {char} is the character at that
#: place, {sign} the same in words, {next} the one after it, {line} the line where it was noticed.
_KNOWN: dict[str, tuple[str, str, str]] = {
    "found unexpected end of stream": (
        "start",
        "the quotation mark {char} that opens here is never closed",
        "Add the closing {char}.",
    ),
    "found unexpected document indicator": (
        "start",
        "the quotation mark {char} that opens here is not closed before line {line}",
        "Add the closing {char}.",
    ),
    "found unknown escape character": (
        "at",
        "a backslash in double quotes starts an escape, and \\{next} is none",
        "Write two backslashes, or put the text in single quotes.",
    ),
    "did not find expected hexdecimal number": (
        "at",
        "the escape in double quotes has too few hexadecimal digits",
        "Write the character itself, or two backslashes for a backslash.",
    ),
    "found invalid Unicode character escape code": (
        "at",
        "the escape in double quotes stands for no character (half of a pair, or past U+10FFFF)",
        "Write the character itself instead of the escape.",
    ),
    "did not find expected alphabetic or numeric character": (
        "start",
        "the sign {char} cannot be the first of a text without quotes",
        "Put the text in quotes.",
    ),
    "found character that cannot start any token": (
        "at",
        "the sign {char} cannot be the first of a text without quotes",
        "Put the text in quotes.",
    ),
    "did not find expected comment or line break": (
        "start",
        "{char} announces a text on the lines below, and more follows it on its own line",
        "Start the text on the next line, indented, or put it in quotes.",
    ),
    "block sequence entries are not allowed in this context": (
        "at",
        "an item of a list cannot start here",
        'Start the list on the line after its key, each item with "- ", or write [a, b].',
    ),
    "mapping keys are not allowed in this context": (
        "at",
        "the sign {char} with a space cannot be the first of a text without quotes",
        "Put the text in quotes.",
    ),
    "could not find expected ':'": (
        "start",
        'the line has no colon with a space after it, expected "key: value" or "- item"',
        "Write the space after the colon or the dash, or indent the line if it continues a text.",
    ),
    "found unexpected ':'": (
        "at",
        "a colon without a space after it ends a text without quotes",
        "Write a space after the colon, or put the text in quotes.",
    ),
    "did not find expected node content": (
        "at",
        "{sign} stands where a value was expected",
        "Write the value, put the sign in quotes if it is text, or close the open brackets.",
    ),
    "did not find expected key": (
        "at",
        "the line does not fit the indentation of the lines above",
        _INDENT_CURE,
    ),
    "did not find expected '-' indicator": (
        "at",
        "the line stands where the next item of a list was expected",
        _INDENT_CURE,
    ),
}
_NEXT_LINE = {"did not find expected key", "did not find expected '-' indicator"}
_BRACKETS = {"did not find expected ',' or ']'": "]", "did not find expected ',' or '}'": "}"}


def explain(error: yaml.MarkedYAMLError, text: str, first_line: int, last: Any) -> Fault:
    """Return libyaml's error as a fault.

    text: what libyaml read. last: the last event before the error, if any.
    """
    # Marks are libyaml's: index, line and column count from 0.
    at: Any = error.problem_mark or error.context_mark
    if at is None:
        return Fault(0, first_line, 1, _as_told(error), "Write it as YAML.")
    start: Any = error.context_mark or at
    what = error.problem or ""
    fault = (
        _conflict(text, at, start, first_line)
        or _tab(what, text, at, first_line)
        or (_after_quotes(text, at, first_line, last) if what.startswith("did not find") else None)
        or _after_value(what, text, at, first_line)
        or _bracket(what, text, at, start, first_line)
        or _second_colon(what, text, at, first_line)
        or _tag(error.context or "", text, start, first_line)
        or _known(what, text, at, start, first_line)
        or _fault(at, first_line, _as_told(error), "Write it as YAML.")
    )
    end = len(text.rstrip())
    if fault.offset >= end:
        # libyaml sees the end of a file on a line of its own; a person sees it after the last sign.
        fault = at_index(text, end, first_line, fault.message, fault.cure)
    return _with_odd_space(fault, text, at, first_line)


def _fault(mark: Any, first_line: int, message: str, cure: str) -> Fault:
    return Fault(mark.index, mark.line + first_line, mark.column + 1, message, cure)


def _as_told(error: yaml.MarkedYAMLError) -> str:
    """Return libyaml's own words, for what has no better ones here."""
    told = ", ".join(part for part in (error.context, error.problem) if part)
    return f"this is no valid YAML ({told})"


def _character(text: str, index: int) -> str:
    """Name the character at an index."""
    return one_line(text[index]) if text[index : index + 1].strip() else "the end of the line"


def _sign(text: str, index: int) -> str:
    """Name the character at an index so that it is seen inside a message."""
    character = _character(text, index)
    return _SIGNS.get(character, character)


def _line_start(text: str, index: int) -> int:
    return text.rfind("\n", 0, index) + 1


def _known(what: str, text: str, at: Any, start: Any, first_line: int) -> Fault | None:
    if what not in _KNOWN:
        return None
    where, message, cure = _KNOWN[what]
    mark = start if where == "start" else at
    if mark.index >= len(text.rstrip()):
        told = "the file ends where a value was expected"
        return _fault(mark, first_line, told, "Close what is still open.")
    names = {
        "char": _character(text, mark.index),
        "sign": _sign(text, mark.index),
        "next": text[mark.index + 1 : mark.index + 2],
        "line": str(at.line + first_line),
    }
    return _fault(mark, first_line, message.format(**names), cure.format(**names))


def _conflict(text: str, at: Any, start: Any, first_line: int) -> Fault | None:
    """Name the first of the lines that Git leaves where two people have changed the same."""
    found = CONFLICT.search(text, _line_start(text, start.index))
    if found is None or found.start() > at.index:
        return None
    message = "Git has left two versions of the lines from here on"
    cure = (
        f"Keep one of them, and delete the lines that begin with {found[0]}, ======= and >>>>>>>."
    )
    return at_index(text, found.start(), first_line, message, cure)


def _tab(what: str, text: str, at: Any, first_line: int) -> Fault | None:
    """Explain a tab where YAML allows only spaces, and list the lines that have one too."""
    start = _line_start(text, at.index)
    found = _TAB_INDENT.match(text, start)
    index = at.index
    if found and index >= found.end() and what not in _BRACKETS:
        index = found.end() - 1
    if not text.startswith("\t", index):
        return None
    found_later = islice(_TAB_INDENT.finditer(text, index + 1), _TABS_LISTED)
    others = [str(first_line + text.count("\n", 0, later.start())) for later in found_later]
    more = f" (also on line {', '.join(others)})" if others else ""
    message = f"a tab stands where YAML needs spaces{more}"
    cure = "Use spaces for indentation."
    return Fault(index, at.line + first_line, index - start + 1, message, cure)


def _after_quotes(text: str, at: Any, first_line: int, last: Any) -> Fault | None:
    """Explain text right after a closing quotation mark: that mark is the mistake, not the text."""
    if not isinstance(last, yaml.ScalarEvent) or last.style not in ("'", '"'):
        return None
    start: Any = last.start_mark
    end: Any = last.end_mark
    follows = text[at.index : at.index + 1]
    if at.line != end.line or text[end.index : at.index].strip() or follows in {*"\"'[{", ""}:
        return None
    if start.line != end.line:
        message = (
            f"the quotation mark {last.style} that opens here is closed only on line "
            f"{end.line + first_line}, and text follows it there"
        )
        return _fault(start, first_line, message, f"Add the closing {last.style}.")
    cure = (
        "Write an apostrophe inside single quotes twice, or put the whole text in double quotes."
        if last.style == "'"
        else 'Write \\" for a quotation mark inside double quotes, or put single quotes around all.'
    )
    return _fault(at, first_line, "text follows the closing quotation mark", cure)


def _after_value(what: str, text: str, at: Any, first_line: int) -> Fault | None:
    """Explain what follows a complete value on its line, as in `[a, b] c`."""
    if what not in _NEXT_LINE or not text[_line_start(text, at.index) : at.index].strip():
        return None
    message = f"{_sign(text, at.index)} follows a value that is complete"
    return _fault(at, first_line, message, "Put the whole value in quotes, or remove the rest.")


def _bracket(what: str, text: str, at: Any, start: Any, first_line: int) -> Fault | None:
    """Explain a list or mapping in brackets that is not closed or lacks a comma."""
    if what not in _BRACKETS:
        return None
    opening, closing = text[start.index], _BRACKETS[what]
    if start.line == at.line and at.index < len(text.rstrip()):
        message = f'{_sign(text, at.index)} stands where "," or "{closing}" was expected'
        return _fault(at, first_line, message, f"Add the missing comma, or the closing {closing}.")
    message = f"the bracket {opening} that opens here is never closed"
    if at.index < len(text.rstrip()):
        message = (
            f"the bracket {opening} that opens here is not closed, or a comma is missing, "
            f"before line {at.line + first_line}"
        )
    return _fault(start, first_line, message, f"Add the missing comma, or the closing {closing}.")


def _second_colon(what: str, text: str, at: Any, first_line: int) -> Fault | None:
    """Explain `mapping values are not allowed`: a colon in a text, or a key indented too far."""
    if what != "mapping values are not allowed in this context":
        return None
    start = _line_start(text, at.index)
    before = text[start : at.index]
    if ": " in before or ":\t" in before:
        message = 'a second ": " stands in text without quotes'
        return _fault(at, first_line, message, "Put the whole text in quotes.")
    indent = len(before) - len(before.lstrip(" "))
    message = "a key stands here, and the line above already gave the value"
    cure = "Indent it like the other keys of its group, or put the text in quotes if it goes on."
    return Fault(start + indent, at.line + first_line, indent + 1, message, cure)


def _tag(context: str, text: str, start: Any, first_line: int) -> Fault | None:
    """Explain a text that starts like a tag, or at the start of a line like a directive."""
    sign = text[start.index : start.index + 1]
    if sign not in ("!", "%") or "scalar" in context:
        return None
    message = f"the sign {sign} cannot be the first of a text without quotes"
    return _fault(start, first_line, message, "Put the text in quotes.")


def _with_odd_space(fault: Fault, text: str, at: Any, first_line: int) -> Fault:
    """Add where a space that is not U+0020 stands on the same line or the one before it."""
    end = text.find("\n", at.index)
    start = _line_start(text, at.index)
    lines = text[_line_start(text, max(start - 1, 0)) : end if end >= 0 else len(text)].split("\n")
    for back, line in enumerate(reversed(lines)):
        match = _ODD_SPACE.search(line) or _ODD_COLON.match(line)
        plain = plain_character(match[1]) if match else ""
        if match and (plain == ":" or match.re is _ODD_SPACE):
            where = f"line {at.line + first_line - back}, column {match.start(1) + 1}"
            what, cure = "space", "Replace it with a plain space."
            if plain == ":":
                what, cure = "colon", "Write a colon and a space."
            odd = f"the look-alike {what} {named(match[1])} stands on {where}"
            return fault._replace(message=f"{fault.message}; {odd}", cure=cure)
    return fault


def bad_tag(text: str, index: int, first_line: int) -> Fault:
    """Return the fault of a tag that libyaml cannot decode, somewhere after an index."""
    found = max(text.find("!", index), index)
    message = "the sign ! starts a tag, and this one cannot be read"
    return at_index(text, found, first_line, message, "Put the text in quotes.")


def at_index(text: str, index: int, first_line: int, message: str, cure: str) -> Fault:
    """Return a fault at an index of the text."""
    line = first_line + text.count("\n", 0, index)
    return Fault(index, line, index - _line_start(text, index) + 1, message, cure)
