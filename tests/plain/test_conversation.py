"""Lines of keys in, lines of text out: only what is new, and nothing half done after a mistake."""

from __future__ import annotations

import pytest
from plain_kit import Kit

from mka_assist.console.actions import ACTIONS, Mode
from mka_assist.console.config_keys import remapped
from mka_assist.console.views.start import INTENDED_USE
from mka_assist.plain.conversation import LISTEN, LISTEN_ARMED

ARREST = ("n", "n", "n")
"""From the first screen to a suspicion, a key per line."""


def test_it_begins_with_what_it_is_for_and_with_its_keys(kit: Kit) -> None:
    first = kit.talk.begin()
    assert first[0] == INTENDED_USE
    assert "VOORBEELD" in first[1]
    assert "? toont de toetsen" in first[-1]


def test_each_key_is_answered_with_what_it_did_and_what_is_asked_next(kit: Kit) -> None:
    assert kit.say("n")[-1] == "Vraag: Reageert de patiënt? Toetsen: J ja, N nee, O onbekend."
    told = kit.say("n")
    assert told[0] == "Bij bewustzijn: nee."
    assert told[-1].startswith("Vraag: Ademt de patiënt normaal? Toetsen: J normaal, N niet normaal, G geen")


def test_a_suspicion_is_told_with_who_can_be_alarmed(kit: Kit) -> None:
    told = kit.say(*ARREST)
    assert "VERMOEDEN VAN EEN REANIMATIE." in told
    assert "HartslagNu, Politie: wacht op ambulance." in told


def test_what_was_done_for_partners_is_told_once(kit: Kit) -> None:
    told = kit.say(*ARREST, "f2 f2")
    assert len([line for line in told if "HartslagNu en Politie gealarmeerd" in line]) == 1
    assert not [line for line in told if line.startswith("HartslagNu, Politie: gealarmeerd")]


def test_several_keys_on_a_line_are_done_one_after_the_other(kit: Kit) -> None:
    kit.say("n n n f2 f2")
    assert kit.kinds.count("partner_alarmed") == 2
    assert kit.kinds.index("ambulance_dispatched") < kit.kinds.index("partner_alarmed")


def test_capitals_do_not_matter(kit: Kit) -> None:
    kit.say("N", "N N", "F2 F2")
    assert "partner_alarmed" in kit.kinds


def test_an_announced_act_says_what_to_do_and_waits_for_whoever_listens(kit: Kit) -> None:
    kit.say(*ARREST)
    (line,) = [each for each in kit.say("f2") if "NOGMAALS" in each]
    assert line.startswith(f"NOGMAALS F2 binnen {LISTEN_ARMED.seconds} seconden: ambulance")
    kit.wait(LISTEN_ARMED.seconds - 2)
    kit.say("f2")
    assert "partner_alarmed" in kit.kinds


def test_an_announced_act_that_waits_too_long_is_not_done(kit: Kit) -> None:
    kit.say(*ARREST, "f2")
    assert "Niets gedaan: de tijd was om." in kit.wait(LISTEN_ARMED.seconds + 1)
    assert "partner_alarmed" not in kit.kinds


def test_a_menu_is_a_line_per_choice_and_stays_open_to_be_read(kit: Kit) -> None:
    kit.say(*ARREST, "f2 f2")
    told = kit.say("f9")
    assert any(line.startswith("Kies: ") for line in told)
    assert any(line.startswith("1: ") for line in told)
    assert told[-1] == "Esc: niets."
    kit.wait(LISTEN.seconds - 5)
    assert kit.desk.mode is Mode.MENU
    assert kit.say("esc")
    assert kit.desk.mode is not Mode.MENU


def test_the_rest_of_a_line_is_the_text_that_a_key_asks_for(kit: Kit) -> None:
    told = kit.say("n", "9 enter 54 jaar")
    assert any("Typ: " in line for line in told)
    assert kit.desk.session is not None
    assert kit.desk.session.state.answers["leeftijd"] == "54 jaar"


def test_a_text_may_be_a_line_of_its_own_with_words_that_are_keys_elsewhere(kit: Kit) -> None:
    kit.say(*ARREST, "f2 f2", "f9", "1")
    kit.say("1")
    assert kit.desk.mode is Mode.TYPING
    kit.say("stand n j")
    warned = [event for event in kit.events if event.type == "partner_warned"]
    assert [event.notice for event in warned] == ["stand n j"]


