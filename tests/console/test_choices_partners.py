"""Partners by keyboard: what the call asks first, what goes out, numbers, failed alarms, feedback."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from console_kit import ALARMED, ARREST, Kit, rulebook

from mka_assist.call import events as e
from mka_assist.call.commands import CountPartner
from mka_assist.console.actions import Mode
from mka_assist.console.partner_reading import numbers
from mka_assist.paths import rules_dir

UNSAFE = ("4", "n")
"""Helpers cannot reach the patient safely: nobody may go."""
SUICIDE = ("8", "j")
"""Citizens are not alarmed, but it is not about their safety."""


@pytest.fixture
def in_region(tmp_path: Path) -> Iterator[Kit]:
    """Desks on the shipped example regions, by `in_region(id)`."""
    made: list[Kit] = []

    def make(region: str) -> Kit:
        folder = tmp_path / region
        folder.mkdir()
        made.append(Kit(folder, rulebook(region, rules_dir())))
        return made[-1]

    yield make  # type: ignore[misc]  # a factory; what it made is closed here
    for kit in made:
        kit.close()


def options(kit: Kit) -> list[str]:
    assert kit.desk.ui.opened is not None
    return [option.text for option in kit.desk.ui.opened.menu.options]


def sent(kit: Kit, kind: type[e.BaseEvent]) -> list[str]:
    return [event.message for event in kit.sight.events if isinstance(event, kind)]  # type: ignore[attr-defined]  # the kinds asked for have one


def test_the_alarm_keeps_the_message_as_it_went_out(kit: Kit) -> None:
    kit.press(*ARREST, "5", "enter", "?woning", "f2", "f2")
    assert all("woning" in text for text in sent(kit, e.PartnerAlarmed))


def test_those_in_danger_come_first_with_the_notice_ready_to_send(in_region) -> None:
    kit = in_region("voorbeeld-kust").press(*ALARMED, *UNSAFE, "f9")
    assert options(kit)[0] == "waarschuw HartslagNu, Politie en trek in: niet veilig bereikbaar"
    kit.press("1")
    assert kit.desk.ui.prompt is not None
    notice = kit.desk.ui.prompt.start
    assert notice.startswith("LET OP: niet veilig bereikbaar.")
    kit.press(f"={notice}")
    assert sent(kit, e.PartnerWarned) == [notice, notice]
    assert all(text.startswith("INGETROKKEN") for text in sent(kit, e.PartnerWithdrawn))
    assert kit.sight.at.state.alarmed == ()


def test_the_notice_can_be_typed_over_but_not_with_data_about_a_person(in_region) -> None:
    kit = in_region("voorbeeld-kust").press(*ALARMED, *UNSAFE, "f9", "1", "=mevrouw Jansen heeft een mes")
    assert kit.desk.mode is Mode.TYPING
    assert "lijkt op een naam" in kit.desk.ui.message
    kit.press("=man met mes, wacht op politie")
    assert sent(kit, e.PartnerWarned) == ["man met mes, wacht op politie"] * 2


def test_who_was_warned_is_only_withdrawn_until_there_is_another_danger(kit: Kit) -> None:
    kit.press(*ALARMED, "3", "j", "f9", "?HartslagNu …", "?waarschuwen")
    assert kit.desk.ui.prompt is not None
    kit.press(f"={kit.desk.ui.prompt.start}", "f9")
    assert options(kit)[0].startswith("trek HartslagNu in")
    kit.press("escape", "6", "j", "f9")
    assert options(kit)[0] == "waarschuw HartslagNu en trek in: gevaarlijke plek"


def test_a_danger_that_was_taken_back_warns_nobody_again(kit: Kit) -> None:
    kit.press(*ALARMED, "3", "j", "f9", "1")
    assert kit.desk.ui.prompt is not None
    notice = kit.desk.ui.prompt.start
    kit.press("escape", "f9", "?HartslagNu …", "?waarschuwen", f"={notice}", "3", "n", "u", "f9")
    assert options(kit)[0].startswith("trek HartslagNu in")


@pytest.mark.parametrize(
    ("first", "then", "danger"),
    [
        (("6", "j"), ("3", "j"), "geweld of onveilig"),
        (("3", "j"), ("6", "j"), "gevaarlijke plek"),
        (("3", "j"), ("5", "enter", "?snelweg"), "gevaarlijke plek"),
    ],
)
def test_of_two_dangers_the_notice_tells_what_was_learned_last(
    kit: Kit, first: tuple[str, ...], then: tuple[str, ...], danger: str
) -> None:
    kit.press(*ALARMED, *first, *then, "f9", "1")
    assert kit.desk.ui.prompt is not None
    assert kit.desk.ui.prompt.start.startswith(f"LET OP: {danger}.")


def test_another_exclusion_is_a_choice_where_the_region_left_it_open(kit: Kit) -> None:
    kit.press(*ALARMED, *SUICIDE)
    assert "HartslagNu is al gealarmeerd en nu uitgesloten: F9" in kit.desk.ui.message
    kit.press("f9")
    assert [text.split(":")[0] for text in options(kit)[:2]] == [
        "trek HartslagNu in",
        "laat HartslagNu gaan …",
    ]
    kit.press("?laat HartslagNu gaan", "?bijna ter plaatse")
    seen = [event for event in kit.sight.events if isinstance(event, e.AlarmSeen)]
    assert [event.reason for event in seen] == ["al bijna ter plaatse"]
    assert "hartslagnu" in kit.sight.at.state.alarmed
    kit.press("f9")
    assert not any("laat HartslagNu gaan" in text for text in options(kit)), "it was decided"
    assert not any("uitgesloten" in alarm.condition.id for alarm in kit.sight.alarms)


def test_what_was_let_go_for_one_reason_asks_again_for_another(kit: Kit) -> None:
    kit.press(*ALARMED, *SUICIDE, "f9", "?laat HartslagNu gaan", "1", "9", "j", "f9")
    assert any(text.startswith("trek HartslagNu in") for text in options(kit))


def test_nobody_is_let_go_without_a_reason(kit: Kit) -> None:
    kit.press(*ALARMED, *SUICIDE, "f9", "?laat HartslagNu gaan", "?andere reden", "=  ")
    assert kit.desk.mode is Mode.TYPING
    kit.press("=is al binnen")
    seen = [event for event in kit.sight.events if isinstance(event, e.AlarmSeen)]
    assert [event.reason for event in seen] == ["is al binnen"]


def test_who_was_let_go_and_is_alarmed_anew_asks_again(kit: Kit) -> None:
    kit.press(*ALARMED, *SUICIDE, "f9", "?laat HartslagNu gaan", "1")
    kit.press("f9", "?HartslagNu …", "?intrekken", "1", "f9", "?HartslagNu …", "?toch", "=op verzoek", "f9")
    assert kit.sight.at.state.alarmed == ("politie", "hartslagnu")
    assert options(kit)[0].startswith("trek HartslagNu in")


@pytest.mark.parametrize(
    ("region", "first"),
    [
        ("voorbeeld-stad", "trek HartslagNu in"),
        ("voorbeeld-platteland", "laat HartslagNu gaan: zo afgesproken in de regio"),
    ],
)
def test_the_region_says_what_is_proposed_first(in_region, region: str, first: str) -> None:
    kit = in_region(region).press(*ALARMED, *SUICIDE, "f9")
    assert options(kit)[0].startswith(first)
    assert any(text.startswith("trek HartslagNu in") for text in options(kit)), "both can be done"


def test_a_suspicion_that_went_away_proposes_to_withdraw(kit: Kit) -> None:
    kit.press(*ALARMED, "1", "j", "f9", "?trek HartslagNu in: geen vermoeden meer")
    assert kit.sight.at.state.alarmed == ("politie",)


def test_an_alarm_that_failed_is_given_again(kit: Kit) -> None:
    kit.press(*ALARMED, "f9", "?HartslagNu", "?kwam niet aan", "?storing")
    assert kit.sight.at.state.alarmed == ("politie",)
    kit.press("f9", "?HartslagNu", "?opnieuw alarmeren (de vorige kwam niet aan)")
    assert kit.sight.at.state.alarmed == ("politie", "hartslagnu")


def test_the_alarm_key_takes_a_failed_alarm_along_and_says_so(kit: Kit) -> None:
    kit.press(*ALARMED, "f9", "?HartslagNu …", "?kwam niet aan", "?storing", "f2")
    assert kit.desk.ui.opened is not None
    title = kit.desk.ui.opened.menu.title
    assert title == "ambulance is al ingezet; daarna HartslagNu (alarm kwam niet aan)"
    kit.press("f2")
    assert kit.sight.at.state.alarmed == ("politie", "hartslagnu")


def test_numbers_are_one_typed_line(kit: Kit) -> None:
    kit.press(*ALARMED, "f9", "?HartslagNu", "?aantallen", "=18 6 2 1")
    partner = kit.sight.at.state.partners["hartslagnu"]
    assert (partner.called, partner.accepted, partner.on_scene, partner.aeds) == (18, 6, 2, 1)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("18 6 2 1", (18, 6, 2, 1)),
        ("18/6/2/1", (18, 6, 2, 1)),
        ("18/6/2 1aed", (18, 6, 2, 1)),
        ("18, 6; 2", (18, 6, 2, None)),
        ("18", (18, None, None, None)),
        ("- 6", (None, 6, None, None)),
        ("? ? 2", (None, None, 2, None)),
        ("6 acc", (None, 6, None, None)),
        ("2 tp 1 AED's", (None, None, 2, 1)),
        ("2 ter plaatse, 18 opgeroepen", (18, None, 2, None)),
        ("1aed 18 6", (18, 6, None, 1)),
        ("  0 0 0 0 ", (0, 0, 0, 0)),
    ],
)
def test_numbers_are_read_in_many_ways(text: str, expected: tuple[int | None, ...]) -> None:
    assert numbers("p", text) == CountPartner("p", *expected)


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "Typ de aantallen"),
        ("- -", "Typ de aantallen"),
        ("veel", 'Bij "veel" ontbreekt het aantal'),
        ("18 6 2 1 4", "4 is te veel"),
        ("6 acc 7 acc", "geaccepteerd staat er twee keer"),
        ("6 a", '"a" is niet te lezen'),
        ("6 man", '"man" is niet te lezen'),
        ("1000", "1000 kan niet"),
        ("6 18", "Er accepteren er 18, meer dan de 6"),
        ("-6 x y", "is niet te lezen"),
    ],
)
def test_numbers_that_cannot_be_are_told_in_dutch(text: str, said: str) -> None:
    with pytest.raises(ValueError, match=re.escape(said)):
        numbers("p", text)


def test_a_message_is_shown_before_and_after_it_was_sent(kit: Kit) -> None:
    kit.press(*ARREST, "f9", "?HartslagNu", "?bericht tonen")
    assert kit.desk.ui.message.startswith("Wordt verstuurd aan HartslagNu: Reanimatie")
    kit.press("f2", "f2", "f9", "?HartslagNu", "?bericht tonen")
    assert kit.desk.ui.message.startswith("Verstuurd aan HartslagNu: 14:32:")
    kit.press("f9", "?HartslagNu", "?intrekken", "1", "f9", "?HartslagNu", "?bericht tonen")
    assert "INGETROKKEN" in kit.desk.ui.message


def test_feedback_is_sent_with_its_text_or_left_with_a_reason_or_later(kit: Kit) -> None:
    kit.press(*ALARMED, "f4", "=9", "f9")
    assert options(kit)[0] == "drukte terugkoppelen aan HartslagNu, Politie …"
    kit.press("1", "?later")
    assert "blijft staan" in kit.desk.ui.message
    kit.press("f9", "1", "?aan HartslagNu:")
    assert len(sent(kit, e.FeedbackSent)) == 1
    assert sent(kit, e.FeedbackSent)[0]
    kit.press("f9", "1", "?niet nodig", "?al bekend")
    assert isinstance(kit.sight.events[-1], e.FeedbackDismissed)
    kit.press("f9")
    assert not any("drukte terugkoppelen" in text for text in options(kit))


@pytest.mark.parametrize("keys", [("3", "j"), SUICIDE, ("f4", "=9")])
def test_what_the_call_asks_of_partners_starts_within_two_keys(kit: Kit, keys: tuple[str, ...]) -> None:
    kit.press(*ALARMED, *keys)
    kit.press("f9")
    asked = options(kit)[0].split(" ")[0]
    assert asked in ("waarschuw", "trek", "drukte"), "what the call asks for stands on 1"
