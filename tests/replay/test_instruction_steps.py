"""Steps, barriers and the language of the caller instruction in a fixture, checked while it is read."""

from __future__ import annotations

import io
import shutil
from pathlib import Path

import pytest

from mka_assist.call import commands as do
from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.reading import read_fixture
from mka_assist.replay.run import Deciders, replay_files
from mka_assist.rulebook.diagnostics import InputError
from mka_assist.rulebook.loading import load_rulebook

FLOW = '{t: "0:20", stroom: volwassene, vanaf: handen}'
MISTAKES = [
    ("{stroom: volwassen, vanaf: handen}", "M009", 'stroom "volwassen". Hulp: Bedoelde u "volwassene"?'),
    ("{stroom: baby, vanaf: hand}", "M009", 'stap "hand". Hulp: Bedoelde u "handen"?'),
    ("{stroom: baby}", "R003", 'de sleutel "vanaf" ontbreekt'),
    ("{stap: duwn, antwoord: gedaan}", "M009", 'stap "duwn". Hulp: Bedoelde u "duwen"?'),
    ("{stap: duwen, antwoord: gedan}", "M010", 'onbekend: antwoord "gedan". Bedoelde u "gedaan"?'),
    (
        "{stap: ritme, antwoord: gedaan, ronde: ja}",
        "M010",
        'het antwoord "gedaan" leidt naar de stap "duwen"',
    ),
    ("{stap: ritme}", "M011", 'bij de stap "ritme" begint hier een ronde. Hulp: Voeg "ronde: ja" toe.'),
    ("{stap: duwen, antwoord: gedaan, ronde: ja}", "M011", "begint hier geen ronde"),
    ("{taal: fr}", "M009", 'taal "fr". Hulp: Kies uit: nl, en.'),
    ("{belemmering: weiger}", "M009", 'belemmering "weiger". Hulp: Bedoelde u "weigert"?'),
    ("{belemmering: weigert, reden: bang}", "M005", '"reden" hoort niet bij'),
]


def at(entry: str) -> str:
    return entry.replace("{", '{t: "0:30", ', 1)


@pytest.mark.parametrize(("entry", "code", "words"), MISTAKES)
def test_a_wrong_step_of_the_instruction(write, entry: str, code: str, words: str) -> None:
    path = write(FLOW, at(entry))
    with pytest.raises(InputError) as refused:
        replay_files((path,), rules_dir(), 0, "text", io.StringIO())
    [told] = map(str, refused.value.findings)
    assert told.startswith(f"{path}:8:")
    assert f"fout {code}: " in told
    assert words in told


@pytest.mark.parametrize("entry", ["{stap: handen}", "{taal: en}"])
def test_a_step_before_any_flow(write, entry: str) -> None:
    with pytest.raises(InputError) as refused:
        replay_files((write(at(entry)),), rules_dir(), 0, "text", io.StringIO())
    [told] = map(str, refused.value.findings)
    assert 'er is nog geen stroom gekozen. Hulp: Begin met "stroom" en "vanaf".' in told


def test_steps_become_what_the_console_would_ask(write) -> None:
    path = write(
        FLOW,
        at("{belemmering: weigert}"),
        at("{taal: en}"),
        at("{stap: handen, antwoord: verder}"),
        at("{stap: duwen, antwoord: gedaan}"),
        at("{stap: ritme, antwoord: duwt, ronde: ja}"),
        at("{stroom: baby, vanaf: handen}"),
    )
    with Deciders(rules_dir()) as deciders:
        known = deciders.instruction()
        fixture = read_fixture(path, deciders.rulebook, deciders.instruction)
    stamp = (known.version, known.sha256)
    assert [step.command for step in fixture.steps] == [
        do.FollowFlow("volwassene", "handen", "nl", *stamp),
        do.MeetBarrier("weigert"),
        do.SpeakLanguage("en"),
        do.TakeStep("handen", "verder"),
        do.TakeStep("duwen", "gedaan"),
        do.TakeStep("ritme", "duwt", new_round=True),
        do.FollowFlow("baby", "handen", "en", *stamp),
    ]


def test_without_the_instruction_steps_are_taken_as_they_stand(write) -> None:
    path, book = write(FLOW, at("{stap: van-elders, ronde: ja}")), load_rulebook(rules_dir())
    fixture = read_fixture(path, lambda _: book)
    assert [step.command for step in fixture.steps] == [
        do.FollowFlow("volwassene", "handen"),
        do.TakeStep("van-elders", new_round=True),
    ]


def test_rules_without_an_instruction_are_said_to_lack_it(write, tmp_path: Path) -> None:
    without = shutil.ignore_patterns("meldersinstructie")
    shutil.copytree(rules_dir() / "landelijk", tmp_path / "regels" / "landelijk", ignore=without)
    with Deciders(tmp_path / "regels") as deciders:
        assert read_fixture(write('{t: "0:30", compressie: ja}'), deciders.rulebook, deciders.instruction)
        with pytest.raises(InputError, match="I002"):
            read_fixture(write(FLOW), deciders.rulebook, deciders.instruction)


@pytest.mark.parametrize("name", ["k01b-baby-in-het-engels", "k03b-instructie-met-wissel"])
def test_shipped_calls_walk_through_the_flows(replay, name: str) -> None:
    code, told = replay(fixtures_dir() / "meldingen" / f"{name}.yaml")
    [call] = told["calls"]
    assert code == 0
    kinds = {event["type"] for step in call["steps"] for event in step["events"]}
    assert kinds >= {"instruction_started", "instruction_flow", "instruction_step", "barrier_met"}
    assert not any(step["refused"] for step in call["steps"])
