"""What the words of the rule language mean, in Dutch: for the page about a rulebook and for the editor."""

from __future__ import annotations

from collections.abc import Mapping

from mka_assist.rulebook.facts import FactKind
from mka_assist.rulebook.model import Kind, OnUnknown, Status
from mka_assist.rulebook.policy import LatePolicy
from mka_assist.rulebook.vocabulary import BOOK, PARTNER, REGION

STATUSES: Mapping[Status, str] = {
    Status.GEEN_AFSPRAAK: "Er ligt geen geldige afspraak met deze partner.",
    Status.UITGESLOTEN: "Niet alarmeren: een criterium sluit de partner uit.",
    Status.NIET_VAN_TOEPASSING: "Deze partner hoort niet bij deze melding.",
    Status.NIET_BESCHIKBAAR: "Buiten het gebied of de tijden van deze partner.",
    Status.WACHT_OP_VERMOEDEN: "Wacht tot er een vermoeden van een reanimatie is.",
    Status.NAVRAGEN: "Eerst moet iets bekend zijn: vraag het na.",
    Status.WACHT_OP_AMBULANCE: "Al het andere klopt; wacht tot de ambulance is ingezet.",
    Status.ALARMEREN: "Nu alarmeren.",
}

KINDS: Mapping[Kind, str] = {
    Kind.AFLEIDING: "Leidt één feit af, met de voorwaarde onder als. Bijvoorbeeld {te_water: nee}.",
    Kind.INSLUITING: "Voorwaarde die moet gelden; zo niet, dan volgt het gevolg.",
    Kind.UITSLUITING: "Voorwaarde waarbij het gevolg volgt; zonder gevolg is dat uitgesloten.",
    Kind.VOLGORDE: "Wat eerst moet gebeuren; zolang het niet is gebeurd, wacht de alarmering.",
    Kind.AMBULANCE: "Het advies voor de ambulance, met de voorwaarde onder als.",
    Kind.AANDACHT: "Voorwaarde voor een kaart aan de centralist; de uitleg is de tekst op die kaart.",
}

ON_UNKNOWN: Mapping[OnUnknown, str] = {
    OnUnknown.ALARMEREN: "Niet wachten op het antwoord: alarmeren.",
    OnUnknown.NAVRAGEN: "Eerst het antwoord vragen.",
    OnUnknown.WACHTEN: "Wachten tot het bekend is; alleen bij een gevolg dat wacht.",
}

LATE: Mapping[LatePolicy, str] = {
    LatePolicy.INTREKKEN: "Intrekken wordt voorgesteld.",
    LatePolicy.LATEN_STAAN: "Laten staan wordt voorgesteld.",
    LatePolicy.KEUZE: "Geen voorstel: de centralist kiest.",
}

SORTS: Mapping[str, str] = {
    BOOK: "Landelijke regels voor iedereen.",
    PARTNER: "Eén partner met zijn eigen regels.",
    REGION: "Een regio: partners met hun afspraak, eigen feiten en extra regels.",
}

FACT_KINDS: Mapping[FactKind, str] = {
    FactKind.JA_NEE: "ja of nee",
    FactKind.KEUZE: "een keuze uit waarden",
    FactKind.LEEFTIJD: "een leeftijd, zoals 11 maanden of 54 jaar",
    FactKind.TEKST: "tekst",
    FactKind.GETAL: "een heel getal",
}

