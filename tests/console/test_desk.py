"""What the keys do, without a terminal: every act is a command to the session, and nothing else decides."""

from __future__ import annotations

import datetime as dt

import pytest
from console_kit import ALARMED, ARREST, START, Kit, rulebook

from mka_assist.call import events as e
from mka_assist.call.session import Session
from mka_assist.console.actions import Mode
from mka_assist.console.desk import Desk
from mka_assist.paths import rules_dir


def happened(kit: Kit) -> list[str]:
    return [event.type for event in kit.sight.events if not isinstance(event, e.DecisionTaken)]


@pytest.mark.parametrize("region", ["", "voorbeeld-kust"])
def test_a_plain_adult_takes_four_keys_from_pick_up_to_partners_alarmed(tmp_path, region) -> None:
    kit = Kit(tmp_path, rulebook(region, rules_dir())).press("n")
    kit.press("n", "n", "f2", "f2")
    partners = [event for event in kit.sight.events if isinstance(event, e.PartnerAlarmed)]
    assert partners[0].partner == "hartslagnu"
    assert happened(kit).index("ambulance_dispatched") < happened(kit).index("partner_alarmed")
    kit.close()


def test_one_key_alarms_two_units_and_every_partner_that_may(kit) -> None:
    kit.press(*ALARMED)
    assert happened(kit)[-4:] == ["ambulance_dispatched"] * 2 + ["partner_alarmed"] * 2
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")


def test_the_alarm_needs_the_same_key_twice(kit) -> None:
    kit.press(*ARREST, "f2")
    assert "ambulance_dispatched" not in happened(kit)
    assert kit.desk.ui.opened is not None


@pytest.mark.parametrize("between", ["+3", "escape", "v", "9"])
def test_an_armed_alarm_lapses_by_time_or_by_any_other_key(kit, between) -> None:
    kit.press(*ARREST, "f2", between, "f2")
    assert "partner_alarmed" not in happened(kit)


def test_a_key_that_bounces_does_not_confirm(kit) -> None:
    kit.press(*ARREST, "f2")
    kit.clock.advance(0.01)
    kit.desk.press("f2")
    assert "ambulance_dispatched" not in happened(kit)
    kit.clock.advance(0.2)
    kit.desk.press("f2")
    assert "partner_alarmed" in happened(kit)


def test_without_suspicion_only_an_ambulance_goes(kit) -> None:
    kit.press("n", "f2", "f2")
    assert happened(kit)[1:] == ["ambulance_dispatched"]
    assert kit.sight.at.state.units["eenheid 1"].urgency == "A1"


def test_a_unit_coupled_before_is_raised_and_the_second_added(kit) -> None:
    kit.press("n", "f2", "f2", "n", "g", "f2", "f2")
    units = kit.sight.at.state.units
    assert {id: unit.urgency for id, unit in units.items()} == {"eenheid 1": "A0", "eenheid 2": "A0"}
    assert "ambulance_upgraded" in happened(kit)


def test_a_unit_by_its_call_sign_counts_for_the_alarm(kit) -> None:
    kit.press(*ARREST, "e", "=17140", "1", "f2", "f2")
    assert list(kit.sight.at.state.units) == ["17140", "eenheid 1"]


def test_the_alarm_again_is_nothing_new(kit) -> None:
    before = happened(kit.press(*ALARMED))
    kit.press("f2", "f2")
    assert happened(kit) == before
    assert "al gealarmeerd" in kit.desk.ui.message


def test_what_was_withdrawn_by_hand_comes_back_only_when_named(kit) -> None:
    kit.press(*ALARMED, "f9", "?HartslagNu", "?intrekken", "1")
    assert kit.sight.at.state.alarmed == ("politie",)
    kit.press("f2")
    assert "opnieuw HartslagNu" in kit.desk.ui.opened.menu.title


def test_suspicion_without_questions_and_withdrawn_again(kit) -> None:
    kit.press("n", "f8", "f2", "f2", "f5")
    assert kit.sight.at.state.alarmed
    kit.press("f8", "?ademt normaal")
    state = kit.sight.at.state
    assert state.alarmed == ()
    assert not state.instruction.running
    kit.press("f8", "f2", "f2")
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")


def test_an_earlier_answer_is_put_right(kit) -> None:
    kit.press("n", "j", "1", "n")
    assert happened(kit)[-1] == "fact_corrected"
    assert kit.sight.at.state.answers["bewustzijn"] == "nee"


