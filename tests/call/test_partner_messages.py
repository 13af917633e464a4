"""What goes out to partners is kept as it was sent, and holds nothing about who the patient is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st
from scripted import START, FakeDecider, rulebook

from mka_assist.call import commands as do
from mka_assist.call.clock import ReplayClock
from mka_assist.call.log import MemoryLog
from mka_assist.call.partner_messages import UNSAFE, danger_for, danger_words, private
from mka_assist.call.session import Session
from mka_assist.decision.decide import Decider
from mka_assist.decision.outcome import PartnerDecision, Reason
from mka_assist.paths import rules_dir
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.message import LIMIT
from mka_assist.rulebook.model import Status

TEMPLATES = {
    "message": "Ga naar {gemeente}, {locatie}. Melding {meldingsnummer}, {tijd}.",
    "warning": "LET OP {gevaar}! Melding {meldingsnummer}.",
    "stand_down": "Keer terug. Melding {meldingsnummer}.",
}


def alarmed(templates: dict[str, str] = TEMPLATES) -> Session:
    book = rulebook()
    known = {id: partner.model_copy(update=templates) for id, partner in book.partners.items()}
    clock = ReplayClock(START)
    call = Session.open(
        "26-0001", MemoryLog(), clock, FakeDecider(book.model_copy(update={"partners": known}))
    )
    for command in (
        do.Answer("gemeente", "Ede"),
        do.Answer("locatie", "openbare_ruimte"),
        do.Answer("leeftijd", "54 jaar"),
        do.Answer("vermoeden_reanimatie", "ja"),
        do.AlarmTogether((do.DispatchAmbulance("12-166"),)),
    ):
        call.do(command)
    return call


def test_the_alarm_is_kept_as_it_went_out() -> None:
    partner = alarmed().state.partners["brandweer"]
    assert partner.message == "Ga naar Ede, openbare ruimte. Melding 26-0001, 11:00."


def test_an_answer_that_comes_later_does_not_change_what_was_sent() -> None:
    call = alarmed()
    call.do(do.Answer("gemeente", "Arnhem"))
    assert "Ede" in call.state.partners["brandweer"].message
    call.do(do.WithdrawPartner("brandweer", "vergissing"))
    call.do(do.AlarmPartner("brandweer"))
    assert "Arnhem" in call.state.partners["brandweer"].message


def test_a_withdrawal_sends_the_stand_down_and_keeps_the_reason_here() -> None:
    call = alarmed()
    call.do(do.WithdrawPartner("brandweer", "vader is overleden"))
    assert call.state.partners["brandweer"].stand_down == "Keer terug. Melding 26-0001."
    call.do(do.WithdrawSuspicion("patiënt praat"))
    assert call.state.partners["hartslagnu"].stand_down == "Keer terug. Melding 26-0001."


def test_a_typed_warning_goes_out_as_it_was_typed() -> None:
    call = alarmed()
    call.do(do.WarnPartner("brandweer", "hond in de woning"))
    assert call.state.partners["brandweer"].warning == "hond in de woning"


def test_without_a_text_the_notice_of_the_rules_goes_out() -> None:
    call = alarmed()
    call.do(do.WarnPartner("brandweer"))
    assert call.state.partners["brandweer"].warning == f"LET OP {UNSAFE}! Melding 26-0001."


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("bel de zoon op 06-12345678", "een telefoonnummer"),
        ("bel +31 6 12345678", "een telefoonnummer"),
        ("BSN 123456782", "een burgerservicenummer"),
        ("patiënt 1234.56.782", "een burgerservicenummer"),
        ("geboren in Ede", "een geboortedatum"),
        ("man van 03-05-1961 met mes", "een geboortedatum"),
        ("man van 54 jaar met mes", "een leeftijd"),
        ("kind 9 mnd", "een leeftijd"),
        ("mevrouw Jansen heeft een mes", "een naam"),
        ("mw. De Vries is agressief", "een naam"),
        ("mail jan@voorbeeld.nl", "een e-mailadres"),
        ("mes op 1234 AB 5", "een adres"),
    ],
)
def test_what_looks_like_data_about_a_person_is_refused(text: str, what: str) -> None:
    call = alarmed()
    outcome = call.do(do.WarnPartner("brandweer", text))
    assert outcome.events == ()
    assert str(outcome.refusal).startswith(f"Dit lijkt op {what}; dat gaat niet naar een partner.")
    assert call.state.partners["brandweer"].warned_at is None


@pytest.mark.parametrize(
    "text",
    [
        "geweld: wacht op de politie, 2 mannen met een mes",
        "brand op 3 hoog, gebruik ingang 14",
        "agressieve familie op straat",
        "gevaarlijke stof, UN 1203, houd 100 m afstand",
        "hoogspanning 10.000 volt",
        "melding 261121-143202: eenheid 17-146 is er over 5 minuten",
    ],
)
def test_what_is_about_safety_is_not_refused(text: str) -> None:
    assert private(text) == ""


@pytest.mark.parametrize("text", ["x" * (LIMIT + 1), "twee\x1bregels"])
def test_a_warning_is_one_short_line(text: str) -> None:
    assert alarmed().do(do.WarnPartner("brandweer", text)).refusal is not None


SECRETS = ("54 jaar", "zelfdoding", "Jansen")


@given(st.sampled_from(["{leeftijd}", "{zelfdoding}", "{gemeente}"]), st.text(max_size=40))
def test_no_template_and_no_answer_brings_other_data_out(field: str, town: str) -> None:
    """Whatever a template asks for and whatever was answered: only what may be told is told."""
    call = alarmed({"message": f"Ga nu {field}. Melding {{meldingsnummer}}."})
    call.do(do.Answer("zelfdoding", "ja"))
    call.do(do.Answer("gemeente", town))
    call.do(do.WithdrawPartner("brandweer", "Jansen"))
    call.do(do.AlarmPartner("brandweer"))
    sent = call.state.partners["brandweer"]
    for text in (sent.message, sent.stand_down):
        assert len(text) <= LIMIT
        assert text.isprintable()
        assert not any(secret in text for secret in SECRETS)


def test_the_danger_is_that_of_the_safety_rule() -> None:
    decider = Decider(load_rulebook(rules_dir()))
    known = {"bewustzijn": False, "ademhaling": "geen", "ambulance_ingezet": True}
    dangers = {
        name: danger_for(
            alarmed().state, decider.decide({**known, **facts}, START), decider.rulebook, "hartslagnu"
        )
        for name, facts in {
            "violence": {"geweld_of_onveilig": True},
            "motorway": {"risicovolle_locatie": True},
            "reach": {"veilig_bereikbaar": False},
            "none": {},
        }.items()
    }
    decider.close()
    assert dangers == {
        "violence": "geweld_of_onveilig",
        "motorway": "risicovolle_locatie",
        "reach": "veilig_bereikbaar",
        "none": "",
    }
    assert danger_words("geweld_of_onveilig") == "geweld of onveilig"
    assert danger_words("iets anders") == UNSAFE


def test_what_is_unknown_is_no_danger() -> None:
    """Somebody who must be asked about because of a safety rule is not in danger yet."""
    call = alarmed()
    rule = load_rulebook(rules_dir()).rules["veilig-bereikbaar"]
    book = call.rulebook.model_copy(update={"rules": {rule.id: rule}})
    reason = Reason(rule.id, "insluiting", "onbekend", rule.text, "", decides=True)
    for status, danger in ((Status.NAVRAGEN, ""), (Status.UITGESLOTEN, "veilig_bereikbaar")):
        asked = replace(call.decision, partners={"politie": PartnerDecision(status, (reason,), ())})
        assert danger_for(call.state, asked, book, "brandweer") == danger