KEYS: Mapping[str, str] = {
    "soort": "Wat voor bestand dit is.",
    "regelboek": "De naam van dit regelboek in kleine letters en streepjes.",
    "partner": "De naam van de partner in kleine letters, zoals brandweer.",
    "regio": "De naam van de regio in kleine letters; het bestand heet ook zo.",
    "naam": "De naam zoals mensen die lezen.",
    "groep": "De groep waar de partner bij hoort.",
    "voorbeeld": "ja: deze regio bestaat niet en dient alleen als voorbeeld.",
    "versie": "De versie van de regels, zoals \"2026.1\".",
    "geldig_vanaf": "De eerste dag waarop dit geldt (jaar-maand-dag).",
    "geldig_tot": "De laatste dag waarop dit geldt (jaar-maand-dag).",
    "evalueren_voor": "De dag waarvoor dit opnieuw bekeken moet zijn (jaar-maand-dag).",
    "uitgangspunt": "De feiten waar voorbeelden van uitgaan, tenzij zij iets anders zeggen.",
    "regels": "De regels, elk met een streepje.",
    "partners": "De partners in deze regio, elk met een streepje.",
    "feiten": "Eigen feiten van deze regio, elk met een streepje.",
    "afspraak": "De schriftelijke afspraak met de partner. Zonder afspraak geen alarmering.",
    "dekking": "Waar en wanneer de partner beschikbaar is.",
    "drukte": "Hoeveel hulpverleners de partner naar verwachting meebrengt.",
    "bericht": "De tekst van het bericht aan de partner. Niets over de patiënt.",
    "waarschuwing": "De tekst waarmee een gealarmeerde partner voor gevaar wordt gewaarschuwd.",
    "intrekbericht": "De tekst waarmee een gealarmeerde partner hoort dat hij niet meer hoeft te komen.",
    "late_uitsluiting": "Wat wordt voorgesteld bij een late reden die niet over veiligheid gaat.",
    "virtuele_eenheid": "Het besluit dat ook een aangevraagde ambulance de alarmering van partners opent.",
    "drukte_grens": "Vanaf wanneer gemeld wordt dat er weinig first responders ter plaatse zijn.",
    "nodig": "Het aantal first responders dat ter plaatse nodig is.",
    "na_minuten": "Na hoeveel minuten sinds de alarmering dit wordt gemeld.",
    "nazorg": "Waar mensen na de melding terechtkunnen, per groep.",
    "voor": "Voor welke groep dit is, of een lijst daarvan.",
    "tekst": "Een korte regel, of een lijst daarvan.",
    "id": "De naam van de regel in kleine letters en streepjes; geen twee regels heten hetzelfde.",
    **{kind.value: text for kind, text in KINDS.items()},
    "als": "De voorwaarde van een afleiding of een ambulanceadvies.",
    "geldt_voor": "Voor wie de regel geldt: alle, een groep of een partner, of een lijst daarvan.",
    "gevolg": "De status als de regel in de weg staat.",
    "bij_onbekend": "Wat er gebeurt zolang het antwoord onbekend is.",
    "gaat_voor_invoer": "ja: de afleiding geldt ook als de centralist iets anders invoerde.",
    "onwrikbaar": "ja: geen regio kan van deze regel afwijken.",
    "veiligheid": "ja: het gaat om de veiligheid van de helper; wie onderweg is, wordt gewaarschuwd.",
    "vervangt": "De landelijke regel waarvan deze regio afwijkt; alleen met een afwijking.",
    "afwijking": "Het besluit waarmee de regio van de landelijke regel afwijkt.",
    "uitleg": "Eén zin die zegt wat de regel doet en waarom.",
    "bron": "Waar de regel vandaan komt.",
    "voorbeelden": "Testgevallen: bij welke melding welke uitkomst hoort.",
    "feit": "De naam van het feit in kleine letters, zoals smalle_weg.",
    "vraag": "De vraag die het feit beantwoordt.",
    "waarden": "De waarden waaruit gekozen wordt; alleen bij soort keuze.",
    "document": "De titel van het document.",
    "paragraaf": "De paragraaf of het artikel in dat document.",
    "partij": "Met wie de afspraak is gemaakt.",
    "datum": "De dag van de afspraak of het besluit (jaar-maand-dag).",
    "gemeenten": "De gemeenten waar de partner komt.",
    "tijden": "De tijden waarop de partner beschikbaar is.",
    "dagen": "Een dag (ma), een reeks (ma-vr) of een lijst; zonder dagen is het elke dag.",
    "van": "De begintijd, zoals 18:00.",
    "tot": "De eindtijd, zoals 07:00. Vóór of gelijk aan de begintijd: de volgende dag.",
    "verwacht": "Het verwachte aantal hulpverleners.",
    "aeds": "Het verwachte aantal AED's.",
    "terugkoppeling": "Wat de centralist kan doen als er meer komen dan verwacht.",
    "urgentie": "De urgentie van de rit.",
    "hoogcomplex": "Het aantal hoogcomplexe eenheden.",
    "eenheid_dichtbij": "ja: een midden- of laagcomplexe eenheid dichtbij gaat als extra mee.",
    "reden": "Waarom de regio afwijkt.",
    "besluit": "Het besluit waarin dat staat.",
    "vastgesteld_door": "Wie het heeft vastgesteld.",
    "bij": "De feiten van de melding.",
    "op": "Het moment van de melding, zoals 2026-03-02 14:00.",
    "dan": "De uitkomst die daarbij hoort.",
    "omdat": "De regel die daar de oorzaak van is.",
    "alle": "Al deze voorwaarden gelden.",
    "een_van": "Minstens één van deze voorwaarden geldt.",
    "niet": "Deze voorwaarde geldt niet.",
}  # fmt: skip
"""Every key of a rule file, and the words that combine conditions."""
