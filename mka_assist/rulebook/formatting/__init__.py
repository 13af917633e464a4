"""Formatting a rule file: the same rules and comments, laid out in one way.

A formatter of our own on PyYAML's events: ruamel.yaml ties a comment to what stands before it, so that with
keys in another order comments went to the next rule, and comments between brackets were lost.
"""

from __future__ import annotations

from mka_assist.rulebook.diagnostics import Diagnostics, Finding, InputError, Place
from mka_assist.rulebook.formatting.comments import attach_comments
from mka_assist.rulebook.formatting.layout import written
from mka_assist.rulebook.formatting.order import order
from mka_assist.rulebook.formatting.proof import same_meaning
from mka_assist.rulebook.formatting.tree import read_tree
from mka_assist.rulebook.reader import read_document
from mka_assist.rulebook.source import read_text, tidied


def format_text(text: str, name: str) -> str:
    """A rule file laid out anew; `name` is what places call it.

    Raises `InputError` with every error of the file, and where the result would not mean the same.
    """
    text = tidied(text)
    report = Diagnostics.empty()
    read_document(read_text(text, name), report)
    report.raise_errors()
    tree = read_tree(text)
    attach_comments(tree)
    order(tree.root)
    laid_out = written(tree)
    if not same_meaning(text, laid_out, name):
        message = "na opmaken zou dit bestand iets anders betekenen; het is niet aangeraakt"
        raise InputError(Finding("B016", Place(name), message, "Meld dit, met het bestand erbij."))
    return laid_out
