"""The safety properties: proven of what is shipped, refuted by a true call where a rulebook is not safe."""

from __future__ import annotations

import pytest
from planted import AGREEMENT, general, officers, rule

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import Diagnostics
from mka_assist.rulebook.examples import run_examples
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.safety.proving import PROPERTIES, prove, rulebooks


@pytest.mark.parametrize("number", range(4))
def test_everything_is_proven_of_the_shipped_rules(number):
    for proof in prove(*rulebooks(rules_dir())[number]):
        assert proof.proven, proof


def test_the_nation_comes_first_and_a_region_can_be_asked_for():
    assert next(book.region for book, _ in rulebooks(rules_dir())) == ""
    [(book, nation)] = rulebooks(rules_dir(), "voorbeeld-kust")
    assert (book.region, nation.region) == ("voorbeeld-kust", "")


def test_files_that_follow_each_other_are_each_proven(folder):
    old = folder.write("geldig_tot: 2026-12-31\n", officers()).region
    old.rename(old.with_name("proef@oud.yaml"))
    folder.write(officers("baby uitsluiting: {leeftijd: onder 1 jaar}"))
    folder.region.write_text(folder.region.read_text().replace("2026-01-01", "2027-01-01", 1))
    books = [book for book, _ in rulebooks(folder.path, "proef")]
    assert [("baby" in book.rules) for book in books] == [False, True]


def test_every_property_is_a_sentence_of_its_own():
    assert len({claim.id for claim in PROPERTIES}) == len(PROPERTIES)
    assert all(claim.text.endswith(".") for claim in PROPERTIES)


def without(folder, id):
    """Take a rule out of the nation."""
    text = folder.nation.read_text()
    start = text.index(f"  - id: {id}\n")
    end = text.find("  - id: ", start + 5)
    folder.nation.write_text(text[:start] + (text[end:] if end > 0 else ""))


def no_order(folder):
    without(folder, "eerst-ambulance")


def no_advice(folder):
    without(folder, "twee-eenheden")


def derived_from_unknown(folder):
    text = folder.nation.read_text()
    more = rule("plek-onbekend afleiding: {risicovolle_locatie: ja}; als: {locatie: onbekend}", indent=2)
    more += rule("risico uitsluiting: {risicovolle_locatie: ja}", indent=2)
    folder.nation.write_text(text + more)


CASES = {
    "no order in the rules": ("ambulance-eerst", no_order, officers()),
    "another group for citizens": (
        "bekende-uitsluiting",
        None,
        f"partners:\n  - partner: hartslagnu\n    groep: overig\n    {AGREEMENT}\n",
    ),
    "new citizens without the exclusions": (
        "bekende-uitsluiting",
        None,
        f"partners:\n  - partner: buurt\n    naam: Buurt\n    groep: burgerhulpverleners\n    {AGREEMENT}\n",
    ),
    "an exclusion derived from unknown": ("onbekend-sluit-niet-uit", derived_from_unknown, officers()),
    "no ambulance rule": ("altijd-ambulanceadvies", no_advice, officers()),
    "an exclusion that no longer counts": (
        "meer-uitsluitingen-nooit-onveiliger",
        None,
        "partners:\n  - partner: hartslagnu\n    groep: overig\n    " + AGREEMENT + "\n    regels:\n"
        + rule("alleen-zelfdoding insluiting: {zelfdoding: ja}; gevolg: niet_van_toepassing"),
    ),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_a_counterexample_is_a_true_call(folder, case):
    id, change, text = CASES[case]
    folder.write(text)
    if change:
        change(folder)
    nation = load_rulebook(folder.path)
    book = load_rulebook(folder.path, "proef")
    proofs = {proof.claim.id: proof for proof in prove(book, nation)}
    found = proofs[id].counterexamples
    assert found
    assert not proofs[id].proven
    target = "paste-here"
    folder.region.write_text(
        folder.region.read_text() + general(f"{target} uitsluiting: {{ernstig_trauma: ja}}; gevolg: navragen")
    )
    folder.paste(found[0].example, target)
    report = Diagnostics.empty()
    run_examples(load_rulebook(folder.path, "proef"), report)
    assert [finding for finding in report.findings if finding.code != "R030"] == []


def test_a_decision_on_file_allows_what_would_not_be_safe(folder):
    deviation = "afwijking: {reden: a, besluit: b, vastgesteld_door: c, datum: 2026-01-01}"
    own = rule(
        f"eigen-grens uitsluiting: {{leeftijd: onder 1 week}}; vervangt: pasgeboren; {deviation}; "
        "geldt_voor: hartslagnu"
    )
    folder.write(f"partners:\n  - partner: hartslagnu\n    regels:\n{own}")
    assert all(proof.proven for proof in prove(*rulebooks(folder.path, "proef")[0]))


def test_a_rule_may_say_itself_that_unknown_excludes(folder):
    folder.write(
        officers(
            "twijfel uitsluiting: {een_van: [{te_water: ja}, {te_water: onbekend}]}; gevolg: uitgesloten"
        )
    )
    assert all(proof.proven for proof in prove(*rulebooks(folder.path, "proef")[0]))
