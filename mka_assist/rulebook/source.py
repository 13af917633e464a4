"""YAML or JSON text -> a tree of nodes with their places; every scalar stays the text that was typed.

Types come later, from our own field list: so `12:30`, `nee`, `08` and `off` mean what was typed. What YAML
does behind an author's back (aliases, merging, tags, double keys, invisible characters) is refused.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from pathlib import Path

import yaml
from yaml import events

from mka_assist.rulebook.characters import ANYWHERE, IN_SCALAR, OUTSIDE_COMMENT, character, place_at, suspects
from mka_assist.rulebook.diagnostics import Finding, InputError, Place
from mka_assist.rulebook.refusals import refusal, shown, spot
from mka_assist.rulebook.syntax import explain, glued, offset_of, parse, place

MAX_BYTES = 1_000_000
MAX_DEPTH = 30
MAX_NODES = 50_000
MAX_FINDINGS = 50


@dataclass(frozen=True, slots=True)
class Scalar:
    """One value or key, as typed; nothing typed is "". `quoted` is true for block text (`|`, `>`) too."""

    text: str
    place: Place
    quoted: bool


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list, in order."""

    items: tuple[Node, ...]
    place: Place


@dataclass(frozen=True, slots=True)
class Mapping:
    """Keys with their values, in order; no key stands twice."""

    entries: tuple[tuple[Scalar, Node], ...]
    place: Place

    def get(self, key: str) -> Node | None:
        """The value of a key, or None where the key is absent."""
        return next((value for name, value in self.entries if name.text == key), None)


Node = Scalar | Sequence | Mapping


def read_file(path: Path) -> Node:
    """Read a rule or facts file; raise `InputError` when it cannot be read or used."""
    return read_bytes(load_bytes(path), str(path))


def load_bytes(path: Path) -> bytes:
    """The bytes of a file, so that a reader can hash what it reads; raise `InputError` when it cannot."""
    file = Place(str(path))
    try:
        mode = path.stat().st_mode
        if stat.S_ISDIR(mode):
            raise InputError(refusal("B005", file))
        if not stat.S_ISREG(mode):  # a pipe or a device could keep us waiting for ever
            raise InputError(refusal("B006", file))
        with path.open("rb") as stream:
            return stream.read(MAX_BYTES + 1)
    except (FileNotFoundError, NotADirectoryError):
        raise InputError(refusal("B001", file)) from None
    except (OSError, ValueError):  # ValueError: a NUL or half a character in the name
        raise InputError(refusal("B002", file)) from None


@lru_cache(maxsize=32)  # the national files are read again for each region; a tree never changes
def read_bytes(data: bytes, name: str) -> Node:
    """Read what came out of a file or a pipe; of a pipe, `MAX_BYTES + 1` bytes are enough to ask for."""
    if len(data) > MAX_BYTES:
        raise InputError(refusal("B003", Place(name)))
    try:
        text = data.decode()
    except UnicodeDecodeError as error:
        good = tidied(data[: error.start].decode())
        raise InputError(refusal("B004", place_at(good, len(good), name))) from None
    return read_text(text, name)


def read_text(text: str, name: str) -> Node:
    """Read YAML or JSON; `name` is what places call the text. Raise `InputError` with all that is wrong."""
    if len(text.encode(errors="surrogatepass")) > MAX_BYTES:
        raise InputError(refusal("B003", Place(name)))
    text = tidied(text)
    if unseen := suspects(ANYWHERE, text, name, MAX_FINDINGS):
        raise InputError(*unseen)
    tree = _Tree(text, name)
    try:
        for event in parse(text):
            tree.take(event)
    except yaml.YAMLError as error:
        # A no-break space or a curly quote is the cause, what PyYAML stumbles over the consequence.
        causes = suspects(OUTSIDE_COMMENT, text, name, MAX_FINDINGS)
        raise tree.refused(*(causes or [explain(error, text, name, tree.bracket())])) from None
    return tree.finished()


@dataclass(slots=True)
class _Open:
    """A list or mapping that has begun: its nodes so far, of a mapping keys and values in turn."""

    place: Place
    is_list: bool
    bracket: bool
    nodes: list[Node] = field(default_factory=list)


