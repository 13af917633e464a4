"""Every reason to refuse a text before its meaning is read: code, sentence and help."""

from __future__ import annotations

import re

from mka_assist.rulebook.diagnostics import Finding, Place

_QUOTE_IT = "Zet de tekst tussen aanhalingstekens."

REFUSALS = {
    "B001": ("het bestand bestaat niet", "Controleer de map en de bestandsnaam."),
    "B002": ("het bestand kan niet worden gelezen", "Controleer de leesrechten."),
    "B003": ("het bestand is groter dan 1 MB", "Verdeel de inhoud over meer bestanden."),
    "B004": ("dit teken is geen UTF-8", "Bewaar het bestand opnieuw met de codering UTF-8."),
    "B005": ("dit is een map", "Geef een bestand op."),
    "B006": ("dit is geen gewoon bestand", "Geef een gewoon bestand op."),
    "B007": ("er staat niets in het bestand", "Lege regels en commentaar tellen niet mee."),
    "Y001": ("hier staat een onleesbaar teken ({char})", "Verwijder het teken of typ de regel opnieuw."),
    "Y002": (
        "hier staat een onzichtbaar teken dat de leesrichting omkeert ({char})",
        "Verwijder het teken of typ de regel opnieuw.",
    ),
    "Y003": ("hier staat een onzichtbaar teken ({char})", "Verwijder het teken of typ de regel opnieuw."),
    "Y004": ("hier staat een bijzondere spatie ({char})", "Vervang het teken door een gewone spatie."),
    "Y005": ("hier staat een krullend aanhalingsteken ({char})", "Typ een recht aanhalingsteken: \" of '."),
    "Y006": ("hier staat een tab", "Gebruik spaties in plaats van tabs."),
    "Y010": (
        'de sleutel "{key}" staat hier opnieuw; de eerste staat op {first}',
        "Verwijder er één of voeg ze samen.",
    ),
    "Y011": (
        "een sleutel moet gewone tekst zijn",
        "Begint de tekst met { of [? Zet de tekst tussen aanhalingstekens.",
    ),
    "Y012": ("voor de dubbele punt ontbreekt een sleutel", 'Schrijf "sleutel: waarde".'),
    "Y013": ('de sleutel "<<" kan hier niet', "Schrijf de sleutels zelf uit."),
    "Y014": (
        'een waarde kan niet met "{char}" beginnen: verwijzingen worden niet gelezen',
        'Schrijf de waarde uit, of zet tekst met "{char}" vooraan tussen aanhalingstekens.',
    ),
    "Y015": ('een waarde kan niet met "!" beginnen', _QUOTE_IT),
    "Y016": (
        'een regel kan niet met "%" beginnen',
        "Verwijder de regel of zet de tekst tussen aanhalingstekens.",
    ),
    "Y017": ('met "---" begint hier een tweede tekst', "Zet elke tekst in een eigen bestand."),
    "Y018": ("hier zitten meer dan 30 niveaus in elkaar", "Gebruik minder niveaus."),
    "Y019": ("het bestand heeft meer dan 50.000 onderdelen", "Verdeel de inhoud over meer bestanden."),
    "Y020": ('een tekst kan hier niet met "{char}" beginnen', _QUOTE_IT),
    "Y021": (
        "hier staat een dubbele punt in gewone tekst",
        _QUOTE_IT + " Begint hier een nieuwe sleutel? Zet er een komma of een nieuwe regel voor.",
    ),
    "Y022": (
        'in "{key}" ontbreekt een spatie na de dubbele punt',
        "Zet een spatie na de dubbele punt. Hoort het bij elkaar? " + _QUOTE_IT,
    ),
    "Y023": (
        'bij "{key}" ontbreekt een dubbele punt',
        'Schrijf "sleutel: waarde", of laat de regel verder inspringen als hij bij de regel erboven hoort.',
    ),
    "Y024": (
        "de inspringing klopt niet",
        "Zet sleutels van hetzelfde niveau recht onder elkaar. Hoort de regel bij de tekst erboven? "
        "Zet de hele tekst tussen aanhalingstekens.",
    ),
    "Y025": (
        "dit aanhalingsteken wordt niet gesloten",
        "Sluit de tekst af met hetzelfde teken. Begint de tekst met een apostrof ('s nachts)? "
        'Zet de tekst tussen dubbele aanhalingstekens ("…").',
    ),
    "Y026": ('het haakje "{char}" wordt niet gesloten', 'Sluit af met "{close}".'),
    "Y027": (
        'hier hoort een komma of "{close}"; "{open}" staat op {first}',
        'Zet een komma, of sluit af met "{close}".',
    ),
    "Y028": (
        "na het teken {char} staat nog tekst",
        "Zet de hele tekst tussen aanhalingstekens, of begin op een nieuwe regel.",
    ),
    "Y029": (
        "hier staat een sleutel tussen de streepjes van een lijst",
        "Laat de sleutel verder inspringen, of zet er een streepje voor.",
    ),
    "Y030": (
        "hier staat een streepje tussen sleutels",
        "Zet de lijst onder een sleutel, of verwijder het streepje.",
    ),
    "Y031": (
        "hier kan geen lijst beginnen",
        "Zet het streepje op een nieuwe regel. Is het tekst? " + _QUOTE_IT,
    ),
    "Y032": (
        "het teken {char} kan hier niet staan",
        "Verwijder het teken. Hoort het bij de tekst? " + _QUOTE_IT,
    ),
    "Y033": (
        'na "\\" staat een teken dat daar niet kan',
        'Schrijf "\\\\" voor een gewone "\\", of gebruik enkele aanhalingstekens (\'…\').',
    ),
    "Y034": ('na "{char}" hoort de tekst op de volgende regels', "Is het gewone tekst? " + _QUOTE_IT),
    "Y035": (
        "na het einde van de inhoud staat nog tekst",
        "Laat alle regels van het bovenste niveau in dezelfde kolom beginnen.",
    ),
    "Y036": (
        "na het streepje ontbreekt een spatie",
        "Zet een spatie na het streepje. Is het tekst? " + _QUOTE_IT,
    ),
    "Y099": (
        "deze regel is niet te begrijpen",
        "Kijk hier en vlak erboven naar inspringing, dubbele punten, haakjes en aanhalingstekens.",
    ),
}
"""Code -> sentence and help. B is about the file, Y about what is in it."""


def refusal(code: str, place: Place, **words: str) -> Finding:
    """The finding for a code of the table, with the words it needs filled in."""
    sentence, help = REFUSALS[code]
    return Finding(code, place, _filled(sentence, words), _filled(help, words))


def shown(text: str) -> str:
    """A text as it may stand in a message: one line, at most 40 characters, nothing invisible."""
    line = "".join(c if c.isprintable() else "?" for c in text[:41])
    return line if len(text) < 41 else line[:39] + "…"


def spot(place: Place) -> str:
    """A place in the same file, in words."""
    return f"regel {place.line}, kolom {place.column}"


def _filled(template: str, words: dict[str, str]) -> str:
    """Fill in by plain replacement: `str.format` would choke on the braces the sentences speak of."""
    return re.sub(r"\{(\w+)\}", lambda name: words[name[1]], template)
