"""Mutants: each change is one an author could make, and each suggested example is put to the proof."""

from __future__ import annotations

from itertools import product
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from small_rules import HARTSLAGNU, NATION, REGION, write_call, write_rules
from strategies import DERIVED, GIVEN, conditions, make_rule, make_rulebook, single, strata

from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.rulebook import meaning
from mka_assist.rulebook.analysis.space import Space
from mka_assist.rulebook.condition import Op
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.examples import failure_of
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.model import Kind, OnUnknown, Partner, Status
from mka_assist.rulebook.vocabulary import CRITERIA
from mka_assist.testing.mutants import hunt
from mka_assist.testing.mutations import mutants
from mka_assist.testing.report import text_lines
from mka_assist.testing.session import Request, carry_out
from mka_assist.testing.suite import collect
from mka_assist.testing.telling import tell_apart


def words(rules: Path, id: str, region: str = "") -> list[str]:
    book = load_rulebook(rules, region)
    return [mutant.words for mutant in mutants(book.rules[id], book.facts)]


@pytest.mark.parametrize(
    ("id", "expected"),
    [
        (
            "jonger-dan-1-jaar",
            [
                "leeftijd: onder 1 jaar → hoogstens 1 jaar",
                "leeftijd: onder 1 jaar → onder 52 weken",
                "leeftijd: onder 1 jaar → onder 366 dagen",
                "bij_onbekend: alarmeren → navragen",
                "gevolg: uitgesloten → navragen",
                "zonder deze regel",
            ],
        ),
        (
            "onveilig",
            [
                "zonder geweld_of_onveilig: ja",
                "geweld_of_onveilig: ja → nee",
                "zonder risicovolle_locatie: ja",
                "risicovolle_locatie: ja → nee",
                "bij_onbekend: alarmeren → navragen",
                "gevolg: uitgesloten → navragen",
                "zonder deze regel",
            ],
        ),
        (
            "risico-uit-locatie",
            [
                "locatie: zonder snelweg",
                "locatie: zonder spoor",
                "afleiding risicovolle_locatie: ja → nee",
                "gaat_voor_invoer: ja → nee",
                "zonder deze regel",
            ],
        ),
        (
            "ambulance-eerst",
            [
                "ambulance_ingezet: ja → nee",
                "bij_onbekend: wachten → alarmeren",
                "bij_onbekend: wachten → navragen",
                "gevolg: wacht_op_ambulance → wacht_op_vermoeden",
                "zonder deze regel",
            ],
        ),
        ("let-op-water", ["te_water: ja → nee", "zonder deze regel"]),
        (
            "brandweer/tijden",
            [
                "tijden: van 18:00 → 17:59",
                "tijden: van 18:00 → 18:01",
                "tijden: tot 07:00 → 06:59",
                "tijden: tot 07:00 → 07:01",
                "tijden: zonder ma 18:00 tot 07:00",
                "tijden: zonder di 18:00 tot 07:00",
                "gevolg: niet_beschikbaar → navragen",
                "zonder deze regel",
            ],
        ),
    ],
)
def test_every_change_of_a_rule(tmp_path: Path, id: str, expected: list[str]) -> None:
    assert words(write_rules(tmp_path), id, "dorp") == expected


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("{leeftijd: onder 1 maand}", ["hoogstens 1 maand", "onder 30 dagen", "onder 31 dagen"]),
        ("{leeftijd: vanaf 1 dag}", ["boven 1 dag", "vanaf 2 dagen"]),
        ("{locatie: spoor}", ["water"]),
        ("{locatie: overig}", ["woning"]),
        ("{gemeente: Ede}", ["elders"]),
        ("{te_water: bekend}", ["onbekend"]),
    ],
)
def test_changes_of_a_single_test(tmp_path: Path, condition: str, expected: list[str]) -> None:
    rules = write_rules(
        tmp_path, landelijk=NATION.replace("{te_water: ja}\n    uitleg", f"{condition}\n    uitleg")
    )
    found = [text.split(" → ")[1] for text in words(rules, "let-op-water") if " → " in text]
    assert found == expected


