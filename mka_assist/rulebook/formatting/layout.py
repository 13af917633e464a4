"""Writing a tree as text: two spaces a level, brackets where they fit on a line, no line over the width.

What is between brackets and does not fit is written as a block, outermost first. A long text goes on on the
next line. Only a comment or a single long word can be wider.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from mka_assist.rulebook.formatting.tree import Branch, Comment, Entry, Leaf, Node, Tree

WIDTH = 110
STEP = 2
_ESCAPES = str.maketrans({"\\": "\\\\", '"': '\\"', "\n": "\\n", "\t": "\\t"})
_BREAK = re.compile(r"(?<=[^ \\]) (?=[^ #\-?:&*!|>%@`'\"{}\[\],])")
"""A space where a text may go on on the next line: not where the rest would look like something else."""


def written(tree: Tree) -> str:
    """The whole file; ends with a newline."""
    lines = [*_comments(tree.header, 0)]
    if lines and tree.gap:
        lines.append("")
    return "\n".join((*lines, *_block(tree.root, 0))) + "\n"


def _block(branch: Branch, indent: int, owner: Entry | None = None) -> list[str]:
    """The lines of a mapping or list without brackets. Comments above its first entry go to the item of a
    list that it starts on the line of, its owner."""
    lines: list[str] = []
    for number, entry in enumerate(branch.entries):
        own = _lines(entry, indent)
        if owner and not number:
            owner.comment(*entry.before)
            entry.before = []
        space = entry.before[0].blank if entry.before else entry.blank
        lines += [""] if space and number else []
        lines += _comments(entry.before, indent)
        lines += [""] if entry.before and entry.blank else []
        lines += own
    if branch.closing:
        lines += [""] if branch.closing[0].blank else []
        lines += _comments(branch.closing, indent)
    return lines


def _comments(comments: Iterable[Comment], indent: int) -> Iterator[str]:
    for number, comment in enumerate(comments):
        if comment.blank and number:
            yield ""
        yield " " * indent + comment.text


def _lines(entry: Entry, indent: int) -> list[str]:
    """The lines of one entry, without the comments above it; what cannot stay behind it goes there."""
    head = " " * indent + (f"{entry.key.typed}:" if entry.key else "-")
    value = entry.value
    if isinstance(value, Leaf) and (block := _block_text(value, indent + STEP)):
        return [f"{head} {block[0]}", *block[1:]]
    line = f"{head} {_on_one_line(value)}".rstrip()
    if isinstance(value, Leaf) or not value.entries or (_can_stay(value) and len(line) <= WIDTH):
        if entry.after_head:
            entry.comment(Comment(entry.after_head))
        if isinstance(value, Branch):
            entry.comment(*value.closing)
        lines = (
            [line] if len(line) <= WIDTH or isinstance(value, Branch) else _folded(line, head, indent + STEP)
        )
        return _with_comment(lines, entry.after, entry)
    behind, *above = [text for text in (entry.after_head, entry.after) if text] or [""]
    if entry.key is None:
        entry.comment(*(Comment(text) for text in (behind, *above) if text))
        first, *others = _block(value, indent + STEP, entry)
        return [f"{head} {first.lstrip()}", *others]
    entry.comment(*map(Comment, above))
    return [*_with_comment([head], behind, entry), *_block(value, indent + STEP)]


def _with_comment(lines: list[str], comment: str, entry: Entry) -> list[str]:
    """The lines with a comment behind the last, or above the entry where it does not fit."""
    if not comment:
        return lines
    *others, last = lines
    if len(last) + 2 + len(comment) <= WIDTH:
        return [*others, f"{last}  {comment}"]
    entry.comment(Comment(comment))
    return lines


def _can_stay(branch: Branch) -> bool:
    """Was it written with brackets, without a comment between them?"""
    return branch.brackets and not branch.broken


def _on_one_line(node: Node) -> str:
    """A value on one line, however long."""
    if isinstance(node, Leaf):
        return _one_line_text(node)
    parts = []
    for entry in node.entries:
        text = _on_one_line(entry.value)
        parts.append(f"{entry.key.typed}: {text}" if entry.key else text)
    return f"[{', '.join(parts)}]" if node.is_list else f"{{{', '.join(parts)}}}"


def _one_line_text(leaf: Leaf) -> str:
    """As typed, or, where that took more lines, the same text on one."""
    if "\n" not in leaf.typed:
        return leaf.typed
    if leaf.style == '"' or "\n" in leaf.value:
        return f'"{leaf.value.translate(_ESCAPES)}"'
    return "'" + leaf.value.replace("'", "''") + "'" if leaf.style == "'" else leaf.value


def _block_text(leaf: Leaf, indent: int) -> list[str]:
    """The lines of a text after `|` or `>`; none where it is safer in quotation marks."""
    head, *lines = leaf.typed.split("\n")
    if leaf.style not in ("|", ">") or re.match(r".[-+]*\d|.\d*\+", head):
        return []
    margin = min((len(line) - len(line.lstrip()) for line in lines if line.strip()), default=0)
    return [head.rstrip(), *(" " * indent + line[margin:] if line.strip() else "" for line in lines)]


def _folded(line: str, head: str, indent: int) -> list[str]:
    """A line that is too long, cut at spaces into lines that read as the same text."""
    first, *words = _BREAK.split(line[len(head) + 1 :])
    lines = [f"{head} {first}"]
    for word in words:
        if len(lines[-1]) + 1 + len(word) <= WIDTH:
            lines[-1] += f" {word}"
        else:
            lines.append(" " * indent + word)
    return lines
