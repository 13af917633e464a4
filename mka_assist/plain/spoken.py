"""Keys as they are typed in a line of text, and how they are spoken of."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.console.actions import EVERY_KEY, Action, Actions
from mka_assist.console.config_keys import NAMED

ASK_HELP = "?"
WORDS: Mapping[str, str] = {
    "stand": "Hoe de melding nu staat, in een paar regels.",
    "vraag": "Wat er gevraagd of gekozen wordt, nog eens. Een lege regel doet hetzelfde.",
    "zeg": "De zin van de meldersinstructie, nog eens.",
    "tijd": "De tijd sinds het aannemen, en hoe laat het is.",
    "log": "Alles wat er in deze melding gebeurde.",
}
"""The words that only ask; they change nothing."""
TYPED: Mapping[str, str] = {
    **{word: key for word, (key, _) in NAMED.items()},
    "esc": "escape",
    ASK_HELP: "f1",
}
"""Words that stand for a key, to the key as Textual names it."""


def key_of(word: str) -> str:
    """The key that a typed word stands for, empty when there is no such key. Capitals do not matter."""
    word = word.lower()
    if word in TYPED:
        return TYPED[word]
    return word if word in EVERY_KEY else ""


def goes_before_text(word: str) -> bool:
    """Is this a key even while a text is asked for? The function keys and Esc are, and nothing else."""
    key = key_of(word)
    return word != ASK_HELP and (key == "escape" or (len(key) > 1 and key[0] == "f"))


def shown_keys(actions: Actions) -> Mapping[str, str]:
    """How the key of every act is shown, by the id of the act."""
    return {action.id: action.shown for action in actions}


def help_lines(actions: tuple[Action, ...]) -> list[str]:
    """What each key does, one line per key."""
    return [f"{each.shown}: {f'{each.label}. ' if each.label else ''}{each.help}" for each in actions]