def test_a_negation_and_nested_conditions(tmp_path: Path) -> None:
    nested = "{niet: {alle: [{te_water: ja}, {locatie: [water, strand]}]}, gemeente: Ede}"
    rules = write_rules(
        tmp_path, landelijk=NATION.replace("{te_water: ja}\n    uitleg", f"{nested}\n    uitleg")
    )
    assert words(rules, "let-op-water") == [
        "zonder niet: {te_water: ja, locatie: [water, strand]}",
        "zonder niet om te_water: ja, locatie: [water, strand]",
        "zonder te_water: ja",
        "te_water: ja → nee",
        "zonder locatie: [water, strand]",
        "locatie: zonder water",
        "locatie: zonder strand",
        "zonder gemeente: Ede",
        "gemeente: Ede → elders",
        "zonder deze regel",
    ]


def test_a_whole_number_has_its_limit_moved_only(tmp_path: Path) -> None:
    """`vanaf 8` and `boven 7` are the same: one step off says it all."""
    region = REGION.replace(
        "partners:",
        "feiten:\n  - {feit: aanrijtijd, soort: getal, naam: A, vraag: Hoeveel minuten}\n\npartners:",
    ).replace("{ernstig_trauma: ja}\n        gevolg", "{aanrijtijd: vanaf 8}\n        gevolg")
    rules = write_rules(tmp_path, dorp=region.replace("ernstig_trauma: ja}, op", "aanrijtijd: 9}, op"))
    assert words(rules, "brandweer-niet-bij-trauma", "dorp")[:3] == [
        "aanrijtijd: vanaf 8 → vanaf 7",
        "aanrijtijd: vanaf 8 → vanaf 9",
        "bij_onbekend: alarmeren → navragen",
    ]


def test_a_rule_left_out_gives_back_what_it_replaced(tmp_path: Path) -> None:
    region = (
        REGION
        + """\
      - id: eigen-leeftijd
        vervangt: leeftijd
        afwijking: {reden: a, besluit: b, vastgesteld_door: c, datum: 2026-01-01}
        insluiting: {leeftijd: vanaf 4 weken}
        gevolg: navragen
        bij_onbekend: alarmeren
        uitleg: Vanaf 4 weken.
        bron: {document: Afspraak}
"""
    )
    nation = (
        NATION
        + """\
  - id: leeftijd
    insluiting: {leeftijd: vanaf 1 jaar}
    geldt_voor: [brandweer, politie]
    bij_onbekend: alarmeren
    uitleg: Vanaf 1 jaar.
    bron: {document: Kader}
"""
    )
    book = load_rulebook(write_rules(tmp_path, dorp=region, landelijk=nation), "dorp")
    day = book.valid_from
    without = {m.words: m for m in mutants(book.rules["eigen-leeftijd"], book.facts)}["zonder deze regel"]
    changed = without.within(book)
    assert "leeftijd" not in book.in_force(day).partners["brandweer"].criteria
    assert "leeftijd" in changed.in_force(day).partners["brandweer"].criteria
    told = tell_apart(without, book)
    assert told.rule.id == "eigen-leeftijd"
    assert (told.example.partner, told.example.expected) == ("brandweer", "navragen")
    fewer = {m.words: m for m in mutants(book.rules["leeftijd"], book.facts)}["geldt_voor: zonder brandweer"]
    changed = fewer.within(book)
    assert {**changed.partners["brandweer"].model_dump()}["replaced"] == ()
    assert tell_apart(fewer, book) is None, "the region's own rule stands in for it"


FEW = (GIVEN[0], GIVEN[4], GIVEN[6], DERIVED[0][0], CONTRACT["ambulance_ingezet"])
"""So few that rules get in each other's way."""


@st.composite
def small_rulebooks(draw):
    """A few rules of every kind on few facts, and two partners that meet some of them."""
    some = []
    for number in range(draw(st.integers(1, 5))):
        kind = draw(st.sampled_from((*CRITERIA, Kind.INSLUITING, Kind.AANDACHT)))
        audience = draw(st.sampled_from((("alle",), ("p",), ("p", "q")))) if kind in CRITERIA else ()
        some.append(
            make_rule(
                f"regel-{number}",
                draw(conditions(FEW, max_leaves=2)),
                kind,
                effect=draw(st.sampled_from(STATUSES)),
                on_unknown=draw(st.sampled_from((OnUnknown.ALARMEREN, OnUnknown.NAVRAGEN))),
                applies_to=audience,
                places={"id": Place("p.yaml")},
            )
        )
    some = [rule.model_copy(update={"place": Place("p.yaml", n + 1)}) for n, rule in enumerate(some)]
    derivations = draw(strata())[:1]
    partners = {
        name: Partner(
            id=name,
            name=name,
            group="overig",
            criteria=tuple(r.id for r in some if not {"alle", name}.isdisjoint(r.applies_to)),
            needs_agreement=False,
            place=Place("p.yaml"),
        )
        for name in "pq"
    }
    specs = {**{spec.name: spec for spec in (*GIVEN, *FEW)}, **{s.name: s for d in DERIVED for s in d}}
    plain = draw(st.sampled_from(({}, {"ambulance_ingezet": True})))
    return make_rulebook(derivations, some, specs.values(), plain, partners=partners)