def test_an_answer_does_not_come_twice(kit) -> None:
    kit.press("n", "n", "1", "n")
    assert happened(kit).count("fact_recorded") == 1
    assert "verandert niets" in kit.desk.ui.message


@pytest.mark.parametrize(
    ("keys", "fact", "value"),
    [
        (("2", "j"), "ademhaling", "normaal"),
        (("2", "N"), "ademhaling", "afwijkend"),
        (("2", "g"), "ademhaling", "geen"),
        (("3", "J"), "geweld_of_onveilig", "ja"),
        (("3", "O"), "geweld_of_onveilig", "onbekend"),
        (("9", "j"), "leeftijd", "onder 1 jaar"),
        (("9", "n"), "leeftijd", "vanaf 1 jaar"),
        (("9", "enter", "=11 maanden"), "leeftijd", "11 maanden"),
        (("5", "enter", "?snelweg"), "locatie", "snelweg"),
        (("5", "enter", "?overig"), "locatie", "overig"),
        (("9", "down", "down", "enter", "=Duinvoorde"), "gemeente", "Duinvoorde"),
    ],
)
def test_answers_by_key_by_choice_and_typed(kit, keys, fact, value) -> None:
    kit.press("n", *keys)
    assert kit.sight.at.state.answers == {fact: value}


def test_what_cannot_be_read_stays_with_the_reason(kit) -> None:
    kit.press("n", "9", "enter", "=54")
    assert kit.desk.mode is Mode.TYPING
    assert "eenheid" in kit.desk.ui.message
    assert kit.sight.at.state.answers == {}


def test_a_question_is_put_once(kit) -> None:
    kit.press("n", "o")
    assert kit.sight.at.state.answers == {"bewustzijn": "onbekend"}
    assert "normaal" in kit.text("question")
    assert "onbekend" in kit.text("list").splitlines()[0]


def test_first_responder_ends_the_instruction(kit) -> None:
    kit.press(*ALARMED, "f5", "f6", "+60", "f3", "f3")
    assert happened(kit)[-2:] == ["first_responder_on_scene", "instruction_ended"]


def test_the_first_responder_can_be_named(kit) -> None:
    kit.press(*ALARMED, "f3", "?HartslagNu")
    assert kit.sight.at.state.first_responder_of == "hartslagnu"


def test_a_bystander_is_no_first_responder(kit) -> None:
    kit.press(*ALARMED, "f5", "f3", "o")
    assert happened(kit)[-1] == "bystander_noted"
    state = kit.sight.at.state
    assert (state.first_responder_at, len(state.bystanders)) == (None, 1)
    assert state.instruction.running


def test_more_on_scene_than_expected_is_told_and_settled(kit) -> None:
    kit.press(*ALARMED, "f4", "=9g")
    assert "DRUKTE" in kit.text("alerts").upper()
    kit.press("f9", "?drukte terugkoppelen", "?aan allemaal")
    assert happened(kit)[-2:] == ["feedback_sent", "feedback_sent"]
    assert "DRUKTE" not in kit.text("alerts").upper()
    assert kit.sight.at.state.crowd[-1].counted


def test_as_many_as_expected_is_no_crowding(kit) -> None:
    kit.press(*ALARMED, "f4", "=5")
    assert "DRUKTE" not in kit.text("alerts").upper()


@pytest.mark.parametrize("text", ["", "veel", "-1", "1000", "7 h"])
def test_a_number_is_a_number(kit, text) -> None:
    kit.press(*ALARMED, "f4", f"={text}")
    assert kit.sight.at.state.crowd == ()
    assert kit.desk.mode is Mode.TYPING


def test_what_is_learned_late_warns_and_withdraws(kit) -> None:
    kit.press(*ALARMED, "3", "j")
    assert "Waarschuw HartslagNu" in kit.text("alerts")
    assert "al gealarmeerd en nu uitgesloten" in kit.desk.ui.message
    kit.press("f9", "1")
    assert kit.desk.ui.prompt.start.startswith("LET OP: geweld of onveilig.")
    kit.press(f"={kit.desk.ui.prompt.start}")
    assert happened(kit)[-2:] == ["partner_warned", "partner_withdrawn"]
    assert kit.sight.at.state.alarmed == ("politie",)


def test_a_partner_against_the_advice_takes_a_reason(kit) -> None:
    kit.press(*ALARMED, "f9", "?Brandweer", "?toch alarmeren")
    assert kit.desk.mode is Mode.TYPING
    kit.press("=op verzoek van de ambulance")
    alarmed = kit.sight.events[-1]
    assert isinstance(alarmed, e.PartnerAlarmed)
    assert (alarmed.partner, alarmed.override_reason) == ("brandweer", "op verzoek van de ambulance")


