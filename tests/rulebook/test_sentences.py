"""Each rule as a Dutch sentence: golden for the shipped rules, and something readable for any condition."""

from __future__ import annotations

import re
from itertools import combinations

import pytest
from golden_sentences import GOLDEN, sentences
from hypothesis import given
from hypothesis import strategies as st
from strategies import ALL_FACTS, ORDERINGS, SPECS, conditions, make_rule, make_rulebook, single

from mka_assist.rulebook.age import YEAR, Age
from mka_assist.rulebook.cells import cells
from mka_assist.rulebook.clauses import WORDINGS, wording
from mka_assist.rulebook.condition import All, AnyOf, Condition, Not, Op
from mka_assist.rulebook.facts import CONTRACT, FactKind, FactSpec, Value
from mka_assist.rulebook.meaning import holds
from mka_assist.rulebook.model import AmbulanceAdvice, Kind, OnUnknown, Rule, Status
from mka_assist.rulebook.phrases import condition_clause, fact_clause
from mka_assist.rulebook.sentences import rule_sentence
from mka_assist.rulebook.vocabulary import EFFECTS
from mka_assist.rulebook.week import opening_hours


def said(condition: Condition) -> str:
    return condition_clause(condition, CONTRACT)


def test_the_sentences_of_the_shipped_rules_are_as_reviewed() -> None:
    assert sentences() == GOLDEN.read_text(encoding="utf-8"), "python tests/rulebook/golden_sentences.py"


@pytest.mark.parametrize("name", CONTRACT)
def test_every_fact_of_the_contract_has_its_own_words(name: str) -> None:
    spec, words = CONTRACT[name], WORDINGS[name]
    assert (words.yes is None) is (words.no is None) is (spec.kind is not FactKind.JA_NEE)
    assert set(words.values or spec.choices) == set(spec.choices)


YES = single("te_water", Op.IS, True)
NO = single("te_water", Op.IS, False)
SAFE = single("veilig_bereikbaar", Op.IS, True)
ROAD = single("locatie", Op.IS, "snelweg", "spoor")


