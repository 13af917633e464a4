"""The decision: two channels that must agree, a safe default when they do not, and reasons that add up."""

import datetime as dt
from collections.abc import Mapping
from pathlib import Path

import pytest

from mka_assist.decision.decide import Decider
from mka_assist.decision.outcome import AmbulanceStatus, Decision, Indicator
from mka_assist.engine.errors import EngineError
from mka_assist.rulebook.facts import Facts, parse_value
from mka_assist.rulebook.loading import load_rulebook
from mka_assist.rulebook.meaning import Verdict, read_rules
from mka_assist.rulebook.model import Rule, RuleBook, Status

RULES = Path(__file__).parents[2] / "rules"
NOON = dt.datetime(2026, 3, 2, 12, tzinfo=dt.UTC)
ARREST = {"bewustzijn": "nee", "ademhaling": "geen", "ambulance_ingezet": "ja"}


@pytest.fixture(scope="module")
def nation() -> RuleBook:
    return load_rulebook(RULES)


@pytest.fixture(scope="module")
def decider(nation: RuleBook) -> Decider:
    return Decider(nation)


def facts(book: RuleBook, **texts: str) -> Facts:
    return {name: parse_value(book.facts[name], text) for name, text in texts.items()}


def decide(decider: Decider, **texts: str) -> Decision:
    return decider.decide(facts(decider.rulebook, **texts), NOON)


def status(decision: Decision, partner: str = "hartslagnu") -> Status:
    return decision.partners[partner].status


class TestStatus:
    def test_nothing_known_waits_for_a_suspicion_and_asks_recognition_first(self, decider):
        decision = decide(decider)
        assert status(decision) is Status.WACHT_OP_VERMOEDEN
        assert decision.ask_next[:2] == ("bewustzijn", "ademhaling")
        assert decision.ambulance.status is AmbulanceStatus.GEWONE_UITVRAAG

    def test_the_plain_arrest(self, decider):
        decision = decide(decider, **ARREST)
        assert status(decision) is Status.ALARMEREN
        assert (decision.ambulance.urgency, decision.ambulance.units) == ("A0", 2)
        assert decision.ambulance.status is AmbulanceStatus.INGEZET
        assert decision.channels.agree

    def test_ambulance_first_whatever_else_is_met(self, decider):
        for word in ("nee", "onbekend"):
            decision = decide(decider, **{**ARREST, "ambulance_ingezet": word})
            assert status(decision) is Status.WACHT_OP_AMBULANCE
            assert decision.partners["hartslagnu"].reasons[0].rule == "ambulance-eerst"

    def test_the_others_have_no_agreement_nationally(self, decider):
        decision = decide(decider, **ARREST)
        for partner in ("politie", "brandweer", "knrm", "reddingsbrigade", "boa"):
            assert status(decision, partner) is Status.GEEN_AFSPRAAK
            assert decision.partners[partner].unknown == ()

    def test_an_exclusion_counts_before_a_suspicion_is_there(self, decider):
        assert status(decide(decider, geweld_of_onveilig="ja")) is Status.UITGESLOTEN

    def test_all_known_exclusions_are_named(self, decider):
        decision = decide(decider, **ARREST, zelfdoding="ja", geweld_of_onveilig="ja", leeftijd="54 jaar")
        deciding = {reason.rule for reason in decision.partners["hartslagnu"].reasons if reason.decides}
        assert deciding == {"zelfdoding", "geweld-of-onveilig"}

    def test_unknown_facts_are_flagged_but_do_not_hold_back(self, decider):
        decided = decide(decider, **ARREST, leeftijd="onbekend").partners["hartslagnu"]
        assert decided.status is Status.ALARMEREN
        assert "leeftijd" in decided.unknown
        assert next(r for r in decided.reasons if r.rule == "jonger-dan-1-jaar").verdict == "onbekend"

    def test_what_is_derived_waits_for_the_questions_behind_it(self, decider):
        assert set(decide(decider).partners["hartslagnu"].unknown) >= {"bewustzijn", "ademhaling"}

    def test_a_suspicion_withdrawn_by_hand_stands_against_the_answers(self, decider):
        decision = decide(decider, **ARREST, vermoeden_reanimatie="nee")
        assert status(decision) is Status.WACHT_OP_VERMOEDEN
        assert decision.ambulance.status is AmbulanceStatus.GEWONE_UITVRAAG


