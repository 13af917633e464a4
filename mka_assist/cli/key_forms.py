"""The keys in every form in which they are given, and the files of the manual that are made of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from mka_assist.cli.manual import man_page
from mka_assist.console.actions import Actions
from mka_assist.console.keydocs import card_html, card_text, key_page
from mka_assist.plain.manual import line_mode
from mka_assist.rulebook.documentation.markdown import markdown

FORMS: Mapping[str, Callable[[Actions], str]] = {
    "text": card_text,
    "markdown": lambda actions: markdown(key_page(actions, line_mode(2))),
    "html": card_html,
    "man": man_page,
}
SHIPPED: Mapping[str, str] = {"toetsen.md": "markdown", "toetsenkaart.html": "html", "mka-assist.1": "man"}
"""Files in `docs` to the form they have; made by docs/tools/make_key_docs.py, and held by a test."""