STATUSES = (Status.UITGESLOTEN, Status.NAVRAGEN, Status.WACHT_OP_AMBULANCE)
MOST = 4_000
"""Calls that brute force goes through at most; a larger rulebook is passed over."""


def can_be_told(book, changed, mutant) -> bool | None:
    """Brute force: is there a call in which an example sees a difference? None when there are too many."""
    space = Space.of(book, changed)
    choices = [field.values for field in space.fields]
    size = 1
    for values in choices:
        size *= len(values)
    if size > MOST:
        return None
    day = book.valid_from
    before, after = book.in_force(day), changed.in_force(day)
    for values in product(*choices):
        call = dict(zip((field.name for field in space.fields), values, strict=True))
        if seen(before, call, day) - seen(after, call, day):
            return True
    return False


def seen(book, call, day) -> set[tuple]:
    """All that an example can say of a call and find true."""
    facts, verdicts = meaning.judge(book, call)
    done = meaning.effects(book, verdicts)
    found = {("oordeel", r, v) for r, v in verdicts.items() if book.rules[r].kind not in CRITERIA}
    for partner in book.partners.values():
        status = meaning.status(partner, facts, done, day)
        found.add((partner.id, status))
        found.update((partner.id, status, id) for id in partner.criteria if done[id] is status)
    return found


@settings(max_examples=250, suppress_health_check=list(HealthCheck))
@given(small_rulebooks(), st.data())
def test_an_example_is_found_exactly_when_there_is_one(book, data) -> None:
    rule = data.draw(st.sampled_from(list(book.rules.values())))
    mutant = data.draw(st.sampled_from(list(mutants(rule, book.facts))))
    changed = mutant.within(book)
    expected = can_be_told(book, changed, mutant)
    told = tell_apart(mutant, book)
    if told:
        host = told.rule or next(book.rules[id] for id in book.partners[told.example.partner].criteria)
        assert failure_of(book, host, told.example) is None
        assert failure_of(changed, host, told.example) is not None
        assert told.notices(mutant, book)
    if expected is not None:
        left_out = rule.kind not in CRITERIA and mutant.words == "zonder deze regel"
        assert bool(told) == expected or left_out, mutant.name


def test_a_rule_that_waits_for_the_ambulance_shows_only_once_it_is_on_its_way() -> None:
    rule = make_rule(
        "wacht",
        single("te_water", Op.IS, True),
        effect=Status.WACHT_OP_AMBULANCE,
        applies_to=("p",),
        places={"id": Place("p.yaml")},
    )
    partner = Partner(
        id="p", name="P", group="overig", criteria=("wacht",), needs_agreement=False, place=Place("p.yaml")
    )
    book = make_rulebook((), [rule], CONTRACT.values(), {}, partners={"p": partner})
    found = {m.words: tell_apart(m, book) for m in mutants(rule, book.facts)}
    told = found["bij_onbekend: alarmeren → wachten"]
    assert told.text == "- {bij: {ambulance_ingezet: ja}, dan: alarmeren}"


def pasted(rules: Path, found) -> None:
    """Put every suggested example where it says, as an author would: first in the list."""
    places = {}
    for missed in found.missed:
        first = missed.telling.rule.examples[0].place
        places.setdefault((first.file, first.line - 1, first.column), []).append(missed.telling.text)
    for (file, line, column), texts in sorted(places.items(), reverse=True):
        lines = Path(file).read_text(encoding="utf-8").splitlines()
        lines[line:line] = [" " * (column - 3) + text for text in texts]
        Path(file).write_text("\n".join(lines) + "\n", encoding="utf-8")