class TestAskNext:
    def test_recognition_comes_first_even_after_an_answer_that_was_none(self, decider):
        assert decide(decider, bewustzijn="nee", ademhaling="onbekend").ask_next[0] == "ademhaling"

    def test_nothing_is_asked_once_the_partner_is_out_and_the_ambulance_known(self, decider):
        assert decide(decider, **ARREST, zelfdoding="ja").ask_next == ()

    def test_a_statement_not_to_resuscitate_changes_no_alarm_and_is_not_asked(self, decider):
        assert "niet_reanimeren_verklaring" not in decide(decider, **ARREST).ask_next

    def test_water_makes_reachability_matter(self, decider):
        decision = decide(decider, **ARREST, te_water="ja")
        assert status(decision) is Status.NAVRAGEN
        assert "veilig_bereikbaar" in decision.ask_next

    def test_questions_not_asked_yet_come_before_those_asked_in_vain(self, decider):
        asked = decide(decider, **ARREST, geweld_of_onveilig="onbekend").ask_next
        assert asked[-1] == "geweld_of_onveilig"


class TestCards:
    def test_a_late_safety_exclusion_warns_the_partner_under_way(self, decider):
        known = facts(decider.rulebook, **ARREST, geweld_of_onveilig="ja")
        cards = decider.decide(known, NOON, alarmed=["hartslagnu"]).cards
        assert cards[0].indicator is Indicator.CRITICAL
        assert cards[0].summary == "Waarschuw HartslagNu nu en trek het alarm in: onveilig."

    def test_another_late_exclusion_proposes(self, decider):
        known = facts(decider.rulebook, **ARREST, zelfdoding="ja")
        card = decider.decide(known, NOON, alarmed=["hartslagnu"]).cards[0]
        assert (card.indicator, card.rule) == (Indicator.WARNING, "zelfdoding")

    def test_no_suspicion_any_more_withdraws(self, decider):
        known = facts(decider.rulebook, **ARREST, vermoeden_reanimatie="nee")
        card = decider.decide(known, NOON, alarmed=["hartslagnu"]).cards[0]
        assert card.summary == "Geen vermoeden meer: trek het alarm van HartslagNu in."

    def test_cards_fit_a_line(self, decider):
        known = facts(decider.rulebook, **ARREST, geweld_of_onveilig="ja", niet_reanimeren_verklaring="ja")
        assert all(len(c.summary) < 140 for c in decider.decide(known, NOON, alarmed=["hartslagnu"]).cards)


class Lying:
    """A channel that says the opposite of the definition."""

    def __init__(self, book: RuleBook) -> None:
        self.closed = False

    def judge(self, rules: tuple[Rule, ...], given: Facts) -> Mapping[str, Verdict]:
        return {id: not verdict for id, verdict in read_rules(rules, given).items()}

    def close(self) -> None:
        self.closed = True


class Broken(Lying):
    def judge(self, rules: tuple[Rule, ...], given: Facts) -> Mapping[str, Verdict]:
        raise EngineError("fout 303")


class Crashing(Lying):
    def judge(self, rules: tuple[Rule, ...], given: Facts) -> Mapping[str, Verdict]:
        raise ZeroDivisionError


class TestFallback:
    @pytest.mark.parametrize("channel", [Lying, Broken, Crashing])
    def test_ambulance_first_nobody_automatically_and_said_so(self, nation, channel):
        decision = Decider(nation, channel).decide(
            facts(nation, **{**ARREST, "ambulance_ingezet": "nee"}), NOON
        )
        assert decision.fallback
        assert decision.channels.cause
        assert decision.ambulance.status is AmbulanceStatus.INZETTEN
        assert status(decision) is Status.NAVRAGEN
        assert [r.rule for r in decision.partners["hartslagnu"].reasons if r.decides] == ["terugval"]
        assert decision.cards[0].summary.startswith("Handel volgens de papieren kaart")
        assert decision.alarmable() == ()

    def test_a_suspicion_not_known_yet_still_gives_the_ambulance(self, nation):
        assert Decider(nation, Broken).decide({}, NOON).ambulance.status is AmbulanceStatus.INZETTEN

    def test_what_stood_in_the_way_still_does(self, nation):
        decision = Decider(nation, Broken).decide(facts(nation, **ARREST, zelfdoding="ja"), NOON)
        assert status(decision) is Status.UITGESLOTEN
        assert decision.partners["hartslagnu"].reasons[0].rule == "zelfdoding"

    def test_a_channel_that_cannot_be_built_is_a_fallback_too(self, nation):
        def build(book: RuleBook) -> Lying:
            raise EngineError("de regelmachine ontbreekt")

        decision = Decider(nation, build).decide(facts(nation, **ARREST), NOON)
        assert "de regelmachine ontbreekt" in decision.channels.cause

    def test_the_next_decision_tries_a_new_channel(self, nation):
        built: list[Lying] = []

        def build(book: RuleBook) -> Lying:
            built.append(Broken(book))
            return built[-1]

        decider = Decider(nation, build)
        decider.decide({}, NOON)
        decider.decide({}, NOON)
        assert [channel.closed for channel in built] == [True, True]
