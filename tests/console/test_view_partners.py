"""Ambulance and partners on the screen: state by sign and word, never cut, with numbers and reasons."""

from __future__ import annotations

import dataclasses

import pytest
from console_kit import ALARMED, ARREST, Kit

from mka_assist.call.commands import CountPartner, ReportFailedAlarm
from mka_assist.call.parts import UnitRequest
from mka_assist.console.lines import clean, plain
from mka_assist.console.views.page import call_blocks, layout
from mka_assist.console.views.partners import GLYPHS, STATUS, counted
from mka_assist.rulebook.model import Status

SIZES = ((80, 24), (120, 40), (200, 60))


def partner_row(kit: Kit, name: str, size: tuple[int, int] = (80, 24)) -> str:
    return next(row for row in kit.text("partners", size).splitlines() if name in row)


@pytest.mark.parametrize("status", list(Status))
@pytest.mark.parametrize("size", SIZES)
def test_every_status_word_stands_whole_beside_its_glyph(kit, status, size) -> None:
    kit.press(*ARREST)
    session = kit.desk.session
    partners = {
        id: dataclasses.replace(decided, status=status) for id, decided in session.decision.partners.items()
    }
    session.decision = dataclasses.replace(session.decision, partners=partners)
    row = partner_row(kit, "HartslagNu", size)
    assert f" {GLYPHS[status][0]} HartslagNu" in row
    assert status.replace("_", " ") in row
    assert len(status) <= STATUS


@pytest.mark.parametrize("size", SIZES)
def test_what_was_done_stands_whole_even_after_hours(kit, size) -> None:
    kit.press(*ARREST, "+7400", "f2", "f2", "f3", "?HartslagNu", "f9", "?Politie", "?intrekken", "1")
    assert clean(partner_row(kit, "HartslagNu", size).strip("│")).startswith(
        "» HartslagNu ter plaatse 2:03:2"
    )
    assert clean(partner_row(kit, "Politie", size).strip("│")).startswith("« Politie ingetrokken 2:03:3")


def test_glyphs_tell_states_apart_without_colour() -> None:
    """Partners that can be alarmed, that wait, that are asked for, excluded, and out of the question."""
    assert {GLYPHS[status][0] for status in Status} == {"!", "~", "?", "x", "-"}


@pytest.mark.parametrize("size", SIZES)
def test_called_accepted_on_scene_and_aeds(kit, size) -> None:
    kit.press(*ALARMED)
    kit.desk.session.do(CountPartner("hartslagnu", 18, 6, 2, 1))
    assert "18→6→2, 1 AED" in partner_row(kit, "HartslagNu", size)
    known = kit.sight.at.state.partners["hartslagnu"]
    assert counted(dataclasses.replace(known, on_scene=None, aeds=None)) == "18→6→?"
    assert counted(dataclasses.replace(known, called=None, accepted=None, on_scene=None)) == "1 AED"


@pytest.mark.parametrize("size", SIZES)
def test_an_alarm_that_did_not_get_there_is_a_state_of_its_own(kit, size) -> None:
    kit.press(*ALARMED, "+47")
    kit.desk.session.do(ReportFailedAlarm("hartslagnu", "geen verbinding"))
    assert "! HartslagNu" in partner_row(kit, "HartslagNu", size)
    assert "niet aangekomen 0:51" in partner_row(kit, "HartslagNu", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_late_exclusion_stands_with_the_partner_too(kit, size) -> None:
    kit.press(*ALARMED, "8", "j")
    row = partner_row(kit, "HartslagNu", size)
    assert clean(row.strip("│")).startswith("x HartslagNu gealarmeerd 0:04")
    assert "NU UITGESL" in kit.text("partners", size)


@pytest.mark.parametrize("size", SIZES)
def test_a_partner_that_is_let_go_says_so(kit, size) -> None:
    kit.press(*ALARMED, "8", "j", "f9", "?laat HartslagNu gaan", "1")
    row = partner_row(kit, "HartslagNu", size)
    assert "√ HartslagNu" in row
    assert "lijft gaan" in kit.text("partners", size)


@pytest.mark.parametrize("size", SIZES)
def test_units_stand_with_their_level_as_a_word(kit, size) -> None:
    kit.press(*ARREST, "e", "=17140", "?midden", "+1")
    text = kit.text("partners", size)
    assert "17140 midden" in text
    assert "! AMBULANCE 1/2" in text or "! AMBULANCE 0/2" in text


@pytest.mark.parametrize("size", SIZES)
def test_a_unit_that_was_asked_for_is_no_unit(kit, size) -> None:
    sight = kit.press(*ARREST, "+40").sight
    request = UnitRequest(kit.clock.now(), "A0")
    at = dataclasses.replace(sight.at, state=dataclasses.replace(sight.at.state, request=request))
    text = plain(call_blocks(dataclasses.replace(sight, at=at), layout(*size))["partners"]())
    assert "~ AMBULANCE 0/2" in text
    assert "aangevraagd 0:42" in text


def test_reason_and_source_have_their_lines_where_there_is_room(kit) -> None:
    text = kit.press(*ALARMED).text("partners", (120, 40))
    assert "Geen afspraak met Brandweer vastgelegd." in text
    assert "par. 5.1" in text


def test_the_message_as_it_went_out_stands_on_a_wide_screen(told_kit) -> None:
    text = told_kit.press(*ALARMED).text("partners", (200, 60))
    assert "Bericht: " in text
    assert told_kit.sight.at.state.partners["hartslagnu"].message[:20] in text


def test_on_a_small_screen_both_ways_to_an_ambulance_stand_beside_it(kit) -> None:
    row = next(row for row in kit.press(*ARREST).text("partners").splitlines() if "AMBULANCE" in row)
    assert "[F2]" in row
    assert "[E]" in row
