"""Where things stand in a rule file that the rulebook itself does not keep the place of."""

from __future__ import annotations

from pathlib import Path

from mka_assist.rulebook.diagnostics import InputError, Place
from mka_assist.rulebook.source import Mapping, Node, Scalar, Sequence, read_file

Step = str | int | tuple[str, str]
"""Into a mapping by key, into a list by number, or into a list by what an item has under a key."""


class Texts:
    """Reads a file again when a place in it is asked for; once per file."""

    def __init__(self) -> None:
        self._trees: dict[str, Node | None] = {}

    def node(self, file: str, *path: Step) -> Node | None:
        """What stands in a file at a path, or None where that is nothing."""
        if file not in self._trees:
            try:
                self._trees[file] = read_file(Path(file))
            except InputError:  # gone since it was read
                self._trees[file] = None
        node = self._trees[file]
        for step in path:
            node = _inside(node, step)
        return node

    def items(self, file: str, *path: Step) -> tuple[Node, ...]:
        """The items of a list; one single value counts as a list of one."""
        node = self.node(file, *path)
        if node is None:
            return ()
        return node.items if isinstance(node, Sequence) else (node,)

    def text(self, file: str, *path: Step) -> str:
        """The text of a single value, or nothing."""
        node = self.node(file, *path)
        return node.text if isinstance(node, Scalar) else ""

    def place(self, otherwise: Place, *path: Step) -> Place:
        """The place of what stands at a path in the file of `otherwise`, or that place itself."""
        node = self.node(otherwise.file, *path)
        return node.place if node else otherwise


def _inside(node: Node | None, step: Step) -> Node | None:
    if isinstance(node, Mapping):
        return node.get(step) if isinstance(step, str) else None
    items = node.items if isinstance(node, Sequence) else (node,)  # one value counts as a list of one
    if isinstance(step, int):
        return items[step] if step < len(items) else None
    if isinstance(step, tuple):
        key, text = step
        for item in items:
            value = item.get(key) if isinstance(item, Mapping) else None
            if isinstance(value, Scalar) and value.text == text:
                return item
    return None
