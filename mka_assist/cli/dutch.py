"""Click in Dutch: one table with the words of click that a user can see, and the function that binds it.

Click asks the standard `gettext` for its words, and `gettext` takes its language from the user's
environment: a dispatch desk with an English locale would get half a sentence in each language. A message
catalogue would therefore need `LANGUAGE` to be overwritten for this process and all its children, and a
compiled file that can go stale. Instead the two look-up functions inside click's own modules are replaced
by a look-up in this table: nothing outside click changes. A test holds the table against the installed
click: a word that is missing here is shown in English, never an error.
"""

from __future__ import annotations

import gettext
import sys

WORDS = {
    # help
    "Usage:": "Gebruik:",
    "Options": "Opties",
    "Positional arguments": "Argumenten",
    "Commands": "Opdrachten",
    "Show this message and exit.": "Toon deze hulp.",
    "Show the version and exit.": "Toon de versie.",
    "env var: {var}": "omgevingsvariabele: {var}",
    "default: {default}": "standaard: {default}",
    "required": "verplicht",
    "(dynamic)": "(wordt bepaald)",
    "deprecated": "verouderd",
    "file": "bestand",
    "directory": "map",
    "path": "pad",
    # mistakes on the command line
    "Error: {message}": "Fout: {message}",
    "Try '{command} {option}' for help.": "Hulp: {command} {option}",
    "Missing command.": "Opdracht ontbreekt.",
    "No such command {name!r}.": "Onbekende opdracht {name!r}.",
    "No such option {name!r}.": "Onbekende optie {name!r}.",
    "Did you mean {possibility}?": "Bedoelde u {possibility}?",
    "(Did you mean one of: {possibilities}?)": "Bedoelde u een van deze: {possibilities}?",
    "Missing argument": "Argument ontbreekt:",
    "Missing option": "Optie ontbreekt:",
    "Missing parameter": "Gegeven ontbreekt:",
    "Missing {param_type}": "Ontbreekt ({param_type}):",
    "Missing parameter: {param_name}": "Gegeven ontbreekt: {param_name}",
    "Choose from:\n\t{choices}": "Kies uit: {choices}.",
    "Got unexpected extra argument ({args})": "Er staat een argument te veel: {args}.",
    "Got unexpected extra arguments ({args})": "Er staan argumenten te veel: {args}.",
    "Option {name!r} does not take a value.": "Bij optie {name!r} hoort geen waarde.",
    "Option {name!r} requires an argument.": "Bij optie {name!r} ontbreekt de waarde.",
    "Option {name!r} requires {nargs} arguments.": "Bij optie {name!r} horen {nargs} waarden.",
    "Argument {name!r} takes {nargs} values.": "Bij argument {name!r} horen {nargs} waarden.",
    "Takes {nargs} values but 1 was given.": "Er horen {nargs} waarden, er is er 1 gegeven.",
    "Takes {nargs} values but {len} were given.": "Er horen {nargs} waarden, er zijn er {len} gegeven.",
    "{len_type} values are required, but {len_value} was given.": (
        "Er horen {len_type} waarden, er is er {len_value} gegeven."
    ),
    "{len_type} values are required, but {len_value} were given.": (
        "Er horen {len_type} waarden, er zijn er {len_value} gegeven."
    ),
    "Invalid value: {message}": "Ongeldige waarde: {message}",
    "Invalid value for {param_hint}: {message}": "Ongeldige waarde voor {param_hint}: {message}",
    "{value!r} is not {choice}.": "{value!r} is niet {choice}.",
    "{value!r} is not one of {choices}.": "{value!r} is niet een van {choices}.",
    "{value!r} is not a valid {number_type}.": "{value!r} is geen geldig getal ({number_type}).",
    "{value} is not in the range {range}.": "{value} valt niet binnen {range}.",
    "{value!r} is not a valid boolean. Recognized values: {states}": (
        "{value!r} is geen ja of nee. Bekende waarden: {states}"
    ),
    "{value!r} is not a valid UUID.": "{value!r} is geen geldige UUID.",
    "{value!r} does not match the format {format}.": "{value!r} past niet bij de vorm {format}.",
    "{value!r} does not match the formats {formats}.": "{value!r} past niet bij de vormen {formats}.",
    # files
    "{name} {filename!r} does not exist.": "{name} {filename!r} bestaat niet.",
    "{name} {filename!r} is a file.": "{name} {filename!r} is een bestand.",
    "{name} {filename!r} is a directory.": "{name} {filename!r} is een map.",
    "{name} {filename!r} is not readable.": "{name} {filename!r} is niet leesbaar.",
    "{name} {filename!r} is not writable.": "{name} {filename!r} is niet beschrijfbaar.",
    "{name} {filename!r} is not executable.": "{name} {filename!r} is niet uitvoerbaar.",
    "Could not open file {filename!r}: {message}": "Bestand {filename!r} kan niet worden geopend: {message}",
    "unknown error": "onbekende fout",
    # questions
    "Aborted!": "Afgebroken.",
    "Do you want to continue?": "Wilt u doorgaan?",
    "Confirm the action without prompting.": "Bevestig zonder vraag.",
    "Repeat for confirmation": "Herhaal ter bevestiging",
    "Error: The two entered values do not match.": "Fout: de twee waarden zijn niet gelijk.",
    "Error: invalid input": "Fout: dit antwoord kan niet",
    "Press any key to continue...": "Druk op een toets om door te gaan…",
    # completion
    "Shell completion is not supported for Bash versions older than 4.4.": (
        "Aanvullen werkt niet met een Bash ouder dan versie 4.4."
    ),
    "Couldn't detect Bash version, shell completion is not supported.": (
        "De versie van Bash is niet gevonden; aanvullen werkt hier niet."
    ),
}
"""Click's own words, as they stand in its source, to Dutch."""


def translate(message: str) -> str:
    """The Dutch words for click's, or click's own where there are none."""
    return WORDS.get(message, message)


def translate_number(singular: str, plural: str, number: int) -> str:
    """The same for a sentence that depends on a number."""
    return translate(singular if number == 1 else plural)


def speak_dutch() -> None:
    """Bind the table in every module of click that is loaded; call again after click loads another."""
    for name, module in list(sys.modules.items()):
        if name.startswith("click."):
            if getattr(module, "_", None) is gettext.gettext:
                vars(module)["_"] = translate
            if getattr(module, "ngettext", None) is gettext.ngettext:
                vars(module)["ngettext"] = translate_number
