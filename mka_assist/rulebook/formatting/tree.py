"""A rule file as a tree that remembers how everything was written, with room for its comments.

Made from PyYAML's events, like `source`, so that both see the same text in the same way.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

import yaml
from yaml import events

from mka_assist.rulebook.syntax import Loader, offset_of


@dataclass(slots=True, eq=False)
class Leaf:
    """One value or key: the text that was typed, where it stands, and what it reads as."""

    typed: str
    start: int
    end: int
    value: str
    style: str
    """"" for plain text, else `'`, `"`, `|` or `>`."""


@dataclass(slots=True, eq=False)
class Branch:
    """A mapping or a list, written with brackets or as a block."""

    is_list: bool
    brackets: bool
    start: int
    end: int = 0
    entries: list[Entry] = field(default_factory=list)
    closing: list[Comment] = field(default_factory=list)
    """Comments of their own line after the last entry."""
    broken: bool = False
    """There is a comment between its brackets, so that it cannot stay on one line."""


Node = Leaf | Branch


@dataclass(slots=True, eq=False)
class Comment:
    """A comment, from `#` on, and whether the line above it is blank."""

    text: str
    blank: bool = False


@dataclass(slots=True, eq=False)
class Entry:
    """A key with its value, or an item of a list (then `key` is None), with the comments around it."""

    key: Leaf | None
    value: Node
    start: int
    head_end: int
    before: list[Comment] = field(default_factory=list)
    after_head: str = ""
    after: str = ""
    blank: bool = False
    """Is the line above it blank? With comments above it, the line between these and the entry."""

    @property
    def end(self) -> int:
        return max(self.head_end, self.value.end)

    def comment(self, *more: Comment) -> None:
        """Put comments above the entry; a blank line above the entry then stands above its first comment."""
        if more and not self.before:
            more[0].blank, self.blank = self.blank, False
        self.before.extend(more)

    def space(self, wanted: bool) -> None:
        """Put a blank line above the entry and its comments, or take it away."""
        if self.before:
            self.before[0].blank = wanted
        else:
            self.blank = wanted


@dataclass(slots=True, eq=False)
class Tree:
    """A whole file: the comments at its head, whether a blank line follows those, and its content."""

    text: str
    root: Branch
    header: list[Comment] = field(default_factory=list)
    gap: bool = False


def read_tree(text: str) -> Tree:
    """The tree of a text that can be read as rules; the comments are still to be attached."""
    stack: list[Branch] = []
    keys: list[Leaf | None] = []
    root: Branch | None = None

    def add(node: Node) -> None:
        if not stack:
            assert isinstance(node, Branch), "a rule file is a mapping"
            return
        parent = stack[-1]
        if parent.is_list:
            parent.entries.append(Entry(None, node, node.start, node.start))
        elif keys[-1] is None:
            assert isinstance(node, Leaf), "a key is text"
            keys[-1] = node
        else:
            parent.entries.append(Entry(keys[-1], node, keys[-1].start, keys[-1].end))
            keys[-1] = None

    for event in yaml.parse(text, Loader=Loader):
        start, end = offset_of(event.start_mark), offset_of(event.end_mark)
        if isinstance(event, events.ScalarEvent):
            style = event.style or ""
            add(Leaf(_written(text, start, end, style), start, end, event.value, style))
        elif isinstance(event, events.CollectionStartEvent):
            is_list = isinstance(event, events.SequenceStartEvent)
            branch = Branch(is_list, bool(event.flow_style), start)
            add(branch)
            stack.append(branch)
            keys.append(None)
            root = root or branch
        elif isinstance(event, events.CollectionEndEvent):
            closed = stack.pop()
            keys.pop()
            closed.end = end if closed.brackets else closed.entries[-1].end if closed.entries else end
    assert root is not None, "a rule file holds something"
    return Tree(text, root)


def leaves(node: Node) -> Iterator[Leaf]:
    """Every key and value, in the order of the text."""
    if isinstance(node, Leaf):
        yield node
        return
    for entry in node.entries:
        if entry.key:
            yield entry.key
        yield from leaves(entry.value)


def branches(node: Node) -> Iterator[Branch]:
    """Every mapping and list, outer ones first."""
    if isinstance(node, Branch):
        yield node
        for entry in node.entries:
            yield from branches(entry.value)


def _written(text: str, start: int, end: int, style: str) -> str:
    """The text of a value. That of a block ends with its last line, not with the blank lines after it."""
    typed = text[start:end]
    return typed.rstrip("\n") if style in ("|", ">") and "+" not in typed.split("\n", 1)[0] else typed