def test_no_partner_before_the_ambulance_whatever_is_pressed(kit) -> None:
    kit.press(*ARREST, "f9", "?HartslagNu", "1")
    assert "partner_alarmed" not in happened(kit)
    assert "nog geen ambulance" in kit.desk.ui.message


def test_all_partners_are_warned_or_withdrawn_in_one_go(kit) -> None:
    kit.press(*ALARMED, "f9", "?alle", "?waarschuwen", "=los hek, pas op")
    assert happened(kit)[-2:] == ["partner_warned"] * 2
    kit.press("f9", "?alle", "?intrekken", "?onveilig")
    assert happened(kit)[-2:] == ["partner_withdrawn"] * 2


def test_an_ambulance_on_scene_takes_over(kit) -> None:
    kit.press(*ALARMED, "f5", "f7", "f7")
    assert happened(kit)[-2:] == ["ambulance_on_scene", "instruction_ended"]


def test_the_instruction_ends_with_a_reason_and_starts_again(kit) -> None:
    kit.press(*ALARMED, "f5", "f5", "?niet mogelijk")
    assert kit.sight.at.state.instruction.end is e.InstructionEnd.NIET_MOGELIJK
    kit.press("f5")
    assert kit.sight.at.state.instruction.running


def test_an_open_menu_closes_by_itself(kit) -> None:
    kit.press(*ALARMED, "f9", "+10", "1")
    assert kit.desk.ui.selected == "bewustzijn"


def test_a_menu_does_not_stand_in_the_way_of_an_answer(kit) -> None:
    kit.press(*ALARMED, "3", "f9", "n")
    assert kit.sight.at.state.answers["geweld_of_onveilig"] == "nee"


def test_closing_and_back_to_the_first_screen(kit) -> None:
    kit.press(*ALARMED, "f10", "f10")
    assert kit.desk.mode is Mode.CLOSED
    kit.press("n", "f2", "f2", "j")
    assert happened(kit)[-1] == "call_closed"
    kit.press("enter")
    assert kit.desk.mode is Mode.START
    assert kit.desk.open_calls == ()


def test_an_open_call_is_offered_and_goes_on(kit, tmp_path) -> None:
    kit.press(*ALARMED, "f5")
    number = kit.sight.at.state.number
    kit.close()  # what the system does when the program is killed
    again = Kit(tmp_path)
    assert [call.number for call in again.desk.open_calls] == [number]
    again.clock.set(START + dt.timedelta(minutes=3))
    again.press("enter")
    assert again.sight.at.state.alarmed == ("hartslagnu", "politie")
    assert "T+ 03:00" in again.text("clocks")
    assert "HERVAT" in again.desk.ui.message
    again.close()


def test_a_call_that_is_open_elsewhere_is_refused_clearly(kit) -> None:
    kit.press("n")
    other = Desk(kit.journal.journal.__class__.open(kit.path), kit.clock, kit.decider)
    other.press("enter")
    assert other.mode is Mode.WATCH
    assert "ander scherm" in other.ui.message
    other.press("n")
    assert other.session.events == kit.sight.events


def test_two_calls_in_one_second_have_two_numbers(kit) -> None:
    kit.press("n")
    Desk(kit.journal.journal.__class__.open(kit.path), kit.clock, kit.decider).press("n")
    assert [call.number for call in kit.journal.calls()] == ["261121-143202", "261121-143202a"]


def test_a_journal_that_fails_stops_no_call(kit) -> None:
    kit.press("n")
    kit.journal.trouble = True
    kit.press("n", "n", "f2", "f2")
    assert kit.sight.at.state.alarmed == ("hartslagnu", "politie")
    assert "NIET OPGESLAGEN" in kit.text("alerts")
    kit.journal.trouble = False
    kit.press("+6")
    kit.desk.tick()
    assert "NIET OPGESLAGEN" not in kit.text("alerts")
    assert kit.journal.read(kit.sight.at.state.number) == kit.sight.events


def test_a_call_opens_even_when_the_journal_fails(kit) -> None:
    kit.journal.trouble = True
    kit.press(*ALARMED)
    assert kit.sight.at.state.alarmed
    kit.press("f10", "f10", "enter")
    assert kit.desk.mode is Mode.CLOSED, "what is not saved is not left"
    kit.journal.trouble = False
    kit.press("enter")
    assert kit.desk.mode is Mode.START


