"""Changes that are only words, and what later days bring."""

from __future__ import annotations

import datetime as dt
import shutil
from pathlib import Path

import pytest

from mka_assist.paths import rules_dir
from mka_assist.rulebook.difference.report import book_difference
from mka_assist.rulebook.loading import load_rulebook

DAY = dt.date(2026, 11, 22)
STAD, NATION, HARTSLAGNU = (
    Path("regio/voorbeeld-stad.yaml"),
    Path("landelijk/algemeen.yaml"),
    Path("landelijk/hartslagnu.yaml"),
)


def difference(tmp_path: Path, *edits: tuple[Path, str, str], on: dt.date = DAY):
    """The rulebook of the example city against the same after these edits."""
    shutil.copytree(rules_dir(), tmp_path / "nieuw", dirs_exist_ok=True)
    for file, old, new in edits:
        path = tmp_path / "nieuw" / file
        text = path.read_text(encoding="utf-8")
        assert old in text, old
        path.write_text(text.replace(old, new, 1), encoding="utf-8")
    old_book, new_book = (load_rulebook(root, "voorbeeld-stad") for root in (rules_dir(), tmp_path / "nieuw"))
    return book_difference(old_book, new_book, on)


EXAMPLES = [("regel vermoeden-uit-uitvraag", "voorbeelden", "", "")]
OF = "partner hartslagnu"
DATES = "datum: 2026-{}-01\n      geldig_tot: 2027-12-31"
LIMIT = "insluiting: {leeftijd: vanaf 4 weken}"
NEGATED = "insluiting: {niet: {leeftijd: onder 4 weken}}"


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (HARTSLAGNU, "verwacht: 5", "verwacht: 6", [(OF, "verwacht aantal helpers", "5", "6")]),
        (HARTSLAGNU, "aeds: 2", "aeds: 1", [(OF, "verwacht aantal AED's", "2", "1")]),
        (HARTSLAGNU, "naam: HartslagNu", "naam: Hart", [(OF, "naam", "HartslagNu", "Hart")]),
        (HARTSLAGNU, "{gemeente}, {locatie}. ", "", None),
        (NATION, 'versie: "2026.1"', 'versie: "2026.2"', None),
        (NATION, 'paragraaf: "2.4"', 'paragraaf: "2.5"', None),
        (NATION, "- {bij: {bewustzijn: ja}, dan: nee}\n", "", EXAMPLES),
        (STAD, DATES.format("01"), DATES.format("02"), None),
        (STAD, LIMIT, "insluiting: {leeftijd: vanaf 28 dagen}", []),
        (STAD, LIMIT, NEGATED, [("regel politie-vanaf-4-weken", "anders geschreven", "", "")]),
    ],
)
def test_what_does_not_change_a_decision_is_only_text(tmp_path: Path, file, old, new, told) -> None:
    found = difference(tmp_path, (file, old, new))
    assert not found.differs
    assert not found.later
    texts = [(text.of, text.part, text.was, text.becomes) for text in found.texts]
    assert texts == told or (told is None and len(texts) == 1)


def test_another_id_is_another_rule_that_decides_the_same(tmp_path: Path) -> None:
    found = difference(
        tmp_path,
        (HARTSLAGNU, "id: zelfdoding", "id: zelfmoord"),
        (HARTSLAGNU, "omdat: zelfdoding}", "omdat: zelfmoord}"),
    )
    assert not found.differs
    assert {(text.of, text.part) for text in found.texts} == {
        ("regel zelfdoding", "vervallen"),
        ("regel zelfmoord", "nieuw"),
    }


def test_a_text_beside_a_difference_is_told_apart(tmp_path: Path) -> None:
    found = difference(
        tmp_path,
        (HARTSLAGNU, "leeftijd: onder 1 jaar", "leeftijd: onder 2 jaar"),
        (HARTSLAGNU, "verwacht: 5", "verwacht: 6"),
        (STAD, "geldig_tot: 2027-12-31", "geldig_tot: 2027-12-30"),
    )
    assert [one.when for one in found.told] == ["kind van 1 tot 2 jaar of alleen bekend als onder 2 jaar"]
    assert {(text.part, text.pure) for text in found.texts} == {
        ("verwacht aantal helpers", True),
        ("afspraak tot en met", False),
    }


