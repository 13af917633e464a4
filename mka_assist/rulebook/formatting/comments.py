"""Finding every comment of a text and deciding what it is about: so that it moves along with that.

A comment behind something on the same line is about that. A comment on a line of its own is about what
follows, unless it stands as far to the right as what has just ended: then it closes that.
"""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from mka_assist.rulebook.formatting.tree import Branch, Comment, Entry, Leaf, Tree, branches, leaves


@dataclass(frozen=True, slots=True)
class _Found:
    """A comment in the text: its offset, what it says, and whether nothing stands before it on its line."""

    offset: int
    text: str
    alone: bool


@dataclass(frozen=True, slots=True)
class _Spot:
    """Where an entry stands: in which branch, and the branches around that, innermost first."""

    entry: Entry
    around: tuple[Branch, ...]


def comments_in(text: str, tree: Tree) -> tuple[str, ...]:
    """The text of every comment, in order."""
    return tuple(found.text for found in _find(text, leaves(tree.root)))


def attach_comments(tree: Tree) -> None:
    """Give every comment its place in the tree, and tell every entry whether a blank line stands above it."""
    text = tree.text
    found = _find(text, leaves(tree.root))
    spots = [*_spots(tree.root, ())]
    _find_dashes(spots, text, found)
    starts = [spot.entry.start for spot in spots]
    ends = sorted(_ends(spots), key=lambda end: end[0])
    for spot in spots:
        spot.entry.blank = _blank_above(text, spot.entry.start)
    first = tree.root.entries[0]
    tree.gap, first.blank = first.blank, False
    for comment in found:
        said = Comment(comment.text, _blank_above(text, comment.offset))
        for branch in branches(tree.root):
            if branch.brackets and branch.start < comment.offset < branch.end:
                branch.broken = True
        following = bisect_right(starts, comment.offset)
        if following == 0:
            tree.header.append(said)
        elif comment.alone:
            _attach_alone(comment, said, spots, following, text)
        else:
            _attach_behind(comment, ends)


def _attach_behind(comment: _Found, ends: list[tuple[int, Entry, bool]]) -> None:
    """A comment on the line of something belongs to the last thing that ends before it."""
    index = bisect_right(ends, comment.offset, key=lambda end: end[0]) - 1
    _, entry, is_head = ends[index]
    if is_head:
        entry.after_head = comment.text
    else:
        entry.after = comment.text


def _attach_alone(comment: _Found, said: Comment, spots: list[_Spot], following: int, text: str) -> None:
    """A comment on its own line: about the next entry, or closing a branch that has just ended."""
    before = spots[following - 1]
    after = spots[following] if following < len(spots) else None
    column = _column(text, comment.offset)
    if after and column == _column(text, after.entry.start):
        after.entry.before.append(said)
        return
    closed: Branch | None = None
    for branch in (*_inside(before.entry), *before.around):
        if after and any(branch is around for around in after.around):
            break
        if branch.brackets:
            if branch.start < comment.offset < branch.end:
                closed = branch
                break
        elif column >= _column(text, branch.start):
            if closed and _column(text, branch.start) < column:
                break
            closed = branch  # a list may stand in the column of its key: then the outer one counts
    if closed:
        closed.closing.append(said)
    elif after:
        after.entry.before.append(said)
    else:
        before.around[-1].closing.append(said)


def _inside(entry: Entry) -> Iterator[Branch]:
    """An empty pair of brackets has no entries for a comment to be about."""
    if isinstance(entry.value, Branch) and not entry.value.entries:
        yield entry.value


def _spots(branch: Branch, around: tuple[Branch, ...]) -> Iterator[_Spot]:
    for entry in branch.entries:
        yield _Spot(entry, (branch, *around))
        if isinstance(entry.value, Branch):
            yield from _spots(entry.value, (branch, *around))


def _ends(spots: Iterable[_Spot]) -> Iterator[tuple[int, Entry, bool]]:
    """Where something ends that a comment can stand behind: a key or dash, an opening bracket, a value."""
    for spot in spots:
        entry = spot.entry
        yield entry.head_end, entry, True
        if isinstance(entry.value, Leaf):
            if entry.value.end > entry.head_end:
                yield entry.value.end, entry, False
        elif entry.value.brackets:
            yield entry.value.start + 1, entry, True
            yield entry.value.end, entry, False


def _find_dashes(spots: Iterable[_Spot], text: str, found: Iterable[_Found]) -> None:
    """An item of a block list starts at its dash, which the events do not tell."""
    hidden = bytearray(len(text) + 1)
    for comment in found:
        hidden[comment.offset : comment.offset + len(comment.text)] = b"\1" * len(comment.text)
    for spot in spots:
        entry, branch = spot.entry, spot.around[0]
        if not branch.is_list or branch.brackets:
            continue
        dash = entry.value.start - 1
        while text[dash] != "-" or hidden[dash]:
            dash -= 1
        entry.start, entry.head_end = dash, dash + 1


def _find(text: str, found: Iterable[Leaf]) -> list[_Found]:
    """Every comment: a `#` outside all keys and values, up to the end of its line."""
    comments: list[_Found] = []
    at = 0
    for leaf in [*found, None]:
        end = leaf.start if leaf else len(text)
        while (at := text.find("#", at, end)) >= 0:
            stop = text.find("\n", at)
            stop = len(text) if stop < 0 else stop
            line = text[text.rfind("\n", 0, at) + 1 : at]
            comments.append(_Found(at, text[at:stop].rstrip(), not line.strip()))
            at = stop
        at = leaf.end if leaf else end
    return comments


def _column(text: str, offset: int) -> int:
    return offset - text.rfind("\n", 0, offset) - 1


def _blank_above(text: str, offset: int) -> bool:
    """Is the line above blank, for something that stands first on its own line?"""
    line = text.rfind("\n", 0, offset)
    if line < 0 or text[line + 1 : offset].strip():
        return False
    above = text.rfind("\n", 0, line)
    return not text[above + 1 : line].strip()
