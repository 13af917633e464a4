"""The explanation on one key says why, and the smallest change by which it would be otherwise."""

from console_kit import ARREST, Kit

from mka_assist.console.lines import plain
from mka_assist.console.ui import Panel
from mka_assist.console.views.panels import panel


def explanation(kit: Kit) -> str:
    return plain(tuple(panel(kit.sight, Panel.EXPLAIN, 100)))


def test_an_exclusion_names_what_would_lift_it(kit) -> None:
    kit.press(*ARREST, "f2", "f2", "3", "j", "v")
    text = explanation(kit)
    assert "HartslagNu: uitgesloten" in text
    assert "Wordt alarmeren als: Geweld of onveilig = nee." in text


def test_a_partner_that_is_alarmed_has_nothing_to_change(kit) -> None:
    kit.press(*ARREST, "f2", "f2", "v")
    hartslagnu = explanation(kit).split("HartslagNu: ")[1].split("\n\n")[0]
    assert "Wordt alarmeren" not in hartslagnu


def test_a_call_that_goes_on_after_midnight_is_explained_by_the_rules_it_began_with(kit) -> None:
    kit.press(*ARREST, f"+{24 * 3600}", "3", "j", "v")
    assert "Wordt alarmeren als: Geweld of onveilig = nee" in explanation(kit)


def test_facts_stand_there_by_the_names_of_the_screen(kit) -> None:
    kit.press(*ARREST, "f2", "f2", "3", "j", "v")
    changes = [row for row in explanation(kit).splitlines() if "Wordt alarmeren als" in row]
    assert changes
    assert not [row for row in changes if "_" in row]


def test_of_a_partner_that_was_alarmed_that_is_said_beside_the_advice(kit) -> None:
    kit.press(*ARREST, "v")
    assert "HartslagNu: wacht op ambulance\n" in explanation(kit)
    kit.press("f2", "f2")
    assert "HartslagNu: alarmeren (al gealarmeerd)" in explanation(kit)