def test_what_only_shows_later_is_told_with_its_day(tmp_path: Path) -> None:
    found = difference(tmp_path, (STAD, "geldig_tot: 2027-06-30", "geldig_tot: 2027-09-30"))
    assert found.told == ()
    assert found.differs
    first, second = found.later
    assert (first.start, second.start) == (dt.date(2027, 7, 1), dt.date(2027, 10, 1))
    (one,) = first.told
    assert one.region.subject.id == "boa"
    assert [outcome.key for outcome in one.region.was] == ["geen_afspraak"]
    assert (second.told, second.gone) == ((), 1)


def test_a_rule_that_ends_is_compared_on_both_sides_of_its_day(tmp_path: Path) -> None:
    condition = "    uitsluiting: {zelfdoding: ja}"
    ends = (HARTSLAGNU, condition, f"    geldig_tot: 2026-12-31\n{condition}")
    found = difference(tmp_path, ends)
    assert found.told == ()
    (later,) = (later for later in found.later if later.told)
    assert later.start == dt.date(2027, 1, 1)
    assert [one.when for one in later.told] == ["zelfdoding ja"]
    after = difference(tmp_path, ends, on=dt.date(2027, 6, 1))
    assert [one.when for one in after.told] == ["zelfdoding ja"]


UNIT = "virtuele_eenheid: {reden: Druk, besluit: B1, vastgesteld_door: RMM, datum: 2026-01-01}\n"
LATE = "late_uitsluiting: intrekken\n"
BOA = '    bericht: "Reanimatie {gemeente}, {locatie}. Neem'


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (
            STAD,
            LATE,
            UNIT + LATE,
            ("regelboek", "virtuele eenheid", "(niets)", "B1, RMM, 01-01-2026 tot en met 30-04-2028: Druk"),
        ),
        (STAD, LATE, "", ("regelboek", "late uitsluiting", "intrekken", "keuze")),
        (
            STAD,
            BOA,
            f"    late_uitsluiting: keuze\n{BOA}",
            ("partner boa", "late uitsluiting", "(niets)", "keuze"),
        ),
        (NATION, "nodig: 2", "nodig: 3", ("drukte", "aantal dat nodig is", "2", "3")),
        (
            NATION,
            "na_minuten: 6",
            "na_minuten: 8",
            ("drukte", "minuten tot de melding van weinig hulp", "6", "8"),
        ),
    ],
)
def test_a_call_that_goes_otherwise_under_the_same_advice_is_not_called_text(
    tmp_path: Path, file, old, new, told
) -> None:
    found = difference(tmp_path, (file, old, new))
    assert not found.differs
    assert found.handled_otherwise
    assert [(text.of, text.part, text.was, text.becomes) for text in found.texts] == [told]


@pytest.mark.parametrize(
    ("file", "old", "new", "told"),
    [
        (STAD, BOA, f"    waarschuwing: Weg.\n{BOA}", ("partner boa", "waarschuwing", "(niets)", "Weg.")),
        (
            STAD,
            BOA,
            f"    intrekbericht: Terug.\n{BOA}",
            ("partner boa", "intrekbericht", "(niets)", "Terug."),
        ),
        (NATION, "voor: [melder, omstanders]", "voor: melder", None),
        (NATION, "De eigen organisatie biedt nazorg.", "Vraag uw organisatie.", None),
    ],
)
def test_messages_and_aftercare_are_only_text(tmp_path: Path, file, old, new, told) -> None:
    found = difference(tmp_path, (file, old, new))
    assert not found.differs
    assert not found.handled_otherwise
    texts = [(text.of, text.part, text.was, text.becomes) for text in found.texts]
    assert (
        texts == [told] if told else {text.part for text in found.texts} <= {"nazorg", "bron van de nazorg"}
    )
    assert found.texts
