"""A message as it is sent: only what may be told, on one line that fits; never about the patient."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from mka_assist.paths import rules_dir
from mka_assist.rulebook.diagnostics import Place
from mka_assist.rulebook.facts import CONTRACT
from mka_assist.rulebook.loading import find_rule_files, load_rulebook
from mka_assist.rulebook.message import DANGERS, LIMIT, STANDARD, Notice, danger, longest, message, template
from mka_assist.rulebook.model import Partner
from mka_assist.rulebook.reference import municipalities
from mka_assist.rulebook.vocabulary import MESSAGE_FIELDS, MESSAGES

KNOWN = {
    "meldingsnummer": "26-000412",
    "tijd": "14:02",
    "gemeente": "Súdwest-Fryslân",
    "locatie": "openbare_ruimte",
    "gevaar": "geweld_of_onveilig",
}
NOTICES = st.sampled_from(Notice)
PIECES = st.sampled_from(
    [*(f"{{{name}}}" for name in (*MESSAGES["waarschuwing"], *CONTRACT, "naam", "bsn", "tijd!r", "tijd.x"))]
)
TEMPLATES = st.lists(PIECES | st.text(max_size=30), max_size=12).map("".join)
VALUES = st.none() | st.integers() | st.booleans() | st.text(max_size=60) | st.sampled_from([*KNOWN.values()])
CALLS = st.dictionaries(st.sampled_from([*KNOWN, *CONTRACT, "naam", "partner"]) | st.text(max_size=9), VALUES)


def partner(text: str = "", *, name: str = "KNRM") -> Partner:
    """A partner that sends this text, whichever message it is."""
    return Partner(
        id="knrm", name=name, group="nautisch", criteria=(), message=text, warning=text, stand_down=text,
        place=Place("x.yaml"),
    )  # fmt: skip


def test_the_standard_messages_say_what_is_known() -> None:
    assert [message(partner(), notice, KNOWN) for notice in Notice] == [
        "Reanimatie Súdwest-Fryslân, openbare ruimte. Melding 26-000412, 14:02.",
        "LET OP: geweld of onveilig. Houd afstand tot het veilig is. Reanimatie Súdwest-Fryslân, openbare "
        "ruimte. Melding 26-000412.",
        "INGETROKKEN: u hoeft niet meer te komen. Reanimatie Súdwest-Fryslân, openbare ruimte. Melding "
        "26-000412, 14:02.",
    ]


def test_what_is_not_known_says_so() -> None:
    assert message(partner(), Notice.ALARM, {"gemeente": None}) == (
        "Reanimatie gemeente onbekend, plek onbekend. Melding onbekend, onbekend."
    )
    assert message(partner("{gevaar}"), Notice.SAFETY, {}) == "onveilige situatie"


def test_a_partner_is_named_as_in_the_rulebook_and_not_as_a_value_says() -> None:
    assert message(partner("Voor {partner}."), Notice.ALARM, {"partner": "Jan Jansen"}) == "Voor KNRM."


def test_a_name_or_value_with_control_characters_is_not_sent() -> None:
    assert message(partner("{partner}", name="KN\x1bRM"), Notice.ALARM, {}) == "onbekend"
    assert message(partner("{gemeente}"), Notice.ALARM, {"gemeente": "As\nsen"}) == "gemeente onbekend"


@pytest.mark.parametrize("text", ["", "  ", "{leeftijd}", "{gevaar}", "{gemeente", "{{gemeente}}", "{}"])
def test_a_template_that_no_file_could_hold_is_not_used(text: str) -> None:
    assert template(partner(text), Notice.ALARM) == STANDARD[Notice.ALARM]


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("gemeente", "Jan, 54 jaar"),
        ("gemeente", "0612345678"),
        ("gemeente", "Assen {leeftijd}"),
        ("gemeente", "x" * 31),
        ("meldingsnummer", "26-000412 Jansen"),
        ("meldingsnummer", "x" * 16),
        ("tijd", "54 jaar"),
        ("tijd", "14:02:37"),
        ("locatie", "bij Jansen"),
        ("gevaar", "man met mes, Jan Jansen"),
        ("gevaar", 3),
    ],
)
def test_a_value_of_another_shape_is_not_sent(field: str, value: object) -> None:
    sent = message(partner(f"Ga. {{{field}}}"), Notice.SAFETY, {field: value})
    unknown = {"gemeente": "gemeente onbekend", "locatie": "plek onbekend", "gevaar": "onveilige situatie"}
    assert sent == f"Ga. {unknown.get(field, 'onbekend')}"


def test_every_municipality_and_every_danger_can_be_sent() -> None:
    for name in municipalities():
        assert message(partner("{gemeente}"), Notice.ALARM, {"gemeente": name}) == name
    for fact, words in DANGERS.items():
        assert message(partner("{gevaar}"), Notice.SAFETY, {"gevaar": fact}) == words


@pytest.mark.parametrize(
    ("rule", "facts", "expected"),
    [
        (
            "boa-niet-bij-gevaar",
            {"geweld_of_onveilig": True, "risicovolle_locatie": None},
            "geweld of onveilig",
        ),
        (
            "boa-niet-bij-gevaar",
            {"geweld_of_onveilig": False, "risicovolle_locatie": True},
            "gevaarlijke plek",
        ),
        (
            "veilig-bereikbaar",
            {"veilig_bereikbaar": False, "geweld_of_onveilig": True},
            "niet veilig bereikbaar",
        ),
        ("veilig-bereikbaar", {"veilig_bereikbaar": True, "geweld_of_onveilig": True}, "onveilige situatie"),
        ("geweld-of-onveilig", {"geweld_of_onveilig": None}, "onveilige situatie"),
        ("patient-in-het-water", {"te_water": True}, "water"),
    ],
)
def test_the_danger_is_that_of_the_rule_and_of_this_call(rule, facts, expected) -> None:
    found = danger(load_rulebook(rules_dir(), "voorbeeld-stad").rules[rule], facts)
    assert message(partner("{gevaar}"), Notice.SAFETY, {"gevaar": found}) == expected


@given(TEMPLATES, CALLS, NOTICES)
@example("{gemeente} {leeftijd}", {"leeftijd": "54 jaar", "gemeente": "Assen"}, Notice.ALARM)
@example("{gevaar}", {"gevaar": "brand"}, Notice.STAND_DOWN)
def test_nothing_but_the_allowed_fields_makes_a_difference(text, call, notice) -> None:
    allowed = {name: value for name, value in call.items() if name in MESSAGES[notice] and name != "partner"}
    assert message(partner(text), notice, call) == message(partner(text), notice, allowed)


@given(TEMPLATES, st.text(alphabet="qxz", min_size=6), NOTICES)
def test_no_fact_outside_the_allowed_ones_gets_in_whatever_the_template(text, secret, notice) -> None:
    call = {**dict.fromkeys((*CONTRACT, "naam", "bsn", "telefoon"), secret), **KNOWN}
    assert secret in text or secret not in message(partner(text), notice, call)


@given(st.text(max_size=300), CALLS, NOTICES, st.text(max_size=80))
def test_a_message_is_one_printable_line_that_fits(text, call, notice, name) -> None:
    sent = message(partner(text, name=name), notice, call)
    assert sent
    assert sent.isprintable()
    assert len(sent) <= LIMIT
    assert "{" not in sent
    assert "}" not in sent


@given(TEMPLATES, CALLS, NOTICES)
def test_no_message_is_longer_than_was_reckoned(text, call, notice) -> None:
    used = template(partner(text), notice)
    if longest(used) <= LIMIT:
        assert not message(partner(text), notice, call).endswith("...") or used.rstrip().endswith("...")


def test_a_long_text_is_cut_at_the_end_where_it_shows() -> None:
    sent = message(partner("Ga. " + "lang " * 50), Notice.ALARM, {})
    assert len(sent) <= LIMIT
    assert sent.startswith("Ga. lang")
    assert sent.endswith("lang...")


def test_the_standard_messages_and_those_of_the_shipped_rules_are_never_cut() -> None:
    assert all(longest(text) <= LIMIT for text in STANDARD.values())
    regions = ("", *find_rule_files(rules_dir()).regions)
    books = [load_rulebook(rules_dir(), region) for region in regions]
    own = [one for book in books for one in book.partners.values()]
    assert any(one.warning for one in own)
    for one in own:
        for notice in Notice:
            assert longest(template(one, notice)) <= LIMIT


def test_only_the_safety_notice_adds_to_what_the_alarm_said() -> None:
    assert MESSAGES[Notice.ALARM] == MESSAGES[Notice.STAND_DOWN] == MESSAGE_FIELDS
    assert set(MESSAGES[Notice.SAFETY]) - set(MESSAGE_FIELDS) == {"gevaar"}
    assert not {"leeftijd", "bewustzijn", "ademhaling", "zelfdoding"} & set(MESSAGES[Notice.SAFETY])