@pytest.mark.parametrize(
    ("condition", "clause"),
    [
        (YES, "de patiënt in het water ligt"),
        (NO, "de patiënt niet in het water ligt"),
        (single("te_water", Op.KNOWN), "bekend is of de patiënt in het water ligt"),
        (single("leeftijd", Op.UNKNOWN), "de leeftijd onbekend is"),
        (single("leeftijd", Op.UNDER, YEAR), "de patiënt jonger is dan 1 jaar"),
        (single("leeftijd", Op.FROM, YEAR), "de patiënt 1 jaar of ouder is"),
        (single("leeftijd", Op.AT_MOST, YEAR), "de patiënt 1 jaar of jonger is"),
        (single("leeftijd", Op.OVER, YEAR), "de patiënt ouder is dan 1 jaar"),
        (single("leeftijd", Op.IS, YEAR, 2 * YEAR), "de patiënt precies 1 jaar of 2 jaar oud is"),
        (ROAD, "de locatie een snelweg of het spoor is"),
        (Not(ROAD), "de locatie anders is dan een snelweg of het spoor"),
        (single("gemeente", Op.IS, "Veldrijk", "Ede", "Urk"), "de gemeente Veldrijk, Ede of Urk is"),
        (single("ademhaling", Op.IS, "geen", "afwijkend"), "de ademhaling afwezig of afwijkend is"),
        (
            All((single("leeftijd", Op.FROM, YEAR), single("leeftijd", Op.UNDER, 18 * YEAR))),
            "de patiënt minstens 1 jaar en jonger dan 18 jaar is",
        ),
        (
            Not(All((single("leeftijd", Op.FROM, YEAR), single("leeftijd", Op.UNDER, 18 * YEAR)))),
            "de patiënt jonger is dan 1 jaar of de patiënt 18 jaar of ouder is",
        ),
        (AnyOf((NO, single("te_water", Op.UNKNOWN))), "de patiënt niet in het water ligt of dat onbekend is"),
        (All((YES, SAFE)), "de patiënt in het water ligt en de patiënt veilig bereikbaar is"),
        (
            All((SAFE, AnyOf((YES, ROAD)))),
            "de patiënt veilig bereikbaar is, en de patiënt in het water ligt of de locatie een snelweg of "
            "het spoor is",
        ),
        (
            AnyOf((SAFE, All((YES, AnyOf((ROAD, single("zelfdoding", Op.IS, True))))))),
            "de patiënt veilig bereikbaar is, of de patiënt in het water ligt en (de locatie een snelweg of "
            "het spoor is of er sprake is van een (poging tot) zelfdoding)",
        ),
        (
            Not(AnyOf((YES, SAFE))),
            "de patiënt niet in het water ligt en de patiënt niet veilig bereikbaar is",
        ),
        (All(()), "het om welke melding dan ook gaat"),
        (AnyOf(()), "het om geen enkele melding gaat"),
        (
            opening_hours((0, 1, 2, 3, 4), 480, 1080),
            "het maandag tot en met vrijdag van 08:00 tot 18:00 uur is",
        ),
        (opening_hours((5, 6), 0, 0), "het zaterdag of zondag de hele dag is"),
        (
            opening_hours((6,), 1080, 420),
            "het zondag van 18:00 tot 07:00 uur de volgende dag is",
        ),
        (
            AnyOf((opening_hours((0, 1, 2, 4), 540, 600), opening_hours(tuple(range(7)), 0, 30))),
            "het elke dag van 00:00 tot 00:30 uur, of maandag tot en met woensdag of vrijdag van 09:00 tot "
            "10:00 uur is",
        ),
        (
            Not(opening_hours((0,), 480, 1080)),
            "het niet maandag van 08:00 tot 18:00 uur is",
        ),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_condition_in_words(condition: Condition, clause: str) -> None:
    assert said(condition) == clause


@given(conditions())
def test_every_condition_can_be_told(condition: Condition) -> None:
    clause = condition_clause(condition, SPECS)
    assert clause == clause.strip()
    assert "  " not in clause
    assert not re.search(r"\b(None|True|False|Op|Test)\b", clause)
    outside_names = re.sub(r'"[^"]*"', "", clause)
    assert outside_names.count("(") == outside_names.count(")")


@given(conditions(), conditions())
def test_not_is_carried_to_the_single_tests(one: Condition, other: Condition) -> None:
    def words(condition: Condition) -> str:
        return condition_clause(condition, SPECS)

    assert words(Not(Not(one))) == words(one)
    assert words(Not(All((one, other)))) == words(AnyOf((Not(one), Not(other))))
    assert words(Not(AnyOf((one, other)))) == words(All((Not(one), Not(other))))


def single_tests(spec: FactSpec) -> list[Condition]:
    """Every single test on a fact with one of two constants, and its opposite."""
    constants: dict[FactKind, tuple[str | bool | int, ...]] = {
        FactKind.JA_NEE: (True, False),
        FactKind.KEUZE: spec.choices[:2],
        FactKind.TEKST: ("Assen", "Ede"),
        FactKind.GETAL: (2, 3),
        FactKind.LEEFTIJD: (YEAR, 2 * YEAR),
    }
    measured = spec.kind in (FactKind.LEEFTIJD, FactKind.GETAL)
    tests = [
        single(spec.name, Op.KNOWN),
        single(spec.name, Op.UNKNOWN),
        single(spec.name, Op.IS, *constants[spec.kind]),
        *(
            single(spec.name, op, c)
            for c in constants[spec.kind]
            for op in (Op.IS, *(ORDERINGS if measured else ()))
        ),
    ]
    return [*tests, *map(Not, tests)]


@pytest.mark.parametrize("spec", [*CONTRACT.values(), *ALL_FACTS], ids=lambda spec: spec.name)
def test_what_reads_the_same_means_the_same(spec: FactSpec) -> None:
    specs = {spec.name: spec}
    found = single_tests(spec)
    values = cells(spec, [test for test in found if not isinstance(test, Not)])
    for one, other in combinations(found, 2):
        if condition_clause(one, specs) == condition_clause(other, specs):
            for value in values:
                assert holds(one, {spec.name: value}) == holds(other, {spec.name: value}), (one, other)


@pytest.mark.parametrize(
    ("name", "value", "sentence"),
    [
        ("leeftijd", Age(0, YEAR - 1), "de leeftijd is onder 1 jaar"),
        ("leeftijd", Age(YEAR, YEAR), "de leeftijd is 1 jaar"),
        ("leeftijd", None, "de leeftijd is onbekend"),
        ("te_water", None, "het is onbekend of de patiënt in het water ligt"),
        ("te_water", True, "de patiënt ligt in het water"),
        ("zelfdoding", False, "er is geen sprake van een (poging tot) zelfdoding"),
        ("locatie", "openbare_ruimte", "de locatie is de openbare ruimte"),
        ("gemeente", "Ede", "de gemeente is Ede"),
    ],
)
def test_what_is_known_of_a_call(name: str, value: Value | None, sentence: str) -> None:
    assert fact_clause(CONTRACT[name], value).main == sentence


def test_a_region_s_own_fact_is_called_by_its_label() -> None:
    own = {
        "smalle_weg": FactSpec("smalle_weg", FactKind.JA_NEE, "Smalle weg"),
        "aanrijtijd": FactSpec("aanrijtijd", FactKind.GETAL, "Aanrijtijd (min)"),
    }
    both = All(
        (
            single("smalle_weg", Op.IS, True),
            single("aanrijtijd", Op.FROM, 8),
            single("aanrijtijd", Op.UNDER, 12),
        )
    )
    assert condition_clause(both, own) == (
        'het antwoord op "Smalle weg" ja is en "Aanrijtijd (min)" minstens 8 en minder dan 12 is'
    )
    assert wording(FactSpec("zonder_naam", FactKind.TEKST, "")).noun == '"zonder naam"'


def rule_with(**more: object) -> Rule:
    condition = more.pop("condition", YES)
    return make_rule("proef", condition, more.pop("kind", Kind.UITSLUITING), **more)


def sentence(**more: object) -> str:
    return rule_sentence(rule_with(**more), make_rulebook(specs=CONTRACT.values()))


@pytest.mark.parametrize("effect", EFFECTS)
@pytest.mark.parametrize("kind", [Kind.UITSLUITING, Kind.INSLUITING, Kind.VOLGORDE])
def test_every_effect_has_a_sentence_of_its_own(kind: Kind, effect: Status) -> None:
    for audience in (("alle",), ("burgerhulpverleners",), ("politie",), ("politie", "boa"), ("hartslagnu",)):
        told = sentence(kind=kind, effect=effect, applies_to=audience)
        assert re.fullmatch(r"[A-Z][^.]* als de patiënt in het water ligt\. Is .*\.", told), told
        worden = audience in (("alle",), ("burgerhulpverleners",), ("politie", "boa"))
        assert ("worden " in told or "zijn " in told) is (
            worden and effect is not Status.NIET_VAN_TOEPASSING and "Geen enkele" not in told
        ), told


def test_the_sentence_of_the_example() -> None:
    told = sentence(
        condition=single("leeftijd", Op.UNDER, YEAR),
        applies_to=("burgerhulpverleners",),
        effect=Status.UITGESLOTEN,
    )
    assert told == (
        "Burgerhulpverleners worden niet gealarmeerd als de patiënt jonger is dan 1 jaar. "
        "Is de leeftijd onbekend, dan wordt wel gealarmeerd."
    )


@pytest.mark.parametrize(
    ("condition", "on_unknown", "end"),
    [
        (YES, OnUnknown.ALARMEREN, "Is onbekend of de patiënt in het water ligt, dan wordt wel gealarmeerd."),
        (YES, OnUnknown.NAVRAGEN, "Is onbekend of de patiënt in het water ligt, dan wordt eerst nagevraagd."),
        (YES, OnUnknown.WACHTEN, "Is onbekend of de patiënt in het water ligt, dan wacht de alarmering."),
        (All((YES, SAFE)), OnUnknown.NAVRAGEN, "Is dat nog niet te zeggen, dan wordt eerst nagevraagd."),
        (single("te_water", Op.KNOWN), OnUnknown.NAVRAGEN, "bekend is of de patiënt in het water ligt."),
        (opening_hours((0,), 0, 60), OnUnknown.NAVRAGEN, "van 00:00 tot 01:00 uur is."),
    ],
)
def test_what_happens_while_unknown(condition: Condition, on_unknown: OnUnknown, end: str) -> None:
    assert sentence(condition=condition, on_unknown=on_unknown, applies_to=("alle",)).endswith(end)


def test_rules_that_are_not_about_a_partner() -> None:
    advice = AmbulanceAdvice(urgency="A0", high_complexity=1)
    assert sentence(kind=Kind.AMBULANCE, ambulance=advice) == (
        "Eén hoogcomplexe eenheid gaat met urgentie A0 als de patiënt in het water ligt."
    )
    assert (
        sentence(kind=Kind.AANDACHT)
        == "De centralist krijgt een aandachtspunt als de patiënt in het water ligt."
    )
    derived = sentence(kind=Kind.AFLEIDING, derives=("risicovolle_locatie", True))
    assert derived == "De locatie is risicovol als de patiënt in het water ligt."


@given(conditions(), st.sampled_from(EFFECTS), st.sampled_from(OnUnknown))
def test_every_criterion_gives_whole_sentences(
    condition: Condition, effect: Status, on_unknown: OnUnknown
) -> None:
    rule = make_rule("proef", condition, effect=effect, on_unknown=on_unknown, applies_to=("alle",))
    told = rule_sentence(rule, make_rulebook(criteria=[rule]))
    assert told[0].isupper()
    assert told.endswith(".")
    assert "  " not in told
