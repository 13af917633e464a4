"""A smallest change in words: "geweld_of_onveilig = nee en leeftijd vanaf 1 jaar"."""

from __future__ import annotations

from mka_assist.decision.explaining import Change
from mka_assist.rulebook.analysis.wording import CLOCK_WORD, fact_word
from mka_assist.rulebook.clauses import listed

_LOOSE = ("niet ", "onder ", "vanaf ", "van ", "hoogstens ", "boven ", "bekend", "alleen ", "precies ")


def change_in_words(change: Change) -> str:
    """A change as one line."""
    return listed((_choice(fact_word(name), words) for name, words in change.words.items()), "en")


def _choice(name: str, words: str) -> str:
    if name == CLOCK_WORD:
        return f"{name}: {words}"
    return f"{name} {words}" if words.startswith(_LOOSE) else f"{name} = {words}"