def test_a_text_that_cannot_be_read_stays_asked_for_with_the_reason(kit: Kit) -> None:
    kit.say("n", "9 enter")
    told = kit.say("heel oud")
    assert kit.desk.mode is Mode.TYPING
    assert "heel oud" in told[0] or "leeftijd" in told[0].lower()


def test_function_keys_and_esc_work_while_a_text_is_asked_for(kit: Kit) -> None:
    kit.say(*ARREST, "9 enter")
    assert kit.desk.mode is Mode.TYPING
    assert any("NOGMAALS F2" in line for line in kit.say("f2"))
    kit.say("9 enter", "esc")
    assert kit.desk.mode is not Mode.TYPING


def test_an_unknown_word_is_named_and_the_rest_of_its_line_is_not_done(kit: Kit) -> None:
    kit.say("n")
    told = kit.say("nee n n")
    assert told[0].startswith("Onbekend: nee.")
    assert told[1] == "Niet gedaan: n n"
    assert "fact_recorded" not in kit.kinds


def test_a_key_that_means_nothing_now_is_told_and_stops_its_line(kit: Kit) -> None:
    told = kit.say("j f2 f2")
    assert told[0].startswith("J doet hier niets.")
    assert told[1] == "Niet gedaan: f2 f2"


def test_a_key_without_news_is_answered_all_the_same(kit: Kit) -> None:
    kit.say("n")
    first = kit.say("f6")
    assert first
    assert kit.say("f6")[0] == first[0]


def test_an_empty_line_repeats_the_question_and_changes_nothing(kit: Kit) -> None:
    asked = kit.say("n")[-1]
    assert kit.say("", "   ") == [asked, asked]
    assert kit.say("vraag") == [asked]
    assert "fact_recorded" not in kit.kinds


def test_time_that_passes_without_a_deadline_says_nothing(kit: Kit) -> None:
    kit.say("n")
    assert kit.wait(20) == []


def test_a_deadline_that_goes_by_is_told_once_with_its_time(kit: Kit) -> None:
    kit.say("n")
    told = [line for line in kit.wait(100) if line.startswith("Klok: ")]
    assert [line.split(",")[0] for line in told] == ["Klok: doel 1:00 voorbij", "Klok: grens 1:30 voorbij"]


def test_an_alarm_says_how_urgent_since_when_what_and_which_key(kit: Kit) -> None:
    told = [*kit.say(*ARREST), *kit.wait(30)]
    (line,) = [each for each in told if "ALARM" in each]
    assert line.startswith("HOOG ALARM, sinds 0:0")
    assert "F2" in line
    gone = [each for each in kit.say("f2 f2") if each.startswith("Alarm voorbij: ")]
    assert gone


def test_the_clock_is_told_when_it_is_asked_for(kit: Kit) -> None:
    kit.say("n")
    (line,) = kit.say("tijd")
    assert line == "Klok 0:01, 14:32:03."


def test_how_it_stands_is_a_few_whole_lines(kit: Kit) -> None:
    kit.say(*ARREST, "f2 f2")
    told = "\n".join(kit.say("stand"))
    for part in ("Klok 0:", "OEFENING", "VERMOEDEN VAN EEN REANIMATIE.", "HartslagNu", "gealarmeerd 0:",
                 "Bij bewustzijn nee", "Vraag: "):  # fmt: skip
        assert part in told


def test_the_instruction_is_a_line_to_say_and_letters_that_go_on(kit: Kit) -> None:
    told = kit.say(*ARREST, "f5")
    said = [line for line in told if line.startswith("Zeg: ")]
    assert len(said) == 1
    assert any(line.startswith("Instructie: ") for line in told)
    assert kit.say("zeg")[0] == said[0]
    again = kit.say("enter")
    assert any(line.startswith("Zeg: ") for line in again)


def test_taps_at_the_breaths_are_told_and_a_long_silence_is_not_normal(kit: Kit) -> None:
    kit.say("n n")
    assert kit.say("spatie") == ["Eerste ademhaling: tik bij de volgende."]
    kit.wait(3)
    assert kit.say("spatie") == ["Seconden tussen de ademhalingen: 4."]
    assert kit.wait(10) == ["8 seconden of meer: NIET NORMAAL. Toets N."]
    assert kit.say("n")[0].startswith("VERMOEDEN.")


