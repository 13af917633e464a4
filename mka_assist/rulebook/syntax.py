"""The YAML that may be written, and what PyYAML says of the rest, told to a doctor in Dutch."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import islice
from typing import TYPE_CHECKING, NoReturn

import yaml
from yaml import events
from yaml.error import Mark, MarkedYAMLError
from yaml.scanner import ScannerError

from mka_assist.rulebook.diagnostics import Finding, Place
from mka_assist.rulebook.refusals import REFUSALS, refusal, shown, spot

if TYPE_CHECKING:
    from yaml._yaml import Mark as CMark

_CLOSING = {"[": "]", "{": "}"}
_GLUED_COLON = re.compile(r"[^\W\d][\w-]*:(?!//)\S")
_GLUED_DASH = re.compile(r"-[^\W\d]")
_ONLY_FOR_THE_SCANNER = re.compile(r"(?:^|[\s\[{,:\-'\"])[&*!%@`|>?]|[\t\\]|^(?:---|\.\.\.)", re.MULTILINE)
"""Signs that are refused, or that only the scanner here reads right."""
_MOST_EVENTS = 50_000
_FOUND = re.compile(r"(?:found|got) '(.+)'$")


def glued(text: str) -> str:
    """The code for a text that misses the space of `leeftijd: 11` or of `- item`, else ""."""
    if _GLUED_DASH.match(text):
        return "Y036"
    return "Y022" if _GLUED_COLON.match(text) else ""


class Loader(yaml.SafeLoader):
    """PyYAML's own scanner, without the parts that no text may use and that only invite mistakes."""

    def __init__(self, text: str) -> None:
        super().__init__(text)
        # JSON may be indented with tabs; in a text written by hand a tab is a mistake nobody can see.
        self._tabs = text.lstrip().startswith(("{", "["))

    def scan_to_next_token(self) -> None:
        super().scan_to_next_token()
        while self._tabs and self.peek() == "\t":
            self.forward()
            super().scan_to_next_token()

    def check_key(self) -> bool:
        return False

    def fetch_anchor(self) -> None:
        self._refuse("Y014")

    def fetch_alias(self) -> None:
        self._refuse("Y014")

    def fetch_tag(self) -> None:
        self._refuse("Y015")

    def fetch_directive(self) -> None:
        self._refuse("Y016")

    def scan_flow_scalar_non_spaces(self, double: bool, start_mark: Mark) -> list[str]:
        try:
            return super().scan_flow_scalar_non_spaces(double, start_mark)
        except (ValueError, OverflowError):  # the number of a character that does not exist: "\UFFFFFFFF"
            return self._refuse("Y033")

    def _refuse(self, code: str) -> NoReturn:
        raise ScannerError(None, None, code, self.get_mark())


def parse(text: str) -> Iterable[events.Event]:
    """The events of a text: by libyaml, twenty times as fast, where it reads the text as PyYAML's own
    scanner does; else by that scanner, which says what is wrong. Raises `yaml.YAMLError`."""
    return _by_libyaml(text) or yaml.parse(text, Loader=Loader)


def _by_libyaml(text: str) -> list[events.Event] | None:
    """All events, or None for a text that libyaml refuses, accepts in spite of us, or reads otherwise."""
    if not yaml.__with_libyaml__ or _ONLY_FOR_THE_SCANNER.search(text):
        return None
    try:
        found = list(islice(yaml.parse(text, Loader=yaml.CSafeLoader), _MOST_EVENTS))
    except (yaml.YAMLError, ValueError):  # ValueError: half a character
        return None
    flow: list[bool] = []
    for event in found:
        if isinstance(event, events.CollectionStartEvent):
            flow.append(bool(event.flow_style))
        elif isinstance(event, events.CollectionEndEvent):
            flow.pop()
        elif isinstance(event, events.ScalarEvent) and not event.style and _is_doubtful(event, flow[-1:]):
            return None
    return found if len(found) < _MOST_EVENTS else None


def _is_doubtful(event: events.ScalarEvent, flow: list[bool]) -> bool:
    """libyaml places a value that is not there elsewhere, and lets a question mark pass between brackets."""
    return not event.value or ("?" in event.value and flow == [True])


