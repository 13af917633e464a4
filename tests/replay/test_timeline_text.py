"""The timeline: readable Dutch, only changes, 80 columns, colour only where it can be seen."""

from __future__ import annotations

import io
import re
from pathlib import Path

import pytest

from mka_assist.paths import fixtures_dir, rules_dir
from mka_assist.replay.run import replay_files
from mka_assist.rulebook.loading import load_rulebook

CALLS = sorted((fixtures_dir() / "meldingen").glob("*.yaml"))
GOLDEN = Path(__file__).parent / "golden"
COLOUR = re.compile(r"\x1b\[[0-9;]*3[0-7][0-9;]*m")


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def text_of(*paths: Path, out: io.StringIO | None = None) -> str:
    out = out or io.StringIO()
    replay_files(paths, rules_dir(), 0, "text", out)
    return out.getvalue()


@pytest.mark.parametrize("name", ["k04-mes-gezien", "c38-helpers-voor-de-ambulance", "p15-brandweer-overdag"])
def test_a_timeline_in_full(name: str) -> None:
    """Golden files; after a wanted change, write the new text there and read the difference."""
    golden = (GOLDEN / f"{name}.txt").read_text(encoding="utf-8")
    version = load_rulebook(rules_dir()).version
    assert text_of(fixtures_dir() / "meldingen" / f"{name}.yaml") == golden.replace("VERSIE", version)


def test_no_line_is_wider_than_80_columns_or_ends_in_a_space() -> None:
    lines = text_of(*CALLS).splitlines()
    assert max(map(len, lines)) <= 80
    assert [line for line in lines if line != line.rstrip()] == []


def test_a_status_is_told_when_it_changes_and_not_again() -> None:
    text = text_of(fixtures_dir() / "meldingen" / "k04-mes-gezien.yaml")
    assert text.count("HartslagNu: wacht op ambulance") == 1
    assert text.count("HartslagNu: alarmeren") == 1
    assert text.count("Waarschuw HartslagNu nu") == 1


def test_a_step_that_changes_nothing_says_so(write) -> None:
    text = text_of(
        write('{t: "0:08", feit: bewustzijn, waarde: nee}', '{t: "0:20", feit: bewustzijn, waarde: nee}')
    )
    assert "T+  0:20 Feit: bewustzijn, nee (verandert niets)" in text


def test_an_expectation_that_fails_names_its_place(write) -> None:
    path = write(
        '{t: "0:08", feit: bewustzijn, waarde: nee}',
        expect=('{na: "0:08", ambulance: ingezet}',),
    )
    joined = " ".join(text_of(path).split())
    assert "✗ na 0:08 ambulance: ingezet; uitkomst: gewone uitvraag" in joined
    assert f"{path.name}:9:5]" in joined


def test_several_calls_end_with_one_line(write) -> None:
    good = write('{t: "0:08", compressie: ja}', id="goed")
    wrong = write('{t: "0:08", terugkoppeling: hartslagnu}', id="fout")
    assert text_of(good, good).endswith("✓ 2 meldingen, alles zoals verwacht.\n")
    assert text_of(good, wrong).endswith("✗ 1 van 2 meldingen niet zoals verwacht: fout\n")


def test_colour_only_on_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("NO_COLOR", "FORCE_COLOR", "TTY_COMPATIBLE", "COLORTERM"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("TERM", "xterm-256color")
    plain, coloured = text_of(CALLS[0]), text_of(CALLS[0], out=Terminal())
    assert "\x1b" not in plain
    assert COLOUR.search(coloured)
    monkeypatch.setenv("NO_COLOR", "1")
    without = text_of(CALLS[0], out=Terminal())
    assert not COLOUR.search(without)
    # The words are the same: colour never carries anything alone.
    for styled in (coloured, without):
        assert re.sub(r"\x1b\[[0-9;]*m", "", styled) == plain
