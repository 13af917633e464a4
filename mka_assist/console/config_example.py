"""A configuration with all that can be set, to begin from: the standard, with the choices as comment."""

from __future__ import annotations

from mka_assist.console.actions import ACTIONS
from mka_assist.console.config_file import CHOICES, GLYPHS, SOUND_KIND, THEME
from mka_assist.console.config_keys import key_name, remappable
from mka_assist.console.themes import DARK
from mka_assist.sound.players import PLACE
from mka_assist.sound.speaker import Mode


def example() -> str:
    """The text of the file. It changes nothing until somebody changes it."""
    keys = [action for action in ACTIONS if remappable(action)]
    wide = max(len(f'{action.id} = "{key_name(action)}"') for action in keys)
    rows = (f'{action.id} = "{key_name(action)}"'.ljust(wide) + f"  # {action.label}" for action in keys)
    listed = "\n".join(f"# {row}" for row in rows)
    return f"""\
# De console van mka-assist. Een regel die met # begint telt niet mee.

# {", ".join(CHOICES[THEME])}
thema = "{DARK.name}"

# {", ".join(CHOICES[GLYPHS])}; zonder deze regel wat bij de terminal past
# tekens = "ascii"

[geluid]
# {", ".join(CHOICES[SOUND_KIND])}
soort = "{Mode.BELL}"
# Bij soort = "opdracht": het programma dat een geluid afspeelt; {PLACE} wordt het geluidsbestand.
# opdracht = ["aplay", "-q", "{PLACE}"]

[toetsen]
# Een letter, een cijfer, spatie, tab, enter, pgup, pgdn, omhoog, omlaag, links of rechts.
# De functietoetsen F1 tot en met F10 liggen vast.
{listed}
"""
