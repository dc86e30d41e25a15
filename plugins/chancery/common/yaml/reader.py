"""libyaml's events made into a tree with places, and every trap on the way reported.

The stack is here, not in C or in Python's calls, so that no depth of nesting can overflow it.
libyaml needs time quadratic in the depth of brackets and in the number of `%TAG` lines: reading
stops at `Limits.depth`, and a file with directives never reaches libyaml (`yamltraps.decode`).
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NoReturn

import yaml

from chancery.common.characters import is_harmless, meaningless, mixed_words, named, oddities
from chancery.common.problems import Place
from chancery.common.yaml.stack import Frame, Limits, NoTree, Stack, as_problem, name
from chancery.common.yaml.syntax import at_index, bad_tag, explain
from chancery.common.yaml.traps import (
    FORBIDDEN,
    REPLACEMENT,
    Fault,
    Trap,
    in_quotes,
    key_reading,
    plain_value,
)
from chancery.common.yaml.tree import Mapping, Marked, Sequence, Value

_REPEAT = 'Write the value again, or put what posts share under "defaults" in posts.yaml'
#: What may follow the document: blank lines, comments, its end.
_REST = re.compile(r"(?:[ \t\n]++|#[^\n]*+|\.\.\.(?=\s|\Z))*+")
#: What follows an empty value and begins as a colour or a name would: seldom a comment.
_LOST = re.compile(r"[ \t]+(#[^\s#]\S*)")
_ENDS = {yaml.DocumentEndEvent, yaml.StreamEndEvent}


class Reader(Stack):
    """One reading of one text."""

    def __init__(
        self, text: str, faults: list[Fault], file: str, first_line: int, limits: Limits
    ) -> None:
        """Take the text and its bad characters, as `decode` gives them."""
        super().__init__(file, first_line, limits)
        self.text = text
        self.faults = faults[::-1]
        #: Whether every character of the text is one of the file.
        self.whole = not faults
        self.nodes = 0
        #: Plain keys that have turned out to be text.
        self.good_keys: set[str] = set()

    def read(self) -> Value:
        """Return the tree, or None when there is none."""
        event: Any = None
        take = {
            yaml.ScalarEvent: self.scalar,
            yaml.MappingStartEvent: self.open,
            yaml.SequenceStartEvent: self.open,
            yaml.MappingEndEvent: self.close,
            yaml.SequenceEndEvent: self.close,
            yaml.AliasEvent: self.alias,
        }
        try:
            next_event = yaml.CBaseLoader(self.text).get_event
            while True:
                event = next_event()
                kind = type(event)
                if kind in take:
                    take[kind](event)
                elif kind in _ENDS:
                    return self.finish(event)
        except NoTree:
            return None
        except yaml.MarkedYAMLError as error:
            self.fail(explain(error, self.text, self.first_line, event))
        except (yaml.YAMLError, UnicodeError):
            # A tag whose escapes make no UTF-8. libyaml does not say where: after the last event.
            mark = event.end_mark
            self.fail(bad_tag(self.text, mark.index, self.first_line))
        return None

    # ------------------------------------------------------------------ events

    def scalar(self, event: Any) -> None:
        """Take a key, or a value without parts."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.too_many(event)
        if self.faults:
            self.report_faults(event)
        if event.tag is not None or event.anchor is not None:
            self.refuse(event)
        text: str = event.value
        if event.style == '"' and not text.isprintable():
            text = self.without_controls(event, text)
        if self.wants_key:
            self.key(event, text)
            return
        if not text.isascii() and not is_harmless(text):
            text = self.marked(event, text)
        mark = event.start_mark
        spot = (self.file, mark.line + self.first_line, mark.column + 1)
        if event.style != "" or event.tag is not None:
            self.put(text, spot)
            return
        value = plain_value(text)
        if not text and (lost := _LOST.match(self.text, mark.index)):
            message = f"{name(lost[1])} is a comment, since # begins one, so the value is empty"
            self.report(mark, message, f"{in_quotes(lost[1])[:-1]}, or write a space after the #.")
        if isinstance(value, Trap):
            message = f"{name(text)} {value.reading}, expected {value.expected}"
            self.report(mark, message, value.cure)
            self.put(value.value, spot)
        else:
            self.put(value, spot)

    def open(self, event: Any) -> None:
        """Start a list or mapping."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.too_many(event)
        if event.tag is not None or event.anchor is not None:
            self.refuse(event)
        mark = event.start_mark
        if len(self.stack) > self.limits.depth:
            message = f"nested deeper than {self.limits.depth} levels, where reading stopped"
            self.stop(mark, message, "Write it with fewer levels.")
        kind = Mapping if type(event) is yaml.MappingStartEvent else Sequence
        self.top = Frame(kind(spot=(self.file, *self.line_column(mark))), mark.index)
        self.stack.append(self.top)

    def close(self, event: Any) -> None:
        """End a list or mapping and put it where it belongs."""
        done = self.stack.pop()
        self.top = self.stack[-1]
        if self.wants_key:
            source = self.text[done.index : event.end_mark.index].strip()
            self.begin_key(source, done.node.spot)
            message = "a list or mapping stands as a key, expected text"
            self.report_at(Place(*done.node.spot), message, "Use text as the key.")
        else:
            self.put(done.node, done.node.spot)

    def alias(self, event: Any) -> None:
        """Refuse an alias; its source text stands for it, and no alias can grow into a bomb."""
        self.nodes += 1
        if self.nodes > self.limits.nodes:
            self.too_many(event)
        mark = event.start_mark
        source = f"*{event.anchor}"
        spot = (self.file, *self.line_column(mark))
        as_key = self.wants_key
        if as_key:
            self.begin_key(source, spot)
        if self.top.key != "<<":
            message = f"{name(source)} is an alias, which is not used here"
            self.report(mark, message, f"{_REPEAT}; put it in quotes if it is text.")
        if not as_key:
            self.put(source, spot)

    def finish(self, event: Any) -> Value:
        """Return the tree at the end of the document, if nothing follows and there is something."""
        self.report_faults(None)
        mark = event.end_mark
        tree = self.root[0] if self.root else None
        fault = _trailing(self.text, mark.index, self.first_line)
        if fault:
            self.fail(fault)
            return None
        if not self.root or (tree is None and not self.problems):
            message = "the YAML is empty, expected keys with values"
            self.fail(
                Fault(0, self.first_line, 1, message, "Write at least one key and its value.")
            )
        return tree

    # ------------------------------------------------------------------ keys and values

    def key(self, event: Any, text: str) -> None:
        """Take a scalar as the key of the mapping on top."""
        mark = event.start_mark
        self.begin_key(text, (self.file, *self.line_column(mark)))
        if text in self.good_keys or event.style != "" or event.tag is not None:
            return
        if text == "<<":
            self.top.drop = True
            self.report(mark, "<< is a merge key, which is not used here", f"{_REPEAT}.")
            return
        reading = key_reading(text)
        if (number := self.before_comma(mark, text)) is not None:
            message = f"the comma divides, so the number ends before it and {name(text)} is a key"
            self.report(mark, message, f"Write a point: {number}.{text}.")
        elif reading:
            subject = f"the key {name(text)}" if text else "the empty key"
            self.report(mark, f"{subject} {reading[0]}, expected text", reading[1])
        else:
            self.good_keys.add(text)

    def before_comma(self, mark: Any, text: str) -> int | None:
        """Return the number before a key that may be its decimals, written with a comma in {…}."""
        node = self.top.node
        if not (text.isdecimal() and isinstance(node, Mapping) and len(node) > 0):
            return None
        last = next(reversed(node.values()))
        divided = self.text[mark.index - 1 : mark.index] == ","
        return last if divided and type(last) is int else None

    def without_controls(self, event: Any, text: str) -> str:
        """Report control characters that escapes put into a text, and give it without them."""
        found = FORBIDDEN.search(text)
        if not found:
            return text
        message = (
            f"an escape stands for U+{ord(found.group()):04X}, a character that no text may have"
        )
        self.report(event.start_mark, message, "Remove the escape.")
        self.whole = False
        return FORBIDDEN.sub(REPLACEMENT, text)

    def marked(self, event: Any, text: str) -> str:
        """Return a text with the places of deceptive characters; report those that mislead."""
        boxes = [one for one in meaningless(text) if one.character != REPLACEMENT or self.whole]
        words = list(mixed_words(text))
        odd = {one.at: one.character for one in oddities(text)}
        odd |= {one.at: one.character for one in boxes}
        odd |= {one.at: one.character for one in words}
        if not odd:
            return text
        marked = Marked(text)
        marked.places = dict(self._places(event, sorted(odd.items())))
        for box in boxes:
            message = f"{named(box.character)} is no character that others see"
            cure = "Delete it, or write it anew."
            self.report_finding(marked.places[box.at], message, cure, "character-without-meaning")
        for word in words:
            message = (
                f"{name(word.word)} has the letter {named(word.character)}, and others are of "
                "another script"
            )
            cure = f"Type it anew: {name(word.meant)}."
            self.report_finding(marked.places[word.at], message, cure, "letter-of-another-script")
        return marked

    def _places(
        self, event: Any, odd: list[tuple[int, str]]
    ) -> Iterator[tuple[int, tuple[int, int]]]:
        """Return line and column of characters of a scalar, each by its index in the text.

        One that is written as an escape stands where the one before it was found.
        """
        start = event.start_mark
        line, begin, at = start.line, start.index - start.column, start.index
        for index, character in odd:
            found = self.text.find(character, at, event.end_mark.index)
            if found >= 0:
                line += self.text.count("\n", at, found)
                begin = max(begin, self.text.rfind("\n", at, found) + 1)
                at = found
            yield index, (line + self.first_line, at - begin + 1)
            at += found >= 0

    def refuse(self, event: Any) -> None:
        """Report an anchor or a tag."""
        if event.anchor is not None:
            message = f"{name('&' + event.anchor)} is an anchor, which is not used here"
            self.report(event.start_mark, message, f"{_REPEAT}; quote text that has an &.")
        if event.tag is not None:
            tag = event.tag.replace("tag:yaml.org,2002:", "!!")
            message = f"{name(tag)} is a tag, which is not used here"
            self.report(event.start_mark, message, "Remove it, or put the text in quotes.")

    # ------------------------------------------------------------------ problems

    def too_many(self, event: Any) -> NoReturn:
        """Stop because there are too many nodes."""
        message = f"more than {self.limits.nodes:,} keys and values, where reading stopped"
        self.stop(event.start_mark, message, "Split the file or shorten it.")

    def fail(self, fault: Fault) -> None:
        """Note the fault that ended the reading, and what was wrong with characters after it."""
        path = self.path() if self.top.keyed else self.path().rpartition(".")[0]
        self.problems.append(as_problem(fault, self.file, path))
        self.problems.extend(as_problem(fault, self.file, "") for fault in self.faults)
        self.faults = []

    def report_faults(self, event: Any) -> None:
        """Report the bad characters up to the end of a scalar; all that are left without one."""
        end = event.end_mark.index if event is not None else len(self.text)
        found = []
        while self.faults and self.faults[-1].offset < end:
            found.append(self.faults.pop())
        if not found:
            return
        first, more = found[0], len(found) - 1
        also = f" (and {more} more bad characters up to line {found[-1].line})" if more else ""
        place = Place(self.file, first.line, first.column)
        self.report_at(place, f"{first.message}{also}", first.cure)


def _trailing(text: str, index: int, first_line: int) -> Fault | None:
    """Return the fault of what follows the end of the document at an index, None for nothing."""
    rest = _REST.match(text, index)
    end = rest.end() if rest else index
    if end >= len(text):
        return None
    if text.startswith("---", end):
        message = "a second document starts here, expected one in a file"
        cure = "Remove the line --- or put what follows into a file of its own."
    else:
        message = "text follows the end of the YAML document"
        cure = "Remove it, or indent it like the lines above."
    return at_index(text, end, first_line, message, cure)