@dataclass(slots=True)
class _Tree:
    """Builds nodes out of PyYAML events without recursion, within the limits, collecting findings."""

    text: str
    name: str
    root: Node | None = None
    opened: list[_Open] = field(default_factory=list)
    nodes: int = 0
    findings: list[Finding] = field(default_factory=list)

    def take(self, event: events.Event) -> None:
        """Add one event; raise `InputError` where going on makes no sense."""
        here, offset = place(event.start_mark, self.name), offset_of(event.start_mark)
        if isinstance(event, events.DocumentStartEvent) and self.root:
            raise self.refused(refusal("Y017", here))
        if isinstance(event, events.ScalarEvent):
            self._count(here)
            self._add(self._scalar(event, here))
        elif isinstance(event, events.CollectionStartEvent):
            self._count(here)
            is_list = isinstance(event, events.SequenceStartEvent)
            self.opened.append(_Open(here, is_list, bool(event.flow_style) and self.text[offset] in "[{"))
            if len(self.opened) > MAX_DEPTH:
                raise self.refused(refusal("Y018", here))
        elif isinstance(event, events.CollectionEndEvent):
            closed = self.opened.pop()
            if closed.is_list:
                self._add(Sequence(tuple(closed.nodes), closed.place))
            else:
                self._add(Mapping(tuple(self._entries(closed.nodes)), closed.place))

    def bracket(self) -> Place | None:
        """The innermost `[` or `{` still open."""
        return next((level.place for level in reversed(self.opened) if level.bracket), None)

    def refused(self, *findings: Finding) -> InputError:
        """What to raise: these findings and those of before, in the order of the text."""
        found = sorted({*self.findings, *findings}, key=lambda f: (f.place, f.code))
        return InputError(*found[:MAX_FINDINGS])

    def finished(self) -> Node:
        """The whole tree; raise `InputError` when anything was wrong or nothing was there."""
        root = self.root
        if root is None or (isinstance(root, Scalar) and not root.text and not root.quoted):
            self._note(refusal("B007", Place(self.name)))
        elif isinstance(root, Scalar) and not root.quoted and (code := glued(root.text)):
            self._note(refusal(code, root.place, key=shown(root.text)))
        if self.findings or root is None:
            raise self.refused()
        return root

    def _note(self, finding: Finding) -> None:
        self.findings.append(finding)
        if len(self.findings) >= MAX_FINDINGS:
            raise self.refused()

    def _count(self, here: Place) -> None:
        self.nodes += 1
        if self.nodes > MAX_NODES:
            raise self.refused(refusal("Y019", here))

    def _add(self, node: Node) -> None:
        if self.opened:
            self.opened[-1].nodes.append(node)
        else:
            self.root = node

    def _scalar(self, event: events.ScalarEvent, here: Place) -> Scalar:
        # JSON writes a character beyond U+FFFF as two escapes (a surrogate pair); PyYAML leaves them two.
        text = event.value.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "surrogatepass")
        if wrong := IN_SCALAR.search(text):
            at = self.text.find(wrong[0], offset_of(event.start_mark), offset_of(event.end_mark))
            self._note(character(wrong, here if at < 0 else place_at(self.text, at, self.name)))
        return Scalar(text, here, bool(event.style))

    def _entries(self, nodes: list[Node]) -> Iterator[tuple[Scalar, Node]]:
        """Pair keys with values, noting every key that cannot be one."""
        first: dict[str, Place] = {}
        for key, value in zip(nodes[::2], nodes[1::2], strict=True):
            if not isinstance(key, Scalar):
                self._note(refusal("Y011", key.place))
                continue
            if not key.text:
                self._note(refusal("Y012", key.place))
            elif key.text == "<<" and not key.quoted:
                self._note(refusal("Y013", key.place))
            elif key.text in first:
                self._note(refusal("Y010", key.place, key=shown(key.text), first=spot(first[key.text])))
            elif loose := _without_space(key, value):
                self._note(refusal(glued(loose.text), loose.place, key=shown(loose.text)))
            first.setdefault(key.text, key.place)
            yield key, value


def _without_space(key: Scalar, value: Node) -> Scalar | None:
    """The text that misses a space and so became a key, or a value on a line of its own below its key."""
    if not key.quoted and glued(key.text) == "Y036":
        return key
    if not isinstance(value, Scalar) or value.quoted:
        return None
    if not value.text:
        return key if glued(key.text) and not key.quoted else None
    return value if glued(value.text) and value.place.line > key.place.line else None


def tidied(text: str) -> str:
    """Without a byte order mark, and with one kind of line end; no line or column shifts by it."""
    return text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