def thinned(text: str) -> str:
    """A rule file with the first example of each rule only."""
    kept: list[str] = []
    depth = items = 0
    for line in text.splitlines():
        indent = len(line) - len(line.lstrip())
        if line.strip() and indent < depth:
            depth = 0
        if depth and line.strip():
            items += indent == depth and line.lstrip().startswith("- ")
            if items > 1:
                continue
        if line.strip() == "voorbeelden:":
            depth, items = indent + 2, 0
        kept.append(line)
    return "\n".join(kept) + "\n"


def test_pasting_the_suggested_examples_leaves_no_mutant_unnoticed(tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    suite = collect([rules])
    found = hunt(suite)
    assert found.unnoticed > 10
    pasted(rules, found)
    after = carry_out(Request((rules,), mutants=True))
    assert after.ok, [str(result.failure) for result in after.failures]
    assert after.hunt.missed == ()
    assert [mutant.name for mutant in after.hunt.same] == [mutant.name for mutant in found.same]
    assert len(after.results) == len(suite.tests) + len(found.missed)


def test_the_same_for_the_shipped_rules_with_one_example_per_rule(tmp_path: Path) -> None:
    for file in rules_dir().rglob("*.yaml"):
        copy = tmp_path / "rules" / file.relative_to(rules_dir())
        copy.parent.mkdir(parents=True, exist_ok=True)
        copy.write_text(thinned(file.read_text(encoding="utf-8")), encoding="utf-8")
    rules = tmp_path / "rules"
    found = hunt(collect([rules]))
    assert found.unnoticed > 50
    pasted(rules, found)
    after = carry_out(Request((rules,), mutants=True))
    assert after.ok, [str(finding) for finding in after.broken] or [str(r.failure) for r in after.failures]


def test_no_change_to_the_shipped_rules_goes_unnoticed() -> None:
    found = carry_out(Request((rules_dir(),), (fixtures_dir() / "meldingen",), mutants=True)).hunt
    assert [mutant.name for missed in found.missed for mutant in missed.mutants] == []
    assert [mutant.name for mutant in found.same] == [
        "algemeen/leeftijd-vanaf-1-jaar: geldt_voor: zonder overig",
        "voorbeeld-platteland/brandweer/tijden: tijden: van 00:00 → 23:59",
        "voorbeeld-platteland/brandweer/tijden: tijden: tot 24:00 → 00:01",
        "voorbeeld-platteland/brandweer/tijden: tijden: zonder zo 18:00 tot 24:00",
    ]


def test_mutants_wait_until_every_test_passes(tmp_path: Path) -> None:
    wrong = HARTSLAGNU.replace("12 maanden}, dan: alarmeren", "12 maanden}, dan: navragen")
    rules = write_rules(tmp_path, hartslagnu=wrong)
    assert carry_out(Request((rules,), mutants=True)).hunt is None
    found = carry_out(Request((rules,), mutants=True, only="let-op-water"))
    assert found.passed
    assert found.hunt is None, "the test that fails is not chosen, and still says nothing of a mutant"


def test_only_chooses_the_rules_and_all_tests_notice(tmp_path: Path) -> None:
    rules = write_rules(tmp_path)
    found = carry_out(Request((rules,), only="geweld_of_onveilig ja", mutants=True))
    assert len(found.results) == 1
    names = {mutant.rule.id for mutant in found.hunt.noticed}
    assert names == {"onveilig"}, "a rule is chosen by the name of its test too"
    assert found.hunt.total == 7


def test_nothing_to_change_is_not_good(tmp_path: Path) -> None:
    rules, calls = write_rules(tmp_path), write_call(tmp_path)
    found = carry_out(Request((rules,), (calls,), only="melding m1", mutants=True))
    assert (found.passed, found.hunt.total, found.ok) == (True, 0, False)


def test_a_region_without_a_rule_of_its_own_gets_a_call_as_advice(tmp_path: Path) -> None:
    bare = REGION[: REGION.index("    regels:")]
    rules = write_rules(tmp_path, dorp=bare)
    report = carry_out(Request((rules,), mutants=True))
    told = [*text_lines(report)]
    first = told.index("  ✗ dorp/brandweer/gemeenten: gemeente: zonder Veldrijk")
    advice = "    voeg een melding toe waarin dit uitkomt (de regio heeft hiervoor geen eigen regel):"
    example = "    - {bij: {gemeente: Veldrijk}, op: 2026-01-06 00:00, partner: brandweer, dan: alarmeren}"
    assert told[told.index(advice, first) + 1] == example
    assert "voeg dit voorbeeld toe bij brandweer" not in "\n".join(told)
