"""Keys in the order of the vocabulary. What the order means something for stays as it is: rules, conditions
and facts."""

from __future__ import annotations

from mka_assist.rulebook.formatting.tree import Branch, Leaf
from mka_assist.rulebook.vocabulary import BLOCKS, FILE_KEYS

SPACED = ("partners", "regels")
"""Lists of blocks that have a blank line between them."""


def order(root: Branch) -> None:
    """Put the keys of a rule file in order, and a blank line between its partners and between its rules."""
    _order(root, FILE_KEYS.get(_sort(root), ()))
    for entry in root.entries[1:]:
        if entry.key and entry.key.value in (*SPACED, "feiten"):
            entry.space(True)


def _sort(root: Branch) -> str:
    """The `soort` of a file."""
    named = {entry.key.value: entry.value for entry in root.entries if entry.key}
    found = named.get("soort")
    return found.value if isinstance(found, Leaf) else ""


def _order(block: Branch, keys: tuple[str, ...]) -> None:
    rank = {key: number for number, key in enumerate(keys)}
    block.entries.sort(key=lambda entry: rank.get(entry.key.value if entry.key else "", len(rank)))
    for entry in block.entries:
        name = entry.key.value if entry.key else ""
        if name in BLOCKS and name in rank and isinstance(entry.value, Branch):
            _order_all(entry.value, name)


def _order_all(node: Branch, name: str) -> None:
    """The block under a key, or each block in the list there."""
    if not node.is_list:
        _order(node, BLOCKS[name])
        return
    for number, item in enumerate(node.entries):
        if isinstance(item.value, Branch) and not item.value.is_list:
            _order(item.value, BLOCKS[name])
            if name in SPACED:
                item.space(number > 0)
