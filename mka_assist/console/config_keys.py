"""Other keys for acts, as somebody chose them: which may be given, and the table of acts with them.

The function keys stay where they are on every console: a colleague who takes over finds them blindly.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from string import ascii_lowercase, digits

from mka_assist.console.actions import Action, Mode

NAMED: Mapping[str, tuple[str, str]] = {
    "spatie": ("space", "Spatie"),
    "tab": ("tab", "Tab"),
    "enter": ("enter", "Enter"),
    "pgup": ("pageup", "PgUp"),
    "pgdn": ("pagedown", "PgDn"),
    "omhoog": ("up", "↑"),
    "omlaag": ("down", "↓"),
    "links": ("left", "←"),
    "rechts": ("right", "→"),
}
"""Keys with a name: as written in the settings, as Textual names them, and as shown on the screen."""
KEY_NAMES = (*ascii_lowercase, *digits, *NAMED)
_FUNCTION_KEY = re.compile(r"f\d+")


def remappable(action: Action) -> bool:
    """May this act get another key? Not what is on a function key, has several keys, or goes on while a text
    is being typed."""
    return not _function_key(action) and Mode.TYPING not in action.modes and len(_different(action)) == 1


def key_name(action: Action) -> str:
    """The key of an act as written in the settings."""
    key = _different(action)[0]
    return next((name for name, (its, _) in NAMED.items() if its == key), key)


def refused_keys(actions: tuple[Action, ...], keys: Mapping[str, str]) -> Mapping[str, str]:
    """Which of the chosen keys (id of an act to the name of a key) cannot be given, and why in Dutch. The
    others can be given together."""
    refused = {id: why for id, name in keys.items() if (why := _impossible(actions, id, name))}
    while found := _conflicts(actions, {id: name for id, name in keys.items() if id not in refused}):
        refused |= found
    return refused


def remapped(actions: tuple[Action, ...], keys: Mapping[str, str]) -> tuple[Action, ...]:
    """The table with the chosen keys. Raises `ValueError`, in one Dutch line, for a key that is refused."""
    for why in refused_keys(actions, keys).values():
        raise ValueError(why)
    return _with_keys(actions, keys)


def _impossible(actions: tuple[Action, ...], id: str, name: str) -> str:
    action = next((action for action in actions if action.id == id), None)
    if action is None:
        return f'"{id}" is geen handeling'
    if _function_key(action):
        return f'"{id}" is een veiligheidstoets: {action.shown} doet op elke console hetzelfde'
    if not remappable(action):
        return f'"{id}" heeft vaste toetsen ({action.shown})'
    if _FUNCTION_KEY.fullmatch(name.lower()):
        return f'"{name}" kan niet: de functietoetsen zijn voor de veiligheid'
    return "" if name.lower() in KEY_NAMES else f'"{name}" is geen toets die elke terminal doorgeeft'


def _conflicts(actions: tuple[Action, ...], keys: Mapping[str, str]) -> Mapping[str, str]:
    """The chosen keys that already do something else at a moment that this act is there."""
    table = _with_keys(actions, keys)
    return {
        one.id: f'"{keys[one.id]}" kan niet voor "{one.id}": die is al voor "{other.id}" ({_what(other)})'
        for one in table
        if one.id in keys
        for other in table
        if one.id != other.id and one.modes & other.modes and set(one.keys) & set(other.keys)
    }


def _what(action: Action) -> str:
    return action.label or action.help.rstrip(".")


def _with_keys(actions: tuple[Action, ...], keys: Mapping[str, str]) -> tuple[Action, ...]:
    return tuple(_with_key(each, keys[each.id].lower()) if each.id in keys else each for each in actions)


def _with_key(action: Action, name: str) -> Action:
    if name in NAMED:
        key, shown = NAMED[name]
        return replace(action, keys=(key,), shown=shown)
    if name in digits:
        return replace(action, keys=(name,), shown=name)
    # The capital comes first: a key that begins with an "f" would be taken for a function key.
    return replace(action, keys=(name.upper(), name), shown=name.upper())


def _function_key(action: Action) -> bool:
    return any(_FUNCTION_KEY.fullmatch(key) for key in action.keys)


def _different(action: Action) -> list[str]:
    """The keys of an act; a letter and its capital are one."""
    return list(dict.fromkeys(_small(action.keys)))


def _small(keys: tuple[str, ...]) -> Iterator[str]:
    yield from (key.lower() for key in keys)
