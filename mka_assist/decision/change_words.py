"""A smallest change in words: "geweld_of_onveilig = nee en leeftijd vanaf 1 jaar"."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from mka_assist.decision.explaining import Change
from mka_assist.rulebook.analysis.wording import CLOCK_WORD, fact_word
from mka_assist.rulebook.clauses import listed

_LOOSE = ("niet ", "onder ", "vanaf ", "van ", "hoogstens ", "boven ", "bekend", "alleen ", "precies ")


def change_in_words(change: Change, labels: Mapping[str, str] = MappingProxyType({})) -> str:
    """A change as one line; a fact by its label where there is one, else by its name in the rules."""
    named = ((labels.get(name) or fact_word(name), words) for name, words in change.words.items())
    return listed((_choice(name, words) for name, words in named), "en")


def _choice(name: str, words: str) -> str:
    if name == CLOCK_WORD:
        return f"{name}: {words}"
    return f"{name} {words}" if words.startswith(_LOOSE) else f"{name} = {words}"