def test_a_call_of_another_screen_is_watched_and_what_happens_there_is_told(kit: Kit, tmp_path) -> None:
    kit.say(*ARREST)
    other = Kit(tmp_path)
    told = other.say("1")
    assert "U kijkt mee" in told[-1]
    kit.say("f2 f2")
    assert any(line.startswith("HartslagNu, Politie: gealarmeerd") for line in other.wait(2))
    other.close()


def test_two_calls_beside_each_other_are_told_apart(kit: Kit) -> None:
    kit.say(*ARREST)
    kit.wait(20)
    told = kit.say("0")
    assert told[0].startswith("Kies: ")
    new = next(line[0] for line in told if "nieuwe" in line.lower())
    told = kit.say(new)
    assert told[-1].startswith("Vraag: Reageert de patiënt?")


def test_help_is_what_can_be_pressed_now(kit: Kit) -> None:
    start = kit.say("?")
    assert any(line.startswith("N: Nieuwe melding.") for line in start)
    kit.say("n")
    assert any(line.startswith("F2: Alarm.") for line in kit.say("f1"))
    assert kit.desk.mode is Mode.CALL, "help does not stay open"


def test_why_and_the_log_are_read_at_once_and_leave_the_keys_alone(kit: Kit) -> None:
    kit.say(*ARREST)
    assert any("HartslagNu" in line for line in kit.say("v"))
    assert any("aangenomen" in line for line in kit.say("pgup"))
    assert len(kit.say("log")) >= 3
    assert kit.desk.mode is Mode.CALL


def test_nothing_steers_a_terminal_and_no_line_is_a_drawing(kit: Kit) -> None:
    told = kit.say(*ARREST, "f2 f2", "f5", "stand", "v", "f9", "esc", "?")
    text = "\n".join(told)
    assert all(c.isprintable() or c == "\n" for c in text)
    assert not set(text) & set("─│┌┐└┘├┤█▓░●○√»«")


def test_a_text_of_a_caller_cannot_steer_the_terminal(kit: Kit) -> None:
    told = kit.say(*ARREST, "f2 f2", "f9", "1", "1", "\x1b[2J[red]\u202e[/]")
    text = "\n".join([*told, *kit.say("log", "stand", "v")])
    assert "\x1b" not in text
    assert "\u202e" not in text


def test_a_key_that_was_set_up_otherwise_works_and_is_named_so(tmp_path) -> None:
    kit = Kit(tmp_path, remapped(ACTIONS, {"yes": "a"}))
    assert kit.say("n")[-1] == "Vraag: Reageert de patiënt? Toetsen: A ja, N nee, O onbekend."
    assert any(line.startswith("A: Ja.") for line in kit.say("?"))
    assert kit.say("a")[0] == "Bij bewustzijn: ja."
    kit.close()


def test_a_mistake_in_the_program_is_one_line_and_the_call_goes_on(kit: Kit, monkeypatch) -> None:
    kit.say("n")
    with monkeypatch.context() as broken:
        broken.setattr(kit.desk, "press", lambda key: 1 / 0)
        assert kit.say("n")[0].startswith("Fout in het programma (ZeroDivisionError).")
    assert [type(error) for error in kit.kept] == [ZeroDivisionError]
    assert kit.say("n")[0] == "Bij bewustzijn: nee."


def test_leaving_the_program_takes_the_key_twice(kit: Kit) -> None:
    kit.say("f10")
    assert not kit.talk.over
    kit.say("f10")
    assert kit.talk.over


@pytest.mark.parametrize(("keys", "left"), [((), 0), (("n",), 1), (("n", "f10 f10"), 0)])
def test_the_end_of_the_input_names_a_call_that_is_still_open(kit: Kit, keys, left) -> None:
    kit.say(*keys)
    assert len(kit.talk.goodbye()) == left


def test_the_ways_on_keep_the_capitals_of_an_abbreviation(kit: Kit) -> None:
    said = " ".join(kit.say(*ARREST, "f5"))
    assert "J staat aan" in said
    assert "A AED is er" in said