def test_in_a_fallback_the_ambulance_goes_and_partners_go_by_hand(fallback_kit) -> None:
    kit = fallback_kit.press(*ARREST)
    assert any("TERUGVAL" in alarm.condition.what for alarm in kit.sight.alarms)
    kit.press("f2", "f2")
    assert happened(kit)[-2:] == ["ambulance_dispatched"] * 2
    kit.press("f9", "?HartslagNu", "1", "=volgens de papieren kaart")
    assert kit.sight.at.state.alarmed == ("hartslagnu",)


def test_leaving_takes_two_presses(kit) -> None:
    kit.press("f10")
    assert not kit.desk.leaving
    kit.press("f10")
    assert kit.desk.leaving


def test_every_act_goes_through_the_session(kit, monkeypatch) -> None:
    """With a session that does nothing, no key changes anything of the call."""
    kit.press("n")
    before = kit.sight.at.state
    outcome = kit.desk.session.outcome
    monkeypatch.setattr(Session, "do", lambda self, command: outcome)
    for key in ("n", "j", "o", "f2", "f2", "f5", "f6", "f8", "f3", "f7", "f10", "f10"):
        kit.press(key)
    assert kit.sight.at.state == before


def test_a_new_screen_takes_over_the_same_call(kit) -> None:
    kit.press(*ALARMED, "f2")
    kit.desk.restarted("KeyError")
    assert kit.desk.ui.message.startswith("HERSTART 14:32:07")
    assert kit.desk.ui.opened is None
    assert kit.sight.at.state.alarmed


def test_a_partner_that_the_new_rules_do_not_know_can_still_be_withdrawn(kit, tmp_path) -> None:
    """A call resumed with other rules keeps showing who is under way."""
    kit.press(*ALARMED)
    kit.close()
    book = rulebook()
    fewer = book.model_copy(
        update={"partners": {"hartslagnu": book.partners["hartslagnu"]}, "sha256": "b" * 64}
    )
    again = Kit(tmp_path, fewer).press("enter")
    assert "vanaf nu beslist regelset" in again.desk.ui.message
    (row,) = (row for row in again.text("partners").splitlines() if "politie" in row)
    assert "gealarmeerd" in row
    again.press("f9", "?politie", "?intrekken", "1")
    assert again.sight.at.state.alarmed == ("hartslagnu",)
    again.close()


def test_what_happened_alike_to_several_is_one_line(kit: Kit) -> None:
    kit.press(*ALARMED)
    assert kit.desk.ui.message == (
        "Ambulance eenheid 1 en eenheid 2 ingezet, A0, hoogcomplex. HartslagNu en Politie gealarmeerd."
    )
    kit.press("f8", "1")
    assert "Alarmering van HartslagNu en Politie ingetrokken: patiënt ademt normaal." in kit.desk.ui.message


def test_an_answer_that_rules_out_partners_says_so_before_anybody_is_alarmed(kit: Kit) -> None:
    kit.press(*ARREST, "3", "j")
    assert kit.desk.ui.message == "Geweld of onveilig: ja. HartslagNu is nu uitgesloten."
    kit.press("u")
    assert kit.desk.ui.message.endswith("HartslagNu mag weer.")


def test_a_key_for_the_question_above_a_panel_is_not_lost(kit: Kit) -> None:
    kit.press("n", "v", "j")
    assert kit.desk.ui.panel is None
    assert kit.desk.ui.message == "Bij bewustzijn: ja."
    kit.press("v", "w")
    assert kit.desk.ui.panel is not None, "a key that means nothing changes nothing"


def test_a_key_for_the_instruction_under_a_panel_shows_it_first(told_kit: Kit) -> None:
    told_kit.press(*ALARMED, "f5", "v")
    before = told_kit.sight.at.state
    told_kit.press("j")
    assert told_kit.desk.ui.panel is None
    assert told_kit.sight.at.state == before
    told_kit.press("j")
    assert told_kit.sight.at.state != before


def test_undo_past_an_act_towards_others_says_first_what_it_takes_back(kit: Kit) -> None:
    kit.press(*ALARMED, "u")
    assert kit.desk.ui.opened is not None
    assert kit.desk.ui.opened.menu.title.startswith("ongedaan maken: Ademhaling: afwijkend.")
    assert kit.sight.at.state.answers["ademhaling"] == "afwijkend", "a single key takes nothing back"
    kit.press("u")
    assert "ademhaling" not in kit.sight.at.state.answers
    kit.press("2", "n", "u")
    assert kit.desk.ui.opened is None, "an act of one's own is taken back at once"