def place(mark: Mark | CMark | None, file: str) -> Place:
    """A PyYAML mark as a place; marks count from 0."""
    return Place(file, mark.line + 1, mark.column + 1) if mark else Place(file)


def offset_of(mark: Mark | CMark | None) -> int:
    """How many characters stand before a PyYAML mark."""
    return mark.index if mark else 0


def explain(error: yaml.YAMLError, text: str, file: str, bracket: Place | None) -> Finding:
    """Say in Dutch what PyYAML stumbled over; `bracket` is the innermost bracket still open, if any."""
    if not isinstance(error, MarkedYAMLError) or error.problem_mark is None:
        return refusal("Y099", Place(file))
    problem, context, mark = error.problem or "", error.context or "", error.problem_mark
    here, char = place(mark, file), text[mark.index : mark.index + 1]
    start = place(error.context_mark, file) if error.context_mark else here
    lines = text.split("\n")
    rest = lines[start.line - 1][start.column - 1 :]
    if problem in REFUSALS:
        return refusal(problem, here, char=char)
    if char == "\t":
        return refusal("Y006", here)
    if context == "while scanning a double-quoted scalar":
        return refusal("Y033", here)
    if context == "while scanning a quoted scalar":
        return refusal("Y025", start)
    if context == "while scanning a block scalar":
        return refusal("Y034", start, char=rest[:1])
    if problem.endswith("cannot start any token"):
        return refusal("Y020", here, char=char)
    if problem == "could not find expected ':'":
        return refusal(glued(rest) or "Y023", start, key=shown(rest))
    if problem.startswith("mapping values"):
        return _colon(lines, here)
    if problem.startswith("sequence entries"):
        return refusal("Y031", here)
    found = _FOUND.search(problem)
    return _misplaced(found[1] if found else "", context, lines, here, bracket)


def _colon(lines: list[str], here: Place) -> Finding:
    """A colon that PyYAML did not expect: the second on its line, or the first of a line gone astray."""
    before = lines[here.line - 1][: here.column - 1]
    if re.search(r":\s", before):
        return refusal("Y021", here)
    above = next((n for n in range(here.line - 1, 0, -1) if lines[n - 1].strip()), 0)
    key = lines[above - 1].strip() if above else ""
    if code := glued(key):
        return refusal(code, Place(here.file, above, lines[above - 1].index(key) + 1), key=shown(key))
    return refusal("Y024", Place(here.file, here.line, len(before) - len(before.lstrip(" -")) + 1))


def _misplaced(found: str, context: str, lines: list[str], here: Place, bracket: Place | None) -> Finding:
    """A token in a spot where PyYAML's parser wanted another one."""
    line = lines[here.line - 1]
    last, char = line[: here.column - 1].rstrip()[-1:], line[here.column - 1 : here.column]
    if bracket:
        opened = lines[bracket.line - 1][bracket.column - 1]
        closed = _CLOSING[opened]
        if found in ("<stream end>", "<document start>", "<document end>"):
            return refusal("Y026", bracket, char=opened, close=closed)
        if found == ":" and re.search(r":\s[^,{[]*$", line[: here.column - 1]):
            return refusal("Y021", here)
        if context.startswith("while parsing a flow ") and not context.endswith("node"):
            return refusal("Y027", here, open=opened, close=closed, first=spot(bracket))
    elif char and char in ",]}":
        return refusal("Y032", here, char=char)
    elif last and last in "\"']}":
        return refusal("Y028", here, char=last)
    elif context == "":
        return refusal("Y035", here)
    if found == ":":
        return refusal("Y012", here)
    if found == "?":
        key = line[here.column - 1 :]
        return refusal(glued(key) or "Y029", here, key=shown(key))
    if found == "-" and context == "while parsing a block mapping":
        return refusal("Y030", here)
    if char and char in ",]}-":
        return refusal("Y032", here, char=char)
    return refusal("Y024" if found[:1] in ("<", "[", "{") else "Y099", here)
